"""Reads a children in need census in XML."""

from lineofsight.sources.cin_census.reader import opened

__all__ = ["opened"]
