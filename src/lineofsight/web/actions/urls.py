"""Addresses of the register of actions."""

from __future__ import annotations

from django.urls import path

from lineofsight.web.actions import pages
from lineofsight.web.actions.steps import STEPS

app_name = "actions"
urlpatterns = [
    path("", pages.listed, name="register"),
    path("export/", pages.export, name="export"),
    path("add/", pages.add, name="add"),
    path("<int:pk>/", pages.action, name="action"),
    *(path(f"<int:pk>/{name.replace('_', '-')}/", pages.step, {"name": name}, name=name) for name in STEPS),
]
