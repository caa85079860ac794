"""Addresses of the figures."""

from __future__ import annotations

from django.urls import path

from lineofsight.web.performance import (
    book_pages,
    views,
    views_commentary,
    views_files,
    views_monthly,
    views_proposals,
    views_publishing,
)

app_name = "performance"
urlpatterns = [
    path("", views.home, name="home"),
    path("figures/<str:ref>/", views.indicator, name="indicator"),
    path("report/<str:month>/<str:suffix>/", views_files.report_file, name="report_file"),
    # The monthly report
    path("monthly/", views_monthly.monthly, name="monthly"),
    path("monthly/groups/<slug:name>/", views_monthly.equality, name="monthly_equality"),
    path("monthly/files/<str:month>/<str:suffix>/", views_monthly.monthly_file, name="monthly_file"),
    path("monthly/<slug:slug>/", views_monthly.section, name="monthly_section"),
    # Published months
    path("months/", views_publishing.months, name="months"),
    path("months/<str:month>/", views_publishing.as_reported, name="as_reported"),
    path("months/<str:month>/publish/", views_publishing.publish, name="publish"),
    path("months/<str:month>/reopen/", views_publishing.reopen, name="reopen"),
    path("months/<str:month>/now-known/", views_publishing.now_known, name="now_known"),
    path("months/<str:month>/now-known/<str:ref>/", views_publishing.moved, name="moved"),
    # Commentary
    path("commentary/<str:month>/", views_commentary.commentaries, name="commentaries"),
    path("commentary/<str:ref>/<str:month>/", views_commentary.commentary, name="commentary"),
    path("commentary/<str:ref>/<str:month>/approve/", views_commentary.approve, name="approve_commentary"),
    # The book, and changes to it
    path("book/", book_pages.book, name="book"),
    path("book/changes/", views_proposals.proposals, name="proposals"),
    path("book/changes/new/", views_proposals.draft, name="draft"),
    path("book/changes/<int:proposal_id>/", views_proposals.proposal, name="proposal"),
    path("book/changes/<int:proposal_id>/try/", views_proposals.try_proposal, name="try_proposal"),
    path("book/changes/<int:proposal_id>/decide/", views_proposals.decide, name="decide_proposal"),
    path("book/changes/<int:proposal_id>/file/", views_proposals.proposal_file, name="proposal_file"),
    path(
        "book/changes/<int:proposal_id>/children/<str:ref>/",
        views_proposals.proposal_children,
        name="proposal_children",
    ),
    path("book/<str:kind>/<str:name>/", book_pages.definition, name="definition"),
    path("book/<str:kind>/<str:name>/<str:since>/file/", book_pages.definition_file, name="definition_file"),
]
