"""What a case record is, how it is checked and how it is kept."""
