"""The demonstration's audits for tests: made once, read into rows, and taken out of the database again."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field, replace
from functools import cache

import pytest
from django.db import transaction
from django.test import Client, override_settings
from django.urls import reverse

from lineofsight.home import Home
from lineofsight.web.accounts.models import Change, User
from lineofsight.web.actions.models import Action
from lineofsight.web.audits import findings_reading, telling
from lineofsight.web.audits.demonstration import make_demonstration_audits
from lineofsight.web.audits.demonstration.making import MADE
from lineofsight.web.audits.grades import Grade
from lineofsight.web.audits.independence import ties_of, why_not
from lineofsight.web.audits.models import ActionOutcome, Audit, Auditor, Cycle, Programme, Sample, Sheet, UnsafeNow
from lineofsight.web.audits.reliability import Reading
from lineofsight.web.audits.sheets import content_of, fields_of, missing_from
from lineofsight.web.audits.telling import Told
from lineofsight.web.serving import serving

DAY = dt.date(2023, 3, 31)
NAMED = ("practitioner", "team.manager", "team.manager.2", "service.manager", "head.of.service", "quality")
KINDS = (Cycle.Kind.CASE_FILE, Cycle.Kind.THEMATIC)
NEED = (Grade.REQUIRES_IMPROVEMENT, Grade.INADEQUATE)


@dataclass
class Made:
    """All rows, read once."""

    audits: list[Audit]
    sheets: list[Sheet]
    samples: list[Sample]
    actions: list[Action]
    outcomes: list[ActionOutcome]
    unsafe: list[UnsafeNow]
    cycles: list[Cycle]
    users: list[User]
    auditors: list[Auditor]
    told: list[Told]
    readings: list[Reading]
    changes: int
    programmes: int
    said: tuple[str, str]
    after_again: dict[str, int]
    before_again: dict[str, int]
    not_independent: list[str]
    lacks: list[tuple[str, str]]
    unknown: set[str]
    pages: dict[str, str] = field(default_factory=dict)

    def of(self, *kinds: str) -> list[Told]:
        return [row for row in self.told if row.graded and row.kind in kinds]

    def sheets_of(self, purpose: str) -> list[Sheet]:
        return [sheet for sheet in self.sheets if sheet.purpose == purpose]


@pytest.fixture(scope="session")
def made(demonstration: Home, django_db_setup: None, django_db_blocker: pytest.FixtureRequest) -> Made:
    """The demonstration's audits, made once for each test process; the database forgets them before the first test."""
    with django_db_blocker.unblock(), override_settings(LINEOFSIGHT_HOME=demonstration.path):  # type: ignore[attr-defined]
        return _made()


@cache
def _made() -> Made:
    with transaction.atomic():
        made = _made_rows()
        transaction.set_rollback(True)
    return made


def _made_rows() -> Made:
    first = make_demonstration_audits(dt.date.today())  # noqa: DTZ011 - as the command does
    before = _counts()
    second = make_demonstration_audits(dt.date.today())  # noqa: DTZ011
    audits = list(Audit.objects.select_related("cycle", "auditor", "re_audit_of", "replaces").order_by("pk"))
    sheets = list(Sheet.objects.select_related("audit__cycle__tool_version", "of_check__tool_version", "writer"))
    given = [each for each in sheets if each.purpose == "audit" and each.state == "given"]
    newest = [each for each in given if each.audit.cycle.starts_on >= dt.date(2022, 12, 1)]
    return Made(
        audits=audits,
        sheets=sheets,
        samples=list(Sample.objects.select_related("cycle")),
        actions=list(
            Action.objects.filter(source="audit").select_related("owner", "done_by", "verified_by", "made_by")
        ),
        outcomes=list(ActionOutcome.objects.select_related("audit", "action")),
        unsafe=list(UnsafeNow.objects.select_related("audit")),
        cycles=list(Cycle.objects.prefetch_related("of")),
        users=list(User.objects.all()),
        auditors=list(Auditor.objects.select_related("user")),
        told=findings_reading.told_audits(),
        readings=findings_reading.readings(),
        changes=Change.objects.filter(did=MADE).count(),
        programmes=Programme.objects.count(),
        said=(first, second),
        before_again=before,
        after_again=_counts(),
        not_independent=_not_independent(audits, sheets),
        lacks=[lack for sheet in newest for lack in missing_from(sheet, content_of(sheet))],
        unknown=_unknown(sheets),
        pages=_pages(),
    )


def _unknown(sheets: list[Sheet]) -> set[str]:
    """Answers that a sheet can't have: sheets of one tool, purpose and cohort have the same."""
    known: dict[tuple[object, ...], set[str]] = {}
    found: set[str] = set()
    for sheet in sheets:
        if sheet.purpose != Sheet.Purpose.PANEL:
            tool = (sheet.of_check or sheet.audit.cycle).tool_version_id
            kind = (tool, sheet.purpose == Sheet.Purpose.AUDIT, sheet.audit.cohort)
            if kind not in known:
                known[kind] = set(fields_of(sheet))
            found |= set(sheet.answers) - known[kind]
    return found


def _counts() -> dict[str, int]:
    models = (Audit, Sheet, Sample, Action, ActionOutcome, UnsafeNow, Cycle, Programme, User, Auditor, Change)
    return {model.__name__: model._default_manager.count() for model in models}


def _not_independent(audits: list[Audit], sheets: list[Sheet]) -> list[str]:
    """Why people may not have the cases that they have, by the rule of the pages, read from the records."""
    users = [one.user for one in Auditor.objects.select_related("user")]
    with serving().reading() as counted:
        ties = ties_of(counted, users, {audit.person_id for audit in audits})
        ties = replace(ties, team_now={}, worker_now={})  # by the teams of the day on which each was drawn
    before = {audit.pk: audit.re_audit_of.auditor_id if audit.re_audit_of else None for audit in audits}
    found = [why_not(ties, each.auditor_id, each, before=before[each.pk]) for each in audits if each.auditor_id]
    second = [sheet for sheet in sheets if sheet.purpose in ("moderation", "external") and sheet.writer_id]
    found += [why_not(ties, sheet.writer_id or 0, sheet.audit, as_second=True) for sheet in second]
    return [reason for reason in found if reason]


def _pages() -> dict[str, str]:
    found = {}
    for name in (*NAMED, "external.auditor"):
        client = Client(SERVER_NAME="127.0.0.1")
        client.force_login(User.objects.get(username=name), backend="lineofsight.web.accounts.backend.PasswordBackend")
        found[name] = client.get(reverse("audits:home")).content.decode()
        if name == "quality":
            drawn = Sample.objects.order_by("pk")[0].cycle_id
            found["sample"] = client.get(reverse("audits:sample", args=[drawn])).content.decode()
    return found


def told_actions(made: Made) -> telling.ActionsTold:
    return telling.actions((telling.ActionRow(a.source_id or 0, a.state, a.due_on) for a in made.actions), DAY)
