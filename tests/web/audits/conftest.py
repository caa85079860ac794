"""Audits on the demonstration council: made-up people who run them, audit and moderate, and a cycle under way."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

import pytest

from lineofsight.home import Home
from lineofsight.web.accounts.models import User
from lineofsight.web.accounts.scope import scope_of
from lineofsight.web.audits import allocating, cycles
from lineofsight.web.audits.framing import Asked
from lineofsight.web.audits.models import Audit, Auditor, Cycle, Programme, Sheet, Tool
from lineofsight.web.audits.sheets import content_of, fields_of, revision_of, save_answer
from lineofsight.web.seen import Seen
from lineofsight.web.serving import serving
from tests.web.conftest import add_person

DAY = dt.date(2023, 3, 31)
#: Teams of the demonstration, each with somebody who answers for it.
TEAMS = ("T20", "T22", "T30", "T34", "T11")


@contextmanager
def seen_for(user: User) -> Iterator[Seen]:
    """What a request of somebody would be read from."""
    served = serving()
    with served.reading() as counted:
        yield Seen(served, counted, user, scope_of(user, served.former_ids))


@dataclass
class People:
    lead: User
    director: User
    auditors: list[User]
    moderator: User


@pytest.fixture
def people(demo_site: Home, db: None) -> People:
    """Who runs the audits, five team managers who audit, and somebody of no team who moderates."""
    lead = add_person("quality", name="runs-audits")
    director = add_person("director", name="directs")
    auditors = [add_person("team_manager", name=f"audits-{team.lower()}", teams=(team,)) for team in TEAMS]
    moderator = add_person("quality", name="moderates")
    for user in auditors:
        Auditor.objects.create(user=user, most=8)
    Auditor.objects.create(user=moderator, most=1, moderates=True)
    return People(lead, director, auditors, moderator)


def plan(people: People, **changed: object) -> cycles.Plan:
    """The plan of a cycle of twelve cases, all of which are moderated by grade only."""
    facts: dict[str, object] = {
        "title": "Made-up cycle",
        "kind": Cycle.Kind.CASE_FILE,
        "size": 12,
        "tool": Tool.objects.get(key="dip_sample"),
        "lead": people.lead,
        "starts_on": DAY,
        "audits_due_on": DAY + dt.timedelta(days=42),
        "moderation_due_on": DAY + dt.timedelta(days=56),
        "moderate_grades": ["inadequate", "outstanding"],
        "moderate_share": 0,
    }
    return cycles.Plan(**{**facts, **changed})  # type: ignore[arg-type]


@pytest.fixture
def programme(people: People) -> Programme:
    return cycles.plan_programme(
        by=people.lead, title="Made-up year", starts_on=dt.date(2022, 4, 1), ends_on=DAY + dt.timedelta(days=365)
    )


def drawn(
    people: People, cycle: Cycle, *, seed: str = "a seed", asked: Asked | None = None, because: str = ""
) -> Cycle:
    """A cycle with its sample drawn."""
    with seen_for(people.lead) as seen:
        draft = cycles.drafted(seen, cycle, asked or Asked(stratify="service"), seed=seed)
        cycles.keep_sample(
            by=people.lead, cycle=cycle, seen_version=None, snapshot=seen.snapshot, draft=draft, because=because
        )
    cycle.refresh_from_db()
    return cycle


def given_out(people: People, cycle: Cycle) -> Cycle:
    """A cycle whose cases auditors have."""
    with seen_for(people.lead) as seen:
        allocating.allocate_cycle(by=people.lead, cycle=cycle, seen=seen, on=DAY)
    cycle.refresh_from_db()
    return cycle


@pytest.fixture
def running(people: People, programme: Programme) -> Cycle:
    """A cycle of twelve cases, each with an auditor."""
    cycle = cycles.plan_cycle(by=people.lead, programme=programme, plan=plan(people))
    return given_out(people, drawn(people, cycle))


def sheet_of(audit: Audit, purpose: str = Sheet.Purpose.AUDIT) -> Sheet:
    """The sheet of an audit that is written on or was given."""
    return audit.sheets.exclude(state=Sheet.State.WITHDRAWN).filter(purpose=purpose).latest("pk")


def fill(sheet: Sheet, grade: str, **answers: object) -> Sheet:
    """Answers all that a sheet needs, with one grade for every section and the whole."""
    content = content_of(sheet)
    wanted: dict[str, object] = {}
    for key, field in fields_of(sheet, content).items():
        if field.kind == "grade" or key == "overall.grade":
            wanted[key] = grade
        elif key.endswith(".better") or key in ("overall.reasons", "child.why", "family.why"):
            wanted[key] = "Made-up words"
        elif key in ("child.status", "family.status"):
            wanted[key] = "attempted"
        elif key == "practitioner.took_part":
            wanted[key] = "yes"
        elif field.required and field.choices:
            wanted[key] = field.choices[0][0]
        elif field.required:
            wanted[key] = "Made-up words"
    for key, value in {**wanted, **answers}.items():
        sheet.refresh_from_db()
        assert sheet.writer is not None
        save_answer(by=sheet.writer, sheet=sheet, key=key, value=value, began_from=revision_of(sheet, key))
    sheet.refresh_from_db()
    return sheet
