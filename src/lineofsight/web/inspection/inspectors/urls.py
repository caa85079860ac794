"""Addresses of what inspectors see, and of what is shared with them."""

from __future__ import annotations

from django.urls import path

from lineofsight.web.inspection.inspectors import pages, sharing_pages

inspector_paths = [
    path("", pages.for_inspectors, name="for_inspectors"),
    path("questions/<int:pk>/", pages.question, name="question_for_inspectors"),
    path("documents/<int:pk>/", pages.file, name="file_for_inspectors"),
    path("shared/", sharing_pages.sharing, name="sharing"),
    path("shared/<int:pk>/", sharing_pages.share_with, name="share_with"),
    path("shared/documents/<int:pk>/take-back/", sharing_pages.take_back, name="take_back_file"),
]
