"""Pages of surgery meetings: all of them, the one to run a meeting from, a team's children, closing, the record."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import count, groupby
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.db.models import Count
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from lineofsight.calendar import Month
from lineofsight.indicators.definitions import Definition
from lineofsight.prepared.meeting import people_seen, teams_named
from lineofsight.problems import Refused
from lineofsight.reports import wording
from lineofsight.reports.listing_xlsx import Column
from lineofsight.web.accounts.models import Access
from lineofsight.web.accounts.recording import record_access
from lineofsight.web.actions.owners import Owners
from lineofsight.web.actions.pages import refusals_said
from lineofsight.web.clock import today
from lineofsight.web.forms import Form, dress_errors
from lineofsight.web.seen import Seen, seen_by
from lineofsight.web.surgery import meetings
from lineofsight.web.surgery.meeting_became import Outcome
from lineofsight.web.surgery.meeting_forms import CloseForm, PlanForm, ReopenForm, SaidForm, digest
from lineofsight.web.surgery.meeting_reading import (
    ChildLine,
    Kept,
    Key,
    TeamPage,
    agenda,
    can_be_discussed,
    definitions,
    latest_report,
    preset,
    record_of,
    team_page,
)
from lineofsight.web.surgery.meetings import Agreed, SaidMeanwhile, Subject, version_of
from lineofsight.web.surgery.models import Discussed, Surgery
from lineofsight.web.surgery.reasons import is_about, reasons
from lineofsight.web.workbooks import workbook

#: Children on one page of a team: each has a form.
PER_PAGE = 25


said_why = refusals_said("Surgery", "surgeries")


@require_safe
@said_why
def surgeries(request: HttpRequest) -> HttpResponse:
    """Every surgery, the next ones first."""
    with seen_by(request) as seen:
        found = Surgery.objects.select_related("chair").annotate(said=Count("discussed", distinct=True))
        rows = list(found.annotate(agreed=Count("discussed__action", distinct=True)))
        names = teams_named(seen.counted)
    return render(
        request,
        "surgery/meeting_list.html",
        {
            "section": "surgeries",
            "heading": "Surgeries",
            "rows": [(one, [names.get(team, team) for team in one.teams]) for one in rows],
            "may_plan": meetings.can_plan(seen.user),
        },
    )


@require_http_methods(["GET", "HEAD", "POST"])
@said_why
def plan(request: HttpRequest) -> HttpResponse:
    """Plans a surgery: red and amber measures of the latest month are chosen at first."""
    with seen_by(request) as seen:
        meetings.check_can_plan(seen.user)
        first = {
            "title": f"Performance surgery, {wording.month_name(Month.of(today()))}",
            "held_on": today(),
            "chair": seen.user,
            "refs": preset(seen),
        }
        form = _plan_form(request, seen, first)
        if request.method == "POST" and form.is_valid():
            said = {key: value for key, value in form.cleaned_data.items() if key != "version"}
            surgery = meetings.plan_surgery(by=seen.user, **said)
            messages.success(request, "The surgery is planned.")
            return redirect("surgery:surgery", surgery.pk)
        return _form_page(request, "Plan a surgery", form, "Plan it")


@require_http_methods(["GET", "HEAD", "POST"])
@said_why
def change(request: HttpRequest, pk: int) -> HttpResponse:
    """Changes the plan of a surgery that was not held."""
    surgery = _the_surgery(pk)
    with seen_by(request) as seen:
        meetings.check_can_change(seen.user, surgery)
        names = ("title", "held_on", "chair", "refs", "teams", "version")
        form = _plan_form(request, seen, {name: getattr(surgery, name) for name in names})
        if request.method == "POST" and form.is_valid():
            said = dict(form.cleaned_data)
            try:
                meetings.change_surgery(by=seen.user, surgery=surgery, seen=said.pop("version"), **said)
            except Refused as refusal:
                form.add_error(None, str(refusal))
            else:
                messages.success(request, "The surgery is changed.")
                return redirect("surgery:surgery", surgery.pk)
        return _form_page(request, "Change the surgery", form, "Change it", surgery)


@require_safe
@said_why
def surgery(request: HttpRequest, pk: int) -> HttpResponse:
    """The page to run a surgery from: each measure of the agenda, its teams, and what became of last time's."""
    one = _the_surgery(pk)
    with seen_by(request) as seen:
        items = agenda(seen, one, today())
        names = teams_named(seen.counted)
        now = seen.counted.now
    return render(
        request,
        "surgery/meeting.html",
        {
            "section": "surgeries",
            "heading": one.title,
            "surgery": one,
            "teams": [names.get(team, team) for team in one.teams],
            "items": items,
            "now": now,
            "outcomes": list(Outcome),
            "gone": [ref for ref in one.refs if ref not in {item.definition.name for item in items}],
            "history": meetings.history_of(one),
            "may_say": meetings.can_say(seen.user, one),
            "may_change": meetings.can_change(seen.user, one),
            "may_close": meetings.can_close(seen.user, one),
            "may_reopen": meetings.can_reopen(seen.user, one),
        },
    )


@require_http_methods(["GET", "HEAD", "POST"])
@said_why
def close(request: HttpRequest, pk: int) -> HttpResponse:
    """Closes a surgery, with notes."""
    one = _the_surgery(pk)
    with seen_by(request) as seen:
        meetings.check_can_close(seen.user, one)
        form = CloseForm(request.POST or None, surgery=one, snapshot=seen.counted.snapshot)
        if request.method == "POST" and form.is_valid():
            looked_at = {item.definition.name: item.kept() for item in agenda(seen, one, today())}
            said = form.cleaned_data
            try:
                meetings.close_surgery(
                    by=seen.user,
                    surgery=one,
                    snapshot=seen.snapshot,
                    looked_at=looked_at,
                    notes=said["notes"],
                    seen=said["version"],
                )
            except Refused as refusal:
                form.add_error(None, str(refusal))
            else:
                messages.success(request, "The surgery is closed. What was said can't be changed now.")
                return redirect("surgery:surgery", one.pk)
        return _form_page(request, "Close the surgery", form, "Close it", one)


@require_http_methods(["GET", "HEAD", "POST"])
@said_why
def reopen(request: HttpRequest, pk: int) -> HttpResponse:
    """Opens a surgery that was held, with a reason."""
    one = _the_surgery(pk)
    with seen_by(request) as seen:
        meetings.check_can_reopen(seen.user, one)
        form = ReopenForm(request.POST or None, surgery=one, snapshot=seen.counted.snapshot)
        if request.method == "POST" and form.is_valid():
            said = form.cleaned_data
            try:
                meetings.reopen_surgery(by=seen.user, surgery=one, because=said["because"], seen=said["version"])
            except Refused as refusal:
                form.add_error(None, str(refusal))
            else:
                messages.success(request, "The surgery is open again.")
                return redirect("surgery:surgery", one.pk)
        return _form_page(request, "Reopen the surgery", form, "Reopen it", one)


# A team's children


@dataclass
class Entry:
    """A child on the page, with the form for what is said of it; none where nothing may be said."""

    line: ChildLine
    form: SaidForm | None = None
    theirs: Discussed | None = None

    @property
    def wrong(self) -> bool:
        return self.form is not None and self.form.is_bound and bool(self.form.errors)


@require_http_methods(["GET", "HEAD", "POST"])
@said_why
def team(request: HttpRequest, pk: int, ref: str, team_id: str) -> HttpResponse:
    """The children of a team who are not met, each with a form; one button keeps all of them.

    What is right is kept, child by child; what is wrong comes back with what was typed.
    """
    one = _the_surgery(pk)
    with seen_by(request) as seen:
        definition = _on_agenda(seen, one, ref)
        if one.teams and team_id not in one.teams:
            raise Http404
        shown = team_page(seen, one, definition, team_id)
        may_say = meetings.can_say(seen.user, one)
        owners = Owners(line.row.worker or "" for line in shown.listed if line.row)
        wrong: dict[Key, Entry] = {}
        if request.method == "POST":
            meetings.check_can_say(seen.user, one)
            kept, wrong = _keep(request, seen, one, definition, shown, owners)
            if kept:
                messages.success(request, f"{kept:,} kept." if kept != 1 else "Kept for one child.")
            if not wrong:
                _record(request, seen, shown.people, f"{ref}, team {team_id}", one)
                number = _number(request.POST) + (1 if "next" in request.POST else 0)
                there = reverse("surgery:surgery_team", args=[one.pk, ref, team_id])
                return redirect(f"{there}?page={number}" if number > 1 else there)
            shown = team_page(seen, one, definition, team_id)
        pages = max(1, -(-len(shown.listed) // PER_PAGE))
        number = min(_number(request.POST if request.method == "POST" else request.GET), pages)
        of_page = shown.listed[(number - 1) * PER_PAGE : number * PER_PAGE]
        entries = _entries(of_page, wrong, owners, may_say)
        _record(request, seen, shown.people, f"{ref}, team {team_id}", one)
        return render(
            request,
            "surgery/meeting_team.html",
            {
                "section": "surgeries",
                "heading": f"{shown.name}, {ref}",
                "surgery": one,
                "definition": definition,
                "team_id": team_id,
                "shown": shown,
                "entries": entries,
                "wrong": [entry for entry in entries if entry.wrong],
                "owners": owners,
                "may_say": may_say,
                "now": seen.counted.now,
                "number": number,
                "pages": pages,
                "first": (number - 1) * PER_PAGE + 1,
                "outcomes": list(Outcome),
            },
            status=422 if wrong else 200,
        )


def _entries(of_page: tuple[ChildLine, ...], wrong: dict[Key, Entry], owners: Owners, may_say: bool) -> list[Entry]:
    """The children of the page with their forms; those that came back wrong stand where they were, or first."""
    there = {line.key for line in of_page}
    entries = [entry for key, entry in wrong.items() if key not in there]
    taken = {entry.form.prefix for entry in wrong.values() if entry.form}
    free = (prefix for prefix in map("c{}".format, count()) if prefix not in taken)
    for line in of_page:
        entry = wrong.get(line.key) or Entry(line)
        if entry.form is None and may_say:
            entry.form = SaidForm(
                prefix=next(free),
                owners=owners,
                has_action=bool(line.said and line.said.action_id),
                initial=SaidForm.first(*line.key, line.said),
            )
        entries.append(entry)
    return entries


def _keep(
    request: HttpRequest, seen: Seen, one: Surgery, definition: Definition, shown: TeamPage, owners: Owners
) -> tuple[int, dict[Key, Entry]]:
    """Keeps each child of whom something was typed; how many, and those that could not be kept."""
    data = request.POST.copy()
    kept, wrong = 0, {}
    for prefix in (name.removesuffix("-person_id") for name in request.POST if name.endswith("-person_id")):
        key = (data.get(f"{prefix}-person_id", "")[:100], data.get(f"{prefix}-event_id", "")[:100])
        typed_action = any(data.get(f"{prefix}-{name}", "").strip() for name in ("text", "owner", "due_on"))
        if not key[0]:
            continue
        line = shown.line(key) or _elsewhere(request, seen, key)
        has_action = bool(line.said and line.said.action_id) and not typed_action
        form = SaidForm(data, prefix=prefix, owners=owners, has_action=has_action)
        if not form.was_changed():
            continue
        if not form.is_valid():
            wrong[key] = _came_back(line, form)
            continue
        try:
            meetings.say(
                by=seen.user,
                surgery=one,
                about=_subject(seen, definition, line),
                snapshot=seen.snapshot,
                reason=form.cleaned_data["reason"],
                note=form.cleaned_data["note"],
                agreed=_agreed(form.cleaned_data),
                seen=form.cleaned_data["seen"],
            )
            kept += 1
        except SaidMeanwhile as meanwhile:
            there = meanwhile.there
            form.add_error(None, str(meanwhile))
            data[f"{prefix}-seen"] = version_of(there)
            data[f"{prefix}-was"] = digest(there.reason, there.note) if there else digest("", "")
            wrong[key] = _came_back(line, form, there)
        except Refused as refusal:
            form.add_error(None, str(refusal))
            wrong[key] = _came_back(line, form)
    return kept, wrong


def _came_back(line: ChildLine, form: SaidForm, theirs: Discussed | None = None) -> Entry:
    dress_errors(form)
    return Entry(line, form, theirs)


def _elsewhere(request: HttpRequest, seen: Seen, key: Key) -> ChildLine:
    """A child who left the list while it was written about; 404 where the person may not see the child."""
    child = people_seen(seen.counted, [key[0]], seen.scope, seen.served.former_ids).get(key[0])
    if child is None:
        record_access(
            request,
            [key[0]] if key[0] else [],
            what="Surgery: a child not there, or not in scope",
            why=seen.scope.why,
            how=Access.How.REFUSED,
            snapshot=seen.snapshot,
        )
        raise Http404
    return ChildLine((child.id, key[1]), child, None, None, (), None)


def _subject(seen: Seen, definition: Definition, line: ChildLine) -> Subject:
    person_id, event_id = line.key
    return Subject(
        ref=definition.name,
        person_id=person_id,
        event_id=event_id,
        due_on=line.row.due_on if line.row else line.said.due_on if line.said else None,
        team_id=line.team_id,
        worker_id=line.worker_id,
        former_ids=[old for old, new in seen.served.former_ids.items() if new == person_id],
    )


def _agreed(said: dict[str, Any]) -> Agreed | None:
    if not said.get("text"):
        return None
    owner, owner_name = said["owner"]
    return Agreed(said["text"], said["due_on"], owner, owner_name)


# The record


@require_safe
@said_why
def record(request: HttpRequest, pk: int) -> HttpResponse:
    """What a surgery said of each child and what was agreed, on one page that can be printed."""
    one = _the_surgery(pk)
    with seen_by(request) as seen:
        found = record_of(seen, one)
        items = agenda(seen, one, today())
        _record(request, seen, [row.child.id for row in found.rows], "record", one)
        names = teams_named(seen.counted)
    groups = [
        (f"{ref} {title}", team, list(rows))
        for (ref, title, team), rows in groupby(found.rows, key=lambda row: (row.definition_name, row.title, row.team))
    ]
    return render(
        request,
        "surgery/meeting_record.html",
        {
            "section": "surgeries",
            "heading": f"Record of {one.title}",
            "surgery": one,
            "teams": [names.get(each, each) for each in one.teams],
            "items": items,
            "groups": groups,
            "record": found,
            "user": seen.user,
            "printed_on": today(),
            "marking": settings.LINEOFSIGHT_SITE.marking,
        },
    )


COLUMNS = (
    *(Column("Measure"), Column("Title", width=40), Column("Team", width=24), Column("Child")),
    *(Column("Name", width=24), Column("Event"), Column("Worker", width=24), Column("Due", "date")),
    *(Column("Reason", width=34), Column("Recording or practice", width=14), Column("Note", width=40)),
    *(Column("Action", width=44), Column("Owner", width=24), Column("Action due", "date")),
    *(Column("State of the action", width=22), Column("Said by", width=20)),
)


@require_POST
@said_why
def export(request: HttpRequest, pk: int) -> HttpResponse:
    """The children of a surgery with what was said and agreed, as a marked workbook.

    Before it is closed the children of whom nothing was said yet are in it too.
    """
    one = _the_surgery(pk)
    with seen_by(request) as seen:
        found = record_of(seen, one, with_listed=not one.is_held)
        record_access(
            request,
            (row.child.id for row in found.rows),
            what=f"Surgery {one.pk}: children and actions",
            why=seen.scope.why,
            how=Access.How.EXPORT,
            snapshot=seen.snapshot,
        )
        return workbook(
            seen,
            name=f"surgery {one.held_on}",
            title=one.title,
            facts=[
                ("Held on", wording.day(one.held_on)),
                ("Chair", one.chair.name),
                ("State", one.get_state_display() + (f", on snapshot {one.snapshot}" if one.is_held else "")),
                ("Measures", ", ".join(one.refs)),
                ("Children listed", "those discussed" if one.is_held else "those not met now, and those discussed"),
                ("Reasons", found.about.words),
                ("Children whom you may not see, left out of those discussed", f"{found.not_shown:,}"),
            ],
            columns=COLUMNS,
            rows=[exported(row) for row in found.rows],
            group="Measure",
        )


def exported(kept: Kept) -> tuple[object, ...]:
    said, child, row = kept.said, kept.child, kept.row
    action = said.action if said else None
    event = said.event_id if said else (row.event_id or "") if row else ""
    due = said.due_on if said else row.due_on if row else None
    return (
        *(kept.definition_name, kept.title, kept.team, child.id, child.name, event, child.worker or "", due),
        *((reasons().get(said.reason, said.reason), is_about(said.reason), said.note) if said else ("", "", "")),
        *((action.text, action.whose, action.due_on, action.get_state_display()) if action else ("", "", None, "")),
        said.said_by.name if said else "",
    )


# Shared


def _the_surgery(pk: int) -> Surgery:
    return get_object_or_404(Surgery.objects.select_related("chair", "made_by", "closed_by"), pk=pk)


def _on_agenda(seen: Seen, one: Surgery, ref: str) -> Definition:
    if ref not in one.refs or ref not in seen.counted.book.named("indicator"):
        raise Http404
    definition = seen.counted.book.latest("indicator", ref)
    if not can_be_discussed(definition):
        raise Http404
    return definition


def _plan_form(request: HttpRequest, seen: Seen, first: dict[str, Any]) -> PlanForm:
    measures = {row.ref: row for row in latest_report(seen).rows}

    def called(definition: Definition) -> str:
        row = measures.get(definition.name)
        rating = f" ({wording.rating(row)}, {wording.figure(row.current, row.unit)})" if row and row.rating else ""
        return f"{definition.name} {definition.title}{rating}"

    teams = sorted(teams_named(seen.counted).items(), key=lambda team: team[1].casefold())
    return PlanForm(
        request.POST or None,
        refs=[(each.name, called(each)) for each in definitions(seen)],
        teams=teams,
        snapshot=seen.counted.snapshot,
        initial=first,
    )


def _form_page(request: HttpRequest, heading: str, form: Form, button: str, one: Surgery | None = None) -> HttpResponse:
    shown = {"section": "surgeries", "heading": heading, "form": form, "button": button, "surgery": one}
    return render(request, "surgery/meeting_form.html", shown, status=422 if form.is_bound else 200)


def _record(request: HttpRequest, seen: Seen, people: list[str], what: str, one: Surgery) -> None:
    record_access(request, people, what=f"Surgery {one.pk}: {what}", why=seen.scope.why, snapshot=seen.snapshot)


def _number(asked: QueryDict) -> int:
    text = asked.get("page", "1")
    return int(text) if text.isdecimal() and 0 < len(text) < 5 and int(text) > 0 else 1
