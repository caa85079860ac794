"""Which teams there are, who works in them, and which worker has each child on each day.

A team has desks. Whoever sits at a desk has its children; when a worker leaves, the next one at the desk takes
them over. So every open case has exactly one allocated worker on every day.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from random import Random

from lineofsight.demo.cases import (
    ASSESS,
    CARE,
    CLOSING,
    FOSTERED,
    IN_NEED,
    LEAVER,
    LEAVER_22,
    PERMANENCE,
    PROTECTION,
    SHORT_BREAKS,
    STEPPING_DOWN,
    Case,
)
from lineofsight.demo.council import Council
from lineofsight.demo.days import ENDS, EXTRACT, birthday


@dataclass(frozen=True, slots=True)
class Team:
    code: str
    name: str
    service: str
    caseload: float = 0.0  # children for each desk; 0 for a service or a team without children of its own
    late: float = 1.0  # how much likelier than elsewhere that something is not done in time


SERVICES = (
    Team("T01", "Children's Social Care", ""),
    Team("T02", "Front Door and Assessment", "T01"),
    Team("T03", "Family Support and Protection", "T01"),
    Team("T04", "Children We Care For", "T01"),
    Team("T05", "Children with Disabilities", "T01"),
)
FRONT_DOOR = Team("T10", "Multi-Agency Safeguarding Hub", "T02")
ASSESSMENT = tuple(
    Team(f"T{11 + n}", f"Assessment {place}", "T02", 15.5, late)
    for n, (place, late) in enumerate((("North", 0.8), ("South", 1.3), ("East", 1.0), ("West", 0.9)))
)
FAMILY = tuple(
    Team(f"T{20 + n}", f"Family Support and Protection {n + 1}", "T03", 16, late)
    for n, late in enumerate((0.7, 1.0, 1.75, 0.8, 1.1, 1.35))
)
EXPLOITATION = Team("T27", "Adolescents and Exploitation", "T03", 13, 1.2)
LOOKED_AFTER = tuple(
    Team(f"T{30 + n}", f"Children Looked After {n + 1}", "T04", 15, late) for n, late in enumerate((0.75, 1.0, 1.5))
)
THROUGH_CARE = tuple(Team(f"T{34 + n}", f"Through Care {n + 1}", "T04", 19, late) for n, late in enumerate((0.9, 1.2)))
PERMANENCE_TEAM = Team("T37", "Permanence and Kinship Support", "T04", 18, 0.9)
DISABILITY = tuple(
    Team(f"T{40 + n}", f"Disabled Children {n + 1}", "T05", 17, late) for n, late in enumerate((1.0, 1.15))
)
TEAMS = (
    *SERVICES, FRONT_DOOR, *ASSESSMENT, *FAMILY, EXPLOITATION, *LOOKED_AFTER, *THROUGH_CARE, PERMANENCE_TEAM,
    *DISABILITY,
)  # fmt: skip
BY_CODE = {team.code: team for team in TEAMS}
_AREAS = (0, 1, 1, 2, 2, 2, 3, 3)


@dataclass(slots=True, eq=False)
class Worker:
    number: int
    team: Team
    start: int
    end: int | None
    agency: bool
    hours: float


@dataclass(slots=True, eq=False)
class Desk:
    workers: list[Worker]
    load: int = 0


@dataclass(slots=True)
class Workforce:
    workers: list[Worker] = field(default_factory=list)
    front_door: list[Worker] = field(default_factory=list)
    managers: dict[str, Worker] = field(default_factory=dict)

    def hire(self, team: Team, start: int, end: int | None, rng: Random) -> Worker:
        worker = Worker(
            len(self.workers) + 1, team, start, end, rng.random() < 0.17, 1.0 if rng.random() < 0.9 else 0.8
        )
        self.workers.append(worker)
        return worker

    def desk(self, team: Team, rng: Random) -> Desk:
        """A desk with the workers who sat at it, one after the other, since before the four years began."""
        workers = []
        start = ENDS[0] - rng.randint(30, 1800)
        while True:
            end = max(start, ENDS[0] - 60) + int(min(150 + rng.expovariate(1 / 700), 2600))
            workers.append(self.hire(team, start, end if end < EXTRACT else None, rng))
            if end >= EXTRACT:
                return Desk(workers)
            start = end

    def at(self, team_code: str, on: int) -> Worker:
        """A worker of the front door on a day."""
        here = [w for w in self.front_door if w.start <= on and (w.end is None or w.end > on)]
        return here[on % len(here)] if here else self.front_door[-1]


def _team_of(case: Case, state: str, on: int) -> Team:
    person = case.person
    number = person.family.number
    if state in (ASSESS, CLOSING, STEPPING_DOWN):
        return ASSESSMENT[_AREAS[number % 8] if number % 3 else number % 4]
    if state in (IN_NEED, PROTECTION):
        if case.need == "N2" and person.disabilities:
            return DISABILITY[number % 2]
        if person.age(on) >= 13 and (case.need == "N6" or number % 6 == 1):
            return EXPLOITATION
        return FAMILY[number % 6]
    if state == CARE:
        return THROUGH_CARE[number % 2] if person.age(on) >= 16 else LOOKED_AFTER[number % 3]
    if state in (LEAVER, LEAVER_22):
        return THROUGH_CARE[number % 2]
    if state == SHORT_BREAKS:
        return DISABILITY[number % 2]
    assert state in (PERMANENCE, FOSTERED)
    return PERMANENCE_TEAM


def _stays(case: Case, rng: Random) -> list[tuple[int, int | None, Team]]:
    """In which team the case is from when to when; it changes team some days after the child's situation does."""
    moves: list[tuple[int, Team]] = []
    for n, spell in enumerate(case.spells):
        team = _team_of(case, spell.kind, spell.start)
        on = spell.start
        if n and spell.kind == IN_NEED and case.spells[n - 1].kind == ASSESS:
            on += rng.randint(2, 9)
        elif n and spell.kind == CARE:
            on += rng.randint(0, 14)
        if on > EXTRACT or (spell.end is not None and on >= spell.end):
            continue
        moves.append((on, team))
        sixteen = birthday(case.person.born, 16)
        if spell.kind == CARE and on < sixteen < (spell.end or EXTRACT):
            moves.append((sixteen, _team_of(case, CARE, sixteen)))
    first = moves[0][1] if moves else _team_of(case, case.state, case.opened)
    moves = [(case.opened, first), *moves[1:]]
    stays: list[tuple[int, int | None, Team]] = []
    for on, team in moves:
        if stays and stays[-1][2] is team:
            continue
        if stays:
            stays[-1] = (stays[-1][0], on, stays[-1][2])
        stays.append((on, None, team))
    stays[-1] = (stays[-1][0], case.closed, stays[-1][2])
    return stays


def allocate(council: Council, rng: Random) -> Workforce:
    """Gives every open case its worker on every day: `case.team_units` holds from, to, team and worker."""
    force = Workforce()
    force.front_door = [w for _ in range(9) for w in force.desk(FRONT_DOOR, rng).workers]
    for team in TEAMS:
        if team.caseload:
            force.managers[team.code] = force.hire(team, ENDS[0] - 400, None, rng)
    by_team: dict[str, list[tuple[int, int, Case, int | None]]] = {}
    for order, case in enumerate(council.cases):
        if case.nfa:
            continue
        for start, end, team in _stays(case, rng):
            by_team.setdefault(team.code, []).append((start, order, case, end))
    for team in TEAMS:
        stays = sorted(by_team.get(team.code, []), key=lambda stay: stay[:2])
        if stays:
            _share_out(team, stays, force, rng)
    for case in council.cases:
        case.team_units.sort(key=lambda unit: unit[0])
    return force


def _share_out(team: Team, stays: list[tuple[int, int, Case, int | None]], force: Workforce, rng: Random) -> None:
    days_held = sum((end or EXTRACT) - max(start, ENDS[0]) for start, _, _, end in stays if (end or EXTRACT) > ENDS[0])
    now = sum(end is None for _, _, _, end in stays)
    average = days_held / (EXTRACT - ENDS[0])
    desks = [force.desk(team, rng) for _ in range(max(2, round((average + now) / 2 / team.caseload)))]
    by_day: dict[int, list[int]] = {}
    family_desk: dict[int, int] = {}
    for start, _, case, end in stays:
        for on in [on for on in by_day if on <= start]:
            for number in by_day.pop(on):
                desks[number].load -= 1
        family = case.person.family.number
        lightest = min(desk.load for desk in desks)
        number = family_desk.get(family, -1)
        if number < 0 or desks[number].load > lightest + 6:
            free = [n for n, desk in enumerate(desks) if desk.load <= lightest + 1]
            number = rng.choice(free)
        family_desk[family] = number
        desks[number].load += 1
        if end is not None:
            by_day.setdefault(end, []).append(number)
        _units(case, start, end, team, desks[number])


def _units(case: Case, start: int, end: int | None, team: Team, desk: Desk) -> None:
    for n, worker in enumerate(desk.workers):
        low = start if n == 0 else max(start, worker.start)
        high = end if worker.end is None else (worker.end if end is None else min(end, worker.end))
        if high is None or high > low:
            case.team_units.append((low, high, team.code, worker.number))
        if worker.end is None or (end is not None and worker.end >= end):
            return


def unit_on(case: Case, on: int) -> tuple[int, int | None, str, int] | None:
    """The team and worker of a case on a day."""
    for unit in case.team_units:
        if unit[0] <= on and (unit[1] is None or unit[1] > on):
            return unit
    return None


def lateness(case: Case, on: int) -> float:
    """How much likelier than elsewhere something is late in the team that has the case on a day."""
    unit = unit_on(case, on)
    return BY_CODE[unit[2]].late if unit else 1.0
