"""The rows about teams, workers, and who had which child; and about care leavers and how many children live here."""

from __future__ import annotations

from random import Random

from lineofsight.demo.cases import CARE
from lineofsight.demo.days import EXTRACT, birthday, day, iso, later, working_on_or_before
from lineofsight.demo.leaving import Status
from lineofsight.demo.people import Person
from lineofsight.demo.rows import (
    NAME_MARK,
    Records,
    date,
    happened,
    person_id,
    team_id,
    unit_or_last,
    worker_id,
    yes,
)
from lineofsight.demo.teams import BY_CODE, TEAMS

CHILDREN_0_17 = 64_290
AREA = "E09999999"  # no such area
SEPTEMBER = day(2022, 9, 30)


def write_teams(records: Records) -> None:
    for team in TEAMS:
        parent = BY_CODE.get(team.service)
        records.add(
            "ssd_department", team_id(team.code), team.name + NAME_MARK, team_id(parent.code) if parent else "",
            parent.name + NAME_MARK if parent else "",
        )  # fmt: skip


def write_workers(records: Records) -> None:
    loads: dict[int, int] = {}
    for case in records.council.cases:
        for start, end, _, holder in case.team_units:
            if start <= SEPTEMBER and (end is None or end > SEPTEMBER):
                loads[holder] = loads.get(holder, 0) + 1
    managers = {worker.number for worker in records.force.managers.values()}
    for worker in records.force.workers:
        adviser = worker.team.code in ("T34", "T35") and worker.number % 3 != 0
        title = (
            "Team Manager" if worker.number in managers
            else "Personal Adviser" if adviser
            else "Social Worker (ASYE)" if worker.number % 12 == 0  # in the assessed and supported first year
            else ("Social Worker", "Social Worker", "Senior Social Worker", "Advanced Practitioner")[worker.number % 4]
        )  # fmt: skip
        records.add(
            "ssd_professionals", worker_id(worker.number), f"S{worker.number:05d}",
            f"Worker {worker.number:03d} (made up){NAME_MARK}", "" if adviser else f"SW9{worker.number:05d}",
            yes(worker.agency), title, str(loads.get(worker.number, 0)), worker.team.name + NAME_MARK,
            str(worker.hours),
        )  # fmt: skip


def write_involvements(records: Records) -> None:
    """One allocated worker for each open case on each day."""
    for case in records.council.cases:
        before = None
        for start, end, team, worker in case.team_units:
            reason = "FCONTA" if before is None else "LEFTRL" if before == team else "TSPROC"
            before = team
            records.add(
                "ssd_involvements", records.new_id("IN"), worker_id(worker), "CW", team_id(team),
                person_id(case.person), iso(start), date(end), reason, records.id_of(case, "R"),
            )  # fmt: skip


def write_leavers(records: Records, rng: Random) -> None:
    """The history of care leavers' statuses, and the one row that each has now."""
    now: dict[int, Status] = {}
    for status in records.statuses:
        person = status.leaving.person
        records.add(
            "los_care_leaver_statuses", records.new_id("CS"), person_id(person), iso(status.start),
            happened(status.end), status.leaving.eligibility, status.in_touch, iso(status.latest_contact),
            status.accommodation, yes_number(status.suitable), status.activity,
        )  # fmt: skip
        if status.end is None:
            now[person.number] = status
    for status in now.values():
        _write_now(records, status.leaving.person, status.leaving.eligibility, status, rng)
    for case in records.council.cases:
        for care in case.care:
            eligible = max(later(care.person.born, 192), later(care.start, 3))
            stop = min(care.end if care.end is not None else EXTRACT + 1, birthday(care.person.born, 18))
            if care.short or not any(s.kind == CARE for s in case.spells) or eligible >= stop:
                continue
            records.add(
                "los_care_leaver_statuses", records.new_id("CS"), person_id(care.person), iso(eligible), date(care.end),
                "Eligible", "YES", iso(eligible), "D" if care.person.alone else "Z", "1", "F2",
            )  # fmt: skip
            if care.end is None:
                _write_now(records, care.person, "Eligible", None, rng)


def yes_number(suitable: bool) -> str:
    return "1" if suitable else "2"


def _write_now(records: Records, person: Person, eligibility: str, status: Status | None, rng: Random) -> None:
    case = person.case
    assert case is not None
    team, worker = unit_or_last(case, EXTRACT)
    records.add(
        "ssd_care_leavers", records.new_id("CL"), person_id(person), eligibility,
        status.in_touch if status else "YES",
        iso(status.latest_contact if status else EXTRACT - rng.randint(3, 50)),
        status.accommodation if status else "D" if person.alone else "Z",
        yes_number(status.suitable if status else True),
        status.activity if status else "F2",
        iso(working_on_or_before(EXTRACT - rng.randint(2, 175))), worker, team, worker,
    )  # fmt: skip


def write_populations(records: Records, times: int) -> None:
    for year in range(2018, 2023):
        records.add("los_populations", f"POP{year}", str(year), AREA, str(CHILDREN_0_17 * times))
