"""What is written: each answer kept by itself, from two windows or over a bad line, and no word lost."""

from __future__ import annotations

import pytest

from lineofsight.problems import Refused
from lineofsight.web.audits.models import Audit, Cycle, Saved, Sheet
from lineofsight.web.audits.sheets import beside_of, revision_of, save_answer, settle_beside, value_of
from tests.web.audits.conftest import People, sheet_of

KEY = "overall.reasons"


@pytest.fixture
def sheet(running: Cycle) -> Sheet:
    return sheet_of(Audit.objects.filter(cycle=running).earliest("place"))


def save(sheet: Sheet, value: object, began_from: int, window: str = "", key: str = KEY) -> object:
    assert sheet.writer is not None
    kept = save_answer(by=sheet.writer, sheet=sheet, key=key, value=value, began_from=began_from, window=window)
    sheet.refresh_from_db()
    return kept


def test_the_first_word_begins_the_audit(sheet: Sheet) -> None:
    assert sheet.audit.state == Audit.State.ALLOCATED
    save(sheet, "One", 0)
    sheet.audit.refresh_from_db()
    assert (sheet.state, sheet.audit.state) == (Sheet.State.OPEN, Audit.State.DRAFTING)
    assert (value_of(sheet, KEY), revision_of(sheet, KEY)) == ("One", 1)


def test_every_value_that_was_saved_stays_on_record(sheet: Sheet) -> None:
    for number, value in enumerate(("One", "Two", "")):
        save(sheet, value, number)
    assert list(Saved.objects.filter(sheet=sheet, key=KEY).values_list("value", "revision")) == [
        *(("One", 1), ("Two", 2), ("", 3)),
    ]


def test_a_second_window_takes_nothing_from_the_first(sheet: Sheet) -> None:
    save(sheet, "Base", 0)
    save(sheet, "The first window's", 1, "a")
    kept = save(sheet, "The second window's", 1, "b")
    assert kept.beside and value_of(sheet, KEY) == "The first window's"  # type: ignore[attr-defined]
    assert [one.value for one in beside_of(sheet)[KEY]] == ["The second window's"]
    save(sheet, "The second window's, and more", 1, "b")
    assert [one.value for one in beside_of(sheet)[KEY]] == ["The second window's, and more"]
    save(sheet, "A third's", 1, "c")
    assert [one.value for one in beside_of(sheet)[KEY]] == ["The second window's, and more", "A third's"]


@pytest.mark.parametrize(("choice", "stands"), [("this", "Second"), ("both", "First\n\nSecond"), ("none", "First")])
def test_the_writer_chooses_of_two_windows(sheet: Sheet, choice: str, stands: str) -> None:
    save(sheet, "Base", 0)
    save(sheet, "First", 1, "a")
    save(sheet, "Second", 1, "b")
    (one,) = beside_of(sheet)[KEY]
    assert sheet.writer is not None
    settle_beside(by=sheet.writer, sheet=sheet, saved=one, choice=choice)
    sheet.refresh_from_db()
    assert value_of(sheet, KEY) == stands and not beside_of(sheet)


def test_an_answer_whose_receipt_was_lost_is_no_conflict(sheet: Sheet) -> None:
    save(sheet, "One", 0, "a")
    save(sheet, "One", 0, "a")
    save(sheet, "Another from the same window", 0, "a")
    assert (value_of(sheet, KEY), revision_of(sheet, KEY)) == ("Another from the same window", 2)
    assert not beside_of(sheet)


def test_who_writes_on_at_the_end_is_no_conflict(sheet: Sheet) -> None:
    save(sheet, "One", 0, "a")
    assert not save(sheet, "One and two", 0, "b").beside  # type: ignore[attr-defined]


@pytest.mark.parametrize(
    ("key", "value"),
    [
        ("overall.grade", "excellent"),
        ("no.such", "x"),
        ("overall.reasons", ["a"]),
        ("overall.reasons", "x" * 20_001),
        ("themes.strengths", "voice"),
        ("themes.strengths", ["weather"]),
    ],
)
def test_what_the_tool_does_not_know_is_refused_and_changes_nothing(sheet: Sheet, key: str, value: object) -> None:
    with pytest.raises(Refused):
        save(sheet, value, 0, key=key)
    sheet.refresh_from_db()
    assert sheet.answers == {} and not Saved.objects.exists()


def test_nobody_writes_on_anothers_sheet(sheet: Sheet, people: People) -> None:
    with pytest.raises(Refused, match="Somebody else"):
        save_answer(by=people.lead, sheet=sheet, key=KEY, value="x", began_from=0)
