"""Checks of the case records: rules in files, what they find in a snapshot, and what was accepted as it is."""
