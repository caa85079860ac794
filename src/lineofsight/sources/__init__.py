"""Readers of what councils already have."""
