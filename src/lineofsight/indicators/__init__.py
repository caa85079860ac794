"""The book of definitions, and the figures and evidence that are counted by it."""
