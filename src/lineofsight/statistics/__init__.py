"""What is news and what is noise: process control, intervals, samples and agreement, as pure functions on plain data."""
