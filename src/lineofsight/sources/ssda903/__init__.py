"""Reads an SSDA903 return in CSV files."""

from lineofsight.sources.ssda903.reader import opened

__all__ = ["opened"]
