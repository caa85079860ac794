"""Addresses of care leavers."""

from __future__ import annotations

from django.urls import URLPattern

leaver_paths: list[URLPattern] = []
