"""Addresses of reports."""

from __future__ import annotations

from django.urls import path

from lineofsight.web.improvement.reporting import pages

report_paths = [
    path("", pages.reports, name="reports"),
    path("begin/", pages.begin, name="begin_report"),
    path("<int:pk>/", pages.report, name="report"),
    path("<int:pk>/edit/", pages.edit, name="edit_sentence"),
    path("<int:pk>/add/", pages.add_own, name="add_sentence"),
    path("sentences/<int:pk>/", pages.change_own, name="change_sentence"),
    path("<int:pk>/publish/", pages.publish, name="publish_report"),
    path("packs/<int:pk>/build/", pages.pack, name="build_pack"),
    path("published/<int:pk>/", pages.publication, name="publication"),
    path("published/<int:pk>/<str:suffix>/", pages.rendering, name="rendering"),
]
