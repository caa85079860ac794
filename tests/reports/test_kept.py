"""A report kept as data is the same report when it is read again, to the last fraction."""

from __future__ import annotations

import json
from dataclasses import replace
from fractions import Fraction

import pytest

from lineofsight.problems import Refused
from lineofsight.reports.kept import from_json, to_json
from lineofsight.reports.signals import Signals
from lineofsight.statistics.process_control import Assurance, Kind
from tests.reports import sample


@pytest.mark.parametrize("report", [sample.highlight(), sample.with_gaps()])
def test_what_is_read_is_what_was_written(report) -> None:  # type: ignore[no-untyped-def]
    assert from_json(to_json(report)) == report


def test_fractions_stay_exact() -> None:
    row = next(row for row in sample.highlight().rows if row.ref == "3.3")
    kept = json.loads(to_json(sample.highlight()))["report"]
    rows = [each for _, rows in kept["groups"] for each in rows]
    assert next(each for each in rows if each["ref"] == "3.3")["current"]["value"] == "31000/369"
    assert row.current.value == Fraction(62000, 738)


def test_what_stands_beside_a_rating_is_kept_too() -> None:
    report = sample.highlight()
    name, rows = report.groups[0]
    signals = Signals(Fraction(-1, 3), None, 11, None, Kind.CONCERN, Assurance.HIT_AND_MISS, is_trial=True)
    report = replace(report, groups=((name, (replace(rows[0], signals=signals),)), *report.groups[1:]))
    assert from_json(to_json(report)) == report


def test_a_report_of_an_earlier_version_has_defaults_for_what_it_lacks() -> None:
    kept = json.loads(to_json(sample.highlight()))
    del kept["report"]["made_up"]
    for _, rows in kept["report"]["groups"]:
        for row in rows:
            del row["signals"], row["cautions"]
    kept["report"]["something_of_old"] = 1
    assert from_json(json.dumps(kept)).rows[0].signals == Signals()


@pytest.mark.parametrize("text", ["", "[]", "{}", '{"form": 1, "report": {}}', '{"form": 1, "report": null}'])
def test_what_is_no_report_is_refused(text: str) -> None:
    with pytest.raises(Refused, match="can't be read"):
        from_json(text)


def test_a_report_of_a_later_form_is_refused() -> None:
    with pytest.raises(Refused, match="later version"):
        from_json('{"form": 2, "report": {}}')
