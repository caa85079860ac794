"""Addresses of the risk register."""

from __future__ import annotations

from django.urls import path

from lineofsight.web.improvement.risks import pages

risk_paths = [
    path("", pages.risks, name="risks"),
    path("add/", pages.add, name="add_risk"),
    path("<int:pk>/", pages.risk, name="risk"),
    path("<int:pk>/change/", pages.change, name="change_risk"),
    path("<int:pk>/score/", pages.score, name="score_risk"),
    path("<int:pk>/review/", pages.review, name="review_risk"),
    path("<int:pk>/escalate/", pages.escalate, name="escalate_risk"),
    path("<int:pk>/take-down/", pages.deescalate, name="deescalate_risk"),
    path("<int:pk>/close/", pages.close, name="close_risk"),
    path("<int:pk>/open-again/", pages.reopen, name="reopen_risk"),
    path("<int:pk>/controls/add/", pages.add_control, name="add_control"),
    path("controls/<int:pk>/change/", pages.change_control, name="change_control"),
    path("controls/<int:pk>/end/", pages.end_control, name="end_control"),
    path("<int:pk>/tie/", pages.tie, name="tie_risk"),
    path("<int:pk>/untie/", pages.untie, name="untie_risk"),
]
