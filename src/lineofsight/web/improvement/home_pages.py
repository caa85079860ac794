"""The first page of improvement: where the service stands, in one look."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict

from django.db.models import Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from lineofsight.calendar import Month
from lineofsight.web.accounts.table import may
from lineofsight.web.clock import today
from lineofsight.web.improvement.models import (
    AssuranceSource,
    FindingResponse,
    Meeting,
    PlanAction,
    Publication,
    Risk,
    WrittenReport,
)
from lineofsight.web.improvement.pages import asker, said_why
from lineofsight.web.improvement.plan.following import follow
from lineofsight.web.improvement.plan.rating import RATINGS
from lineofsight.web.improvement.plan.reading import Rated, actions_there, open_plans, rated_actions, totals
from lineofsight.web.improvement.risks.scoring import latest, rating_of_score
from lineofsight.web.seen import seen_by


@require_safe
@said_why
def home(request: HttpRequest) -> HttpResponse:
    """The plans by rating, what needs a decision, meetings to come, red risks, what came from outside, reports."""
    on, user = today(), asker(request)
    with seen_by(request) as seen:
        follow(seen)
        open_ = actions_there().filter(outcome__theme__plan__closed_at=None).exclude(state="withdrawn")
        lines: defaultdict[int, list[Rated]] = defaultdict(list)
        for one in rated_actions(seen, open_, on):
            lines[one.action.outcome.theme.plan_id].append(one)
    plans = [(plan, len(lines[plan.pk]), totals(lines[plan.pk])) for plan in open_plans()]
    mine = PlanAction.objects.filter(owner=user).exclude(state__in=("complete", "withdrawn")).order_by("due_on")
    governs = may(user.role, "improvement:boards")
    waiting = FindingResponse.objects.filter(
        decision=FindingResponse.Decision.WAITING, finding__mistake=None, finding__verdicts=None
    )
    reports = Publication.objects.filter(report__kind=WrittenReport.Kind.SCRUTINY).select_related("report")
    shown = {
        "section": "improvement",
        "heading": "Improvement",
        "plans": plans,
        "columns": RATINGS,
        "mine": mine,
        "proposed": PlanAction.objects.filter(state="proposed") if governs else [],
        "review": _to_review() if governs else [],
        "meetings": _meetings_from(on) if governs else [],
        "risks": _red_risks() if governs else [],
        "sources": AssuranceSource.objects.order_by("-held_on", "-pk")[:5],
        "waiting": waiting.count(),
        "overdue": waiting.filter(decide_by__lt=on).count(),
        "reports": [(one, Month.read(one.report.month)) for one in reports.order_by("-made_at")[:3]],
    }
    return render(request, "improvement/home.html", shown)


def _to_review() -> QuerySet[PlanAction]:
    return PlanAction.objects.filter(Q(state="review") | Q(closing_proposed_on__isnull=False, state="agreed"))


def _meetings_from(on: dt.date) -> QuerySet[Meeting]:
    there = Meeting.objects.filter(held_on__gte=on, state=Meeting.State.PLANNED)
    return there.select_related("board").order_by("held_on", "pk")[:5]


def _red_risks() -> list[tuple[Risk, int]]:
    found = []
    for risk in Risk.objects.filter(state=Risk.State.OPEN).prefetch_related("scores"):
        now = latest(risk.scores.all(), "current")
        if now is not None and rating_of_score(now.score) == "red":
            found.append((risk, now.score))
    return sorted(found, key=lambda pair: -pair[1])
