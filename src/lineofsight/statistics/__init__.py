"""What is news and what is noise: process control, intervals, samples, agreement, as pure functions on plain data."""
