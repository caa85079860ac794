"""Pages of the risk register: the list with its heat map, one risk, and a form for each change."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from lineofsight.problems import Refused
from lineofsight.reports import wording
from lineofsight.web.accounts.models import Change
from lineofsight.web.accounts.views.changes import in_words
from lineofsight.web.actions.owners import Owners, written
from lineofsight.web.addressed import one_of, version_of
from lineofsight.web.changing import check_step
from lineofsight.web.clock import today
from lineofsight.web.forms import Form
from lineofsight.web.improvement.forms import BecauseForm, measures_offered
from lineofsight.web.improvement.models import Control, PlanAction, Risk, RiskScore
from lineofsight.web.improvement.pages import asker, form_page, said_why
from lineofsight.web.improvement.plan.measures import measures_seen
from lineofsight.web.improvement.plan.page_parts import reading
from lineofsight.web.improvement.risks import controls, keeping, scoring, tying
from lineofsight.web.improvement.risks.controls import ControlFacts
from lineofsight.web.improvement.risks.forms import (
    AddForm,
    ControlForm,
    FilterForm,
    ReviewForm,
    RiskForm,
    ScoreForm,
    TieForm,
    first_scores,
)
from lineofsight.web.improvement.risks.keeping import RiskFacts
from lineofsight.web.improvement.risks.reading import (
    DID,
    IMPACTS,
    decisions_on,
    heat_map,
    history_of,
    line_of,
    lines,
    risks_there,
)
from lineofsight.web.improvement.risks.scoring import pairs_of, rating_of_score
from lineofsight.web.improvement.risks.steps import RISK_STEPS, State
from lineofsight.web.improvement.running import check_improves, improves
from lineofsight.web.serving import serving

POSTED = require_http_methods(["GET", "HEAD", "POST"])
Crumbs = list[tuple[str, str]]
Of = RiskScore.Of


def risks_crumb() -> Crumbs:
    return [(reverse("improvement:risks"), "Risks")]


def risk_crumbs(risk: Risk) -> Crumbs:
    return [*risks_crumb(), (reverse("improvement:risk", args=[risk.pk]), f"{risk.number} {risk.title}")]


@require_safe
@said_why
def risks(request: HttpRequest) -> HttpResponse:
    """The register, the highest score first, with a heat map of what the scores were, are, or should become."""
    form = FilterForm(request.GET or None)
    asked: dict[str, Any] = form.cleaned_data if form.is_valid() else {}
    of = Of(asked.get("of") or Of.CURRENT)
    state = State.CLOSED if asked.get("state") else State.OPEN
    found = risks_there().filter(state=state)
    if asked.get("level"):
        found = found.filter(level=asked["level"])
    rows = lines(found, today())
    shown = {
        "section": "improvement",
        "heading": "Risks",
        "crumbs": [],
        "form": form,
        "of": of,
        "kinds": [(each.value, each.label) for each in (Of.INHERENT, Of.CURRENT, Of.TARGET)],
        "rows": rows,
        "map": heat_map(rows, of),
        "impacts": list(enumerate(IMPACTS, 1)),
        "closed": state == State.CLOSED,
        "may_change": improves(asker(request)),
    }
    return render(request, "improvement/risks.html", shown)


@require_safe
@said_why
def risk(request: HttpRequest, pk: int) -> HttpResponse:
    """One risk: its sentence, scores over time, controls, what it is tied to, and what happened to it."""
    one: Risk = one_of(Risk, pk)
    one = risks_there().get(pk=one.pk)
    line = line_of(one, today())
    with reading(request) as seen:
        there = measures_seen(seen, one.refs)
        shown = {
            "section": "improvement",
            "heading": one.title,
            "crumbs": risks_crumb(),
            "risk": one,
            "line": line,
            "holding": [
                (of.label, line.scores.get(of), rating_of_score(line.scores[of].score) if of in line.scores else "")
                for of in (Of.INHERENT, Of.CURRENT, Of.TARGET)
            ],
            "overdue": one.state == State.OPEN and one.review_on < today(),
            "scores": [
                (score, rating_of_score(score.score))
                for score in one.scores.select_related("made_by").order_by("-judged_on", "-pk")
            ],
            "ended": one.controls.exclude(ended_on=None),
            "actions": one.actions.select_related("owner"),
            "measures": [(ref, there.get(ref)) for ref in one.refs],
            "decisions": decisions_on(one),
            "above": keeping.level_beside(one, up=True),
            "below": keeping.level_beside(one, up=False),
            "history": [_happened(change) for change in history_of(one)],
            "is_open": one.state == State.OPEN,
            "may_change": improves(asker(request)),
        }
        return render(request, "improvement/risk.html", shown)


@POSTED
@said_why
def add(request: HttpRequest) -> HttpResponse:
    """Adds a risk."""
    check_improves(asker(request))
    form = AddForm(request.POST or None, initial={"review_on": today() + dt.timedelta(weeks=4)})
    owners = _offer_people(form)
    if form.is_valid():
        said = form.cleaned_data
        try:
            made = keeping.add_risk(
                by=asker(request), facts=_facts_of(form), review_on=said["review_on"], scores=form.scores,
                because=said["because"], level=said["level"],
            )  # fmt: skip
            messages.success(request, "The risk is in the register.")
            return redirect("improvement:risk", made.pk)
        except Refused as refusal:
            form.add_error(None, str(refusal))
    return form_page(request, "Add a risk", form, "Add it", crumbs=risks_crumb(), owners=owners)


@POSTED
@said_why
def change(request: HttpRequest, pk: int) -> HttpResponse:
    """Changes what a risk is, or who owns it."""
    check_improves(asker(request))
    one: Risk = one_of(Risk, pk)
    first = {name: getattr(one, name) for name in ("title", "cause", "event", "consequence", "board")}
    first["owner"] = written(one.owner) if one.owner else one.owner_name
    form = RiskForm(request.POST or None, initial=first | version_of(one))
    owners = _offer_people(form)
    return _one_change(
        request, one, "Change this risk", form, "Change it", "The risk is changed.",
        lambda said: keeping.change_risk(by=asker(request), risk=one, facts=_facts_of(form), seen=said["version"]),
        owners=owners,
    )  # fmt: skip


@POSTED
@said_why
def score(request: HttpRequest, pk: int) -> HttpResponse:
    """Judges a risk again."""
    check_improves(asker(request))
    one: Risk = one_of(Risk, pk)
    form = ScoreForm(request.POST or None, initial=first_scores(pairs_of(one)) | version_of(one))
    return _one_change(
        request, one, "Score this risk again", form, "Keep the scores", "The scores are kept.",
        lambda said: scoring.score(
            by=asker(request), risk=one, scores=form.scores, because=said["because"], seen=said["version"]
        ),
    )  # fmt: skip


@POSTED
@said_why
def review(request: HttpRequest, pk: int) -> HttpResponse:
    """Records a review."""
    check_improves(asker(request))
    one: Risk = one_of(Risk, pk)
    form = ReviewForm(request.POST or None, initial=version_of(one))
    return _one_change(
        request, one, "Review this risk", form, "Record the review", "The review is recorded.",
        lambda said: keeping.review(
            by=asker(request), risk=one, note=said["note"], review_on=said["review_on"], seen=said["version"]
        ),
    )  # fmt: skip


@POSTED
@said_why
def escalate(request: HttpRequest, pk: int) -> HttpResponse:
    """Takes a risk up one register."""
    one: Risk = one_of(Risk, pk)
    level = keeping.level_beside(one, up=True)
    heading = f"Escalate to the {level.label.lower()} register" if level else "Escalate"
    return _because(request, one, heading, "Escalate it", "The risk is escalated.", keeping.escalate)


@POSTED
@said_why
def deescalate(request: HttpRequest, pk: int) -> HttpResponse:
    """Takes a risk down one register."""
    one: Risk = one_of(Risk, pk)
    level = keeping.level_beside(one, up=False)
    heading = f"Take it down to the {level.label.lower()} register" if level else "Take it down a register"
    return _because(request, one, heading, "Take it down", "The risk is taken down a register.", keeping.deescalate)


@POSTED
@said_why
def close(request: HttpRequest, pk: int) -> HttpResponse:
    """Closes a risk."""
    one: Risk = one_of(Risk, pk)
    check_step(RISK_STEPS, "close", one.state, one.get_state_display())
    return _because(request, one, "Close this risk", "Close it", "The risk is closed.", keeping.close)


@POSTED
@said_why
def reopen(request: HttpRequest, pk: int) -> HttpResponse:
    """Opens a risk again."""
    one: Risk = one_of(Risk, pk)
    check_step(RISK_STEPS, "reopen", one.state, one.get_state_display())
    return _because(request, one, "Open this risk again", "Open it again", "The risk is open again.", keeping.reopen)


@POSTED
@said_why
def add_control(request: HttpRequest, pk: int) -> HttpResponse:
    """Adds a control to a risk."""
    check_improves(asker(request))
    one: Risk = one_of(Risk, pk)
    form = ControlForm(request.POST or None)
    return _one_change(
        request, one, "Add a control", form, "Add it", "The control is added.",
        lambda said: controls.add_control(by=asker(request), risk=one, facts=_control_of(said)),
    )  # fmt: skip


@POSTED
@said_why
def change_control(request: HttpRequest, pk: int) -> HttpResponse:
    """Changes a control, or how well we know that it works."""
    check_improves(asker(request))
    control: Control = one_of(Control, pk)
    first = {name: getattr(control, name) for name in ControlFacts.__dataclass_fields__}
    form = ControlForm(request.POST or None, initial=first | version_of(control))
    return _one_change(
        request, control.risk, "Change this control", form, "Change it", "The control is changed.",
        lambda said: controls.change_control(
            by=asker(request), control=control, facts=_control_of(said), seen=said["version"]
        ),
    )  # fmt: skip


@POSTED
@said_why
def end_control(request: HttpRequest, pk: int) -> HttpResponse:
    """Says that a control is not there any more."""
    check_improves(asker(request))
    control: Control = one_of(Control, pk)
    form = BecauseForm(request.POST or None, initial=version_of(control))
    return _one_change(
        request, control.risk, "End this control", form, "End it", "The control has ended.",
        lambda said: controls.end_control(
            by=asker(request), control=control, because=said["because"], seen=said["version"]
        ),
        facts=[("Control", control.text)],
    )  # fmt: skip


@POSTED
@said_why
def tie(request: HttpRequest, pk: int) -> HttpResponse:
    """Ties a risk to a measure of the book or to an action of the plan."""
    check_improves(asker(request))
    one: Risk = one_of(Risk, pk)
    tied = set(one.actions.values_list("pk", flat=True))
    actions = PlanAction.objects.exclude(state=PlanAction.State.WITHDRAWN).exclude(pk__in=tied)
    measures = [(ref, title) for ref, title in measures_offered() if ref not in one.refs]
    form = TieForm(request.POST or None, measures=measures, actions=actions)
    return _one_change(
        request, one, "Tie this risk to something", form, "Tie it", "It is tied.",
        lambda said: _tie(request, one, said["what"]),
    )  # fmt: skip


@require_POST
@said_why
def untie(request: HttpRequest, pk: int) -> HttpResponse:
    """Unties a risk from what is named: "measure:3.3" or "action:12"."""
    one: Risk = one_of(Risk, pk)
    kind, _, name = request.POST.get("what", "").partition(":")
    if kind == "measure":
        tying.untie_measure(by=asker(request), risk=one, ref=name)
    else:
        tying.untie_action(by=asker(request), risk=one, action=_action(kind, name))
    messages.success(request, "It is tied to that no more.")
    return redirect("improvement:risk", one.pk)


def _tie(request: HttpRequest, one: Risk, what: str) -> None:
    kind, _, name = what.partition(":")
    if kind == "measure":
        tying.tie_measure(by=asker(request), risk=one, ref=name, book=serving().counted.book)
    else:
        tying.tie_action(by=asker(request), risk=one, action=_action(kind, name))


def _action(kind: str, name: str) -> PlanAction:
    if kind != "action" or not name.isdecimal() or len(name) > 18:
        raise Http404
    found: PlanAction = one_of(PlanAction, int(name))
    return found


def _because(
    request: HttpRequest, one: Risk, heading: str, button: str, done: str, change: Callable[..., Risk]
) -> HttpResponse:
    """A form that asks why, for a change that needs nothing else."""
    check_improves(asker(request))
    form = BecauseForm(request.POST or None, initial=version_of(one))
    return _one_change(
        request, one, heading, form, button, done,
        lambda said: change(by=asker(request), risk=one, because=said["because"], seen=said["version"]),
    )  # fmt: skip


def _one_change(
    request: HttpRequest, one: Risk, heading: str, form: Form, button: str, done: str,
    change: Callable[[dict[str, Any]], object], **more: Any,
) -> HttpResponse:  # fmt: skip
    """A form of a risk that makes one change, and leads back to the risk."""
    if form.is_valid():
        try:
            change(form.cleaned_data)
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, done)
            return redirect("improvement:risk", one.pk)
    return form_page(request, heading, form, button, crumbs=risk_crumbs(one), **more)


def _facts_of(form: RiskForm) -> RiskFacts:
    said = form.cleaned_data
    owner, owner_name = said["owner"]
    names = ("title", "cause", "event", "consequence", "board")
    return RiskFacts(**{name: said[name] for name in names}, owner=owner, owner_name=owner_name)


def _control_of(said: dict[str, Any]) -> ControlFacts:
    return ControlFacts(**{name: said[name] for name in ControlFacts.__dataclass_fields__})


def _offer_people(form: Form) -> Owners:
    owners = Owners()
    form.fields["owner"].owners = owners  # type: ignore[attr-defined]
    return owners


_DETAILS = {
    "title": "Title", "cause": "Cause", "event": "Event", "consequence": "Consequence", "owner": "Owner",
    "board": "Board", "level": "Register", "note": "What it found", "next_review": "Next review",
    "inherent": "Without controls", "current": "Now", "target": "Target", "control": "Control", "text": "Control",
    "line": "Who would notice", "assured": "Assurance", "assured_on": "Of", "assured_by": "What shows it",
    "what": "What", "because": "Because",
}  # fmt: skip


def _happened(change: Change) -> dict[str, Any]:
    detail = change.detail
    return {
        "at": change.at,
        "who": change.user.name if change.user else "",
        "did": DID[change.did],
        "detail": [(title, _said(detail[name])) for name, title in _DETAILS.items() if detail.get(name)],
    }


def _said(value: object) -> str:
    """A detail in words, with days as everywhere: what it was and what it is, where it holds both."""
    if isinstance(value, list):
        return in_words([_said(each) for each in value])
    try:
        return wording.day(dt.date.fromisoformat(str(value)))
    except ValueError:
        return str(value)
