"""Addresses of visits."""

from __future__ import annotations

from django.urls import path

from lineofsight.web.inspection.visits import confidential_pages, pages, step_pages

visit_paths = [
    path("", pages.visits, name="visits"),
    path("expect/", pages.expect, name="expect_visit"),
    path("call/", pages.call, name="call"),
    path("parts/", step_pages.parts, name="parts"),
    path("parts/<slug:code>/", step_pages.change_part, name="change_part"),
    path("<int:pk>/", pages.visit, name="visit"),
    path("<int:pk>/calendar/", pages.calendar, name="visit_calendar"),
    path("<int:pk>/change/", pages.change_expected, name="change_expected_visit"),
    path("<int:pk>/call/", pages.call, name="call_of_visit"),
    path("<int:pk>/days/", pages.move, name="move_visit"),
    path("<int:pk>/ended/", pages.end_on_site, name="end_on_site"),
    path("<int:pk>/received/", pages.receive, name="receive_report"),
    path("<int:pk>/published/", pages.publish, name="publish_visit"),
    path("<int:pk>/close/", pages.close, name="close_visit"),
    path("<int:pk>/cancel/", pages.cancel, name="cancel_visit"),
    path("<int:pk>/steps/add/", step_pages.add_step, name="add_step"),
    path("steps/<int:pk>/", step_pages.change_step, name="change_step"),
    path("steps/<int:pk>/<slug:name>/", step_pages.take_step, name="take_step"),
    path("<int:pk>/said/", confidential_pages.said, name="said"),
    path("<int:pk>/said/write/", confidential_pages.write, name="write_said_of_visit"),
    path("<int:pk>/said/name/", confidential_pages.name, name="name_confidant"),
    path("said/<int:pk>/take-off/", confidential_pages.take_off, name="take_off_confidant"),
]
