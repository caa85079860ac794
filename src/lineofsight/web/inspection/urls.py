"""Addresses of readiness for inspection: each room has its own."""

from __future__ import annotations

from django.urls import include, path

from lineofsight.web.inspection import home_pages, planning_pages
from lineofsight.web.inspection.documents.urls import document_paths
from lineofsight.web.inspection.inspectors.urls import inspector_paths
from lineofsight.web.inspection.leavers.urls import leaver_paths
from lineofsight.web.inspection.lists.urls import list_paths
from lineofsight.web.inspection.questions.urls import question_paths
from lineofsight.web.inspection.rehearsal.urls import rehearsal_paths
from lineofsight.web.inspection.visits.urls import visit_paths

app_name = "inspection"
urlpatterns = [
    path("", home_pages.home, name="home"),
    path("planning/", planning_pages.planning, name="planning"),
    path("planning/begin/", planning_pages.begin_planning, name="begin_planning"),
    path("visits/", include(visit_paths)),
    path("lists/", include(list_paths)),
    path("documents/", include(document_paths)),
    path("questions/", include(question_paths)),
    path("for-inspectors/", include(inspector_paths)),
    path("care-leavers/", include(leaver_paths)),
    path("rehearsals/", include(rehearsal_paths)),
]
