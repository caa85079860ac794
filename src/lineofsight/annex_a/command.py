"""`lineofsight annex-a`: produces Annex A as at a day, and writes it as a workbook.

What is said of it names no child: counts, columns and reasons.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from pathlib import Path

from lineofsight.annex_a.for_the_council import comes_to
from lineofsight.annex_a.ods import write_ods
from lineofsight.annex_a.producing import Produced, produce
from lineofsight.annex_a.workbook import sheets, title_of
from lineofsight.annex_a.xlsx import write_xlsx
from lineofsight.council import Council
from lineofsight.home import Home
from lineofsight.problems import Refused

WRITERS = {".xlsx": write_xlsx, ".ods": write_ods}


def produce_and_write(
    home: Home,
    on: dt.date,
    to: Path,
    *,
    layout: str | None = None,
    lists_alone: bool = False,
    now: dt.datetime,
    say: Callable[[str], None],
) -> Produced:
    """Annex A as at a day, written to a workbook; `say` is told what came of it, line by line.

    Refused where the file can't be such a workbook or its folder isn't there, and where `produce` refuses.
    """
    writer = WRITERS.get(to.suffix.lower())
    if writer is None:
        raise Refused(f"{to}: Annex A is written as {' or '.join(WRITERS)}: change the file's ending")
    if not to.absolute().parent.is_dir():
        raise Refused(f"{to}: there is no folder {to.parent}: make it first")
    produced = produce(Council(home), on, layout, now=now)
    writer(to, sheets(produced, lists_alone=lists_alone), title=title_of(produced), made_at=now)
    for line in what_came_of_it(produced):
        say(line)
    say(f"{to} written. It holds children's data: keep it where they are safe, and remove it when it has served")
    return produced


def what_came_of_it(produced: Produced) -> list[str]:
    """What is worth knowing of a run, in lines that name no child."""
    lines = [f"Annex A of {produced.on} by layout {produced.layout.name}, from snapshot {produced.snapshot.id}"]
    for made in produced.laid.lists:
        if made.cannot:
            lines.append(f"  List {made.number} could not be made: {made.cannot}")
            continue
        of_list = produced.validation.of(made.number)
        to_mend = sum(state.missing + state.breaks for state in of_list)
        unfilled = f", {len(made.lacks)} columns that the snapshot can't fill" if made.lacks else ""
        rows = "1 row" if made.rows == 1 else f"{made.rows:,} rows"
        lines.append(f"  List {made.number}: {rows}, {to_mend:,} cells to mend{unfilled}")
    lines += [f"  {comes_to(line)}" for line in produced.reconciliation.lines if line.ref]
    since = produced.comparison.since
    if since is not None:
        joined = sum(change.joined for change in produced.comparison.lists)
        left = sum(change.left for change in produced.comparison.lists)
        changed = sum(change.changed for change in produced.comparison.lists)
        lines.append(f"  Since run {since.id}: {joined:,} rows joined, {left:,} left, {changed:,} changed")
    return lines
