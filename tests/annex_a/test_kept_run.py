"""A run keeps what is known of it and the sheets of its workbook: what is written later is what was made then."""

from __future__ import annotations

import datetime as dt
import gzip
import json
import shutil
import threading
from pathlib import Path

import pytest

from lineofsight.annex_a.kept_run import (
    CHANGES,
    DIFFERENCES,
    TO_MEND,
    children_in,
    kept_rows,
    kept_sheets,
    kept_title,
    known,
)
from lineofsight.annex_a.producing import Produced, folder_of, produce
from lineofsight.annex_a.runs import Run, Runs
from lineofsight.annex_a.workbook import sheets, title_of
from lineofsight.council import Council
from lineofsight.home import Home
from lineofsight.problems import Refused
from tests.annex_a.conftest import NOW
from tests.annex_a.councils import ON, a_council
from tests.annex_a.test_laying import plan
from tests.annex_a.test_runs import a_run


def everything(made: object) -> list[tuple[object, ...]]:
    return [(s.name, list(s.above), [c.heading for c in s.columns], [tuple(r) for r in s.rows]) for s in made]  # type: ignore[attr-defined]


def test_what_is_known_of_a_run_is_what_was_found_when_it_was_made(produced: Produced) -> None:
    of_run = known(produced.run)
    assert of_run is not None and of_run.to_mend == produced.validation.to_mend > 0
    for made in produced.laid.lists:
        kept, states = of_run.of(made.number), produced.validation.of(made.number)
        assert kept is not None and (kept.rows, kept.cannot) == (made.rows, made.cannot)
        assert [(c.heading, c.counts, c.missing, c.breaks) for c in kept.columns] == [
            (s.column.heading, s.counts, s.missing, s.breaks) for s in states
        ]
        assert sum(group.to_mend for group in kept.groups) == kept.to_mend
        assert sum(group.rows for group in kept.groups) == kept.rows
    lines = {line.number: line for line in produced.reconciliation.lines}
    assert {each.number: each.line for each in of_run.lists} == lines
    assert [each.change for each in of_run.lists] == list(produced.comparison.lists)
    assert of_run.of(12) is None


def test_the_kept_sheets_are_those_of_the_workbook(produced: Produced) -> None:
    assert everything(kept_sheets(produced.run)) == everything(sheets(produced))
    assert everything(kept_sheets(produced.run, lists_alone=True)) == everything(sheets(produced, lists_alone=True))
    assert kept_title(produced.run) == (title_of(produced), NOW)


def test_the_rows_of_children_are_kept_by_heading(produced: Produced) -> None:
    assert [tuple(row.values())[2] for row in kept_rows(produced.run, TO_MEND)] == [
        cell[2] for cell in produced.validation.cells()
    ]
    assert len(list(kept_rows(produced.run, DIFFERENCES))) == len(list(produced.reconciliation.differences()))
    assert len(list(kept_rows(produced.run, CHANGES))) == len(list(produced.comparison.changes()))


def test_rows_of_children_are_left_out_of_every_sheet_and_that_is_said(produced: Produced) -> None:
    of_list_7 = [row[0] for row in next(s for s in kept_sheets(produced.run) if s.name == "List 7").rows]
    without = {of_list_7[0], next(row["Child"] for row in kept_rows(produced.run, CHANGES))}
    kept = everything(kept_sheets(produced.run, without=without))
    whole = everything(kept_sheets(produced.run))
    assert not any(cell in without for *_, rows in kept for row in rows for cell in row)
    left_out = sum(len(w[3]) - len(k[3]) for w, k in zip(whole, kept, strict=True) if w[0].startswith("List"))  # type: ignore[arg-type,attr-defined]
    said = kept[0][1][-1]  # type: ignore[index]
    assert (
        left_out > 1
        and said == f"{left_out:,} rows are of restricted records and are left out of the lists. Counts are of all rows"
    )
    assert children_in(produced.run) >= without
    assert children_in(produced.run, lists_alone=True) < children_in(produced.run)


def test_what_was_signed_stays_when_rules_and_records_change(home: Home) -> None:
    first = a_run(home, [plan("Wren", "2022-11-01")])
    before = everything(kept_sheets(first.run))
    own = folder_of(home) / "lists"
    own.mkdir()
    (own / "seven.sql").write_text(
        '/*\nlist = 7\nwho = "Nobody"\n*/\nselect 1 as person_id, null as record where false'
    )
    again = produce(a_council(home, {"ssd_cp_plans": [plan("Rook", "2022-12-01")]}), ON, "2024", now=NOW)
    assert again.run.id != first.run.id and again.laid.lists[6].rows == 0
    assert everything(kept_sheets(first.run)) == before


def test_texts_days_and_shares_come_back_as_they_were(home: Home) -> None:
    run = a_run(home, [plan("2022-11-01", "2022-11-01")]).run
    (row,) = next(sheet for sheet in kept_sheets(run) if sheet.name == "List 7").rows
    assert row[0] == "2022-11-01" and dt.date(2022, 11, 1) in row


def _as_form_1(run: Run) -> None:
    """A run as it was kept before runs kept more than rows."""
    shutil.rmtree(run.folder / "sheets")
    (run.folder / "known.json").unlink()
    manifest = run.folder / "manifest.json"
    manifest.write_text(json.dumps(json.loads(manifest.read_text()) | {"form": 1}))


def test_a_run_of_the_form_before_is_there_without_what_is_known_and_is_made_anew(home: Home) -> None:
    first = a_run(home, [plan("Wren", "2022-11-01")]).run
    _as_form_1(first)
    runs = Runs(folder_of(home) / "runs")
    (older,) = runs.listed()
    assert older.form == 1 and known(older) is None
    with pytest.raises(Refused, match="kept with its rows alone"):
        list(kept_sheets(older))
    later = produce(Council(home), ON, "2024", now=NOW + dt.timedelta(hours=1)).run
    assert later.id == "2023-03-31.2" and known(later) is not None
    changed = produce(a_council(home, {"ssd_cp_plans": [plan("Rook", "2022-11-01")]}), ON, "2024",
                      now=NOW + dt.timedelta(hours=2))  # fmt: skip
    assert changed.comparison.since is not None and changed.comparison.since.id == later.id


def test_a_damaged_run_is_refused_by_name(home: Home) -> None:
    run = a_run(home, [plan("Wren", "2022-11-01")]).run
    of_list_7 = next(iter(sorted((run.folder / "sheets").glob("08*"))))
    of_list_7.write_bytes(gzip.compress(b"[1")[:-4])
    with pytest.raises(Refused, match=r"Run 2023-03-31\.1 is damaged"):
        everything(kept_sheets(run))
    (run.folder / "known.json").write_text("{")
    with pytest.raises(Refused, match=r"Run 2023-03-31\.1 is damaged"):
        known(run)


def test_runs_are_named_by_ids_alone(home: Home) -> None:
    run = a_run(home, [plan("Wren", "2022-11-01")]).run
    runs = Runs(folder_of(home) / "runs")
    assert runs.named(run.id) == run
    for name in ("2023-03-31.2", "../runs/2023-03-31.1", ".", "", "2023-03-31.1/", "2023-03-31.1\n"):
        assert runs.named(name) is None


def test_two_at_once_keep_one_run(home: Home) -> None:
    """Of the same records by the same rules: whoever comes second finds the run of the first."""
    council = a_council(home, {"ssd_cp_plans": [plan("Wren", "2022-11-01")]})
    folder_of(home).mkdir()
    made: list[str] = []
    both = [
        threading.Thread(target=lambda: made.append(produce(council, ON, "2024", now=NOW).run.id)) for _ in range(2)
    ]
    for each in both:
        each.start()
    for each in both:
        each.join()
    runs = Runs(folder_of(home) / "runs")
    assert made == ["2023-03-31.1"] * 2 and [run.id for run in runs.listed()] == ["2023-03-31.1"]
    assert not list(Path(runs.folder).glob(".making-*"))
