"""Addresses of what audits tell: in the namespace of the audits."""

from __future__ import annotations

from django.urls import path

from lineofsight.web.audits import external_pages, findings_export, findings_pages, reliability_pages, theme_pages

findings_paths = [
    path("findings/", findings_pages.findings, name="findings"),
    path("findings/six-months/", findings_export.export_six_months, name="export_six_months"),
    path("reliability/", reliability_pages.reliability, name="reliability"),
    path("cycles/<int:pk>/external-report/", external_pages.external_report, name="external_report"),
    path("themes/<slug:theme>/", theme_pages.theme, name="theme"),
    path("themes/<slug:theme>/action/", theme_pages.theme_action, name="theme_action"),
]
