"""What suppliers' SSD extracts leave out or misuse, put right: one SQL file for each, and what runs them."""
