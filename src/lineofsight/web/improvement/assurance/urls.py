"""Addresses of the assurance register."""

from __future__ import annotations

from django.urls import path

from lineofsight.web.improvement.assurance import finding_pages, source_pages

assurance_paths = [
    path("", source_pages.sources, name="assurance"),
    path("add/", source_pages.add_source, name="add_source"),
    path("<int:pk>/", source_pages.source, name="source"),
    path("<int:pk>/change/", source_pages.change_source, name="change_source"),
    path("<int:pk>/grades/", source_pages.grade_source, name="grade_source"),
    path("grades/<int:pk>/correct/", source_pages.correct_grade, name="correct_grade"),
    path("<int:pk>/findings/add/", source_pages.add_findings_to, name="add_findings"),
    path("findings/<int:pk>/", finding_pages.finding, name="finding"),
    path("findings/<int:pk>/correct/", finding_pages.correct, name="correct_finding"),
    path("findings/<int:pk>/strike/", finding_pages.strike, name="strike_finding"),
    path("findings/<int:pk>/answer/", finding_pages.answer, name="answer_finding"),
    path("findings/<int:pk>/later/", finding_pages.judge_again, name="judge_again"),
]
