"""From which lists the demonstration's cases were drawn: each draw can be made again from what is kept of it.

A list is as the pages would have made it on its day: where each child was then, without those audited lately.
"""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, field

from lineofsight.calendar.months import months_before
from lineofsight.indicators.engine import Counted
from lineofsight.statistics.sampling import Drawn, Unit, digest_of, draw, next_reserve
from lineofsight.web.accounts.models import RestrictedRecord, User
from lineofsight.web.audits import framing
from lineofsight.web.audits.cycles import way_of
from lineofsight.web.audits.demonstration.rounds import Kind, Round
from lineofsight.web.audits.demonstration.sayings import OUT
from lineofsight.web.audits.framing import Asked, Framed, stratum_of
from lineofsight.web.audits.grades import Cohort, Grade
from lineofsight.web.audits.models import Audit, Cycle, Sample

MONTHS_WITHOUT = 6
#: Cases that were graded so many weeks before the list ended are looked at again.
_WEEKS = (7, 11)
_AGAIN = (Grade.REQUIRES_IMPROVEMENT, Grade.INADEQUATE)
#: In the order in which the first that holds is the child's cohort.
_COHORTS = (
    (Cohort.LOOKED_AFTER, "looked_after"),
    (Cohort.CHILD_PROTECTION, "on_child_protection_plan"),
    (Cohort.CARE_LEAVER, "care_leavers"),
    (Cohort.IN_NEED, "children_in_need"),
)
#: What is known of a child whom a theme is about, as the latest assessment (or plan) of the day says it.
_ABOUT = {
    "domestic_abuse": (("assessment_completed",), ("domestic",)),
    "neglect": (("assessment_completed", "cp_plan"), ("neglect",)),
    "harm_outside_home": (("assessment_completed",), ("exploit", "gang", "missing")),
}


@dataclass(frozen=True)
class Cases:
    """What a round drew: its list, the audits in their order, and for a re-audit or external check those before.

    `out`: audits whose case was replaced before anybody had it; each stands in `audits` too.
    """

    sample: Sample
    audits: list[Audit]
    before: Mapping[str, Audit]
    out: list[Audit] = field(default_factory=list)


class Lists:
    """Every child with an open case at the end of each of some months, and whom a theme is about."""

    def __init__(self, counted: Counted, days: Iterable[dt.date]) -> None:
        self.counted = counted
        self.snapshot = counted.snapshot.id
        self.open = _open_on(counted, sorted(set(days)))
        self.restricted = set(RestrictedRecord.objects.filter(lifted_at=None).values_list("person_id", flat=True))

    def of_round(
        self, one: Round, on: dt.date, earlier: Sequence[Audit]
    ) -> tuple[dict[str, Framed], list[list[object]]]:
        """Who could be drawn, by person id, and how many could not be for each reason."""
        since = months_before(on, MONTHS_WITHOUT)
        recent, under_way = set(), set()
        for audit in earlier:
            if audit.graded_at is None or audit.graded_at.date() > on:
                under_way.add(audit.person_id)
            elif audit.submitted_at is not None and audit.submitted_at.date() > since:
                recent.add(audit.person_id)
        risk = one.theme if one.theme in _ABOUT else ""
        known = _about(self.counted, risk, on) if risk else set()
        people, left = {}, Counter[str]()
        for id_, child in self.open[on].items():
            if id_ in self.restricted:
                left[framing.RESTRICTED] += 1
            elif risk and id_ not in known:
                left[framing.NO_RISK] += 1
            elif id_ in under_way:
                left[framing.UNDER_WAY] += 1
            elif id_ in recent:
                left[framing.RECENT.format(months=MONTHS_WITHOUT)] += 1
            else:
                people[id_] = child
        return people, [list(row) for row in sorted(left.items(), key=lambda row: (-row[1], row[0]))]

    def looked_at(
        self, one: Round, on: dt.date, earlier: Sequence[Audit]
    ) -> tuple[dict[str, Framed], list[list[object]], dict[str, Audit]]:
        """The cases of earlier rounds that a re-audit or an external check can draw, and the audit before of each."""
        before: dict[str, Audit] = {}
        for audit in sorted(earlier, key=lambda each: (str(each.graded_at), each.pk)):
            if audit.graded_at is None or audit.graded_at.date() > on:
                continue
            weeks = (on - audit.graded_at.date()).days / 7
            is_for = audit.grade in _AGAIN and _WEEKS[0] <= weeks <= _WEEKS[1]
            if one.kind == Kind.EXTERNAL or is_for:
                before[audit.person_id] = audit
        people, left = {}, Counter[str]()
        for id_ in sorted(before):
            audit = before[id_]
            if id_ in self.restricted:
                left[framing.RESTRICTED] += 1
            elif one.kind == Kind.EXTERNAL:
                people[id_] = Framed(id_, audit.cohort, audit.team_id, "", audit.service_id, "", audit.worker_id)
            elif id_ in self.open[on]:
                people[id_] = self.open[on][id_]
            else:
                left["the case is not open any more"] += 1
        reasons: list[list[object]] = [list(row) for row in sorted(left.items())]
        return people, reasons, {id_: before[id_] for id_ in people}


def draw_cases(
    lists: Lists,
    one: Round,
    cycle: Cycle,
    frame_on: dt.date,
    lead: User,
    earlier: Sequence[Audit],
    looks_at: Sequence[Audit],
) -> Cases:
    """Draws a round's cases: a sample that is kept, and an audit of each case (of an external check none)."""
    before: dict[str, Audit] = {}
    if one.kind in (Kind.RE_AUDIT, Kind.EXTERNAL):
        people, excluded, before = lists.looked_at(one, frame_on, looks_at)
    else:
        people, excluded = lists.of_round(one, frame_on, earlier)
    risks = (one.theme,) if one.theme in _ABOUT else ()
    asked = Asked(stratify=one.stratify, risks=risks, months=MONTHS_WITHOUT)
    units = [Unit(id_, stratum_of(child, one.stratify)) for id_, child in sorted(people.items())]
    seed = f"{one.key} {frame_on}"
    by = way_of(one.stratify)
    drawn = draw(units, seed=seed, size=cycle.size, by=by)
    sample = Sample(
        cycle=cycle,
        seed=seed,
        snapshot=lists.snapshot,
        frame_on=frame_on,
        frame=[[unit.id, unit.stratum] for unit in units],
        frame_digest=digest_of(units),
        by=by,
        asked=asdict(asked),
        strata=[asdict(stratum) for stratum in drawn.strata],
        excluded=excluded,
        drawn_by=lead,
    )
    if one.kind == Kind.EXTERNAL:
        return Cases(sample, [], {unit.id: before[unit.id] for unit in drawn.chosen})
    audits = [
        _audit(cycle, place, people[unit.id], unit.stratum, lists.snapshot, before.get(unit.id))
        for place, unit in enumerate(drawn.chosen, 1)
    ]
    out = _replaced(cycle, drawn, audits, people) if one.kind in (Kind.CASE_FILE, Kind.THEMATIC) else []
    return Cases(sample, audits, before, out)


def _audit(cycle: Cycle, place: int, child: Framed, stratum: str, snapshot: str, before: Audit | None) -> Audit:
    return Audit(
        cycle=cycle,
        place=place,
        person_id=child.person_id,
        stratum=stratum,
        cohort=child.cohort,
        team_id=child.team_id,
        service_id=child.service_id,
        worker_id=child.worker_id,
        snapshot=snapshot,
        due_on=cycle.audits_due_on,
        re_audit_of=before,
    )


def _replaced(cycle: Cycle, drawn: Drawn, audits: list[Audit], people: Mapping[str, Framed]) -> list[Audit]:
    """Takes two cases out; the next of each one's stratum comes in at the end of the list."""
    out = [audits[place] for place in (len(audits) // 3, 2 * len(audits) // 3)]
    for reason, one in zip(OUT, out, strict=False):
        new = next_reserve(drawn, Unit(one.person_id, one.stratum), {audit.person_id for audit in audits})
        if new is None:
            continue
        one.state, one.withdrawn_because = Audit.State.WITHDRAWN, reason
        instead = _audit(cycle, len(audits) + 1, people[new.id], new.stratum, one.snapshot, None)
        instead.replaces = one
        audits.append(instead)
    return [one for one in out if one.state == Audit.State.WITHDRAWN]


def _open_on(counted: Counted, days: list[dt.date]) -> dict[dt.date, dict[str, Framed]]:
    """The children with an open case on each of some days, each with where the child was then."""
    joins = " ".join(
        f"left join (select distinct as_at, person_id from {table}) as cohort_{place} "
        f"on cohort_{place}.person_id = open_cases.person_id and cohort_{place}.as_at = open_cases.as_at"
        for place, (_, table) in enumerate(_COHORTS)
    )
    whens = " ".join(
        f"when cohort_{place}.person_id is not null then '{cohort.value}'" for place, (cohort, _) in enumerate(_COHORTS)
    )
    rows = counted.database.execute(
        f"select open_cases.as_at, people.person_id, case {whens} else '{Cohort.FRONT_DOOR.value}' end, "
        "coalesce(allocated_worker.team_id, ''), coalesce(teams.name, ''), coalesce(teams.parent_id, ''), "
        "coalesce(teams.parent_name, ''), coalesce(allocated_worker.worker_id, '') from open_cases "
        f"join people on people.person_key = open_cases.person_id {joins} left join allocated_worker "
        "on allocated_worker.person_id = open_cases.person_id and allocated_worker.day = open_cases.as_at "
        "left join teams on teams.team_id = allocated_worker.team_id "
        "where list_contains(cast($days as date[]), open_cases.as_at) order by open_cases.as_at, people.person_id",
        {"days": days},
    ).fetchall()
    found: dict[dt.date, dict[str, Framed]] = {day: {} for day in days}
    for day, *row in rows:
        found[day][row[0]] = Framed(*row)
    return found


def _about(counted: Counted, theme: str, on: dt.date) -> set[str]:
    """The children of whom the latest assessment (or plan) up to a day says what a theme is about."""
    kinds, words = _ABOUT[theme]
    says = " or ".join(f"what ilike '%{word}%'" for word in words)
    rows = counted.database.execute(
        "select people.person_id from (select person_id, what, row_number() over (partition by person_id "
        "order by on_day desc, record desc) as place from chronology where on_day <= $day "
        "and list_contains(cast($kinds as varchar[]), kind)) as latest "
        f"join people on people.person_key = latest.person_id where place = 1 and ({says})",
        {"day": on, "kinds": list(kinds)},
    ).fetchall()
    return {row[0] for row in rows}
