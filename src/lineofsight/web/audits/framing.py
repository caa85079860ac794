"""Who can be drawn: the children of the records that serve, each with where it is, and who is left out and why."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass

import duckdb

from lineofsight.calendar.months import months_before
from lineofsight.indicators.engine import Counted
from lineofsight.problems import Refused
from lineofsight.statistics.sampling import Unit
from lineofsight.web.accounts.models import RestrictedRecord
from lineofsight.web.audits import rules
from lineofsight.web.audits.grades import Cohort
from lineofsight.web.audits.models import Audit
from lineofsight.web.clock import day_of
from lineofsight.web.seen import Seen

RESTRICTED, RECENT, UNDER_WAY, OTHER_COHORT, OTHER_SERVICE, NO_RISK, NOT_FOR_RE_AUDIT = (
    "the record is restricted",
    "audited in the last {months} months",
    "in an audit that is under way",
    "in another cohort",
    "in another service or team",
    "not among those chosen by what is known of them",
    "no audit that is to be looked at again",
)
STRATA = {"": "Nothing", "cohort": "Cohort", "service": "Service", "team": "Team"}
_COHORTS = {
    Cohort.LOOKED_AFTER: "looked_after",
    Cohort.CHILD_PROTECTION: "on_child_protection_plan",
    Cohort.CARE_LEAVER: "care_leavers",
    Cohort.IN_NEED: "children_in_need",
}


@dataclass(frozen=True)
class Framed:
    """A child as the frame has it: where the child is on its day."""

    person_id: str
    cohort: str
    team_id: str
    team: str
    service_id: str
    service: str
    worker_id: str


@dataclass(frozen=True)
class Asked:
    """What a sample is drawn from: cohorts, services and risks (any of those named; all where none is), months."""

    stratify: str = ""
    cohorts: tuple[str, ...] = ()
    teams: tuple[str, ...] = ()
    risks: tuple[str, ...] = ()
    months: int = 6


@dataclass(frozen=True)
class Frame:
    """Those who can be drawn, by person id, and of the others how many were left out for each reason."""

    on: dt.date
    people: Mapping[str, Framed]
    excluded: Sequence[tuple[str, int]]

    def units(self, stratify: str) -> list[Unit]:
        return [Unit(one.person_id, stratum_of(one, stratify)) for one in self.people.values()]

    @property
    def size(self) -> int:
        return len(self.people)


def stratum_of(one: Framed, stratify: str) -> str:
    """The stratum of a child, in the records' own codes; empty where the sample has none."""
    if stratify not in STRATA:
        raise Refused(f"A sample is stratified by {', '.join(name for name in STRATA if name)}, or by nothing.")
    return {"": "", "cohort": one.cohort, "service": one.service_id, "team": one.team_id}[stratify]


def everybody_open(counted: Counted) -> dict[str, Framed]:
    """Every child with an open case on the day of the records, by person id, in the order of ids."""
    database = counted.database
    there = {name for (name,) in database.execute("select table_name from duckdb_tables()").fetchall()}
    joins, whens = [], []
    for place, (cohort, table) in enumerate(_COHORTS.items()):
        if table in there:
            joins.append(
                f"left join (select distinct person_id from {table} where as_at = $now) as cohort_{place} "
                f"on cohort_{place}.person_id = everybody.person_key"
            )
            whens.append(f"when cohort_{place}.person_id is not null then '{cohort.value}'")
    cohort_of = f"case {' '.join(whens)} else '{Cohort.FRONT_DOOR.value}' end" if whens else f"'{Cohort.FRONT_DOOR}'"
    rows = database.execute(
        f"select everybody.id, {cohort_of}, coalesce(everybody.team_id, ''), coalesce(everybody.team, ''), "
        "coalesce(teams.parent_id, ''), coalesce(teams.parent_name, teams.parent_id, ''), "
        f"coalesce(everybody.worker_id, '') from everybody {' '.join(joins)} "
        "left join teams on teams.team_id = everybody.team_id "
        "where everybody.is_open and $now is not null order by everybody.id",
        {"now": counted.now},
    ).fetchall()
    return {row[0]: Framed(*row) for row in rows}


def at_risk(counted: Counted, name: str) -> set[str]:
    """The children of whom something is known (`risks.toml`), by person id. Refused where the select can't be run."""
    risk = rules.risks().get(name)
    if risk is None:
        raise Refused(f"audits/risks.toml has nothing called {name}.")
    try:
        rows = counted.database.execute(
            f"select id from everybody where person_key in (select person_id from ({risk.select}) as chosen) "
            "and $now is not null",
            {"now": counted.now},
        ).fetchall()
    except duckdb.Error as error:
        raise Refused(
            f"audits/risks.toml: {name} can't be asked of these records ({type(error).__name__}): its select gives "
            "person_id from the tables that the pages are read from."
        ) from None
    return {row[0] for row in rows}


def frame_for(seen: Seen, asked: Asked, *, except_cycle: int | None = None) -> Frame:
    """Who can be drawn. Each child who can't is counted once, under the first reason that holds."""
    counted = seen.counted
    on = counted.now
    if on is None:
        raise Refused("Nothing is loaded: a sample is drawn from records.")
    everybody = everybody_open(counted)
    restricted = restricted_now(seen)
    recent, under_way = _audited(seen, months_before(on, asked.months), except_cycle)
    known: set[str] = set().union(*(at_risk(counted, name) for name in asked.risks))
    reasons: Counter[str] = Counter()
    people: dict[str, Framed] = {}
    for id_, one in everybody.items():
        reason = ""
        if id_ in restricted:
            reason = RESTRICTED
        elif asked.cohorts and one.cohort not in asked.cohorts:
            reason = OTHER_COHORT
        elif asked.teams and not {one.team_id, one.service_id} & set(asked.teams):
            reason = OTHER_SERVICE
        elif asked.risks and id_ not in known:
            reason = NO_RISK
        elif id_ in under_way:
            reason = UNDER_WAY
        elif id_ in recent:
            reason = RECENT.format(months=asked.months)
        if reason:
            reasons[reason] += 1
        else:
            people[id_] = one
    return Frame(on, people, sorted(reasons.items(), key=lambda row: (-row[1], row[0])))


def frame_again(
    seen: Seen, cycles: Iterable[int], *, grades: Collection[str], weeks: int, except_cycle: int | None = None
) -> tuple[Frame, dict[str, int]]:
    """Who can be audited again: children of audits of these cycles that were graded so, so many weeks ago or more.

    And of each the number of the audit before, the latest where there are several.
    """
    on = seen.counted.now
    if on is None:
        raise Refused("Nothing is loaded: a sample is drawn from records.")
    graded = Audit.objects.filter(cycle__in=list(cycles), state__in=(Audit.State.ACTIONS, Audit.State.CLOSED))
    before: dict[str, int] = {}
    for pk, person_id, grade, at in graded.order_by("graded_at", "pk").values_list(
        "pk", "person_id", "grade", "graded_at"
    ):
        if (not grades or grade in grades) and at is not None and day_of(at) <= on - dt.timedelta(weeks=weeks):
            before[seen.served.former_ids.get(person_id, person_id)] = pk
    everybody = everybody_open(seen.counted)
    restricted, (_, under_way) = restricted_now(seen), _audited(seen, on, except_cycle)
    reasons: Counter[str] = Counter()
    people: dict[str, Framed] = {}
    for id_ in sorted(before):
        if id_ not in everybody:
            reasons["the case is not open any more"] += 1
        elif id_ in restricted:
            reasons[RESTRICTED] += 1
        elif id_ in under_way:
            reasons[UNDER_WAY] += 1
        else:
            people[id_] = everybody[id_]
    return Frame(on, people, sorted(reasons.items())), {id_: before[id_] for id_ in people}


def restricted_now(seen: Seen) -> set[str]:
    """Children whose records are restricted: they are drawn for nobody, also where who draws may read them."""
    former = seen.served.former_ids
    found = RestrictedRecord.objects.filter(lifted_at=None).values_list("person_id", flat=True)
    return {former.get(person, person) for person in found}


def _audited(seen: Seen, since: dt.date, except_cycle: int | None) -> tuple[set[str], set[str]]:
    """Children audited since a day, and those in an audit that isn't graded yet, by the id of now."""
    former = seen.served.former_ids
    recent, under_way = set(), set()
    rows = Audit.objects.exclude(state=Audit.State.WITHDRAWN).exclude(cycle=except_cycle)
    for person_id, state, given in rows.values_list("person_id", "state", "submitted_at"):
        now = former.get(person_id, person_id)
        if state in (Audit.State.ACTIONS, Audit.State.CLOSED):
            if given is not None and day_of(given) > since:
                recent.add(now)
        else:
            under_way.add(now)
    return recent, under_way
