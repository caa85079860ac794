"""How the lists of Annex A stand: runs that are kept, what is known of each list, and who signed it."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from fractions import Fraction

from django.conf import settings

from lineofsight.annex_a.kept_run import KeptList, Known, known
from lineofsight.annex_a.producing import folder_of
from lineofsight.annex_a.runs import Run, Runs
from lineofsight.home import Home
from lineofsight.web.inspection.lists.signing import Signed, signed_of


@dataclass(frozen=True)
class ListStanding:
    """How one list of a run stands, in counts: nothing here names a child.

    `cannot`: why the list could not be made; empty where it was, and all below is of that list then.
    `share_complete`: of the cells that must be filled or are, those that need no mending, as an exact fraction; None
    where no cell counts (a list without rows). `to_mend`: cells that are missing or break the layout.
    `not_filled`: headings of columns that the snapshot can't fill, each with the reason; they are in no count.
    `ref`: the indicator that counts the same, "" where none does. `unexplained`: children or events of the difference
    between list and indicator for which no reason was found; None where nothing was compared (`beside_scorecard` says
    why, as it says in words what the line comes to).
    `signed`: who signed it, as far as it counts: `signed.valid`, `signed.recognised` (None where nobody did).
    """

    number: int
    title: str
    cannot: str
    rows: int
    share_complete: Fraction | None
    to_mend: int
    not_filled: tuple[tuple[str, str], ...]
    ref: str
    unexplained: int | None
    beside_scorecard: str
    signed: Signed

    @property
    def made(self) -> bool:
        return not self.cannot

    @property
    def is_valid(self) -> bool:
        """Whether somebody signed it as valid."""
        return self.signed.valid is not None

    @property
    def is_recognised(self) -> bool:
        """Whether somebody else recognised it as right on top of that."""
        return self.signed.recognised is not None


@dataclass(frozen=True)
class Standing:
    """How the lists of one run stand. `run_id` is what the addresses `inspection:run` and `inspection:run_list` take.

    `on`: the day of the lists. `made_at`: when they were produced. `snapshot`: the id of what they were made of: hold
    it against that of `serving()` to know whether the lists are of the records that serve now. `lists`: all that the
    layout has, by number; empty of a run that was kept with its rows alone: `complete` is false then, and the lists
    must be produced again before anything can be said of them.
    """

    run_id: str
    on: dt.date
    made_at: dt.datetime
    layout: str
    snapshot: str
    complete: bool
    lists: tuple[ListStanding, ...]

    def of(self, number: int) -> ListStanding | None:
        """A list by its number."""
        return next((each for each in self.lists if each.number == number), None)


def standing_of(run_id: str | None = None) -> Standing | None:
    """How the lists of a run stand: of the one named, or of the latest. None where there is no such run, or none yet.

    Read from the files of the run and the signatures, in some milliseconds; no list is made. Refused where the run is
    damaged, with the sentence that says what to do.

    >>> standing = standing_of()
    >>> [each.number for each in standing.lists if each.made and not each.is_recognised]
    [1, 3, 4, 5, 6, 7, 8, 9]
    """
    run = latest_run() if run_id is None else run_named(run_id)
    if run is None:
        return None
    of_run, signed = known(run), signed_of(run)
    return Standing(
        run_id=run.id,
        on=run.on,
        made_at=made_at(run),
        layout=run.layout,
        snapshot=run.snapshot,
        complete=of_run is not None,
        lists=lists_of(of_run, signed) if of_run else (),
    )


def lists_of(of_run: Known, signed: dict[int, Signed]) -> tuple[ListStanding, ...]:
    """How each list of a run stands."""
    return tuple(_standing(each, signed.get(each.number, Signed())) for each in of_run.lists)


def runs() -> list[Run]:
    """The runs that are kept, the latest made first."""
    return list(reversed(_runs().listed()))


def latest_run() -> Run | None:
    """The run that was made last."""
    return next(iter(runs()), None)


def run_named(run_id: str) -> Run | None:
    """A run by its id; None where there is none."""
    return _runs().named(run_id)


def made_at(run: Run) -> dt.datetime:
    """The moment at which a run was made."""
    return dt.datetime.fromisoformat(run.made_at)


def _runs() -> Runs:
    return Runs(folder_of(Home(settings.LINEOFSIGHT_HOME)) / "runs")


def _standing(of: KeptList, signed: Signed) -> ListStanding:
    compared = not of.line.lacks and not of.cannot
    return ListStanding(
        number=of.number,
        title=of.title,
        cannot=of.cannot,
        rows=of.rows,
        share_complete=of.share_complete,
        to_mend=of.to_mend,
        not_filled=tuple((column.heading, column.lacks) for column in of.not_filled),
        ref=of.line.ref,
        unexplained=of.line.unexplained if compared else None,
        beside_scorecard=of.beside_scorecard,
        signed=signed,
    )
