"""Addresses of care leavers."""

from __future__ import annotations

from django.urls import path

from lineofsight.web.inspection.leavers import pages

leaver_paths = [
    path("", pages.care_leavers, name="care_leavers"),
    path("young-people/", pages.care_leavers_behind, name="care_leavers_behind"),
]
