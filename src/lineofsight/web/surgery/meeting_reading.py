"""What the pages of a surgery show: each indicator of its agenda by team, the children of a team, and last time's."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field

from lineofsight.calendar import Month
from lineofsight.indicators.definitions import Definition
from lineofsight.prepared.figures import months_offered
from lineofsight.prepared.lists import NO_TEAM, Row, Wanted, children_listed
from lineofsight.prepared.meeting import Behind, Person, behind_now, people_seen, teams_named
from lineofsight.problems import Refused
from lineofsight.reports import wording
from lineofsight.reports.model import HighlightReport
from lineofsight.reports.model import Row as Measure
from lineofsight.web.actions.models import Action
from lineofsight.web.performance.reading import report_served
from lineofsight.web.seen import Seen
from lineofsight.web.surgery.meeting_became import About, Became, Before, Fate, Now, Outcome, about, became
from lineofsight.web.surgery.meetings import LastTime, last_time
from lineofsight.web.surgery.models import Discussed, Surgery

#: What an address says for children with no team.
NONE = "none"
Key = tuple[str, str]


def can_be_discussed(definition: Definition) -> bool:
    """Whether an indicator has children who are not as they should be: not where neither way is good, nor a rate."""
    return bool(definition.better) and not definition.is_rate and definition.of_children


def definitions(seen: Seen) -> list[Definition]:
    """Every indicator that a surgery can have on its agenda, in the book's order."""
    book = seen.counted.book
    return [
        each for each in (book.latest("indicator", ref) for ref in book.named("indicator")) if can_be_discussed(each)
    ]


def latest_report(seen: Seen) -> HighlightReport:
    """The highlight report of the latest month that had ended, or of the extract date where none had."""
    months = months_offered(seen.counted)
    if months:
        return report_served(seen.served, seen.counted, months[0])
    return report_now(seen)


def report_now(seen: Seen) -> HighlightReport:
    """The highlight report as at the extract date, which a surgery looks at."""
    return report_served(seen.served, seen.counted, Month.of(_now(seen)), now=True)


def preset(seen: Seen) -> list[str]:
    """The red and amber indicators of the latest month: what a surgery speaks about unless others are chosen."""
    ratings = {row.ref: row.rating for row in latest_report(seen).rows}
    return [each.name for each in definitions(seen) if ratings.get(each.name) in ("red", "amber")]


def _now(seen: Seen) -> dt.date:
    assert seen.counted.now is not None
    return seen.counted.now


# The agenda


@dataclass
class TeamLine:
    """One team in one indicator: how many are not met, how many of them were spoken about, and last time's."""

    id: str
    name: str
    not_met: int = 0
    said: int = 0
    discussed: int = 0
    outcomes: dict[Outcome, int] = field(default_factory=lambda: dict.fromkeys(Outcome, 0))

    @property
    def done(self) -> int:
        return self.outcomes[Outcome.DONE]

    @property
    def done_late(self) -> int:
        return self.outcomes[Outcome.DONE_LATE]

    @property
    def left(self) -> int:
        return self.outcomes[Outcome.LEFT]

    @property
    def still(self) -> int:
        return self.outcomes[Outcome.STILL]

    @property
    def new(self) -> int:
        return self.outcomes[Outcome.NEW]


@dataclass(frozen=True)
class Actions:
    """How the actions that were agreed stand."""

    agreed: int = 0
    open: int = 0
    overdue: int = 0
    done: int = 0
    verified: int = 0
    withdrawn: int = 0


@dataclass(frozen=True)
class Item:
    """An indicator on the agenda. `not_met` is the whole figure's: shown + other teams + restricted + elsewhere.

    Of those discussed last time, `before_not_shown` are children whom the person may not see, and `before_moved` are
    now with teams that the surgery doesn't look at.
    """

    definition: Definition
    measure: Measure | None
    lines: tuple[TeamLine, ...] = ()
    not_met: int = 0
    other_teams: int = 0
    restricted: int = 0
    elsewhere: int = 0
    became: Became = field(default_factory=lambda: Became(()))
    said: int = 0
    about: About = field(default_factory=About)
    about_before: About = field(default_factory=About)
    before_not_shown: int = 0
    before_moved: int = 0
    last: LastTime = field(default_factory=LastTime)
    actions: Actions = field(default_factory=Actions)
    lacks: str = ""
    looked_at: dict[str, object] = field(default_factory=dict)

    @property
    def shown(self) -> int:
        return sum(line.not_met for line in self.lines)

    @property
    def value(self) -> str:
        return wording.figure(self.measure.current, self.measure.unit) if self.measure else ""

    @property
    def parts(self) -> str:
        said = wording.parts(self.measure.current, self.measure.unit) if self.measure else ("", "")
        return " of ".join(part for part in said if part and part != "n/a")

    @property
    def reach(self) -> str:
        return wording.reach(self.measure) if self.measure else ""

    @property
    def meaning(self) -> str:
        return wording.rating_meaning(self.measure) if self.measure else ""

    @property
    def period(self) -> str:
        return wording.period(self.measure) if self.measure else ""

    @property
    def totals(self) -> TeamLine:
        total = TeamLine("", "All that you see")
        for line in self.lines:
            total.not_met += line.not_met
            total.said += line.said
            total.discussed += line.discussed
            for outcome in Outcome:
                total.outcomes[outcome] += line.outcomes[outcome]
        return total

    def kept(self) -> dict[str, object]:
        """How the indicator stands, as a surgery that is closed keeps it."""
        current = self.measure.current if self.measure else None
        return {
            "value": self.value,
            "parts": self.parts,
            "rating": self.measure.rating if self.measure else "",
            "reach": self.reach,
            "numerator": current.numerator if current else None,
            "denominator": current.denominator if current else None,
            "not_met": self.not_met,
        }


@dataclass(frozen=True)
class _Standing:
    """One indicator of a surgery as it stands: rows, what was said last time, and what became of it."""

    rows: list[Behind]
    shown: list[Behind]
    before: list[Discussed]
    before_not_shown: int
    before_moved: int
    became: Became
    team_of: Callable[[Fate], str]


def agenda(seen: Seen, surgery: Surgery, today: dt.date) -> list[Item]:
    """Every indicator on the agenda, in its order, with the teams of the surgery that the person sees."""
    measures = {row.ref: row for row in report_now(seen).rows}
    last = last_time(surgery, surgery.refs)
    said = list(Discussed.objects.filter(surgery=surgery))
    asked = [row.person_id for row in said] + [row.person_id for one in last.values() for row in one.rows]
    people = people_seen(seen.counted, asked, seen.scope, seen.served.former_ids)
    names = teams_named(seen.counted)
    there = set(seen.counted.book.named("indicator"))
    found = []
    for ref in surgery.refs:
        if ref not in there:
            continue
        definition = seen.counted.book.latest("indicator", ref)
        of_ref = [row for row in said if row.ref == ref]
        found.append(_item(seen, surgery, definition, measures.get(ref), last[ref], of_ref, people, names, today))
    return found


def _item(
    seen: Seen,
    surgery: Surgery,
    definition: Definition,
    measure: Measure | None,
    last: LastTime,
    said: list[Discussed],
    people: dict[str, Person],
    names: dict[str, str],
    today: dt.date,
) -> Item:
    looked_at = dict(surgery.looked_at.get(definition.name, {}))
    try:
        standing = _standing(seen, surgery, definition, last, people)
    except Refused as refusal:
        return Item(definition, measure, lacks=str(refusal), last=last, looked_at=looked_at)
    lines: dict[str, TeamLine] = {}

    def line(team: str) -> TeamLine:
        return lines.setdefault(team or NONE, TeamLine(team or NONE, names.get(team, team) or NO_TEAM))

    for row in standing.shown:
        if not row.good:
            line(row.team_id or "").not_met += 1
    for fate in standing.became.fates:
        of = line(standing.team_of(fate))
        of.outcomes[fate.outcome] += 1
        of.discussed += bool(fate.before)
    seen_now = [row for row in said if _in_teams(surgery, _team_of(row, people)) and row.person_id in people]
    for one in seen_now:
        line(_team_of(one, people)).said += 1
    bad = [row for row in standing.rows if not row.good]
    return Item(
        definition,
        measure,
        tuple(sorted(lines.values(), key=lambda each: (each.id == NONE, each.name.casefold()))),
        not_met=len(bad),
        other_teams=sum(row.seen and not _in_teams(surgery, row.team_id or "") for row in bad),
        restricted=sum(row.in_scope and row.restricted for row in bad),
        elsewhere=sum(not row.in_scope for row in bad),
        became=standing.became,
        said=len(seen_now),
        about=about(row.reason for row in seen_now),
        about_before=about(row.reason for row in standing.before),
        before_not_shown=standing.before_not_shown,
        before_moved=standing.before_moved,
        last=last,
        actions=_actions([row.action for row in standing.before if row.action], today),
        looked_at=looked_at,
    )


def _standing(
    seen: Seen, surgery: Surgery, definition: Definition, last: LastTime, people: dict[str, Person]
) -> _Standing:
    former = seen.served.former_ids
    before = [row for row in last.rows if row.person_id in people and _in_teams(surgery, _team_of(row, people))]
    asked = {former.get(row.person_id, row.person_id) for row in before}
    rows = behind_now(seen.counted, definition, _now(seen), seen.scope, asked)
    shown = [row for row in rows if row.seen and _in_teams(surgery, row.team_id or "")]
    by_key = {(row.id, row.event_id): row for row in shown}
    fates = became(
        (Before(row.person_id, row.event_id, row.reason, row.due_on) for row in before),
        (Now(row.id, row.good, row.event_id, row.due_on, row.done_on) for row in shown),
        former,
    )
    teams = {(former.get(row.person_id, row.person_id), row.event_id): _team_of(row, people) for row in before}

    def team_of(fate: Fate) -> str:
        key = (fate.person_id, fate.event_id)
        return (by_key[key].team_id or "") if key in by_key else teams[key]

    of_teams_then = [row for row in last.rows if _in_teams(surgery, row.team_id)]
    hidden = sum(row.person_id not in people for row in of_teams_then)
    moved = sum(row.person_id in people and not _in_teams(surgery, _team_of(row, people)) for row in of_teams_then)
    return _Standing(rows, shown, before, hidden, moved, fates, team_of)


def _in_teams(surgery: Surgery, team_id: str) -> bool:
    return not surgery.teams or team_id in surgery.teams


def _team_of(row: Discussed, people: dict[str, Person]) -> str:
    """The team of the child now; where the records have the child no more, the team of then."""
    person = people.get(row.person_id)
    return (person.team_id or "") if person and person.is_there else row.team_id


def _actions(actions: Iterable[Action], today: dt.date) -> Actions:
    found = list(actions)
    states = Action.State
    return Actions(
        len(found),
        sum(one.state == states.OPEN for one in found),
        sum(one.is_overdue(today) for one in found),
        sum(one.state == states.DONE for one in found),
        sum(one.state == states.VERIFIED for one in found),
        sum(one.state == states.WITHDRAWN for one in found),
    )


# A team


@dataclass(frozen=True)
class ChildLine:
    """A child (or event) of a team: as listed, what was said today, what was said last time, and what became of it."""

    key: Key
    child: Person
    row: Row | None
    said: Discussed | None
    before: tuple[Discussed, ...]
    outcome: Outcome | None

    @property
    def team_id(self) -> str:
        return (self.row.team_id if self.row else self.child.team_id) or ""

    @property
    def worker_id(self) -> str:
        return (self.row.worker_id if self.row else self.child.worker_id) or ""


@dataclass(frozen=True)
class TeamPage:
    """A team in one indicator. `listed`: not met now, longest overdue first. `no_more`: spoken about last time, and
    not among them now. `also_said`: spoken about today, and not among them any more.
    """

    name: str
    listed: tuple[ChildLine, ...]
    no_more: tuple[ChildLine, ...]
    also_said: tuple[ChildLine, ...]
    became: Became
    last: LastTime

    @property
    def about(self) -> About:
        return about(line.said.reason for line in (*self.listed, *self.also_said) if line.said)

    @property
    def about_before(self) -> About:
        return about(row.reason for line in (*self.listed, *self.no_more) for row in line.before)

    @property
    def said(self) -> int:
        return sum(line.said is not None for line in (*self.listed, *self.also_said))

    @property
    def people(self) -> list[str]:
        return [line.child.id for line in (*self.listed, *self.no_more, *self.also_said)]

    def line(self, key: Key) -> ChildLine | None:
        return next((one for one in (*self.listed, *self.no_more, *self.also_said) if one.key == key), None)


def team_page(seen: Seen, surgery: Surgery, definition: Definition, team: str) -> TeamPage:
    """The children of a team who are not met, and those of last time. Refused where the figure has no data."""
    former = seen.served.former_ids
    last = last_time(surgery, [definition.name])[definition.name]
    said_now = list(
        Discussed.objects.filter(surgery=surgery, ref=definition.name).select_related("action__owner", "said_by")
    )
    people = people_seen(
        seen.counted, [row.person_id for row in (*said_now, *last.rows)], seen.scope, seen.served.former_ids
    )
    standing = _standing(seen, surgery, definition, last, people)
    wanted = "" if team == NONE else team
    listing = children_listed(
        seen.counted,
        definition.name,
        _now(seen),
        definition.shown,
        seen.scope,
        Wanted(met=definition.better == "lower", team=team, sort="overdue"),
        most=None,
    )

    def keyed(rows: Iterable[Discussed]) -> dict[Key, list[Discussed]]:
        found: dict[Key, list[Discussed]] = {}
        for row in rows:
            found.setdefault((former.get(row.person_id, row.person_id), row.event_id), []).append(row)
        return found

    said, before = keyed(said_now), keyed(standing.before)
    fates = {(fate.person_id, fate.event_id): fate for fate in standing.became.fates}
    rows = {(row.id, row.event_id or ""): row for row in listing.rows}

    def made(key: Key, child: Person, row: Row | None) -> ChildLine:
        fate, today = fates.get(key), said.get(key)
        return ChildLine(
            key, child, row, today[0] if today else None, tuple(before.get(key, ())), fate.outcome if fate else None
        )

    listed = tuple(made(key, _person(row), row) for key, row in rows.items())
    by_id = {person.id: person for person in people.values()}
    of_team = {key: fate for key, fate in fates.items() if fate.before and standing.team_of(fate) == wanted}
    no_more = tuple(made(key, by_id[key[0]], None) for key in of_team if key not in rows)
    also = tuple(
        made(key, by_id[key[0]], None)
        for key, one in said.items()
        if key not in rows and key[0] in by_id and _team_of(one[0], people) == wanted and key not in of_team
    )
    mine = Became(tuple(fate for fate in standing.became.fates if standing.team_of(fate) == wanted))
    name = teams_named(seen.counted).get(team, team) if team != NONE else NO_TEAM
    return TeamPage(name, listed, no_more, also, mine, last)


def _person(row: Row) -> Person:
    return Person(row.id, row.name, row.team_id, row.team, row.worker_id, row.worker)


# The record of a meeting


@dataclass(frozen=True)
class Kept:
    """A child of the record: what was said, and who the child is now. `row` where nothing was said yet."""

    definition_name: str
    title: str
    team: str
    child: Person
    said: Discussed | None = None
    row: Row | None = None


@dataclass(frozen=True)
class Record:
    """What a surgery said, by indicator and team, and how many more children the reader may not see."""

    rows: tuple[Kept, ...]
    not_shown: int

    @property
    def about(self) -> About:
        return about(one.said.reason for one in self.rows if one.said)


def record_of(seen: Seen, surgery: Surgery, *, with_listed: bool = False) -> Record:
    """What was said of each child; `with_listed`: also the children who are not met now, of whom nothing was said."""
    rows = list(
        Discussed.objects.filter(surgery=surgery).select_related("action__owner", "said_by").order_by("ref", "pk")
    )
    people = people_seen(seen.counted, (row.person_id for row in rows), seen.scope, seen.served.former_ids)
    names = teams_named(seen.counted)
    book = seen.counted.book
    former = seen.served.former_ids
    there = set(book.named("indicator"))
    titles = {ref: book.latest("indicator", ref).title if ref in there else "" for ref in surgery.refs}
    found = [
        Kept(
            row.ref, titles.get(row.ref, ""), names.get(row.team_id, row.team_id) or NO_TEAM, people[row.person_id], row
        )
        for row in rows
        if row.person_id in people
    ]
    said = {(row.ref, former.get(row.person_id, row.person_id), row.event_id) for row in rows}
    for ref in surgery.refs if with_listed else ():
        if ref not in there:
            continue
        definition = book.latest("indicator", ref)
        try:
            listing = children_listed(
                seen.counted, ref, _now(seen), definition.shown, seen.scope, Wanted(met=definition.better == "lower"),
                most=None,
            )  # fmt: skip
        except Refused:
            continue
        found += [
            Kept(ref, titles[ref], row.team or NO_TEAM, _person(row), None, row)
            for row in listing.rows
            if _in_teams(surgery, row.team_id or "") and (ref, row.id, row.event_id or "") not in said
        ]
    places = {ref: place for place, ref in enumerate(surgery.refs)}
    found.sort(key=lambda one: (places.get(one.definition_name, 0), one.team == NO_TEAM, one.team.casefold()))
    return Record(tuple(found), sum(row.person_id not in people for row in rows))
