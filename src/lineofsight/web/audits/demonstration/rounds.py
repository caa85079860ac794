"""Which cycles of audits the demonstration has had in its two years, and when each was: the plan of the programme.

Days are worked out from the day of the records: a round's list of cases is as at the end of a month before it.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from lineofsight.calendar import Month, WorkingCalendar
from lineofsight.web.audits.models import Cycle

Kind = Cycle.Kind
YEARS = 2


@dataclass(frozen=True)
class Round:
    """One cycle. `months`: how many months before the day of the records its list ends.

    `share`: per cent of the audits that are moderated whatever their grade. `of`: the rounds that it looks at again.
    """

    key: str
    about: str
    kind: Kind
    tool: str
    size: int
    months: int
    theme: str = ""
    stratify: str = ""
    share: int = 0
    of: tuple[str, ...] = ()
    notes: str = ""


@dataclass(frozen=True)
class Days:
    """The days of a round."""

    frame_on: dt.date
    starts_on: dt.date
    audits_due_on: dt.date
    moderation_due_on: dt.date


def _whole(key: str, months: int, size: int, notes: str = "") -> Round:
    return Round(key, "practice as a whole", Kind.CASE_FILE, "case_file", size, months, "", "service", 30, (), notes)


def _theme(key: str, theme: str, about: str, tool: str, size: int, months: int, notes: str = "") -> Round:
    return Round(
        key, about, Kind.THEMATIC, tool, size, months, theme, "cohort", 40, (), notes
    )  # fmt: skip


def _again(key: str, months: int, size: int, of: tuple[str, ...], notes: str = "") -> Round:
    return Round(key, "was it done?", Kind.RE_AUDIT, "re_audit", size, months, of=of, notes=notes)


def _outside(key: str, months: int, size: int, of: tuple[str, ...], notes: str = "") -> Round:
    return Round(key, "from outside", Kind.EXTERNAL, "external", size, months, of=of, notes=notes)


#: In the order in which their lists of cases ended.
ROUNDS = (
    _whole("main-1", 24, 160, notes="The first round. Families were asked in a few cases only: we plan that earlier."),
    _theme("main-2", "domestic_abuse", "domestic abuse", "domestic_abuse", 140, 22,
           "The one who harms is missing from most files. A morning for all teams is planned."),
    _whole("main-3", 20, 160),
    _outside("outside-1", 19, 24, ("main-1", "main-2"), "The reader from outside graded lower than we did."),
    _whole("main-4", 18, 180, notes="Supervision is held; it seldom changes anything."),
    Round("dip-1", "supervision records", Kind.DIP_SAMPLE, "dip_sample", 40, 17, "oversight", "service"),
    _theme("main-5", "neglect", "neglect", "neglect", 140, 16, "Care is measured once and not again."),
    _whole("main-6", 14, 180, notes="Moderators graded lower than auditors again: training before the next round."),
    _again("again-1", 14, 24, ("main-3", "main-4"), "Of what was agreed, too much was not done in time."),
    _outside("outside-2", 13, 24, ("main-3", "main-4", "main-5"), "The same finding as in September: we are too kind."),
    _whole("main-7", 12, 180, notes="The first round after the training of auditors."),
    _theme("main-8", "harm_outside_home", "harm outside the home", "harm_outside_home", 120, 10,
           "Plans work on the child's behaviour, and seldom on places and people."),
    _whole("main-9", 8, 180),
    _again("again-2", 8, 26, ("main-6", "main-7"), "Where an action was done, it mostly made a difference."),
    _outside("outside-3", 7, 28, ("main-6", "main-7", "main-8"), "Closer to our own grades than before."),
    _whole("main-10", 6, 200, notes="Family Support and Protection: plans and supervision are weaker than a year ago."),
    Round("dip-2", "supervision, a year later", Kind.DIP_SAMPLE, "dip_sample", 40, 5, "oversight", "service"),
    _theme("main-11", "practice_framework", "Better Together", "case_file", 160, 4,
           "Families speak well of workers, and less well of letters and meetings."),
    _whole("main-12", 2, 150),
    _again("again-3", 2, 28, ("main-9", "main-10"), "Managers had not heard of several actions: for the next surgery."),
    _outside("outside-4", 1, 30, ("main-9", "main-10", "main-11")),
)  # fmt: skip
#: The one that is under way, whose cases those who sign in have.
UNDER_WAY = "main-12"
#: Nobody has drawn it yet.
PLANNED = Round("dip-3", "are plans moving?", Kind.DIP_SAMPLE, "dip_sample", 30, 0, "planning")

PRIORITIES = (
    "Domestic abuse. Neglect. Audits that families take part in.",
    "Harm outside the home. Better Together, our practice framework. Grades that others would give too.",
)
#: Days from the list of cases to the start, from there to the last audit, and to the last moderation.
_LASTS = {
    Kind.CASE_FILE: (10, 56, 70),
    Kind.THEMATIC: (10, 56, 70),
    Kind.DIP_SAMPLE: (7, 21, 28),
    Kind.RE_AUDIT: (4, 17, 31),
    Kind.EXTERNAL: (6, 35, 35),
}


def frame_day(one: Round, now: dt.date) -> dt.date:
    """The end of the month that a round's cases are drawn from."""
    return Month.latest_ended(now).minus(one.months).end


def days_of(one: Round, now: dt.date, calendar: WorkingCalendar) -> Days:
    """The days of a round; each is a working day, the one before where it would not be."""
    frame_on = frame_day(one, now)
    to_start, to_due, to_moderated = _LASTS[one.kind]
    if one is PLANNED:
        to_start = 0  # it begins today: somebody can draw it

    def working(days: int) -> dt.date:
        return calendar.working_day_after(frame_on + dt.timedelta(days=days), 0)

    return Days(frame_on, working(to_start), working(to_start + to_due), working(to_start + to_moderated))


def title_of(one: Round, starts_on: dt.date) -> str:
    """What a round is called: its months, and what it is about.

    >>> title_of(ROUNDS[0], dt.date(2021, 4, 9))
    'April and May 2021: practice as a whole'
    >>> title_of(ROUNDS[3], dt.date(2021, 9, 6))
    'External check, September 2021: from outside'
    """
    month = Month.of(starts_on)
    if one.kind not in (Kind.CASE_FILE, Kind.THEMATIC):
        return f"{one.kind.label}, {starts_on:%B} {month.year}: {one.about}"
    after = month.minus(-1)
    first = f"{starts_on:%B}" if after.year == month.year else f"{starts_on:%B} {month.year}"
    return f"{first} and {after.start:%B} {after.year}: {one.about}"
