"""Rows of audits, made by hand: plain ones to count, and records for pages to show."""

from __future__ import annotations

import datetime as dt
from itertools import count
from typing import Any

from django.utils import timezone

from lineofsight.web.accounts.models import User
from lineofsight.web.actions.models import Action
from lineofsight.web.audits.models import Audit, Cycle, Programme, Sheet, Tool, ToolVersion
from lineofsight.web.audits.reliability import Reading
from lineofsight.web.audits.telling import Told

O, G, R, I = "outstanding", "good", "requires_improvement", "inadequate"  # noqa: E741
_numbers = count(1)


def told(audited: str = G, grade: str = "", **facts: Any) -> Told:
    """An audit that is given in; graded, with the auditor's grade where no other is named."""
    number = next(_numbers)
    graded = facts.pop("graded", True)
    return Told(
        **{
            "pk": number,
            "cycle": 1,
            "kind": "case_file",
            "theme": "",
            "cohort": "in_need",
            "service": "S1",
            "team": "T1",
            "due_on": dt.date(2023, 2, 28),
            "given_on": dt.date(2023, 2, 1),
            "graded": graded,
            "audited": audited,
            "grade": (grade or audited) if graded else "",
            "grade_from": "moderator" if grade else "auditor",
            "audited_sections": {},
            "sections": {},
        }
        | facts
    )


def reading(first: str, second: str, **facts: Any) -> Reading:
    """A second reading, blind and of the random share."""
    number = next(_numbers)
    return Reading(
        **{
            "audit": number,
            "service": "S1",
            "auditor": 1,
            "reader": 2,
            "purpose": "moderation",
            "check": None,
            "blind": True,
            "chosen_by": "share",
            "first": first,
            "second": second,
            "first_sections": {},
            "second_sections": {},
            "cycle": 1,
            "given_on": dt.date(2023, 2, 1),
        }
        | facts
    )


# Records


def cycle(by: User, **facts: Any) -> Cycle:
    """A cycle that runs, with a tool of three graded sections."""
    tool, _ = Tool.objects.get_or_create(key="made_up", defaults={"title": "A made-up tool"})
    sections = [("voice", "Voice of the child"), ("plan", "The plan"), ("oversight", "Management oversight")]
    content = {
        "about": "",
        "without_feedback": False,
        "sections": [
            {"key": key, "title": title, "guidance": "", "graded": True, "cohorts": [], "questions": []}
            for key, title in sections
        ],
    }
    version, _ = ToolVersion.objects.get_or_create(
        tool=tool, number=1, defaults={"state": "published", "content": content}
    )
    programme = Programme.objects.first() or Programme.objects.create(
        title="2022-23", starts_on=dt.date(2022, 4, 1), ends_on=dt.date(2023, 3, 31), made_by=by
    )
    return Cycle.objects.create(
        **{
            "programme": programme,
            "title": "January and February",
            "kind": Cycle.Kind.CASE_FILE,
            "size": 20,
            "tool": tool,
            "tool_version": version,
            "lead": by,
            "starts_on": dt.date(2023, 1, 2),
            "audits_due_on": dt.date(2023, 2, 28),
            "moderation_due_on": dt.date(2023, 3, 14),
            "state": Cycle.State.RUNNING,
            "made_by": by,
        }
        | facts
    )


def moment(day: dt.date) -> dt.datetime:
    return timezone.make_aware(dt.datetime.combine(day, dt.time(12)))


def audit(of: Cycle, audited: str, grade: str = "", *, given: dt.date = dt.date(2023, 2, 1), **facts: Any) -> Audit:
    """An audit that is given in and graded; by a moderator where another grade is named."""
    number = next(_numbers)
    waits = facts.get("state") in (Audit.State.MODERATION, Audit.State.PANEL)
    return Audit.objects.create(
        **{
            "cycle": of,
            "place": number,
            "person_id": f"P{number}",
            "cohort": "in_need",
            "team_id": "T1",
            "service_id": "S1",
            "snapshot": "2023-03-31.1",
            "due_on": of.audits_due_on,
            "state": Audit.State.CLOSED,
            "submitted_at": moment(given),
            "audited_grade": audited,
            "audited_grades": {"voice": audited},
            "grade": "" if waits else grade or audited,
            "grades": {} if waits else {"voice": grade or audited},
            "grade_from": "" if waits else "moderator" if grade else "auditor",
            "graded_at": None if waits else moment(given),
        }
        | facts
    )


def sheet(of: Audit, grade: str, **facts: Any) -> Sheet:
    """A second reading that is given blind, of the random share."""
    return Sheet.objects.create(
        **{
            "audit": of,
            "purpose": Sheet.Purpose.MODERATION,
            "blind": True,
            "chosen_by": Sheet.ChosenBy.SHARE,
            "state": Sheet.State.GIVEN,
            "overall": grade,
            "grades": {"voice": grade},
            "reasons": "Made-up reasons",
            "given_at": moment(dt.date(2023, 2, 20)),
        }
        | facts
    )


def action(of: Audit, by: User, **facts: Any) -> Action:
    """An action that an audit agreed, open and due on 1 March 2023."""
    return Action.objects.create(
        **{
            "text": "Visit the child",
            "owner_name": "Somebody",
            "due_on": dt.date(2023, 3, 1),
            "original_due_on": dt.date(2023, 3, 1),
            "source": Action.Source.AUDIT,
            "source_id": of.pk,
            "person_id": of.person_id,
            "made_by": by,
        }
        | facts
    )
