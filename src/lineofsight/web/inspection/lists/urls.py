"""Addresses of the lists of Annex A."""

from __future__ import annotations

from django.urls import URLPattern

list_paths: list[URLPattern] = []
