"""A text for boards names no child: ids and names of the records are found as people write them, and words aren't."""

from __future__ import annotations

import pytest

from lineofsight.home import Home
from lineofsight.published.naming import children_named, plain
from lineofsight.records.snapshots import Snapshot
from tests.published.councils import FIRST, Child, load_april, load_children, load_march


@pytest.fixture(scope="module")
def in_march(tmp_path_factory: pytest.TempPathFactory) -> Snapshot:
    return load_march(Home(tmp_path_factory.mktemp("in-march") / "home"))


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Late for C1.", ["C1"]),
        ("late for c1, and for (C3)", ["c1", "C3"]),
        ("C1/C2 were away", ["C1", "C2"]),
        ("Ada O'Brien was away", ["Ada OBrien"]),
        ("ada o’brien was away", ["ada obrien"]),
        ("O'Brien, Ada was away", ["OBrien Ada"]),
        ("Zoe Smith Jones moved", ["Zoe Smith Jones"]),
        ("ZOË ANNE SMITH-JONES moved", ["ZOË ANNE SMITH JONES"]),
        ("Max and the Field team", []),
        ("Max Field", ["Max Field"]),
        ("The max. field of view", ["max field"]),
        ("Lane, Mia", ["Lane Mia"]),
        ("C1's plan, and C3’s", ["C1", "C3"]),
        ("Mia Lane's plan", ["Mia Lane"]),
        ("ada o’brien’s plan", ["ada obrien"]),
        ("Zoe Smith Jones' plan", ["Zoe Smith Jones"]),
        ("Five of 15,595 contacts were late in week 12 of 2023.", []),
        ("", []),
    ],
)
def test_names_and_ids(in_march: Snapshot, text: str, found: list[str]) -> None:
    assert list(children_named([text], in_march)) == found


def test_a_short_number_is_an_id_only_where_it_is_called_one(home: Home) -> None:
    snapshot = load_children(home, [Child("120"), Child("1559512")], FIRST)
    assert list(children_named(["120 children were seen, 12 were not"], snapshot)) == []
    assert list(children_named(["child 120 was not seen"], snapshot)) == ["120"]
    assert list(children_named(["see 1559512"], snapshot)) == ["1559512"]


def test_an_id_that_was_merged_away_is_found(home: Home) -> None:
    load_march(home)
    assert children_named(["OLD6 and N6"], load_april(home)) == {"OLD6": {"N6"}, "N6": {"N6"}}


def test_names_are_compared_without_case_accents_and_marks() -> None:
    assert plain("  ZOË O'Brien-Smith ") == "zoe obrien smith"
