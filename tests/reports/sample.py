"""The March 2023 report as published, and variants of it with figures missing: what the renderings are tested with.

The monthly percentages are the published ones (one decimal); the current figures are exact.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from fractions import Fraction

from lineofsight.calendar import Month, months_to
from lineofsight.reports.model import HighlightReport, KeyNumber, Reconciliation, Row, Shown

NO_SEEN = "no data: needs ssd_cin_visits.cinv_cin_visit_seen"
NO_OVERSIGHT = "no data: needs los_management_oversight.mano_oversight_date"
OLDER_POPULATION = "divided by the population of mid-2021: mid-2022 is not loaded"

Published = tuple[str, str, str, str, int, int | None, str, str, str | None, str | None]

# ref, title, better, previous year, numerator, denominator, period, six months, minimum, upper
GROUPS: dict[str, list[Published]] = {
    "Management Oversight": [
        ("1.1", "% cases with Management Oversight recorded in past 8 weeks", "higher", "96", 2056, 2297, "Snapshot",
         "89.5 92.6 87.9 88.1 91.9 89.5", "90", "95"),
    ],
    "Cohorts": [
        ("1.2", "Number of CIN (exc. LAC, CP, Care Leavers)", "", "810", 738, None, "Snapshot",
         "759 797 728 728 749 738", None, None),
        ("1.3", "Number of children subject to CPP", "", "328", 214, None, "Snapshot",
         "235 220 226 237 240 214", None, None),
        ("1.4", "Number of LAC", "", "335", 301, None, "Snapshot", "304 298 297 285 291 301", None, None),
    ],
    "Front door / assessment": [
        ("2.1", "% of contacts completed within 1 day", "higher", "93.6", 15595, 15860, "Year to date",
         "98.7 98.7 98.5 96.9 97.4 97.3", "90", "95"),
        ("2.10a", "% of single assessments completed within 45 working days", "higher", "83.4", 3489, 3888,
         "Year to date", "90.9 91.7 89.7 89.5 89.1 89.6", "90", "95"),
    ],
    "Plans": [
        ("3.1", "% of children in need with CIN Plan completed", "higher", "88.9", 637, 738, "Snapshot",
         "88.5 89.3 88.2 90.7 87.6 86.3", "85", "90"),
    ],
    "Visits": [
        ("3.3", "% of CIN children visited within the past four weeks", "higher", "84.7", 620, 738, "Snapshot",
         "86.0 84.1 72.0 87.5 88.5 84.0", "85", "90"),
        ("4.7.2", "% of children on a child protection plan receiving a visit within 10 working days", "higher",
         "93.9", 204, 214, "Snapshot", "94.5 97.7 95.1 93.7 92.1 95.3", "92", "95"),
        ("5.10", "% of CLA Single Assessments not yet completed or outside the one year timescale", "lower", "8.4",
         89, 301, "Snapshot", "13.4 13.8 14.0 19.9 28.4 29.6", "10", "5"),
        ("5.11", "% of CLA with visits in last 6 weeks", "higher", "90.4", 277, 301, "Snapshot",
         "91.8 87.2 89.0 86.4 89.7 92.0", "90", "95"),
    ],
    "Reviews": [
        ("3.2", "% of children with CIN Plan with reviews within last 3 months", "higher", "92.2", 559, 637,
         "Snapshot", "88.2 86.4 87.7 83.6 83.4 87.8", "85", "90"),
        ("4.8", "% of CP reviews carried out within statutory timescales", "higher", "98.7", 140, 145, "Snapshot",
         "98.3 98.3 97.6 97.1 97.0 96.6", "96.5", "98.5"),
        ("5.18", "CLA cases which were reviewed within required timescales", "higher", "100.0", 346, 346,
         "Rolling year", "100.0 100.0 100.0 100.0 100.0 100.0", "95", "100"),
    ],
    "Care Leavers": [
        ("6.1", '% care leavers "in touch" (17,18,19,20,21 yr. olds with activity updated within last year)',
         "higher", "88.9", 264, 269, "Snapshot", "96.4 98.1 98.1 98.5 98.1 98.1", "90", "95"),
        ("6.2", "% care leavers EET", "higher", "64.3", 208, 269, "Snapshot", "70.9 73.7 74.1 74.9 75.8 77.3",
         "65", "75"),
        ("6.3", "% care leavers in suitable accommodation", "higher", "83.6", 254, 269, "Snapshot",
         "93.1 95.9 95.4 95.2 94.8 94.4", "85", "90"),
    ],
}  # fmt: skip
RATINGS = {
    "green": ("2.1", "4.7.2", "5.18", "6.1", "6.2", "6.3"),
    "amber": ("3.1", "5.11", "3.2", "4.8"),
    "red": ("1.1", "2.10a", "3.3", "5.10"),
}


def highlight(month: Month | None = None) -> HighlightReport:
    """The March 2023 table as published (under another month's heading, where one is asked for)."""
    month = month or Month(2023, 3)
    return HighlightReport(
        as_at=month.end,
        month=month,
        months=months_to(month, 6),
        previous_label="2021/22",
        groups=tuple((name, tuple(_row(row) for row in rows)) for name, rows in GROUPS.items()),
        key_numbers=(
            KeyNumber("Allocated children", "allocated", _counted(2503)),
            KeyNumber("Children in need", "1.2", _counted(738), _rate(738)),
            KeyNumber("Children on a child protection plan", "1.3", _counted(214), _rate(214)),
            KeyNumber("Children in our care", "1.4", _counted(301), _rate(301)),
        ),
        reconciliation=Reconciliation(
            open_cases=2503,
            parts=(
                ("children in need", 738),
                ("on a child protection plan", 214),
                ("in our care", 301),
                ("care leavers", 269),
                ("open for other reasons", 981),
            ),
            allocated=2503,
            allocated_not_open=0,
            open_not_allocated=0,
        ),
        snapshot="2023-03-31.1",
        extracted_on=dt.date(2023, 3, 31),
        book="5f0c9a77b1e2d3c4a5b6978812345678",
    )


def with_gaps() -> HighlightReport:
    """The same report with every kind of nothing: 3.3 has no data, 4.8 nobody to count, 1.1 gaps in its trend."""
    return changed(
        highlight(),
        {
            "3.3": lambda row: replace(
                row,
                previous=Shown(None, note=NO_SEEN),
                current=Shown(None, note=NO_SEEN),
                trend=(Shown(None, note=NO_SEEN),) * 6,
                rating="",
            ),
            "4.8": lambda row: replace(
                row,
                current=Shown(None, 0, 0, note="no cases"),
                trend=(*row.trend[:5], Shown(None, 0, 0, note="no cases")),
                rating="",
            ),
            "1.1": lambda row: replace(
                row,
                previous=Shown(None, note=NO_OVERSIGHT),
                trend=(Shown(None, note=NO_OVERSIGHT), row.trend[1], Shown(None, note=NO_OVERSIGHT), *row.trend[3:]),
            ),
        },
        key_numbers=(
            *highlight().key_numbers[:3],
            KeyNumber("Children in our care", "1.4", _counted(301), replace(_rate(301), note=OLDER_POPULATION)),
        ),
        reconciliation=Reconciliation(open_cases=None, note="no data: needs ssd_cin_episodes.cine_close_date"),
    )


def just_below() -> HighlightReport:
    """The same report with a 1.1 that reads like its minimum target and is below it: 89.96% against 90%."""
    return changed(highlight(), {"1.1": lambda row: replace(row, current=Shown(Fraction(224900, 2500), 2249, 2500))})


def hostile() -> HighlightReport:
    """The same report with a title, a group and notes that try to be a formula, markup or a colour."""
    report = changed(
        highlight(),
        {
            "1.1": lambda row: replace(row, title='=HYPERLINK("http://example.invalid","x")'),
            "1.2": lambda row: replace(row, title='<script>alert(1)</script> [red]& "x"'),
        },
    )
    return replace(report, groups=(("@SUM(1)", report.groups[0][1]), *report.groups[1:]))


def changed(report, rows, **fields):  # type: ignore[no-untyped-def]
    """The report with some rows, by ref, and some fields replaced."""
    groups = tuple(
        (name, tuple(rows.get(row.ref, lambda same: same)(row) for row in group)) for name, group in report.groups
    )
    return replace(report, groups=groups, **fields)


def _row(published: Published) -> Row:
    ref, title, better, previous, numerator, denominator, period, trend, minimum, upper = published
    unit = "percent" if denominator else "count"
    shown = (
        Shown(Fraction(100 * numerator, denominator), numerator, denominator) if denominator else _counted(numerator)
    )
    return Row(
        ref=ref,
        title=title,
        unit=unit,
        better=better,
        period=period,
        previous=Shown(Fraction(previous)),
        current=shown,
        trend=tuple(Shown(Fraction(value)) for value in trend.split()),
        minimum=minimum,
        upper=upper,
        rating=next((name for name, refs in RATINGS.items() if ref in refs), ""),
    )


def _counted(number: int) -> Shown:
    return Shown(Fraction(number), number)


def _rate(number: int) -> Shown:
    return Shown(Fraction(number * 10_000, 64_290), number, 64_290)
