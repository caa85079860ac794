"""What findings do to figures: the range, against a count by hand of what mending could do."""

from __future__ import annotations

import datetime as dt
from fractions import Fraction
from itertools import product

import pytest

from lineofsight.calendar import Month
from lineofsight.council import Council
from lineofsight.home import Home
from lineofsight.indicators.children import LISTED_WITH, children_behind
from lineofsight.indicators.distortion import Distorts, Finding, Range, _between, ranges
from lineofsight.indicators.engine import Counted

MARCH = Month(2023, 3)


@pytest.fixture(scope="module")
def counted(demonstration: Home) -> Counted:
    refs = ["1.2", "2.10a", "3.3", "5.10"]
    return Council(demonstration).count([Month(2023, 2), MARCH], refs=refs, breakdowns=LISTED_WITH)


def behind(counted: Counted, ref: str, window: str = "snapshot") -> dict[str, list[bool]]:
    """Each child behind a figure, with whether each of its rows is met."""
    found: dict[str, list[bool]] = {}
    for row in children_behind(counted, ref, MARCH.end, window):
        found.setdefault(str(row[3]), []).append(bool(row[5]))
    return found


def of(found: list[Range], ref: str, code: str, window: str = "snapshot") -> Range:
    [one] = [r for r in found if (r.ref, r.code, r.window, r.as_at) == (ref, code, window, MARCH.end)]
    return one


def percent(part: int, whole: int) -> Fraction:
    return Fraction(100 * part, whole)


def test_visits_without_a_date_could_only_make_children_visited_in_time(counted: Counted) -> None:
    rows = behind(counted, "3.3")
    late = [child for child, met in rows.items() if met == [False]][:11]
    seen = [child for child, met in rows.items() if met == [True]][:7]
    found = ranges(
        counted,
        [Finding("A", "ssd_cin_visits", child) for child in (*late, *seen, "nobody")],
        {"A": Distorts(frozenset({"better"}), frozenset({"3.3"})), "B": Distorts(frozenset(), frozenset({"3.3"}))},
    )
    met = sum(row == [True] for row in rows.values())
    one = of(found, "3.3", "A")
    assert (one.value, one.low, one.high) == (
        percent(met, 738),
        percent(met, 738),
        percent(met + 11, 738),  # the seven who were seen in time stay so
    )
    assert one.findings == 18
    assert of(found, "3.3", "").high == one.high


def test_a_range_goes_both_ways_and_a_child_with_two_findings_is_one(counted: Counted) -> None:
    rows = behind(counted, "3.3")
    met = sum(row == [True] for row in rows.values())
    late = [child for child, row in rows.items() if row == [False]]
    seen = [child for child, row in rows.items() if row == [True]]
    elsewhere = sorted(set(behind(counted, "5.10")) - set(rows))[:5]
    rules = {
        "date": Distorts(frozenset({"better", "worse"}), frozenset({"3.3"})),
        "plan": Distorts(frozenset({"join", "leave"}), frozenset({"1.2", "3.3"})),
    }
    findings = [
        *(Finding("date", "ssd_cin_visits", child) for child in (*late[:4], *seen[:3])),
        *(Finding("plan", "ssd_cin_plans", child) for child in (*late[:2], *seen[2:5], *elsewhere)),
    ]
    found = ranges(counted, findings, rules)
    both = of(found, "3.3", "")
    # At worst three late after all, two more leave who were seen, and five come in late; the late ones stay.
    assert both.low == percent(met - 3 - 2, 738 - 2 + 5)
    # At best four were seen, and five come in who were; of the late ones nobody else could leave.
    assert both.high == percent(met + 4 + 5, 738 + 5)
    assert both.findings == len(findings)
    count = of(found, "1.2", "plan")
    assert (count.low, count.value, count.high) == (738 - 5, 738, 738 + 5)


def test_where_lower_is_better_the_range_turns_round(counted: Counted) -> None:
    rows = behind(counted, "5.10")
    bad = sum(row == [True] for row in rows.values())
    [*touched] = [child for child, row in rows.items() if row == [True]][:6]
    found = ranges(
        counted,
        [Finding("A", "ssd_cin_assessments", child) for child in touched],
        {"A": Distorts(frozenset({"better"}), frozenset({"5.10"}))},
    )
    one = of(found, "5.10", "A")
    assert (one.low, one.value, one.high) == (percent(bad - 6, 301), percent(bad, 301), percent(bad, 301))


def test_a_finding_on_an_event_touches_that_event_alone_and_in_its_windows(counted: Counted) -> None:
    listed = children_behind(counted, "2.10a", MARCH.end, "ytd")
    several = next(child for child in {r[3] for r in listed} if sum(r[3] == child for r in listed) > 1)
    event = next(row for row in listed if row[3] == several and row[5])
    rules = {"A": Distorts(frozenset({"worse"}), frozenset({"2.10a"}))}
    of_one = ranges(counted, [Finding("A", "ssd_cin_assessments", str(several), str(event[4]))], rules)
    whole = of(of_one, "2.10a", "A", "ytd")
    assert whole.value is not None and whole.low is not None
    met, everybody = sum(bool(row[5]) for row in listed), len(listed)
    assert (whole.value, whole.low) == (percent(met, everybody), percent(met - 1, everybody))
    of_the_child = ranges(counted, [Finding("A", "ssd_person", str(several))], rules)
    theirs = sum(bool(row[5]) for row in listed if row[3] == several)
    assert of(of_the_child, "2.10a", "A", "ytd").low == percent(met - theirs, everybody)


def test_a_finding_touches_no_date_outside_its_days(counted: Counted) -> None:
    child = next(child for child, row in behind(counted, "3.3").items() if row == [False])
    rules = {"A": Distorts(frozenset({"better", "join"}), frozenset({"3.3"}))}
    finding = Finding("A", "ssd_cin_visits", child, from_on=dt.date(2023, 3, 1), to_on=dt.date(2023, 4, 1))
    assert {r.as_at for r in ranges(counted, [finding], rules)} == {MARCH.end}


@pytest.mark.parametrize("better", ["higher", "lower"])
def test_no_way_of_mending_leaves_the_range(better: str) -> None:
    """Every way in which each of a few rows could be mended gives a figure within the range, and both ends are met."""
    kinds = [(good, effects) for good in (True, False, None) for effects in EFFECTS]
    for rows in (kinds[n : n + 5] for n in range(0, len(kinds), 3)):
        rows = [*rows, (True, ()), (False, ())]
        outcomes = [outcomes_of(good, effects) for good, effects in rows]
        seen = []
        for chosen in product(*outcomes):
            there = [good for good in chosen if good is not None]
            if there:
                share = percent(sum(there), len(there))
                seen.append(share if better == "higher" else 100 - share)
        now, low, high = _between("percent", better, counts_of(rows))
        assert low is not None and high is not None and now is not None
        assert (low, high) == (min(seen), max(seen)), rows
        assert low <= now <= high


EFFECTS = [
    (),
    ("better",),
    ("worse",),
    ("leave",),
    ("join",),
    ("better", "worse"),
    ("better", "leave"),
    ("worse", "leave"),
]


def outcomes_of(good: bool | None, effects: tuple[str, ...]) -> list[bool | None]:
    if good is None:
        return [None, True, False] if "join" in effects else [None]
    found: list[bool | None] = [good]
    if ("worse" if good else "better") in effects:
        found.append(not good)
    if "leave" in effects:
        found.append(None)
    return found


def counts_of(rows: list[tuple[bool | None, tuple[str, ...]]]) -> list[int]:
    def many(good: bool | None, effect: str, without: str = "") -> int:
        return sum(g is good and effect in effects and without not in effects for g, effects in rows)

    return [
        *(many(False, "better"), many(True, "worse"), many(True, "leave", "worse"), many(True, "leave")),
        *(many(False, "leave", "better"), many(False, "leave"), many(None, "join")),
        *(sum(good is True for good, _ in rows), sum(good is not None for good, _ in rows)),
    ]
