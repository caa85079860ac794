"""The layouts: what is shipped is what the reader knows, and a council's own says only what differs."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest

from lineofsight.annex_a.layouts import layout_for, read_layouts, shipped_layouts
from lineofsight.problems import Refused
from lineofsight.records.descriptions import heading
from lineofsight.records.reading import code_of
from lineofsight.sources.annex_a.headings import keys_of, matched
from lineofsight.sources.annex_a.lists import all_lists
from lineofsight.sources.annex_a.spellings import code_meant
from tests.sources.annex_a.workbooks import template

LAYOUTS = shipped_layouts()


@pytest.mark.parametrize("number", range(1, 12))
def test_headings_are_those_of_the_template_in_its_order(number: int) -> None:
    for name, before_2024 in (("2021", True), ("2024", False)):
        headings = tuple(column.heading for column in LAYOUTS[name].of(number).columns)
        assert headings == template(number, before_2024=before_2024)


@pytest.mark.parametrize("name", LAYOUTS)
def test_the_reader_knows_each_heading_as_the_column_that_it_is(name: str) -> None:
    for each in all_lists():
        columns = LAYOUTS[name].of(each.number).columns
        found = matched(each, keys_of([column.heading for column in columns]))
        assert found == {column.name: place for place, column in enumerate(columns)}


@pytest.mark.parametrize("name", LAYOUTS)
def test_the_reader_takes_each_value_for_the_code_that_it_is_written_for(name: str) -> None:
    for of_list in LAYOUTS[name].lists:
        for column in of_list.columns:
            for code, written in column.values.items():
                if column.described.codes:
                    meant = code_of(column.described, written, {}) or code_meant(column.described, written)
                    assert meant == code, (of_list.number, column.name, written)


def test_no_two_codes_of_a_column_are_written_alike() -> None:
    for layout in LAYOUTS.values():
        for of_list in layout.lists:
            for column in of_list.columns:
                written = [heading(text) for text in column.values.values()]
                assert len(set(written)) == len(written)


def test_the_later_layout_differs_in_list_9_and_three_values_alone() -> None:
    before, since = LAYOUTS["2021"], LAYOUTS["2024"]
    assert [len(before.of(9).columns), len(since.of(9).columns)] == [13, 17]
    differing = {
        (of_list.number, column.name)
        for of_list in since.lists
        for column in of_list.columns
        if column != before.of(of_list.number).column(column.name)
    }
    added = {(9, name) for name in ("uasc", "personal_adviser", "pathway_plan_review_date", "latest_contact_date")}
    values = {(1, "contact_source"), (3, "referral_source"), (6, "closure_reason"), (9, "eligibility")}
    assert differing == added | values


def test_the_layout_of_a_day_is_the_latest_that_had_begun() -> None:
    for on, name in (("2017-01-01", "2021"), ("2023-12-31", "2021"), ("2024-01-01", "2024"), ("2030-01-01", "2024")):
        assert layout_for(LAYOUTS, dt.date.fromisoformat(on)).name == name
    with pytest.raises(Refused, match="there are 2021, 2024"):
        layout_for(LAYOUTS, dt.date(2023, 3, 31), "2022")


def test_a_council_s_own_layout_says_only_what_differs(tmp_path: Path) -> None:
    (tmp_path / "2026.toml").write_text(
        'layout = "2026"\nbased_on = "2024"\nvalid_from = 2026-04-01\ntitle = "Sex in place of gender"\n'
        '[values.placement]\nK3 = "K3: Supported accommodation"\nH5 = ""\n'
        '[[lists]]\nnumber = 7\nmonths = 12\nheadings = { gender = "Sex" }\n',
        encoding="utf-8",
    )
    layouts = read_layouts(tmp_path)
    own, shipped = layouts["2026"], layouts["2024"]
    assert layout_for(layouts, dt.date(2026, 5, 1)) is own and own.own and not shipped.own
    assert own.of(7).months == 12 and shipped.of(7).months == 6
    assert [column.heading for column in own.of(7).columns][:2] == ["Child Unique ID", "Sex"]
    assert own.of(6) == shipped.of(6)
    kinds, before = own.of(8).column("placement_type"), shipped.of(8).column("placement_type")
    assert kinds is not None and before is not None
    assert set(kinds.values) - set(before.values) == {"K3"}
    assert set(before.values) - set(kinds.values) == {"H5"}


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("layout = ", "own.toml: can't be read"),
        ('title = "x"', "own.toml: it doesn't say which layout it is"),
        ('layout = "x"\nlist = 3', "own.toml: a layout has no field 'list'"),
        ('layout = "x"\nbased_on = "2020"', "own.toml: based_on names '2020', which is no other layout"),
        ('layout = "x"\nbased_on = "x"', "own.toml: based_on names 'x', which is no other layout"),
        ('layout = "x"\ntitle = "x"', "own.toml: the layout has no valid_from"),
        ('layout = "x"\nbased_on = "2024"\nvalid_from = "2026"', "own.toml: valid_from must be a date without quotes"),
        ('layout = "x"\nbased_on = "2024"\n[[lists]]\nnumber = 12', "a number from 1 to 11"),
        ('layout = "x"\nbased_on = "2024"\n[[lists]]\nnumber = 1\nrows = 3', "a list has no field 'rows'"),
        ('layout = "x"\nbased_on = "2024"\n[[lists]]\nnumber = 1\nmonths = "6"', "months must be a whole number"),
        (
            'layout = "x"\nbased_on = "2024"\n[[lists]]\nnumber = 1\ncolumns = ["name"]',
            "list 1: it has no column 'name'",
        ),
        ('layout = "x"\nbased_on = "2024"\n[[lists]]\nnumber = 1\nonce = ["uasc"]', "list 1: it has no column 'uasc'"),
        ('layout = "x"\nbased_on = "2024"\n[written_as]\ngender = "sexes"', "there is no [values.sexes]"),
    ],
)
def test_a_layout_that_can_t_be_used_is_refused_with_its_file(tmp_path: Path, text: str, says: str) -> None:
    (tmp_path / "own.toml").write_text(text, encoding="utf-8")
    with pytest.raises(Refused) as refusal:
        read_layouts(tmp_path)
    assert says in str(refusal.value) and "\n" not in str(refusal.value)
