"""A meeting: who steers and who follows, either-or questions, the minutes, and the record that outlives a restart."""
