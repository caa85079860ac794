"""The rows about the workforce, team by team and month by month, in full-time equivalents."""

from __future__ import annotations

from collections.abc import Iterable
from random import Random

from lineofsight.demo.days import ENDS, LAST, iso, month_of
from lineofsight.demo.rows import Records, team_id
from lineofsight.demo.teams import TEAMS, Worker

LEFT_FOR_GOOD = 0.33  # of those who leave a desk, the share who leave the council; the others move within it
MORE_OF_LATE = (ENDS[41], 0.5)  # from a day on
CAME_FROM_OUTSIDE = 0.38
VACANT = 0.055  # of the posts, the share that stands empty; agency workers hold others
HELD_BY_AGENCY = 0.42  # of agency workers, the share who hold a post that is vacant


def write_workforce_months(records: Records, rng: Random) -> None:
    """A row for each team at the end of each month, from the people who worked in it."""
    empty = {team.code: VACANT * rng.uniform(0.5, 1.6) for team in TEAMS}
    left = {worker.number: rng.random() < _leave_for_good(worker) for worker in records.force.workers}
    came = {worker.number: rng.random() < CAME_FROM_OUTSIDE for worker in records.force.workers}
    for month in range(1, LAST + 1):
        on = ENDS[month]
        for team in TEAMS:
            ours = [worker for worker in records.force.workers if worker.team is team]
            if not ours:
                continue
            here = [worker for worker in ours if worker.start <= on and (worker.end is None or worker.end > on)]
            in_post = _hours(worker for worker in here if not worker.agency)
            agency = _hours(worker for worker in here if worker.agency)
            vacant = round(in_post * empty[team.code] + agency * HELD_BY_AGENCY, 1)
            starters = _hours(
                w for w in ours if not w.agency and came[w.number] and w.start <= on and month_of(w.start) == month
            )
            leavers = _hours(
                w for w in ours if not w.agency and w.end is not None and left[w.number] and month_of(w.end) == month
            )
            records.add(
                "los_workforce_months", records.new_id("WM"), iso(on), team_id(team.code), f"{in_post + vacant:.1f}",
                f"{in_post:.1f}", f"{starters:.1f}", f"{leavers:.1f}", f"{vacant:.1f}", f"{agency:.1f}",
            )  # fmt: skip


def _leave_for_good(worker: Worker) -> float:
    since, share = MORE_OF_LATE
    return share if worker.end is not None and worker.end > since else LEFT_FOR_GOOD


def _hours(workers: Iterable[Worker]) -> float:
    return round(sum(worker.hours for worker in workers), 1)
