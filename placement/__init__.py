"""Decision support for where a health region should offer its hospital functions."""
