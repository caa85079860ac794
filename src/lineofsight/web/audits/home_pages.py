"""The first page of audits: one's own work, what is unsafe now, the year's cycles; the pool of auditors; the rules."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.db.models import Count, Q, TextChoices
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from lineofsight.problems import Refused
from lineofsight.web.actions.models import Action
from lineofsight.web.addressed import one_of
from lineofsight.web.audits import allocating, cycles, rules
from lineofsight.web.audits.forms import AuditorForm, NewAuditorForm, ProgrammeForm
from lineofsight.web.audits.models import Audit, Auditor, Cycle, Programme, Sheet, UnsafeNow
from lineofsight.web.audits.pages import form_page, said_why
from lineofsight.web.audits.running import runs_audits
from lineofsight.web.audits.seeing import SEES_ALL, audits_seen
from lineofsight.web.audits.steps import AUDIT_STEPS, CYCLE_STEPS, GIVEN, UNFINISHED, UNSAFE_STEPS
from lineofsight.web.audits.unsafe import due_of, is_late, open_unsafe
from lineofsight.web.clock import day_of, today
from lineofsight.web.seen import Seen, seen_by
from lineofsight.web.steps import Step


@dataclass(frozen=True)
class CycleLine:
    """One cycle of a programme: planned against completed."""

    cycle: Cycle
    drawn: int
    given: int
    on_time: int
    graded: int
    closed: int
    late: int

    @property
    def share(self) -> int:
        """Per cent of what was planned that is given in; at most 100."""
        return min(100, round(100 * self.given / self.cycle.size)) if self.cycle.size else 0


@require_safe
@said_why
def home(request: HttpRequest) -> HttpResponse:
    """Audits: mine, what is unsafe now, and the programme. No child is named."""
    now = today()
    with seen_by(request) as seen:
        mine = list(
            Sheet.objects.filter(writer=seen.user, state__in=(Sheet.State.WAITING, Sheet.State.OPEN))
            .exclude(audit__state=Audit.State.WITHDRAWN)
            .exclude(audit__person_id__in=seen.scope.hidden)
            .select_related("audit", "audit__cycle")
            .order_by("due_on", "pk")
        )
        unsafe = [{"one": one, "due": due_of(one), "late": is_late(one, now)} for one in open_unsafe(seen)]
        programmes = list(Programme.objects.all())
        asked = request.GET.get("year", "")
        shown = next((one for one in programmes if str(one.pk) == asked), programmes[0] if programmes else None)
        lines = cycle_lines(shown, now) if shown else []
        waiting = _waiting(seen)
    return render(
        request,
        "audits/home.html",
        {
            "section": "audits",
            "heading": "Audits",
            "mine": mine,
            "unsafe": unsafe,
            "programmes": programmes,
            "programme": shown,
            "lines": lines,
            "planned": sum(line.cycle.size for line in lines),
            "given": sum(line.given for line in lines),
            "on_time": sum(line.on_time for line in lines),
            "today": now,
            "may_run": runs_audits(seen.user),
            **waiting,
        },
    )


def _waiting(seen: Seen) -> dict[str, Any]:
    """What those who run the audits must see: moderations without a moderator, panels, overdue actions of audits."""
    if seen.user.role not in SEES_ALL and not seen.scope.teams:
        return {}
    audits = audits_seen(seen)
    late_since = today().toordinal() - int(rules.setting("escalate_after_days"))
    day = type(today()).fromordinal(late_since)
    overdue = Action.objects.filter(source=Action.Source.AUDIT, state=Action.State.OPEN, due_on__lt=day)
    if seen.user.role not in SEES_ALL:
        overdue = overdue.filter(team_id__in=sorted(seen.scope.teams))
    overdue = overdue.exclude(person_id__in=seen.scope.hidden)
    found: dict[str, Any] = {"escalated": overdue.count(), "escalate_after": rules.setting("escalate_after_days")}
    if runs_audits(seen.user):
        found["panels"] = list(audits.filter(state=Audit.State.PANEL).select_related("cycle")[:20])
        found["nobody_moderates"] = Sheet.objects.filter(
            purpose=Sheet.Purpose.MODERATION, state=Sheet.State.WAITING, writer=None
        ).count()
    return found


def cycle_lines(programme: Programme, now: Any) -> list[CycleLine]:
    """The cycles of a programme, each with what became of its cases: one question for all of them."""
    rows = list(programme.cycles.select_related("lead", "tool").order_by("starts_on", "pk"))
    drawn, given, on_time, graded, closed, late = (Counter[int]() for _ in range(6))
    audits = Audit.objects.filter(cycle__in=rows).exclude(state=Audit.State.WITHDRAWN)
    for cycle, state, due_on, at in audits.values_list("cycle_id", "state", "due_on", "submitted_at"):
        drawn[cycle] += 1
        given[cycle] += state in GIVEN
        on_time[cycle] += state in GIVEN and at is not None and due_on is not None and day_of(at) <= due_on
        graded[cycle] += state in (Audit.State.ACTIONS, Audit.State.CLOSED)
        closed[cycle] += state == Audit.State.CLOSED
        late[cycle] += state in UNFINISHED and state not in GIVEN and due_on is not None and due_on < now
    readings = Sheet.objects.filter(of_check__in=rows).exclude(state=Sheet.State.WITHDRAWN)
    for cycle, state, due_on, at in readings.values_list("of_check_id", "state", "due_on", "given_at"):
        done = state == Sheet.State.GIVEN
        drawn[cycle] += 1
        for counter in (given, graded, closed):
            counter[cycle] += done
        on_time[cycle] += done and at is not None and due_on is not None and day_of(at) <= due_on
        late[cycle] += not done and due_on is not None and due_on < now
    return [
        CycleLine(one, *(counter[one.pk] for counter in (drawn, given, on_time, graded, closed, late))) for one in rows
    ]


@require_http_methods(["GET", "HEAD", "POST"])
@said_why
def plan_programme(request: HttpRequest) -> HttpResponse:
    """A new year of audits."""
    with seen_by(request) as seen:
        form = ProgrammeForm(request.POST or None, snapshot=seen.counted.snapshot)
        if request.method == "POST" and form.is_valid():
            said = form.cleaned_data
            try:
                one = cycles.plan_programme(by=seen.user, **_without_version(said))
            except Refused as refusal:
                form.add_error(None, str(refusal))
            else:
                messages.success(request, "The programme is there: plan its cycles.")
                return redirect(f"{reverse('audits:home')}?year={one.pk}")
        return form_page(request, "Plan a programme of audits", form, "Plan it")


@require_http_methods(["GET", "HEAD", "POST"])
@said_why
def change_programme(request: HttpRequest, pk: int) -> HttpResponse:
    """Changes a year's title, days or priorities."""
    programme: Programme = one_of(Programme, pk)
    with seen_by(request) as seen:
        names = ("title", "starts_on", "ends_on", "priorities", "version")
        first = {name: getattr(programme, name) for name in names}
        form = ProgrammeForm(request.POST or None, initial=first, snapshot=seen.counted.snapshot)
        if request.method == "POST" and form.is_valid():
            said = form.cleaned_data
            try:
                cycles.change_programme(
                    by=seen.user, programme=programme, seen=said["version"], **_without_version(said)
                )
            except Refused as refusal:
                form.add_error(None, str(refusal))
            else:
                messages.success(request, "The programme is changed.")
                return redirect(f"{reverse('audits:home')}?year={programme.pk}")
        return form_page(request, "Change the programme", form, "Change it")


def _without_version(said: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in said.items() if name != "version"}


# The pool


@require_safe
@said_why
def auditors(request: HttpRequest) -> HttpResponse:
    """Who audits, how much they have, and how they keep their days."""
    now = today()
    with seen_by(request):
        unfinished = Q(user__audits__state__in=(Audit.State.ALLOCATED, Audit.State.DRAFTING))
        found = Auditor.objects.select_related("user").annotate(
            hand=Count("user__audits", filter=unfinished, distinct=True),
            late=Count("user__audits", filter=unfinished & Q(user__audits__due_on__lt=now), distinct=True),
            done=Count("user__audits", filter=Q(user__audits__state__in=tuple(GIVEN)), distinct=True),
        )
        rows = list(found)
    return render(
        request,
        "audits/auditors.html",
        {
            "section": "audits",
            "heading": "Auditors",
            "rows": rows,
            "today": now,
            "may_run": runs_audits(request.user),  # type: ignore[arg-type]
        },
    )


@require_http_methods(["GET", "HEAD", "POST"])
@said_why
def add_auditor(request: HttpRequest) -> HttpResponse:
    """Makes somebody an auditor."""
    with seen_by(request) as seen:
        form = NewAuditorForm(request.POST or None)
        if request.method == "POST" and form.is_valid():
            try:
                allocating.add_auditor(by=seen.user, **form.cleaned_data)
            except Refused as refusal:
                form.add_error(None, str(refusal))
            else:
                messages.success(request, "The auditor is there.")
                return redirect("audits:auditors")
        crumbs = [(reverse("audits:auditors"), "Auditors")]
        return form_page(request, "Add an auditor", form, "Add them", crumbs=crumbs)


@require_http_methods(["GET", "HEAD", "POST"])
@said_why
def change_auditor(request: HttpRequest, pk: int) -> HttpResponse:
    """How much somebody audits; excused until a day."""
    auditor: Auditor = one_of(Auditor, pk)
    with seen_by(request) as seen:
        names = ("most", "moderates", "is_active", "excused_until", "excused_because", "version")
        first = {name: getattr(auditor, name) for name in names}
        form = AuditorForm(request.POST or None, initial=first, snapshot=seen.counted.snapshot)
        if request.method == "POST" and form.is_valid():
            said = form.cleaned_data
            try:
                allocating.change_auditor(by=seen.user, auditor=auditor, seen=said["version"], **_without_version(said))
            except Refused as refusal:
                form.add_error(None, str(refusal))
            else:
                messages.success(request, f"{auditor.user.name}: changed.")
                return redirect("audits:auditors")
        crumbs = [(reverse("audits:auditors"), "Auditors")]
        return form_page(request, auditor.user.name, form, "Change it", crumbs=crumbs, caption="Auditor")


@require_safe
@said_why
def how(request: HttpRequest) -> HttpResponse:
    """The rules: each setting with its source, the themes, whom a sample can be drawn from, the states and steps."""
    with seen_by(request):
        steps: list[tuple[str, dict[str, Step], type[TextChoices]]] = [
            ("An audit", AUDIT_STEPS, Audit.State),
            ("A cycle", CYCLE_STEPS, Cycle.State),
            ("Unsafe now", UNSAFE_STEPS, UnsafeNow.State),
        ]
        tables = [
            (
                title,
                [
                    (
                        step,
                        [states(each).label for each in states.values if each in step.comes_from],
                        [states(each).label for each in step.leads_to],
                    )
                    for step in table.values()
                ],
            )
            for title, table, states in steps
        ]
        return render(
            request,
            "audits/how.html",
            {
                "section": "audits",
                "heading": "How audits work here",
                "settings": list(rules.settings().values()),
                "themes": list(rules.themes().values()),
                "risks": list(rules.risks().values()),
                "tables": tables,
            },
        )
