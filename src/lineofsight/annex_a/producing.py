"""Produces Annex A as at a day: its lists, what is to mend in them, the scorecard beside them, and what changed."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from pathlib import Path

from lineofsight.annex_a.kept_run import keep_known
from lineofsight.annex_a.laying import Laid, lay_lists
from lineofsight.annex_a.layouts import Layout, layout_for, read_layouts
from lineofsight.annex_a.reconciling import Reconciliation, reconcile
from lineofsight.annex_a.rules import read_rules
from lineofsight.annex_a.runs import Comparison, Run, Runs, compare, made_of
from lineofsight.annex_a.validation import Validation, validate
from lineofsight.council import Council
from lineofsight.home import Home
from lineofsight.problems import Refused
from lineofsight.records.snapshots import Snapshot
from lineofsight.reports.listing_xlsx import FIRST_DAY


@dataclass(frozen=True)
class Produced:
    """Annex A as at a day, and all that is known of it. `run` is where it is kept."""

    snapshot: Snapshot
    layout: Layout
    laid: Laid
    validation: Validation
    reconciliation: Reconciliation
    comparison: Comparison
    run: Run
    made_at: dt.datetime

    @property
    def on(self) -> dt.date:
        return self.laid.on


def folder_of(home: Home) -> Path:
    """What a council has of Annex A: `layouts` and `lists` of its own, and the `runs`."""
    return home.path / "annex_a"


def produce(council: Council, on: dt.date, layout_name: str | None = None, *, now: dt.datetime) -> Produced:
    """Annex A of a council's snapshot as at a day, kept as a run.

    `layout_name`: a layout other than the one that holds on the day. Refused for a day after the extract, for a layout
    that there isn't, and where a council's own file can't be used.
    """
    snapshot = council.snapshot
    if on > snapshot.extracted_on:
        raise Refused(
            f"The extract was taken on {snapshot.extracted_on}, before {on}: give that day, or load a later extract"
        )
    if on < FIRST_DAY:
        raise Refused(
            f"{on} lies before any day that a spreadsheet knows: give a day of the years that you have records of"
        )
    folder = folder_of(council.home)
    layout = layout_for(read_layouts(folder / "layouts"), on, layout_name)
    rules = read_rules(folder / "lists")
    runs = Runs(folder / "runs")
    runs.folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    laid = lay_lists(council, on, layout, rules, folders=[runs.folder])
    validation = validate(laid)
    reconciliation = reconcile(laid, council)
    of = made_of(council, on, layout, rules)
    comparison = compare(laid, runs.before(of))

    def known_of(run: Run) -> Produced:
        return Produced(snapshot, layout, laid, validation, reconciliation, comparison, run, now)

    run = runs.keep(laid, council, layout, of, now=now, also=lambda draft: keep_known(known_of(draft), draft.folder))
    return known_of(run)
