"""What audits tell, counted: every sum is written as a sum, and what is hidden can't be worked out again."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lineofsight.web.audits import telling
from lineofsight.web.audits.small_cells import Cells, hidden_groups
from lineofsight.web.audits.telling import ActionRow, Quarter
from lineofsight.web.audits.voices import voices_of
from tests.web.audits.rows import G, I, O, R, told

TODAY = dt.date(2023, 3, 31)


# Quarters


@pytest.mark.parametrize(
    ("day", "code", "words"),
    [
        (dt.date(2022, 4, 1), "2022-Q1", "April to June 2022"),
        (dt.date(2022, 6, 30), "2022-Q1", "April to June 2022"),
        (dt.date(2022, 7, 1), "2022-Q2", "July to September 2022"),
        (dt.date(2022, 12, 31), "2022-Q3", "October to December 2022"),
        (dt.date(2023, 1, 1), "2022-Q4", "January to March 2023"),
        (dt.date(2023, 3, 31), "2022-Q4", "January to March 2023"),
        (dt.date(2023, 4, 1), "2023-Q1", "April to June 2023"),
    ],
)
def test_a_quarter_is_one_of_the_financial_year(day: dt.date, code: str, words: str) -> None:
    assert (Quarter.of(day).code, Quarter.of(day).words) == (code, words)
    assert Quarter.read(code) == Quarter.of(day)


# Grades


def test_grades_as_audited_and_as_they_hold_are_of_the_same_audits() -> None:
    rows = [told(O, G), told(G), told(G), told(G, R), told(R), told(R), told(I), told(G, R)]
    line = telling.line("", rows, hidden=False, few=20)
    assert line.audited is not None and line.holds is not None
    assert line.audited.counts == (1, 4, 2, 1)
    assert line.holds.counts == (0, 1 + 2, 2 + 2, 1)
    assert line.audited.n == line.holds.n == line.n == 8
    assert line.audited.good_share == Fraction(100 * (1 + 4), 8)
    assert line.holds.good_share == Fraction(100 * 3, 8)
    assert line.holds.inadequate_share == Fraction(100 * 1, 8)
    assert line.few and not telling.line("", rows, hidden=False, few=8).few


def test_the_interval_is_wilsons() -> None:
    told_ = telling.distribution([O] * 10 + [R] * 10)
    assert told_.good_interval is not None
    assert (round(told_.good_interval.lower, 1), round(told_.good_interval.upper, 1)) == (29.9, 70.1)


def test_no_audits_have_no_shares() -> None:
    nothing = telling.distribution([])
    assert (nothing.good_share, nothing.inadequate_share, nothing.good_interval) == (None, None, None)


def test_a_hidden_group_holds_no_grades_at_all() -> None:
    line = telling.line("S1", [told(I)], hidden=True, few=20)
    assert (line.n, line.audited, line.holds, line.hidden) == (1, None, None, True)


def test_a_section_counts_where_both_give_it_a_grade() -> None:
    rows = [
        told(audited_sections={"voice": G, "plan": R}, sections={"voice": R, "plan": R}),
        told(audited_sections={"voice": "not_applicable"}, sections={"voice": G}),
        told(audited_sections={"voice": I}, sections={"voice": I}),
        told(audited_sections={}, sections={"voice": G}),
    ]
    voice, plan = telling.sections(rows, ["voice", "plan"], small=1, few=20)
    assert (voice.n, voice.audited and voice.audited.counts, voice.holds and voice.holds.counts) == (
        2,
        (0, 1, 0, 1),
        (0, 0, 1, 1),
    )
    assert plan.n == 1
    hidden = telling.sections(rows, [], small=2, few=20)
    assert [(line.code, line.hidden) for line in hidden] == [("plan", True), ("voice", False)]


def test_what_moderation_changed() -> None:
    rows = [told(G), told(G, R), told(G, G), told(R, G), told(O, I, grade_from="panel")]
    assert telling.moved(rows) == telling.Moved(moderated=4, higher=1, same=1, lower=2)


# What is hidden


def test_a_small_group_takes_the_next_smallest_with_it() -> None:
    assert hidden_groups({"A": 3, "B": 9, "C": 40}, 5) == {"A", "B"}
    assert hidden_groups({"A": 2, "B": 2, "C": 6, "D": 40}, 5) == {"A", "B", "C"}  # 2 + 2 < 5
    assert hidden_groups({"A": 3, "B": 4, "C": 40}, 5) == {"A", "B"}  # 3 + 4 >= 5
    assert hidden_groups({"A": 6, "B": 9}, 5) == set()
    assert hidden_groups({"A": 0, "B": 9}, 5) == set()  # nobody is hidden among nobody
    assert hidden_groups({"A": 0, "B": 2, "C": 9, "D": 10}, 5) == {"B", "C"}
    assert hidden_groups({"A": 9, "B": 7, "C": 10}, 5, also=["A"]) == {"A", "B"}


sizes = st.dictionaries(st.text("abcdefgh", min_size=1, max_size=2), st.integers(0, 30), min_size=1, max_size=8)


@settings(max_examples=300)
@given(sizes, st.integers(1, 10))
def test_what_is_hidden_in_a_table_can_not_be_subtracted_from_its_total(groups: dict[str, int], small: int) -> None:
    hidden = hidden_groups(groups, small)
    shown = {name: size for name, size in groups.items() if name not in hidden}
    assert all(size >= small or size == 0 for size in shown.values())
    total = sum(groups.values())
    rest = total - sum(shown.values())
    if total >= small:  # else the total itself is not shown
        assert rest == 0 or rest >= small
        assert rest == 0 or len(hidden) > 1 or sum(1 for size in groups.values() if size) == 1


cubes = st.lists(
    st.tuples(st.sampled_from("AB"), st.sampled_from("xyz"), st.sampled_from("12")), min_size=1, max_size=60
)


@settings(max_examples=100)
@given(cubes)
def test_a_filter_does_not_show_what_a_table_hides(atoms: list[tuple[str, str, str]]) -> None:
    """Each row of each table is the total of another page: hidden in one, hidden in the other."""
    names = ["service", "cohort", "quarter"]
    cells = Cells(names, atoms, small=5)
    for place, name in enumerate(names):
        hidden = cells.hidden_rows(name, {})
        for value in {atom[place] for atom in atoms}:
            assert cells.hides({name: value}) or value not in hidden
            many = sum(atom[place] == value for atom in atoms)
            assert cells.hides({name: value}) or many >= 5
            for other in names:
                if other != name:
                    for row in cells.sizes(other, {name: value}):
                        shown = row not in cells.hidden_rows(other, {name: value})
                        assert not (shown and cells.hides({name: value, other: row}))


def test_a_group_that_hides_another_is_not_shown_by_its_filter() -> None:
    cells = Cells(["service", "cohort"], [("A", "x")] * 3 + [("B", "x")] * 9 + [("C", "y")] * 20, small=5)
    assert cells.hidden_rows("service", {}) == {"A", "B"}
    assert [cells.hides({"service": name}) for name in "ABC"] == [True, True, False]
    assert cells.hides({"service": "B", "cohort": "x"})  # the same nine by a longer way
    assert not cells.hides({})


@settings(max_examples=50)
@given(cubes, st.data())
def test_tables_of_grades_can_not_be_undone(atoms: list[tuple[str, str, str]], data: st.DataObject) -> None:
    """Of each table: the grades of the whole less those of the lines shown are those of none or of five or more."""
    grades = [data.draw(st.sampled_from([O, G, R, I])) for _ in atoms]
    rows = [
        told(grade, service=service, cohort=cohort, given_on=dt.date(2022, 5 if half == "1" else 8, 1))
        for (service, cohort, half), grade in zip(atoms, grades, strict=True)
    ]
    cells = telling.cells_of(rows, 5)
    if cells.hides({}):
        return
    whole = telling.distribution(row.grade for row in rows)
    for name in ("service", "cohort", "quarter", "year", "team"):
        hidden = cells.hidden_rows(name, {})
        found = telling.lines(rows, telling.by_value(name), hidden=hidden, few=20)
        assert sum(line.n for line in found) == whole.n
        shown = Counter[int]()
        for line in found:
            for place, many in enumerate(line.holds.counts if line.holds else ()):
                shown[place] += many
        rest = [many - shown[place] for place, many in enumerate(whole.counts)]
        assert sum(rest) == 0 or (sum(rest) >= 5 and sum(line.hidden for line in found) > 1) or len(found) == 1


# Themes, feedback


def test_themes_are_counted_of_all_audits_and_those_to_be_developed_stand_first() -> None:
    rows = [
        told(strengths=frozenset({"voice"}), developments=frozenset({"planning"})),
        told(developments=frozenset({"planning", "voice"})),
        told(strengths=frozenset({"voice", "visits"})),
        told(),
    ]
    found = telling.themes(rows, ["voice", "planning", "visits", "fathers"])
    assert [(one.code, one.developments, one.strengths, one.n) for one in found] == [
        ("planning", 2, 0, 4),
        ("voice", 1, 2, 4),
        ("visits", 0, 1, 4),
        ("fathers", 0, 0, 4),
    ]
    assert found[0].development_share == Fraction(100 * 2, 4)
    (line,) = telling.theme_lines(rows, "voice", lambda row: row.service, hidden=set(), few=20)
    assert line.told is not None and (line.told.developments, line.told.strengths, line.few) == (1, 2, True)
    (hidden,) = telling.theme_lines(rows, "voice", lambda row: row.service, hidden={"S1"}, few=20)
    assert (hidden.n, hidden.told) == (4, None)


def test_feedback_is_of_the_audits_that_ask_for_it() -> None:
    rows = [
        told(took_part="yes", child="obtained", family="attempted"),
        told(took_part="yes", child="not_appropriate", family="obtained"),
        told(took_part="no", child="declined", family="obtained"),
        told(),  # a dip sample, whose tool asks nobody
    ]
    practitioner, child, family = telling.feedback(rows)
    assert (practitioner.n, practitioner.parts) == (3, (("Took part", 2), ("Did not take part", 1)))
    assert child.parts == (("Obtained", 1), ("Attempted", 0), ("Declined", 1), ("Not appropriate", 1))
    assert family.share(family.first) == Fraction(100 * 2, 3)
    assert telling.feedback([])[0].rows[0] == ("Took part", 0, None)


def test_voices_are_of_audits_given_in_between_two_days_and_of_no_few() -> None:
    first, last = dt.date(2022, 4, 1), dt.date(2023, 3, 31)
    rows = [
        told(child="obtained", family="obtained", given_on=first),
        told(child="declined", family="obtained", given_on=last),
        told(child="obtained", given_on=dt.date(2022, 3, 31)),
        told(child="obtained", given_on=dt.date(2023, 4, 1)),
        told(child="obtained", given_on=None),
    ]
    child, family = voices_of(rows, first, last, few=2)
    assert (child.n, child.first, family.n, family.first) == (2, 1, 2, 2)
    assert voices_of(rows, first, last, few=3) == ()


# Actions, re-audits, cycles


def test_actions_add_up() -> None:
    day = dt.timedelta(days=1)
    rows = [
        ActionRow(1, "open", TODAY),
        ActionRow(1, "open", TODAY - day),
        ActionRow(1, "open", TODAY + day),
        ActionRow(2, "done", TODAY - day),
        ActionRow(2, "verified", TODAY - day),
        ActionRow(2, "verified", TODAY),
        ActionRow(3, "withdrawn", TODAY),
    ]
    found = telling.actions(rows, TODAY)
    assert (found.to_come, found.overdue, found.done, found.verified, found.withdrawn) == (2, 1, 1, 2, 1)
    assert found.agreed == 2 + 1 + 1 + 2 + 1 == len(rows)
    assert sum(many for _, many in found.parts) == found.agreed


def test_re_audits_are_better_the_same_or_worse() -> None:
    pairs = [(R, G)] * 4 + [(R, R)] * 3 + [(R, I)] + [(I, R)] * 5 + [(I, I)]
    found = telling.re_audits(pairs, ["made_a_difference"] * 3 + ["no_difference", "not_done", "not_done"], small=5)
    assert (found.whole.n, found.whole.better, found.whole.same, found.whole.worse) == (14, 4 + 5, 3 + 1, 1)
    assert [(line.grade, line.n, line.better, line.same, line.worse) for line in found.lines] == [
        (R, 8, 4, 3, 1),
        (I, 6, 5, 1, 0),
    ]
    assert [many for _, many in found.outcomes] == [3, 1, 2] and found.looked_at == 3 + 1 + 2


def test_few_re_audits_are_not_shown_by_grade() -> None:
    found = telling.re_audits([(R, G)] * 8 + [(I, R)] * 2, [], small=5)
    assert [line.hidden for line in found.lines] == [True, True] and not found.whole.hidden
    assert telling.re_audits([(R, G)] * 4, [], small=5).whole.hidden


def test_in_time_is_on_the_day_or_before() -> None:
    due, day = dt.date(2023, 2, 28), dt.timedelta(days=1)
    days = [(due, due), (due - day, due), (due + day, due), (None, due), (None, TODAY), (due, None)]
    found = telling.cycle(7, 10, days, TODAY)
    assert (found.planned, found.drawn, found.given, found.on_time, found.late) == (10, 6, 4, 2, 1 + 1)
    assert found.completed_share == Fraction(100 * 4, 10) and found.on_time_share == Fraction(100 * 2, 4)
    assert telling.cycle(7, 0, [], TODAY).completed_share is None
