"""Addresses of the lists of Annex A. A run is named by its id: the day of its lists and a number, 2023-03-31.1."""

from __future__ import annotations

from django.urls import path

from lineofsight.web.inspection.lists import child_pages, pages, sign_pages

list_paths = [
    path("", pages.lists, name="lists"),
    path("produce/", pages.produce_lists, name="produce_lists"),
    path("signatures/<int:pk>/take-back/", sign_pages.take_back, name="take_back_signature"),
    path("<str:run_id>/", pages.run, name="run"),
    path("<str:run_id>/download/", child_pages.download_lists, name="download_lists"),
    path("<str:run_id>/<int:number>/", pages.run_list, name="run_list"),
    path("<str:run_id>/<int:number>/sign/<slug:step>/", sign_pages.sign, name="sign_list"),
    path("<str:run_id>/<int:number>/<slug:what>/", child_pages.run_list_children, name="run_list_children"),
]
