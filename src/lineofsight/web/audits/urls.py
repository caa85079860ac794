"""Addresses of the audits."""

from __future__ import annotations

from django.urls import path

from lineofsight.web.audits import audit_pages, cycle_pages, home_pages, sheet_pages
from lineofsight.web.audits.findings_urls import findings_paths
from lineofsight.web.audits.tool_urls import tool_paths

app_name = "audits"
urlpatterns = [
    path("", home_pages.home, name="home"),
    path("how/", home_pages.how, name="how"),
    path("auditors/", home_pages.auditors, name="auditors"),
    path("auditors/add/", home_pages.add_auditor, name="add_auditor"),
    path("auditors/<int:pk>/", home_pages.change_auditor, name="change_auditor"),
    path("programmes/plan/", home_pages.plan_programme, name="plan_programme"),
    path("programmes/<int:pk>/", home_pages.change_programme, name="change_programme"),
    path("programmes/<int:pk>/plan/", cycle_pages.plan, name="plan_cycle"),
    path("cycles/<int:pk>/", cycle_pages.cycle, name="cycle"),
    path("cycles/<int:pk>/change/", cycle_pages.change, name="change_cycle"),
    path("cycles/<int:pk>/draw/", cycle_pages.draw, name="draw"),
    path("cycles/<int:pk>/sample/", cycle_pages.sample, name="sample"),
    path("cycles/<int:pk>/sample/export/", cycle_pages.export_sample, name="export_sample"),
    path("cycles/<int:pk>/give/", cycle_pages.give_cases, name="give_cases"),
    path("cycles/<int:pk>/close/", cycle_pages.close, name="close_cycle"),
    path("cycles/<int:pk>/cancel/", cycle_pages.cancel, name="cancel_cycle"),
    path("<int:pk>/", audit_pages.audit, name="audit"),
    path("<int:pk>/give-to/", audit_pages.give_to, name="give_to"),
    path("<int:pk>/replace/", audit_pages.replace, name="replace"),
    path("<int:pk>/take-out/", audit_pages.take_out, name="take_out"),
    path("<int:pk>/agree/", audit_pages.agree, name="agree"),
    path("<int:pk>/moderate/", audit_pages.ask_for_moderation, name="ask_for_moderation"),
    path("<int:pk>/panel/", audit_pages.decide, name="decide"),
    path("<int:pk>/unsafe/", audit_pages.raise_unsafe, name="unsafe"),
    path("unsafe/<int:pk>/<str:name>/", audit_pages.unsafe_step, name="unsafe_step"),
    path("sheets/<int:pk>/", sheet_pages.write, name="write"),
    path("sheets/<int:pk>/save/", sheet_pages.save, name="save"),
    path("sheets/<int:pk>/choose/", sheet_pages.choose, name="choose"),
    path("sheets/<int:pk>/give/", sheet_pages.give, name="give"),
    path("sheets/<int:pk>/outcomes/", sheet_pages.outcomes, name="outcomes"),
    path("sheets/<int:pk>/hand-back/", audit_pages.hand_back, name="hand_back"),
    path("sheets/<int:pk>/moderator/", audit_pages.change_moderator, name="change_moderator"),
    *tool_paths,
    *findings_paths,
]
