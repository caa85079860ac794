"""Addresses of self-evaluations."""

from __future__ import annotations

from django.urls import path

from lineofsight.web.improvement.evaluation import evidence_pages, pages

evaluation_paths = [
    path("", pages.evaluations, name="evaluations"),
    path("begin/", pages.begin, name="begin_evaluation"),
    path("<int:pk>/", pages.evaluation, name="evaluation"),
    path("<int:pk>/change/", pages.change, name="change_evaluation"),
    path("<int:pk>/agree/", pages.agree, name="agree_evaluation"),
    path("<int:pk>/file/<slug:suffix>/", pages.file, name="evaluation_file"),
    path("<int:pk>/claims/add/", pages.add_claim, name="add_claim"),
    path("claims/<int:pk>/change/", pages.change_claim, name="change_claim"),
    path("claims/<int:pk>/remove/", pages.remove_claim, name="remove_claim"),
    path("claims/<int:pk>/figure/", evidence_pages.figure, name="claim_figure"),
    path("claims/<int:pk>/audits/", evidence_pages.audits, name="claim_audits"),
    path("claims/<int:pk>/finding/", evidence_pages.finding, name="claim_finding"),
    path("claims/<int:pk>/words/", evidence_pages.in_words, name="claim_words"),
    path("evidence/<int:pk>/renew/", evidence_pages.renew, name="renew_claim_figure"),
    path("evidence/<int:pk>/remove/", evidence_pages.remove, name="remove_claim_evidence"),
]
