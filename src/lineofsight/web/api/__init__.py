"""What other programs may read: figures, evidence within scope, the book and the snapshots."""
