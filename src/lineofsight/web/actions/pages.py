"""Pages of the register: the list, one action with what happened to it, and a form for each step."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps
from typing import Any

from django.contrib import messages
from django.db.models import Case, IntegerField, Q, QuerySet, Value, When
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from lineofsight.prepared.meeting import Person, people_seen, teams_named
from lineofsight.problems import Refused
from lineofsight.reports import wording
from lineofsight.reports.listing_xlsx import Column
from lineofsight.web.accounts.models import Access, Change, User
from lineofsight.web.accounts.recording import record_access
from lineofsight.web.accounts.table import pages
from lineofsight.web.accounts.views.changes import in_words
from lineofsight.web.actions import register
from lineofsight.web.actions.forms import MINE, STEP_FORMS, TEAMS, UNFINISHED, ActionForm, FilterForm
from lineofsight.web.actions.in_scope import InScope, child_of_action, in_scope, withhold
from lineofsight.web.actions.models import Action
from lineofsight.web.actions.owners import Owners
from lineofsight.web.actions.sources import Found, sources_of
from lineofsight.web.actions.steps import DID, STEPS
from lineofsight.web.clock import today
from lineofsight.web.seen import PER_PAGE, Seen, here, page_asked, page_of, seen_by
from lineofsight.web.workbooks import workbook

State = Action.State
View = Callable[..., HttpResponse]


def refusals_said(heading: str, section: str = "actions") -> Callable[[View], View]:
    """Where nothing serves, or what is asked can't be, the page says why, and shows no child."""

    def dressed(view: View) -> View:
        @wraps(view)
        def answered(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
            try:
                return view(request, *args, **kwargs)
            except Refused as refusal:
                match = request.resolver_match
                if match and pages()[match.view_name].children:
                    record_access(request, (), what=f"{heading}: refused", why="no child was shown")
                shown = {"section": section, "heading": heading, "sentence": str(refusal)}
                return render(request, "actions/cannot.html", shown, status=409)

        return answered

    return dressed


@dataclass(frozen=True)
class Line:
    """An action as the list shows it."""

    action: Action
    child: Person | None
    found: Found
    overdue: bool


def measures_of(seen: Seen) -> list[tuple[str, str]]:
    """Every measure of the book that can be chosen: reference, and reference with title."""
    book = seen.counted.book
    return [(ref, f"{ref} {book.latest('indicator', ref).title}") for ref in book.named("indicator")]


@require_safe
@refusals_said("Actions")
def listed(request: HttpRequest) -> HttpResponse:
    """The register: overdue first, then what is due next. Open ones, unless others are asked for."""
    with seen_by(request) as seen:
        form, found = _asked(request, seen)
        number = page_asked(request)
        total = found.actions.count()
        page = page_of((), number, total)
        actions = list(_ordered(found.actions)[(page.number - 1) * PER_PAGE : page.number * PER_PAGE])
        page.object_list = _lines(actions, found.children, seen.user)
        _record(request, seen, actions, Access.How.VIEW)
        mine = register.open_actions(owner=seen.user)
    return render(
        request,
        "actions/register.html",
        {
            "section": "actions",
            "heading": "Actions",
            "form": form,
            "page": page,
            "total": total,
            "left_out": found.left_out,
            "mine": mine.count(),
            "mine_overdue": mine.filter(register.overdue(today())).count(),
            "here": here(request),
            "may_add": register.can_add(seen.user),
        },
    )


@require_POST
@refusals_said("Actions")
def export(request: HttpRequest) -> HttpResponse:
    """All actions that the list shows, as a marked workbook."""
    with seen_by(request) as seen:
        form, found = _asked(request, seen)
        actions = list(_ordered(found.actions))
        lines = _lines(actions, found.children, seen.user)
        _record(request, seen, actions, Access.How.EXPORT)
        names = teams_named(seen.counted)
        return workbook(
            seen,
            name=f"actions {today()}",
            title="Register of actions",
            facts=[
                ("Shown", _in_words(form)),
                ("Actions about children whom you may not see, left out", f"{found.left_out:,}"),
            ],
            columns=COLUMNS,
            rows=[exported(line, names) for line in lines],
        )


COLUMNS = (
    *(Column("Number", "number"), Column("Action", width=50), Column("Owner", width=24), Column("Due", "date")),
    *(Column("Due at first", "date"), Column("State", width=22), Column("Overdue", "yes_no"), Column("Measure")),
    *(Column("Child"), Column("Name", width=24), Column("Team", width=24), Column("Agreed in", width=34)),
    *(Column("What shows it", width=40), Column("Done on", "date"), Column("Verified on", "date")),
)


def exported(line: Line, names: dict[str, str]) -> tuple[object, ...]:
    action, child = line.action, line.child
    team = (child.team or "") if child else names.get(action.team_id, action.team_id)
    return (
        *(action.pk, action.text, action.whose, action.due_on, action.original_due_on, action.get_state_display()),
        *(line.overdue, action.ref, child.id if child else "", child.name if child else "", team),
        *(", ".join(part for part in (action.get_source_display(), line.found.words) if part),),
        *(action.evidence or action.closes_with, action.done_at, action.verified_at),
    )


@require_safe
@refusals_said("Action")
def action(request: HttpRequest, pk: int) -> HttpResponse:
    """One action: what is agreed, and what happened to it. 404 where it is about a child not in the person's scope."""
    with seen_by(request) as seen:
        one, child = _the_action(request, seen, pk)
        _record(request, seen, [one], Access.How.VIEW)
        team = teams_named(seen.counted).get(one.team_id, one.team_id)
    return render(
        request,
        "actions/action.html",
        {
            "section": "actions",
            "heading": f"Action {one.pk}",
            "action": one,
            "child": child,
            "team": team,
            "found": sources_of([one], seen.user.role)[one.pk],
            "overdue": one.is_overdue(today()),
            "steps": register.steps_for(seen.user, one),
            "waits_for_another": one.state == State.DONE and not register.can_verify(seen.user, one),
            "history": [_happened(change) for change in register.history_of(one)],
        },
    )


@require_http_methods(["GET", "HEAD", "POST"])
@refusals_said("Action")
def step(request: HttpRequest, pk: int, name: str) -> HttpResponse:
    """The form of one step of an action."""
    taken = STEPS[name]
    with seen_by(request) as seen:
        one, child = _the_action(request, seen, pk)
        _record(request, seen, [one], Access.How.VIEW)
        getattr(register, f"check_can_{name}")(seen.user, one)
        form = STEP_FORMS[name](request.POST or None, action=one, snapshot=seen.counted.snapshot)
        if request.method == "POST" and form.is_valid():
            try:
                _take(name, seen.user, one, form.cleaned_data)
            except Refused as refusal:
                form.add_error(None, str(refusal))
            else:
                messages.success(request, f"Action {one.pk}: {taken.past.lower()}.")
                return redirect("actions:action", one.pk)
        shown = {"section": "actions", "heading": taken.title, "action": one, "child": child, "form": form}
        shown |= {"step": taken, "owners": Owners() if "owner" in form.fields else None}
        return render(request, "actions/step.html", shown, status=422 if form.is_bound else 200)


@require_http_methods(["GET", "HEAD", "POST"])
@refusals_said("Agree an action")
def add(request: HttpRequest) -> HttpResponse:
    """An action that is agreed outside a surgery or a commentary."""
    with seen_by(request) as seen:
        register.check_can_add(seen.user)
        names = sorted(teams_named(seen.counted).items(), key=lambda team: team[1].casefold())
        asked = {name: request.GET.get(name, "")[:100] for name in ("ref", "team_id", "person_id")}
        form = ActionForm(
            request.POST or None,
            refs=measures_of(seen),
            teams=names,
            snapshot=seen.counted.snapshot,
            **({} if request.method == "POST" else {"initial": asked}),
        )
        if request.method == "POST" and form.is_valid():
            said = form.cleaned_data
            child = people_seen(seen.counted, [said["person_id"]], seen.scope, seen.served.former_ids).get(
                said["person_id"]
            )
            record_access(
                request,
                [child.id] if child else [],
                what="Action agreed about a child" if said["person_id"] else "Action agreed about no child",
                why=seen.scope.why,
                snapshot=seen.snapshot,
            )
            if said["person_id"] and child is None:
                form.add_error("person_id", "No child whom you may see has this id.")
            else:
                owner, owner_name = said["owner"]
                one = register.add_action(
                    by=seen.user,
                    text=said["text"],
                    owner=owner,
                    owner_name=owner_name,
                    due_on=said["due_on"],
                    closes_with=said["closes_with"],
                    ref=said["ref"],
                    person_id=child.id if child else "",
                    team_id=(child.team_id or "") if child else said["team_id"],
                    worker_id=(child.worker_id or "") if child else "",
                )
                messages.success(request, "The action is in the register.")
                return redirect("actions:action", one.pk)
        else:
            record_access(request, (), what="Form for an action", why=seen.scope.why, snapshot=seen.snapshot)
        shown = {"section": "actions", "heading": "Agree an action", "form": form, "owners": Owners()}
        return render(request, "actions/add.html", shown, status=422 if form.is_bound else 200)


def _take(name: str, by: User, one: Action, said: dict[str, Any]) -> None:
    facts = {key: value for key, value in said.items() if key not in ("version", "owner")}
    if "owner" in said:
        facts["owner"], facts["owner_name"] = said["owner"]
    getattr(register, name)(by=by, action=one, seen=said["version"], **facts)


def _the_action(request: HttpRequest, seen: Seen, pk: int) -> tuple[Action, Person | None]:
    """An action, with its child; 404 where there is none, or none that this person may see: the two look the same."""
    found = withhold(seen.user, Action.objects.filter(pk=pk))
    one = found.select_related("owner", "done_by", "verified_by", "made_by").first()
    child = child_of_action(seen, one) if one else None
    if one is None or (one.person_id and child is None):
        record_access(
            request,
            [one.person_id] if one else [],
            what="Action: not there, or about a child not in scope",
            why=seen.scope.why,
            how=Access.How.REFUSED,
            snapshot=seen.snapshot,
        )
        raise Http404
    return one, child


def _asked(request: HttpRequest, seen: Seen) -> tuple[FilterForm, InScope]:
    """The actions that are asked for and that the person may see."""
    asked = request.POST if request.method == "POST" else request.GET
    form = FilterForm(asked, refs=measures_of(seen), has_teams=bool(seen.scope.teams))
    form.full_clean()
    said = form.cleaned_data
    found = Action.objects.select_related("owner").filter(_in_state(said.get("state") or "open"))
    if said.get("source"):
        found = found.filter(source=said["source"])
    if said.get("ref"):
        found = found.filter(ref=said["ref"])
    if said.get("whose") == MINE:
        found = found.filter(owner=seen.user)
    for word in (said.get("owner") or "").split():
        names = ("owner__first_name", "owner__last_name", "owner__username", "owner_name")
        match = Q()
        for name in names:
            match |= Q(**{f"{name}__icontains": word})
        found = found.filter(match)
    return form, in_scope(seen, found, of_teams=seen.scope.teams if said.get("whose") == TEAMS else None)


def _in_state(asked: str) -> Q:
    if asked == "all":
        return Q()
    if asked == "overdue":
        return register.overdue(today())
    if asked == UNFINISHED:
        return Q(state__in=(State.OPEN, State.DONE))
    return Q(state=asked)


def _in_words(form: FilterForm) -> str:
    """The filter in a sentence, as the export keeps it."""
    said, parts = form.cleaned_data, []
    for name, field in form.fields.items():
        value = said.get(name) or ("open" if name == "state" else "")
        if value:
            parts.append(f"{(field.label or name)}: {dict(getattr(field, 'choices', ())).get(value, value)}")
    return "; ".join(parts)


def _ordered(actions: QuerySet[Action]) -> QuerySet[Action]:
    """Open ones first, the longest overdue at the top; then those that are done, the latest first."""
    is_open = Case(When(state=State.OPEN, then=Value(0)), default=Value(1), output_field=IntegerField())
    return actions.order_by(is_open, "due_on", "pk")


def _lines(actions: list[Action], children: dict[str, Person], user: User) -> list[Line]:
    found = sources_of(actions, user.role)
    now = today()
    return [Line(one, children.get(one.person_id), found[one.pk], one.is_overdue(now)) for one in actions]


def _record(request: HttpRequest, seen: Seen, actions: list[Action], how: Access.How) -> None:
    record_access(
        request,
        (one.person_id for one in actions if one.person_id),
        what="Register of actions" if len(actions) != 1 else f"Action {actions[0].pk}",
        why=seen.scope.why,
        how=how,
        snapshot=seen.snapshot,
    )


_DETAILS = {"text": "What", "owner": "Owner", "due_on": "Day", "evidence": "What shows it", "because": "Why"}


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
