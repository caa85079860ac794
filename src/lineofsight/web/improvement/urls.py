"""Addresses of improvement: each room has its own."""

from __future__ import annotations

from django.urls import include, path

from lineofsight.web.improvement import home_pages
from lineofsight.web.improvement.assurance.urls import assurance_paths
from lineofsight.web.improvement.boards.urls import board_paths
from lineofsight.web.improvement.evaluation.urls import evaluation_paths
from lineofsight.web.improvement.plan.urls import plan_paths
from lineofsight.web.improvement.reporting.urls import report_paths
from lineofsight.web.improvement.risks.urls import risk_paths

app_name = "improvement"
urlpatterns = [
    path("", home_pages.home, name="home"),
    path("assurance/", include(assurance_paths)),
    path("plans/", include(plan_paths)),
    path("boards/", include(board_paths)),
    path("risks/", include(risk_paths)),
    path("self-evaluation/", include(evaluation_paths)),
    path("reports/", include(report_paths)),
]
