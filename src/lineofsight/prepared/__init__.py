"""What the web site shows of one snapshot and one book: worked out once, kept in a file that any process may read."""
