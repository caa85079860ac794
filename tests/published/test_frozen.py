"""A frozen month holds all that it was, is whole or not there, and today's figures are explained by who moved."""

from __future__ import annotations

import hashlib
import json
import stat
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given, settings

from lineofsight.calendar import Month
from lineofsight.council import Council
from lineofsight.home import Home
from lineofsight.indicators.children import LISTED_WITH
from lineofsight.indicators.engine import Counted
from lineofsight.indicators.figures import figures, lay_figures
from lineofsight.problems import Refused
from lineofsight.published.freezing import freeze
from lineofsight.published.frozen import Difference, Frozen, differences, moved, read_frozen
from lineofsight.published.moves import How
from lineofsight.reports.build import months_of_report, report_of
from tests.extracts import council_of
from tests.property.lives import EXTRACTED, MONTHS, Tables, councils
from tests.published.councils import load_april, load_children, load_march

MARCH = Month(2023, 3)


def counted_for(council: Council, month: Month = MARCH) -> Counted:
    counted = council.count([month], breakdowns=LISTED_WITH)
    lay_figures(counted, LISTED_WITH)
    return counted


def frozen_now(home: Home, month: Month = MARCH, number: int = 1, **facts: object) -> tuple[Frozen, str]:
    council = Council(home)
    counted = council.count([month, *months_of_report(month, month.end)], breakdowns=LISTED_WITH)
    lay_figures(counted, LISTED_WITH)
    to = home.published / f"{month}.{number}"
    digest = freeze(counted, council.calendar, month, report_of(counted, month, month.end), to, **facts)  # type: ignore[arg-type]
    return read_frozen(to, digest), digest


def differences_of(frozen: Frozen, home: Home) -> dict[str, Difference]:
    council = Council(home)
    return {one.ref: one for one in differences(frozen, counted_for(council, frozen.month), council.calendar)}


@pytest.fixture
def march(home: Home) -> Frozen:
    load_march(home)
    return frozen_now(home)[0]


def test_it_holds_the_report_and_every_figure_with_its_rows(home: Home, march: Frozen) -> None:
    council = Council(home)
    counted = counted_for(council)
    assert march.report.month == MARCH
    assert [row.current.numerator for row in march.report.rows if row.ref == "3.3"] == [3]
    then = march.figures()
    reported = {row.ref for row in march.report.rows}
    assert len(reported) >= 17
    for figure in figures(counted, dimension=""):
        known = then[figure.ref, figure.window]
        assert (known.numerator, known.denominator, known.rating) == (
            figure.numerator,
            figure.denominator,
            figure.rating,
        )
        if figure.numerator is None or figure.ref in march.manifest["rate_of"]:
            continue
        if figure.ref not in reported:
            with pytest.raises(Refused, match="is not in it"):
                march.behind(figure.ref, figure.window)
            continue
        rows = march.behind(figure.ref, figure.window)
        assert sum(row.met for row in rows) == figure.numerator
        assert figure.denominator is None or len(rows) == figure.denominator
    visits = {row.person_id: row for row in march.behind("3.3", "snapshot")}
    assert (visits["C3"].met, visits["C3"].team, visits["C3"].worker, str(visits["C3"].done_on)) == (
        True,
        "T2",
        "W2",
        "2023-03-10",
    )


def test_it_holds_the_rules_and_what_they_were_counted_from(home: Home, march: Frozen) -> None:
    council = Council(home)
    assert march.book.fingerprint == council.book.fingerprint == march.manifest["book"]
    assert march.manifest["snapshot"] == council.snapshot.id
    assert march.manifest["snapshot_hash"] == council.snapshot.hash
    assert march.calendar.bank_holidays == council.calendar.bank_holidays
    assert march.manifest["targets"]["3.3"] == ["85", "90"]


def test_it_is_private_to_its_owner(march: Frozen) -> None:
    for path in (march.folder, *march.folder.rglob("*")):
        assert stat.S_IMODE(path.stat().st_mode) == (0o700 if path.is_dir() else 0o600), path.name


def test_what_people_added_is_kept_as_data(home: Home) -> None:
    load_march(home)
    frozen, _ = frozen_now(home, beside={"commentary": [{"ref": "3.3", "why": "Half-term"}]})
    assert frozen.beside("commentary") == [{"ref": "3.3", "why": "Half-term"}]
    assert frozen.beside("proposals") is None


def test_nothing_is_ever_written_over(home: Home, march: Frozen) -> None:
    with pytest.raises(Refused, match=r"2023-03\.1 is there already"):
        frozen_now(home)
    assert read_frozen(march.folder, _digest_of(march)).report == march.report


@pytest.mark.parametrize(
    "file", ["report.json", "evidence.parquet", "manifest.json", "book/shipped/indicators/allocated.sql"]
)
def test_a_changed_file_is_refused(march: Frozen, file: str) -> None:
    digest = _digest_of(march)
    with (march.folder / file).open("ab") as opened:
        opened.write(b" ")
    with pytest.raises(Refused, match=f"{file} is missing or was changed"):
        read_frozen(march.folder, digest)


def test_a_file_that_is_gone_is_refused(march: Frozen) -> None:
    digest = _digest_of(march)
    (march.folder / "figures.parquet").unlink()
    with pytest.raises(Refused, match=r"figures\.parquet is missing or was changed"):
        read_frozen(march.folder, digest)


def test_a_freeze_that_fails_leaves_nothing(home: Home, monkeypatch: pytest.MonkeyPatch) -> None:
    load_march(home)
    monkeypatch.setattr(
        "lineofsight.published.freezing.lay_book", lambda *_: (_ for _ in ()).throw(OSError(28, "No space left"))
    )
    with pytest.raises(Refused, match="No space left"):
        frozen_now(home)
    assert list(home.published.iterdir()) == []


def test_a_month_that_had_not_ended_is_refused(home: Home) -> None:
    load_march(home)
    council = Council(home)
    counted = council.count([MARCH, Month(2023, 2)], now=True, breakdowns=LISTED_WITH)
    lay_figures(counted)
    april = Month(2023, 4)
    with pytest.raises(Refused, match="had not ended"):
        freeze(
            counted, council.calendar, april, report_of(counted, april, council.snapshot.extracted_on), home.path / "x"
        )
    with pytest.raises(Refused, match="another month"):
        freeze(
            counted, council.calendar, MARCH, report_of(counted, Month(2023, 2), Month(2023, 2).end), home.path / "x"
        )


def test_a_book_that_changed_meanwhile_is_refused(home: Home) -> None:
    load_march(home)
    home.book.mkdir()
    own = home.book / "3.3.sql"
    own.write_text('/*\nref = "3.3"\nvalid_from = "2023-01"\nsettings = { within_days = 30 }\n*/\n')
    council = Council(home)
    counted = counted_for(council)
    report = report_of(counted, MARCH, MARCH.end)
    own.write_text('/*\nref = "3.3"\nvalid_from = "2023-01"\nsettings = { within_days = 31 }\n*/\n')
    with pytest.raises(Refused, match="book was changed"):
        freeze(counted, council.calendar, MARCH, report, home.published / "2023-03.1")


@pytest.mark.parametrize("since", ["2018-01", "2019-04", "2023-02"])
def test_a_councils_own_rule_is_read_again_as_it_was(home: Home, since: str) -> None:
    load_march(home)
    home.book.mkdir()
    (home.book / "a.sql").write_text(
        f'/*\nref = "3.3"\nvalid_from = "{since}"\nsettings = {{ within_days = 30 }}\n*/\n'
    )
    frozen, _ = frozen_now(home)
    assert frozen.book.fingerprint == Council(home).book.fingerprint
    assert not any(one.is_other or one.moved for one in differences_of(frozen, home).values())


# What is known otherwise


def test_nothing_is_different_on_the_same_records(home: Home, march: Frozen) -> None:
    found = differences_of(march, home)
    assert set(found) == {row.ref for row in march.report.rows}
    assert not any(one.is_other or one.moved or one.by_rule for one in found.values())


def test_the_same_figure_may_be_other_children(home: Home, march: Frozen) -> None:
    load_april(home)
    one = differences_of(march, home)["3.3"]
    assert (one.then.numerator, one.then.denominator) == (one.now.numerator, one.now.denominator) == (3, 6)
    assert not one.is_other
    assert one.by_rule is None
    assert one.by_records is not None
    assert [(move.how, move.person_id) for move in one.by_records.rows] == [
        (How.GONE, "C2"),
        (How.NEW, "C7"),
        (How.NOW_MET, "C4"),
        (How.NO_LONGER_MET, "C1"),
    ]


def test_a_changed_rule_is_told_apart_from_changed_records(home: Home, march: Frozen) -> None:
    load_april(home)
    home.book.mkdir()
    (home.book / "3.3.sql").write_text('/*\nref = "3.3"\nvalid_from = "2023-03"\nsettings = { within_days = 10 }\n*/\n')
    found = differences_of(march, home)
    one = found["3.3"]
    assert one.by_records is not None
    assert one.by_rule is not None
    assert [move.person_id for move in one.by_records.rows] == ["C2", "C7", "C4", "C1"]
    assert [(move.how, move.person_id) for move in one.by_rule.rows] == [(How.NO_LONGER_MET, "C3")]
    assert one.then.numerator is not None
    assert one.then.numerator + one.by_records.met_difference + one.by_rule.met_difference == one.now.numerator == 2
    assert found["3.1"].by_rule is None


def test_a_changed_cohort_changes_the_rule_of_all_that_build_on_it(home: Home, march: Frozen) -> None:
    home.book.mkdir()
    text = (Path("src/lineofsight/indicators/book/cohorts/children_in_need.sql")).read_text(encoding="utf-8")
    sql = text[text.index("*/") + 2 :].replace("greatest(members.since,", "least(members.since,")
    (home.book / "cohort.sql").write_text(f'/*\ncohort = "children_in_need"\nvalid_from = "2023-01"\n*/{sql}')
    found = differences_of(march, home)
    assert {ref for ref, one in found.items() if one.by_rule is not None} >= {"1.2", "3.1", "3.3"}
    assert found["1.4"].by_rule is None


def test_a_bank_holiday_that_became_known_is_no_change_of_the_records(home: Home, march: Frozen) -> None:
    home.bank_holidays.write_text("day,name\n2023-03-30,Made up\n")
    one = differences_of(march, home)["4.7.2"]
    assert one.by_records is not None
    assert one.by_rule is not None
    assert one.by_records.rows == ()


def test_a_target_that_changed_is_said(home: Home, march: Frozen) -> None:
    home.book.mkdir()
    (home.book / "3.3.sql").write_text(
        '/*\nref = "3.3"\nvalid_from = "2023-03"\ntargets = [{ minimum = 40, upper = 50 }]\n*/\n'
    )
    one = differences_of(march, home)["3.3"]
    assert (one.target_then, one.target_now) == (("85", "90"), ("40", "50"))
    assert (one.then.rating, one.now.rating) == ("red", "green")
    assert one.is_other
    assert one.by_rule is None


def test_what_has_no_figure_now_is_said(home: Home, march: Frozen) -> None:
    home.book.mkdir()
    (home.book / "3.3.sql").write_text('/*\nref = "3.3"\nvalid_from = "2023-03"\nvalid_to = "2023-03"\n*/\n')
    load_children(home, (), Month(2023, 5).end)
    found = differences_of(march, home)
    assert found["3.3"].now.numerator in (0, None)
    assert found["3.3"].by_records is not None or found["3.3"].note


def test_moved_is_all_that_moved_for_whatever_reason(home: Home, march: Frozen) -> None:
    load_april(home)
    assert len(moved(march, counted_for(Council(home)), "3.3", "snapshot").rows) == 4


@given(councils(), councils())
@settings(max_examples=6)
def test_reported_and_differences_are_what_is_now_known(then: Tables, now: Tables) -> None:
    """On any two states of any council: figure of then + by records + by rule = figure of now, in every window."""
    month = Month.read(MONTHS[-1])
    with TemporaryDirectory() as folder:
        home = Home(Path(folder) / "home")
        council_of(home, then, EXTRACTED)
        frozen, _ = frozen_now(home, month)
        (home.path.parent / "extract").rename(home.path.parent / "before")
        counted = counted_for(council_of(home, now, EXTRACTED), month)
        reported = {row.ref for row in frozen.report.rows} - set(frozen.manifest["rate_of"])
        known_then = frozen.figures()
        for figure in figures(counted, dimension=""):
            known = known_then[figure.ref, figure.window]
            if figure.ref not in reported or None in (known.numerator, figure.numerator):
                continue
            found = moved(frozen, counted, figure.ref, figure.window)
            assert (known.numerator or 0) + found.met_difference == figure.numerator
            if figure.denominator is not None:
                assert (known.denominator or 0) + found.all_difference == figure.denominator


def _digest_of(frozen: Frozen) -> str:
    text = (frozen.folder / "manifest.json").read_bytes()
    assert json.loads(text)["month"] == str(frozen.month)
    return hashlib.sha256(text).hexdigest()
