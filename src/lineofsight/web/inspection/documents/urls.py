"""Addresses of documents."""

from __future__ import annotations

from django.urls import path

from lineofsight.web.inspection.documents import list_pages, pages

document_paths = [
    path("", list_pages.documents, name="documents"),
    path("add/", list_pages.add, name="add_document"),
    path("starter-list/", list_pages.begin, name="begin_documents"),
    path("over-time/", list_pages.history, name="documents_over_time"),
    path("export/", list_pages.export, name="export_documents"),
    path("<int:pk>/", pages.document, name="document"),
    path("<int:pk>/change/", pages.change, name="change_document"),
    path("<int:pk>/plan/", pages.plan, name="plan_document"),
    path("<int:pk>/versions/add/", pages.add_version, name="add_document_version"),
    path("<int:pk>/ready/", pages.say_ready, name="document_ready"),
    path("<int:pk>/sign-off/", pages.sign_off, name="sign_off_document"),
    path("<int:pk>/draft/", pages.back_to_draft, name="document_back_to_draft"),
    path("<int:pk>/given/", pages.given, name="document_given"),
    path("<int:pk>/end/", pages.end, name="end_document"),
    path("<int:pk>/again/", pages.want_again, name="want_document_again"),
    path("versions/<int:pk>/", pages.file, name="document_file"),
]
