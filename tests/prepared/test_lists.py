"""Lists of children: complete, in order, and never more than the reader may see."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lineofsight.indicators.children import children_behind
from lineofsight.indicators.engine import Counted
from lineofsight.indicators.figures import figures
from lineofsight.prepared.lists import SORTS, Wanted, children_listed
from lineofsight.problems import Refused
from tests.prepared.conftest import EVERYBODY, Reading


def test_rows_are_the_figure_for_every_indicator_and_window(kept: Counted) -> None:
    on = kept.dates[-1]
    for figure in figures(kept, dimension=""):
        definition = kept.book.latest("indicator", figure.ref)
        if figure.as_at != on or definition.is_rate:
            continue
        if not definition.of_children:
            with pytest.raises(Refused, match="counts no children"):
                children_listed(kept, figure.ref, on, figure.window, EVERYBODY, most=0)
            continue
        every = children_listed(kept, figure.ref, on, figure.window, EVERYBODY, most=0)
        met = children_listed(kept, figure.ref, on, figure.window, EVERYBODY, Wanted(met=True), most=0)
        if definition.unit in ("percent", "count"):
            assert (met.found, every.found) == (figure.numerator, figure.denominator or figure.numerator), figure
        elif definition.unit == "median":  # of the rows with something measured
            assert every.found >= (figure.denominator or 0) > 0 or not figure.denominator, figure
        else:
            assert (every.found > 0) == bool(figure.denominator), figure


def test_the_118_children_of_3_3_come_with_name_clock_team_and_worker(kept: Counted) -> None:
    on = kept.dates[-1]
    listing = children_listed(kept, "3.3", on, "snapshot", EVERYBODY, Wanted(met=False), most=None)
    assert len(listing.rows) == listing.found == 738 - 620
    assert listing.rows[0].days_overdue == max(row.days_overdue or 0 for row in listing.rows)
    first = listing.rows[0]
    assert first.name and first.born_on and first.clock_start and first.team and first.worker
    listed_by_the_command = children_behind(kept, "3.3", on, "snapshot")
    assert {row.id for row in listing.rows} == {row[3] for row in listed_by_the_command if not row[5]}


def test_pages_together_are_the_whole_list(kept: Counted) -> None:
    on = kept.dates[-1]
    whole = children_listed(kept, "3.3", on, "snapshot", EVERYBODY, most=None).rows
    pages = [
        row
        for first in range(0, len(whole), 100)
        for row in children_listed(kept, "3.3", on, "snapshot", EVERYBODY, first=first, most=100).rows
    ]
    assert tuple(pages) == whole and len(whole) == 738


@pytest.mark.parametrize("sort", SORTS)
@pytest.mark.parametrize("group", ["", "team", "worker"])
def test_groups_stand_together_in_any_order(kept: Counted, sort: str, group: str) -> None:
    rows = children_listed(
        kept, "5.11", kept.dates[-1], "snapshot", EVERYBODY, Wanted(sort=sort, group=group), most=None
    ).rows
    assert len(rows) == 301
    if group:
        names = [getattr(row, group) for row in rows]
        assert len(list(dict.fromkeys(names))) == sum(a != b for a, b in zip(names, [object(), *names], strict=False))


@given(data=st.data())
def test_rows_restricted_and_elsewhere_add_up_to_the_figure(kept: Counted, data: st.DataObject) -> None:
    """Whatever a reader's teams and whoever is restricted, nobody is lost and nobody hidden is listed."""
    on = kept.dates[-1]
    everybody = children_listed(kept, "3.3", on, "snapshot", EVERYBODY, most=None).rows
    teams = sorted({row.team_id for row in everybody if row.team_id})
    reader = data.draw(
        st.builds(
            Reading,
            everybody=st.booleans(),
            teams=st.frozensets(st.sampled_from(teams)),
            chosen=st.frozensets(st.sampled_from([row.id for row in everybody[:40]])),
            hidden=st.frozensets(st.sampled_from([row.id for row in everybody])),
        )
    )
    listing = children_listed(kept, "3.3", on, "snapshot", reader, most=None)
    assert len(listing.rows) + listing.restricted + listing.elsewhere == listing.in_figure == 738
    assert not {row.id for row in listing.rows} & reader.hidden
    if not reader.everybody:
        allowed = [
            row for row in everybody if (row.team_id in reader.teams if reader.teams else row.id in reader.chosen)
        ]
        assert {row.id for row in listing.rows} == {row.id for row in allowed} - reader.hidden


def test_nobody_sees_nobody(kept: Counted) -> None:
    listing = children_listed(kept, "3.3", kept.dates[-1], "snapshot", Reading())
    assert (listing.rows, listing.elsewhere) == ((), 738)
    assert listing.teams == listing.workers == ()


def test_hostile_filters_are_values(kept: Counted) -> None:
    wanted = Wanted(team="'; drop table people; --", worker="x' or '1'='1")
    assert children_listed(kept, "3.3", kept.dates[-1], "snapshot", EVERYBODY, wanted).found == 0
