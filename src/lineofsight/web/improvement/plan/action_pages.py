"""One action of the plan: everything that is known of it; and a form for each step and change of it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from lineofsight.reports import wording
from lineofsight.web.accounts.models import Change
from lineofsight.web.actions.models import Action
from lineofsight.web.actions.owners import Owners
from lineofsight.web.addressed import version_of
from lineofsight.web.audits.grades import Grade
from lineofsight.web.audits.rules import setting as audits_setting
from lineofsight.web.clock import today
from lineofsight.web.improvement.models import Decision, Outcome, PlanAction
from lineofsight.web.improvement.pages import asker, said_why
from lineofsight.web.improvement.plan import changes
from lineofsight.web.improvement.plan.audited import audited
from lineofsight.web.improvement.plan.following import follow
from lineofsight.web.improvement.plan.forms import ActionForm, AgreeForm, BecauseForm, MoveForm, ProposeForm, UpdateForm
from lineofsight.web.improvement.plan.measures import linked, measures_seen
from lineofsight.web.improvement.plan.page_parts import POSTED, action_crumbs, changing_form, reading, the_action
from lineofsight.web.improvement.plan.reading import DID, history_of, rated_actions
from lineofsight.web.improvement.plan.steps import LIVE, PLAN_STEPS
from lineofsight.web.improvement.plan.updates import update
from lineofsight.web.improvement.plan.who import check_takes, check_works_on, steps_for, works_on
from lineofsight.web.improvement.running import check_improves, improves

ACTION = "improvement:plan_action"


@require_safe
@said_why
def action(request: HttpRequest, pk: int) -> HttpResponse:
    """One action: how it stands and why, updates, evidence, milestones, measures, audits, findings, risks, history."""
    me, now = asker(request), today()
    with reading(request) as seen:
        if seen is not None:
            follow(seen)
        one = the_action(pk)
        links = list(one.indicators.all())
        measures = linked(seen, links, measures_seen(seen, (link.ref for link in links)))
        themes, sections = audited(one.questions.all())
        shown = {
            "rated": rated_actions(seen, [one])[0],
            "measures": [(each, each.chart(seen) if seen is not None else "") for each in measures],
            "has_figures": seen is not None,
        }
    milestones = Action.objects.filter(source=Action.Source.PLAN, source_id=pk).select_related("owner")
    shown |= {
        "section": "improvement",
        "heading": one.title,
        "crumbs": action_crumbs(one)[:-1],
        "action": one,
        "today": now,
        "steps": steps_for(me, one),
        "may_change": improves(me) and one.state in LIVE,
        "may_work": works_on(me, one) and one.state != PlanAction.State.WITHDRAWN,
        "updates": list(one.updates.select_related("made_by")),
        "evidence": list(one.evidence.select_related("made_by", "taken_back_by", "finding__source")),
        "missing": changes.missing_for_completion(one) if one.state in LIVE else [],
        "milestones": [(each, each.is_overdue(now)) for each in milestones.order_by("due_on", "pk")],
        "audit_themes": themes,
        "audit_sections": [(each.title, each.line) for each in sections if each.line is not None],
        "audit_links": [*themes, *sections],
        "grades": list(Grade),
        "few": audits_setting("few"),
        "findings": list(one.findings.select_related("source")),
        "risks": list(one.risks.all()),
        "decisions": list(Decision.objects.filter(about=f"plan_action:{pk}").select_related("meeting__board")),
        "history": [_happened(change) for change in history_of(one)],
    }
    return render(request, "improvement/plan_action.html", shown)


_DETAILS = {
    "state": "State", "due_on": "Day", "owner": "Owner", "said": "How it goes", "impact": "Impact", "what": "What",
    "title": "Title", "outcome": "Outcome", "about": "What is done", "success": "What success looks like",
    "kind": "Kind", "text": "What was said", "recovery": "How it is brought back", "because": "Why", "board": "Board",
    "decided": "Decision", "target": "Target", "by_month": "By", "snapshot": "Snapshot",
}  # fmt: skip
_CODES = {choice.value: str(choice.label) for choices in (PlanAction.State, PlanAction.Impact) for choice in choices}


def _happened(change: Change) -> dict[str, Any]:
    """What the record of changes says of one, in words: a value that changed as what it was and what it is."""
    detail = change.detail
    return {
        "at": change.at,
        "who": change.user.name if change.user else "By itself",
        "did": DID[change.did],
        "detail": [(title, _in_words(detail[name])) for name, title in _DETAILS.items() if detail.get(name)],
    }


def _in_words(value: object) -> str:
    if isinstance(value, list) and len(value) == 2:
        before, after = (_in_words(each) for each in value)
        return after if before == after else f"{before or 'nothing'}, then {after or 'nothing'}"
    text = str(value)
    try:
        return wording.day(dt.date.fromisoformat(text))
    except ValueError:
        return _CODES.get(text, text)


# Changes


@POSTED
@said_why
def change(request: HttpRequest, pk: int) -> HttpResponse:
    """Changes what an action is; its day is moved by itself."""
    check_improves(asker(request))
    one = the_action(pk)
    outcomes = Outcome.objects.filter(theme__plan=one.outcome.theme.plan_id)
    form = ActionForm(request.POST or None, outcomes=outcomes, changes=one, initial=ActionForm.initial_of(one))
    owners = Owners()
    form.fields["owner"].owners = owners  # type: ignore[attr-defined]

    def do(said: dict[str, Any]) -> object:
        return changes.change_action(
            by=asker(request), action=one, outcome=said["outcome"], facts=form.facts, seen=said["version"]
        )

    return action_form(
        request, one, form, ("Change this action", "Change it", "The action is changed."), do, owners=owners
    )


@POSTED
@said_why
def agree(request: HttpRequest, pk: int) -> HttpResponse:
    """Agrees an action that was opened, with the day that is agreed."""
    check_improves(asker(request))
    one = the_action(pk)
    form = AgreeForm(request.POST or None, initial={"due_on": one.due_on} | version_of(one))
    return action_form(
        request,
        one,
        form,
        ("Agree this action", "Agree it", "The action is agreed."),
        lambda said: changes.agree_action(by=asker(request), action=one, due_on=said["due_on"], seen=said["version"]),
        facts=[("Outcome", one.outcome.text), ("What success looks like", one.success or "not said yet")],
    )


@POSTED
@said_why
def move(request: HttpRequest, pk: int) -> HttpResponse:
    """Gives an action another day."""
    check_improves(asker(request))
    one = the_action(pk)
    return action_form(
        request,
        one,
        MoveForm(request.POST or None, initial=version_of(one)),
        ("Give this action another day", "Move it", "The day is moved. The first day stays beside it."),
        lambda said: changes.move_day(by=asker(request), action=one, seen=said.pop("version"), **said),
        facts=[("Due", wording.day(one.due_on)), ("Due at first", wording.day(one.original_due_on)),
               ("Moved so far", str(one.times_moved))],
    )  # fmt: skip


@POSTED
@said_why
def give_update(request: HttpRequest, pk: int) -> HttpResponse:
    """Says how an action goes."""
    one = the_action(pk)
    check_works_on(asker(request), one)
    form = UpdateForm(request.POST or None, initial={"impact": one.impact} | version_of(one))
    return action_form(
        request,
        one,
        form,
        ("Give an update", "Keep it", "The update is kept."),
        lambda said: update(by=asker(request), action=one, seen=said.pop("version"), **said),
    )


@POSTED
@said_why
def propose(request: HttpRequest, pk: int) -> HttpResponse:
    """Proposes to the board that an action is complete."""
    one = the_action(pk)
    check_takes("propose", asker(request), one)
    missing = changes.missing_for_completion(one)
    board = one.outcome.theme.plan.board
    return action_form(
        request,
        one,
        ProposeForm(request.POST or None, initial=version_of(one)),
        ("Propose as complete", "Propose it", f"It is proposed: the {board.called} decides in a meeting."),
        lambda said: changes.propose_complete(
            by=asker(request), action=one, text=said["text"], seen=said["version"]
        ),
        facts=[("Board that decides", board.title),
               ("What it still needs", "; ".join(missing) or "nothing: it has evidence of both sorts, and no open "
                "milestone")],
    )  # fmt: skip


#: Steps that need a reason alone: the function, and what is said once it is done.
_WITH_REASON: dict[str, tuple[Callable[..., object], str]] = {
    "take_back": (changes.take_back_proposal, "The proposal is taken back."),
    "reopen": (changes.reopen, "The action is open for review."),
    "resume": (changes.resume, "Work on it goes on."),
    "withdraw": (changes.withdraw, "The action is withdrawn. It stays to be read."),
    "bring_back": (changes.bring_back, "The action is back. Agree it again."),
}


@POSTED
@said_why
def step(request: HttpRequest, pk: int, name: str) -> HttpResponse:
    """Takes a step that needs a reason."""
    if name not in _WITH_REASON:
        raise Http404
    one = the_action(pk)
    check_takes(name, asker(request), one)
    take, done = _WITH_REASON[name]
    title = PLAN_STEPS[name].title
    return action_form(
        request,
        one,
        BecauseForm(request.POST or None, initial=version_of(one)),
        (title, title, done),
        lambda said: take(by=asker(request), action=one, because=said["because"], seen=said["version"]),
        warning=name == "withdraw",
    )


def action_form(
    request: HttpRequest,
    one: PlanAction,
    form: Any,
    words: tuple[str, str, str],
    do: Callable[[dict[str, Any]], object],
    **more: Any,
) -> HttpResponse:
    caption = f"{one.number} {one.title}"
    return changing_form(
        request, form, words, do, to=(ACTION, one.pk), crumbs=action_crumbs(one), caption=caption, **more
    )
