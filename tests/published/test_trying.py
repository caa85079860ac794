"""A proposed definition is checked and counted in a process of its own, within limits, and never written anywhere."""

from __future__ import annotations

from pathlib import Path

import pytest

from lineofsight.home import Home
from lineofsight.problems import Refused
from lineofsight.published import trying
from lineofsight.published.moves import How
from lineofsight.published.trying import Draft, Tried, check_draft, facts_of, file_name_of, tried, try_draft
from tests.published.councils import load_march

HEADER = '/*\nref = "3.3"\nvalid_from = "2023-05"\n{0}\n*/\n{1}'


@pytest.fixture
def council(home: Home) -> Home:
    load_march(home)
    return home


def draft(text: str) -> Draft:
    return Draft(file_name_of(*facts_of(text)), text)


def changed(header: str = "", sql: str = "") -> Draft:
    return draft(HEADER.format(header, sql))


def test_another_interval_moves_who_it_says(council: Home) -> None:
    found = try_draft(council, changed("settings = { within_days = 10 }"))
    assert (found.problem, found.kind, found.name, found.valid_from) == ("", "indicator", "3.3", "2023-05")
    assert [str(month) for month in found.months][-1] == "2023-03"
    one = found.figures[0]
    assert [(side[-1].numerator, side[-1].denominator) for side in (one.today, one.draft) if side[-1]] == [
        (3, 6),
        (1, 6),
    ]
    assert [(move.how, move.person_id) for move in found.moves["3.3"].rows] == [
        (How.NO_LONGER_MET, "C2"),
        (How.NO_LONGER_MET, "C3"),
    ]


def test_another_target_moves_nobody_and_rates_anew(council: Home) -> None:
    found = try_draft(council, changed("targets = [{ minimum = 40, upper = 50 }]"))
    today, proposed = (side[-1] for side in (found.figures[0].today, found.figures[0].draft))
    assert today is not None
    assert proposed is not None
    assert (today.rating, proposed.rating) == ("red", "green")
    assert found.moves["3.3"].rows == ()


def test_a_cohort_moves_all_that_builds_on_it(council: Home) -> None:
    shipped = Path("src/lineofsight/indicators/book/cohorts/children_in_need.sql").read_text(encoding="utf-8")
    sql = shipped[shipped.index("*/") + 2 :].rstrip() + "\nhaving false\n"
    found = try_draft(council, draft(f'/*\ncohort = "children_in_need"\nvalid_from = "2023-05"\n*/{sql}'))
    assert not found.problem
    assert {one.ref for one in found.figures} >= {"1.2", "1.2r", "3.1", "3.3"}
    assert "1.4" not in {one.ref for one in found.figures}
    assert found.moves["1.2"].all_now == 0
    assert found.moves["1.2"].number(How.GONE) == 6


def test_a_breakdown_shows_its_members(council: Home) -> None:
    sql = "select pers_person_id as person_id, pers_ethnicity as member from ssd_person\n"
    found = try_draft(council, draft(f'/*\nbreakdown = "gender"\nvalid_from = "2023-05"\n*/\n{sql}'))
    assert not found.problem
    assert [one.name for one in found.members] == ["gender"]
    assert ("WBRI", 0, 6) in found.members[0].members
    assert found.figures == ()


def test_a_rating_rates_anew(council: Home) -> None:
    sql = "select figure_id, 'green' as rating from figures_to_rate\n"
    found = try_draft(council, draft(f'/*\nrating = "minimum_and_upper"\nvalid_from = "2023-05"\n*/\n{sql}'))
    assert not found.problem
    last = {one.ref: one.draft[-1] for one in found.figures}["3.3"]
    assert last is not None
    assert last.rating == "green"
    assert found.moves == {}


def test_a_new_indicator_has_nothing_beside_it(council: Home) -> None:
    from tests.indicators.files import INDICATOR

    found = try_draft(council, draft(INDICATOR))
    assert not found.problem, found.problem
    assert set(found.figures[0].today) == {None}
    assert found.moves["99.1"].all_then == 0


@pytest.mark.parametrize(
    ("made", "said"),
    [
        (
            changed("settings = { within_dais = 20 }"),
            "3.3_from_2023-05.sql, line 1: the setting within_dais is not used",
        ),
        (changed("owner = 3"), "line 4: owner must be a text in quotes"),
        (changed("", "select 1 as x"), "the select doesn't return"),
        (changed("", "select * from read_csv('/etc/passwd')"), "read_csv can't be read from"),
        (changed("", "delete from ssd_person"), "is not allowed"),
    ],
)
def test_what_cannot_be_used_is_said_with_file_and_line(council: Home, made: Draft, said: str) -> None:
    found = check_draft(council, made)
    assert said in found.problem
    assert try_draft(council, made).problem == found.problem


def test_a_good_draft_is_found_good_and_nothing_is_written_into_the_book(council: Home) -> None:
    assert check_draft(council, changed("settings = { within_days = 10 }")).problem == ""
    assert not council.book.exists()


def test_it_is_checked_with_the_councils_own_files(council: Home) -> None:
    council.book.mkdir()
    (council.book / "other.sql").write_text('/*\nref = "3.3"\nvalid_from = "2023-05"\nowner = "A"\n*/\n')
    assert "both define the indicator 3.3 from 2023-05" in check_draft(council, changed()).problem
    (council.book / "other.sql").rename(council.book / "3.3_from_2023-05.sql")
    assert "holds a file 3.3_from_2023-05.sql already" in check_draft(council, changed()).problem


def test_what_does_not_end_is_stopped(council: Home, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(trying, "SECONDS", 4)
    sql = (
        "select a.as_at, cast(count(*) as integer) as person_id, true as met "
        "from as_at as a, calendar as b, calendar as c, calendar as d group by a.as_at"
    )
    assert "was not done within 4 seconds" in try_draft(council, changed("", sql)).problem


def test_what_needs_too_much_memory_is_stopped(council: Home) -> None:
    sql = (
        "select a.as_at, min(length(concat(cast(b.day as varchar), cast(c.day as varchar)))) as person_id, true as met "
        "from as_at as a, calendar as b, calendar as c group by a.as_at, b.day, c.day"
    )
    problem = try_draft(council, changed("", sql)).problem
    assert "more memory" in problem or "was not done within" in problem or "person_id" in problem


def test_a_result_is_kept_for_the_same_text_records_and_book(council: Home) -> None:
    made = changed("settings = { within_days = 10 }")
    found = try_draft(council, made)
    assert tried(council, made, found.snapshot, found.book) == found
    assert tried(council, changed("settings = { within_days = 11 }"), found.snapshot, found.book) is None
    assert tried(council, made, "2023-05-03.1", found.book) is None
    assert tried(council, made, found.snapshot, "another") is None
    kept = list((council.cache / "tried").glob("*.json"))
    assert [file.stat().st_mode & 0o777 for file in kept] == [0o600]


def test_one_at_a_time(council: Home) -> None:
    with trying._alone(council.cache / "tried"), pytest.raises(Refused, match="Another try is under way"):
        try_draft(council, changed())


@pytest.mark.parametrize(
    ("facts", "name"),
    [
        (("indicator", "3.3", "2023-05"), "3.3_from_2023-05.sql"),
        (("cohort", "children_in_need", "2023-05"), "cohort_children_in_need_from_2023-05.sql"),
        (("indicator", "../../x", "2023-05"), "-..-x_from_2023-05.sql"),
        (("indicator", "é/", "2023-05"), "--_from_2023-05.sql"),
    ],
)
def test_a_files_name_leads_nowhere_else(facts: tuple[str, str, str], name: str) -> None:
    assert file_name_of(*facts) == name
    assert "/" not in file_name_of(*facts)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("select 1", "there is no header"),
        ('/*\nref = "3.3"\n*/\n', "valid_from"),
        ('/*\nref = "3.3"\nvalid_from = "2023-13"\n*/\n', "valid_from"),
        ('/*\nvalid_from = "2023-05"\n*/\n', "doesn't say what it defines"),
        (f'/*\nref = "{"9" * 61}"\nvalid_from = "2023-05"\n*/\n', "longer than 60"),
        ("x" * (trying.LONGEST_TEXT + 1), "longer than"),
    ],
)
def test_a_text_must_say_what_it_defines_and_from_when(text: str, said: str) -> None:
    with pytest.raises(Refused, match=said):
        facts_of(text)


def test_an_answer_that_is_none_is_a_problem(council: Home, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(trying.sys, "executable", "/bin/false")
    assert "more memory" in check_draft(council, changed()).problem
    assert Tried().problem == ""
