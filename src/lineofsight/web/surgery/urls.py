"""Addresses of the children behind the figures, what falls due, and the surgeries."""

from __future__ import annotations

from django.urls import path

from lineofsight.web.surgery import child_pages, lists, meeting_pages, teams, work

app_name = "surgery"
urlpatterns = [
    path("figures/<str:ref>/children/", lists.children, name="children"),
    path("figures/<str:ref>/children/export/", lists.export, name="export"),
    path("due/", work.forward, name="forward"),
    path("due/list/", work.listed, name="work"),
    path("due/list/export/", work.export, name="work_export"),
    path("teams/", teams.teams, name="teams"),
    path("teams/<path:team_id>/", teams.team, name="team"),
    path("workers/<path:worker_id>/", teams.worker, name="worker"),
    path("safety/<slug:name>/", teams.safety, name="safety"),
    path("surgeries/", meeting_pages.surgeries, name="surgeries"),
    path("surgeries/plan/", meeting_pages.plan, name="plan_surgery"),
    path("surgeries/<int:pk>/", meeting_pages.surgery, name="surgery"),
    path("surgeries/<int:pk>/change/", meeting_pages.change, name="change_surgery"),
    path("surgeries/<int:pk>/close/", meeting_pages.close, name="close_surgery"),
    path("surgeries/<int:pk>/reopen/", meeting_pages.reopen, name="reopen_surgery"),
    path("surgeries/<int:pk>/record/", meeting_pages.record, name="surgery_record"),
    path("surgeries/<int:pk>/export/", meeting_pages.export, name="surgery_export"),
    path("surgeries/<int:pk>/<str:ref>/<path:team_id>/", meeting_pages.team, name="surgery_team"),
    path("child/", child_pages.search, name="search"),
    path("child/<path:person_id>/", child_pages.child, name="child"),
]
