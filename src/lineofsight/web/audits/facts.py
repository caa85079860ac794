"""What the records say of a child, beside the questions of an audit: from the snapshot, never typed, with its day."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from lineofsight.indicators.engine import Counted
from lineofsight.prepared.child import Event, chronology_of

#: What an auditor wants to see first: a heading, and the kinds of events below it (`records/chronology`).
HEADINGS = (
    ("Contacts and referrals", ("contact", "referral", "early_help")),
    ("Assessments", ("assessment", "assessment_completed", "section_47", "section_47_ended")),
    ("Plans", ("cin_plan", "cp_plan", "care_plan", "pathway_plan")),
    ("Visits", ("cin_visit", "cp_visit", "cla_visit", "care_leaver_contact")),
    ("Reviews and conferences", ("cin_review", "cp_review", "cla_review", "initial_conference")),
    ("Management oversight", ("management_oversight",)),
    ("In our care", ("care_period", "placement", "legal_status", "permanence")),
    ("Missing", ("missing", "return_interview")),
    ("Court and pre-proceedings", ("pre_proceedings", "care_proceedings", "final_order")),
    ("Workers", ("allocated_worker",)),
)
_YEAR = dt.timedelta(days=365)
LATEST = 5


@dataclass(frozen=True)
class Fact:
    """One heading: how many events there are, how many in the last year, and the latest of them."""

    title: str
    total: int
    in_year: int
    latest: Sequence[Event]


def facts_of(counted: Counted, person_key: int) -> list[Fact]:
    """The facts about a child by heading; those without any event are there too, because that is a fact."""
    now = counted.now or dt.date.max
    events = chronology_of(counted, person_key)
    found = []
    for title, kinds in HEADINGS:
        of = [event for event in events if event.kind in kinds]
        in_year = sum(now - _YEAR < event.on_day <= now for event in of)
        found.append(Fact(title, len(of), in_year, of[:LATEST]))
    return found
