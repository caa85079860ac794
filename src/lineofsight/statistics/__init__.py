"""What is news and what is noise: process control and intervals, as pure functions on plain data."""
