"""What can be said about one solved scenario without solving again."""
