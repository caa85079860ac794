"""Addresses of rehearsals."""

from __future__ import annotations

from django.urls import path

from lineofsight.web.inspection.rehearsal import pages

rehearsal_paths = [
    path("", pages.rehearsals, name="rehearsals"),
    path("now/", pages.rehearse, name="rehearse"),
    path("<int:pk>/", pages.rehearsal, name="rehearsal"),
    path("<int:pk>/to-do/", pages.to_do, name="rehearsal_to_do"),
]
