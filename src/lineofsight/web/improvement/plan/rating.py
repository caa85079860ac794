"""How an action of the plan stands, by rule, with all its reasons. Pure: plain facts and a day in, a rating out.

Red: late or off track with no way back that holds. Amber: at risk, or something asks for a look. Green: on track.
Blue: complete, shown by evidence, and accepted by the board. Grey: not begun. Whether it changed anything for children
is another thing: its impact, which its owner says and evidence must bear. The two are never mixed.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from lineofsight.reports import wording
from lineofsight.web.improvement.models import PlanAction, PlanUpdate

State, Said = PlanAction.State, PlanUpdate.Said

#: The worst first; `WORDS` is what stands beside the colour.
RATINGS = ("red", "amber", "green", "grey", "blue")
WORDS = {
    "red": "Off track: no way back holds, or a milestone is long overdue",
    "amber": "At risk, or to be looked at",
    "green": "On track",
    "grey": "Not begun",
    "blue": "Complete, with evidence, accepted",
}


@dataclass(frozen=True)
class Facts:
    """What is known of an action. `said` and `recovery` are of its last update, empty before the first.

    `milestones`: the days of those that are not done. `worsening`: linked measures that worsen by special cause.
    `proposed_on`: when it was proposed as complete, if it waits for the board now.
    """

    state: str
    due_on: dt.date
    original_due_on: dt.date
    next_update_on: dt.date
    starts_on: dt.date | None = None
    times_moved: int = 0
    said: str = ""
    said_on: dt.date | None = None
    recovery: str = ""
    milestones: tuple[dt.date, ...] = ()
    worsening: tuple[str, ...] = ()
    lacking: tuple[str, ...] = ()
    proposed_on: dt.date | None = None
    accepted_on: dt.date | None = None
    reopened_on: dt.date | None = None
    reopened_because: str = ""


@dataclass(frozen=True)
class Reason:
    rating: str
    text: str


@dataclass(frozen=True)
class Rating:
    """`rating` is empty of what was withdrawn. `reasons`: those that make the rating first, then the others."""

    rating: str
    reasons: tuple[Reason, ...]

    @property
    def words(self) -> str:
        return WORDS.get(self.rating, "Withdrawn")


def rate(facts: Facts, today: dt.date, *, late_milestone_weeks: int = 4) -> Rating:
    """The rating of an action on a day, with every reason as a sentence.

    >>> day = dt.date(2023, 3, 31)
    >>> late = Facts("agreed", dt.date(2023, 3, 17), dt.date(2023, 3, 17), dt.date(2023, 4, 7))
    >>> rated = rate(late, day)
    >>> rated.rating, rated.reasons[0].text
    ('red', 'Its day, 17 March 2023, has passed, and nobody has said how it is brought back.')
    """
    if facts.state == State.WITHDRAWN:
        return Rating("", (Reason("", "It was withdrawn."),))
    if facts.state == State.COMPLETE:
        found = list(_complete(facts))
        calm = Reason("blue", f"The board accepted it{_on(facts.accepted_on)}, on data and other evidence.")
        return _worst(found, calm)
    found = [
        *_late(facts, today),
        *_said(facts, today),
        *_milestones(facts, today, late_milestone_weeks),
        *_moved(facts),
        *_measures(facts),
        *_reopened(facts),
        *_update(facts, today),
    ]
    not_begun = _not_begun(facts, today)
    if not_begun:
        return _worst([reason for reason in found if reason.rating == "red"], Reason("grey", not_begun))
    if facts.state == State.PROPOSED:
        return _worst(
            found, Reason("green", f"It was proposed as complete{_on(facts.proposed_on)}: the board decides.")
        )
    its_day = f"its day is {wording.day(facts.due_on)}."
    if facts.said == Said.ON_TRACK and facts.said_on is not None and not _before_review(facts):
        said = f"Its owner said on {wording.day(facts.said_on)} that it is on track, and {its_day}"
        return _worst(found, Reason("green", said))
    return _worst(found, Reason("green", f"Nothing speaks against it, and {its_day}"))


def _not_begun(facts: Facts, today: dt.date) -> str:
    if facts.state == State.OPENED:
        return "It is opened, and not agreed yet."
    begins = facts.starts_on is not None and facts.starts_on > today and facts.state == State.AGREED
    return f"It begins on {wording.day(facts.starts_on)}." if begins and facts.starts_on else ""


def _worst(found: list[Reason], calm: Reason) -> Rating:
    """The worst of the reasons; `calm` where there is none."""
    if not found:
        return Rating(calm.rating, (calm,))
    found.sort(key=lambda reason: RATINGS.index(reason.rating))
    return Rating(found[0].rating, tuple(found))


def _complete(facts: Facts) -> list[Reason]:
    found = []
    if facts.accepted_on is None:
        found.append(Reason("amber", "No board has accepted it."))
    if facts.lacking:
        found.append(Reason("amber", f"It lacks {' and '.join(facts.lacking)}."))
    return found


def _holds(facts: Facts, today: dt.date) -> bool:
    """Whether the way back that was said still holds: one of an update that should have been renewed does not."""
    return bool(facts.recovery.strip()) and facts.next_update_on >= today


def _no_way_back(facts: Facts) -> str:
    if facts.recovery.strip() and facts.said_on:
        return f"the way back that was said on {wording.day(facts.said_on)} is older than the update that was due"
    return "nobody has said how it is brought back"


def _late(facts: Facts, today: dt.date) -> list[Reason]:
    if facts.state == State.PROPOSED:
        if facts.proposed_on is None or facts.proposed_on <= facts.due_on:
            return []
        return [Reason("amber", f"It was proposed as complete after its day, {wording.day(facts.due_on)}.")]
    in_review = facts.state == State.REVIEW and facts.reopened_on is not None and facts.due_on < facts.reopened_on
    if facts.due_on >= today or in_review:  # what was complete and is looked at again is not late for that
        return []
    passed = f"Its day, {wording.day(facts.due_on)}, has passed"
    if _holds(facts, today):
        return [Reason("amber", f"{passed}; it is brought back like this: {_inside(facts.recovery)}.")]
    return [Reason("red", f"{passed}, and {_no_way_back(facts)}.")]


def _said(facts: Facts, today: dt.date) -> list[Reason]:
    """What its owner says of it. What is done and waits for the board is not off track."""
    if facts.state == State.PROPOSED or _before_review(facts) or facts.said not in (Said.AT_RISK, Said.OFF_TRACK):
        return []
    words = "off track" if facts.said == Said.OFF_TRACK else "at risk"
    says = f"Its owner says that it is {words}"
    if _holds(facts, today):
        return [Reason("amber", f"{says}, and how it is brought back: {_inside(facts.recovery)}.")]
    rating = "red" if facts.said == Said.OFF_TRACK else "amber"
    return [Reason(rating, f"{says}, and {_no_way_back(facts)}.")]


def _before_review(facts: Facts) -> bool:
    """Whether the last update is of before it was complete: it says nothing of the review."""
    reopened = facts.reopened_on if facts.state == State.REVIEW else None
    return reopened is not None and facts.said_on is not None and facts.said_on < reopened


def _milestones(facts: Facts, today: dt.date, weeks: int) -> list[Reason]:
    late = sorted(day for day in facts.milestones if day < today)
    if not late:
        return []
    what = "A milestone is" if len(late) == 1 else f"{len(late)} milestones are"
    first = f"since {wording.day(late[0])}"
    if today - late[0] > dt.timedelta(weeks=weeks):
        return [Reason("red", f"{what} overdue, {first}: more than {weeks} weeks.")]
    return [Reason("amber", f"{what} overdue, {first}.")]


def _moved(facts: Facts) -> list[Reason]:
    if not facts.times_moved:
        return []
    often = "once" if facts.times_moved == 1 else f"{facts.times_moved} times"
    return [Reason("amber", f"Its day was moved {often}: at first it was {wording.day(facts.original_due_on)}.")]


def _measures(facts: Facts) -> list[Reason]:
    return [Reason("amber", f"A linked measure worsens by special cause: {what}.") for what in facts.worsening]


def _reopened(facts: Facts) -> list[Reason]:
    if facts.state != State.REVIEW:
        return []
    because = f": {_inside(facts.reopened_because)}" if facts.reopened_because.strip() else ""
    return [Reason("amber", f"It was reopened for review{_on(facts.reopened_on)}{because}.")]


def _update(facts: Facts, today: dt.date) -> list[Reason]:
    if facts.state == State.PROPOSED or facts.next_update_on >= today:
        return []
    return [Reason("amber", f"Its update is overdue: it was due by {wording.day(facts.next_update_on)}.")]


def _on(day: dt.date | None) -> str:
    return f" on {wording.day(day)}" if day else ""


def _inside(text: str) -> str:
    """A text within a sentence: without the full stop at its end."""
    return text.strip().rstrip(".")
