"""Addresses of rehearsals."""

from __future__ import annotations

from django.urls import URLPattern

rehearsal_paths: list[URLPattern] = []
