"""Addresses of questions."""

from __future__ import annotations

from django.urls import path

from lineofsight.web.inspection.questions import pages

question_paths = [
    path("<int:pk>/", pages.questions, name="questions"),
    path("<int:pk>/ask/", pages.ask, name="ask_question"),
    path("<int:pk>/export/", pages.export, name="export_questions"),
    path("one/<int:pk>/", pages.question, name="question"),
    path("one/<int:pk>/change/", pages.change, name="change_question"),
    path("one/<int:pk>/answer/", pages.answer, name="answer_question"),
    path("one/<int:pk>/withdraw/", pages.withdraw, name="withdraw_question"),
    path("one/<int:pk>/reopen/", pages.reopen, name="reopen_question"),
]
