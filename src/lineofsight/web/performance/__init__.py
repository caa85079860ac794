"""What the board sees: the highlight report."""
