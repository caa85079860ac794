"""Worked examples: each definition's behaviour as a few children and the evidence that is expected."""
