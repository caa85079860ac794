"""Addresses of questions."""

from __future__ import annotations

from django.urls import URLPattern

question_paths: list[URLPattern] = []
