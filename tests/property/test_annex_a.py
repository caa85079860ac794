"""Whatever the lives, each cell of each list of Annex A is as its layout has it, or the validation says where it isn't.

And each row lies in its window, each line adds up with the scorecard, and the workbook read back gives the same rows.
"""

from __future__ import annotations

import datetime as dt
import os
from pathlib import Path
from tempfile import TemporaryDirectory

from hypothesis import given, settings
from hypothesis import strategies as st

from lineofsight.annex_a.producing import Produced, produce
from lineofsight.annex_a.workbook import sheets, title_of
from lineofsight.annex_a.xlsx import write_xlsx
from lineofsight.calendar import months_before
from lineofsight.home import Home
from tests.annex_a.councils import rows
from tests.annex_a.read_back import lists_of
from tests.extracts import council_of
from tests.property.lives import EXTRACTED, Tables, councils, dates, flags, later_dates, maybe_dates

NOW = dt.datetime(2026, 11, 23, tzinfo=dt.UTC)
FEW_OR_1000 = settings(max_examples=1000) if os.environ.get("FUZZ") else settings()
DAYS = (EXTRACTED, dt.date(2023, 2, 28), dt.date(2022, 12, 31))


@st.composite
def more(draw: st.DrawFn) -> Tables:
    """Tables that the lives don't have, about the same children: codes that no list admits, and dates in any order."""
    child = st.sampled_from(["C0", "C1", "C2"])

    def some(**columns: st.SearchStrategy[object]) -> list[dict[str, object]]:
        return draw(st.lists(st.fixed_dictionaries(columns), max_size=3))

    tables: Tables = {
        "ssd_early_help_episodes": some(
            earl_person_id=child, earl_episode_start_date=maybe_dates, earl_episode_end_date=later_dates,
            earl_episode_organisation=st.sampled_from(["", "Hedgerow Family Centre", "=1+1"]),
        ),
        "ssd_s47_enquiry": some(
            s47e_person_id=child, s47e_s47_start_date=maybe_dates, s47e_s47_end_date=later_dates, s47e_s47_nfa=flags,
            s47e_s47_outcome_json=st.sampled_from(["", '{"CP_CONFERENCE_FLAG": "N"}', "{"]),
            s47e_s47_completed_by_team=st.sampled_from(["", "T1"]),
        ),
        "ssd_permanence": some(
            perm_person_id=child, perm_adm_decision_date=maybe_dates, perm_permanence_order_date=later_dates,
            perm_permanence_order_type=st.sampled_from(["", "Adoption", "Special Guardianship Order"]),
            perm_decision_reversed_date=later_dates, perm_decision_reversed_reason=st.sampled_from(["", "RD1", "RD9"]),
            perm_placed_for_adoption_date=maybe_dates,
        ),
        "ssd_cla_placement": some(
            clap_person_id=child, clap_cla_id=st.sampled_from(["C0-c0", "C1-c0", "gone", ""]),
            clap_cla_placement_start_date=maybe_dates, clap_cla_placement_end_date=later_dates,
            clap_cla_placement_type=st.sampled_from(["U6", "K3", "T4", "a tent", ""]),
            clap_cla_placement_provider=st.sampled_from(["PR1", "PR9", ""]),
        ),
        "ssd_missing": some(
            miss_person_id=child, miss_missing_episode_start_date=dates,
            miss_missing_episode_type=st.sampled_from(["M", "A", "lost", ""]),
            miss_missing_rhi_offered=st.sampled_from(["Y", "N", "NA", ""]),
            miss_missing_rhi_accepted=st.sampled_from(["Y", "N", "NA", ""]),
        ),
        "ssd_immigration_status": some(
            immi_person_id=child, immi_immigration_status=st.sampled_from(["UASC", "settled", ""]),
            immi_immigration_status_start_date=maybe_dates, immi_immigration_status_end_date=later_dates,
        ),
    }  # fmt: skip
    keys = ("earl_episode_id", "s47e_s47_enquiry_id", "perm_table_id", "clap_cla_placement_id", "miss_table_id",
            "immi_immigration_status_id")  # fmt: skip
    for key, listed in zip(keys, tables.values(), strict=True):
        for number, row in enumerate(listed):
            row[key] = f"x{number}"
    return {name: listed for name, listed in tables.items() if listed}


@FEW_OR_1000
@given(councils(), more(), st.sampled_from(DAYS), st.sampled_from(["2021", "2024"]))
def test_annex_a(tables: Tables, others: Tables, on: dt.date, layout: str) -> None:
    with TemporaryDirectory() as folder:
        council = council_of(Home(Path(folder) / "home"), {**tables, **others}, EXTRACTED)
        produced = produce(council, on, layout, now=NOW)
        assert {each.number for each in produced.laid.lists} == set(range(1, 12))
        _each_cell_is_right_or_named(produced)
        _each_row_lies_in_its_window(produced)
        _each_line_adds_up(produced)
        _read_back_it_is_the_same(produced, Path(folder))


def _each_cell_is_right_or_named(produced: Produced) -> None:
    wrong = set()
    for made in produced.laid.made:
        listed = rows(produced.laid, made.number)
        for row in listed:
            for column in made.layout.columns:
                cell, name = row[column.name], column.name
                if name in made.lacks:
                    assert cell is None
                    continue
                before = row[column.not_before] if column.not_before else None
                empty = cell is None and (
                    column.required or (column.needed_with and row[column.needed_with] is not None)
                )
                breaks = cell is not None and (
                    (column.values and cell not in column.values)
                    or (column.type == "date" and name != "date_of_birth" and cell > produced.on)
                    or (column.type == "int" and cell < 0)
                    or (before is not None and cell < before)
                    or (name in made.layout.once and sum(other[name] == cell for other in listed) > 1)
                )
                if empty or breaks:
                    wrong.add((made.number, row["place"], name))
    cells = list(produced.validation.cells())
    assert {(cell[0], cell[1], cell[3]) for cell in cells} == wrong
    assert len(cells) == len(wrong) == produced.validation.to_mend
    by_worker = produced.validation.groups
    assert sum(group.to_mend for group in by_worker) == len(wrong)
    assert sum(group.rows for group in by_worker) == sum(made.rows for made in produced.laid.made)


def _each_row_lies_in_its_window(produced: Produced) -> None:
    on, ends = (
        produced.on,
        {2: "assessment_completion_date", 6: "cin_closure_date", 7: "plan_end_date", 8: "care_end_date"},
    )
    begins = {1: "date_of_contact", 3: "date_of_referral"}
    for made in produced.laid.made:
        after = months_before(on, made.layout.months)
        for row in rows(produced.laid, made.number):
            if made.number in begins:
                assert after < row[begins[made.number]] <= on
            if made.number in ends and row[ends[made.number]] is not None:
                assert after < row[ends[made.number]] <= on


def _each_line_adds_up(produced: Produced) -> None:
    differences = list(produced.reconciliation.differences())
    for line in produced.reconciliation.lines:
        if not line.lacks:
            assert line.rows == line.counted - line.counted_alone + line.listed_alone + line.more_than_once
            assert line.agrees == (not any(row[0] == line.number for row in differences))
    assert all(row[2] and row[5] for row in differences)


def _read_back_it_is_the_same(produced: Produced, folder: Path) -> None:
    path = folder / "annex_a.xlsx"
    write_xlsx(path, sheets(produced), title=title_of(produced), made_at=NOW)
    on, lists, _ = lists_of(path, folder / "scratch", unknown_codes=True)
    assert on == produced.on
    assert set(lists) == {made.number for made in produced.laid.made}
    for made in produced.laid.made:
        columns, found = lists[made.number]
        assert columns == [column.name for column in made.layout.columns]
        ours = produced.laid.database.execute(f"select {', '.join(columns)} from {made.table} order by place")
        assert found == ours.fetchall()
