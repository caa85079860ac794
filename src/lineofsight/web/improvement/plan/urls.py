"""Addresses of the plan."""

from __future__ import annotations

from django.urls import path

from lineofsight.web.improvement.plan import action_pages, opening_pages, plan_pages, shaping_pages, tying_pages

_STEPS = ("take_back", "reopen", "resume", "withdraw", "bring_back")

plan_paths = [
    path("", plan_pages.plans, name="plans"),
    path("mine/", plan_pages.mine, name="my_plan_actions"),
    path("open/", opening_pages.open_action, name="open_action"),
    path("add/", shaping_pages.add_plan, name="add_plan"),
    path("<int:pk>/", plan_pages.plan, name="plan"),
    path("<int:pk>/export/", plan_pages.export_plan, name="export_plan"),
    path("<int:pk>/change/", shaping_pages.change_plan, name="change_plan"),
    path("<int:pk>/close/", shaping_pages.close_plan, name="close_plan"),
    path("<int:pk>/open-again/", shaping_pages.open_plan_again, name="open_plan_again"),
    path("<int:pk>/themes/add/", shaping_pages.add_theme, name="add_theme"),
    path("themes/<int:pk>/change/", shaping_pages.change_theme, name="change_theme"),
    path("themes/<int:pk>/outcomes/add/", shaping_pages.add_outcome, name="add_outcome"),
    path("outcomes/<int:pk>/change/", shaping_pages.change_outcome, name="change_outcome"),
    path("outcomes/<int:pk>/actions/add/", shaping_pages.add_action, name="add_plan_action"),
    path("actions/<int:pk>/", action_pages.action, name="plan_action"),
    path("actions/<int:pk>/change/", action_pages.change, name="change_plan_action"),
    path("actions/<int:pk>/agree/", action_pages.agree, name="agree_plan_action"),
    path("actions/<int:pk>/move/", action_pages.move, name="move_plan_action"),
    path("actions/<int:pk>/update/", action_pages.give_update, name="update_plan_action"),
    path("actions/<int:pk>/propose/", action_pages.propose, name="propose_plan_action"),
    *(
        path(f"actions/<int:pk>/{name.replace('_', '-')}/", action_pages.step, {"name": name}, f"{name}_plan_action")
        for name in _STEPS
    ),
    path("actions/<int:pk>/figures/add/", tying_pages.add_data, name="add_plan_data"),
    path("actions/<int:pk>/evidence/add/", tying_pages.add_evidence, name="add_plan_evidence"),
    path("evidence/<int:pk>/take-back/", tying_pages.take_back_evidence, name="take_back_plan_evidence"),
    path("actions/<int:pk>/milestones/add/", tying_pages.add_milestone, name="add_plan_milestone"),
    path("actions/<int:pk>/measures/add/", tying_pages.tie_measure, name="tie_plan_measure"),
    path("actions/<int:pk>/audits/add/", tying_pages.tie_question, name="tie_plan_question"),
    path("actions/<int:pk>/findings/add/", tying_pages.tie_finding, name="tie_plan_finding"),
    path("actions/<int:pk>/findings/untie/", tying_pages.untie_finding, name="untie_plan_finding"),
    path("measures/<int:pk>/untie/", tying_pages.untie_measure, name="untie_plan_measure"),
    path("audits/<int:pk>/untie/", tying_pages.untie_question, name="untie_plan_question"),
]
