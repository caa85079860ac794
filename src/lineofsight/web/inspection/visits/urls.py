"""Addresses of visits."""

from __future__ import annotations

from django.urls import URLPattern

visit_paths: list[URLPattern] = []
