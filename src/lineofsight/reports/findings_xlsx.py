"""Data-quality findings as workbooks, one for each team: what is wrong, how to mend it, and every row at fault.

The rows name children: each workbook is marked, and readable by its owner alone where the system allows it.
"""

from __future__ import annotations

import datetime as dt
import re
import warnings
from collections.abc import Iterable, Mapping, Sequence
from contextlib import suppress
from math import ceil
from pathlib import Path
from typing import Any

import xlsxwriter
from xlsxwriter.exceptions import FileCreateError

from lineofsight.problems import Refused
from lineofsight.records.checks.findings import Findings
from lineofsight.records.checks.listing import by_rule, listed, teams
from lineofsight.records.descriptions import describe, described

MARKING = "OFFICIAL-SENSITIVE: children's personal data"
SUMMARY, FINDINGS, NOT_RUN = "Summary", "Findings", "Not run"
WHOLE, NO_TEAM = "Whole council", "No team"
INK, BAND, EDGE = "#0B0C0C", "#1D3557", "#B1B4B6"
SEVERITIES = {"error": ("#B10E1E", "#FFFFFF"), "warning": ("#FFBF47", "#0B0C0C"), "note": ("#E8EDF3", "#0B0C0C")}
FONT, SIZE, LINE = "Arial", 10, 13.5
A4, A3 = 9, 8
ROWS_OF_A_SHEET = 1_000_000  # a sheet holds 1,048,576
LONGEST_NAME, LONGEST_CELL = 80, 1000

_SUMMARY_COLUMNS = (
    ("Rule", 13),
    ("Severity", 10),
    ("Faults", 8),
    ("Rows", 8),
    ("Accepted", 10),
    ("What is wrong", 30),
    ("Why it matters", 60),
    ("How to mend it", 40),
    ("Indicators that it distorts", 20),
)
_FINDING_COLUMNS = (
    ("Rule", 13),
    ("Severity", 10),
    ("What is wrong", 34),
    ("Child", 14),
    ("Team", 26),
    ("Worker", 24),
    ("Table", 24),
    ("File", 26),
    ("Row in the file", 10),
    ("Column", 30),
    ("Value", 18),
    ("Record", 16),
    ("Figures touched from", 13),
    ("Figures touched to", 13),
    ("Accepted until", 13),
    ("Accepted by", 18),
    ("Why accepted", 30),
)


def write_all(
    findings: Findings,
    folder: Path,
    *,
    council: str = "",
    distorts: Mapping[str, Sequence[str]] | None = None,
    marking: str = MARKING,
) -> list[Path]:
    """Writes into a folder a workbook for the whole council, one for each team, and one for findings of no team.

    The folder is made where there is none. The paths, the council's first and then by the teams' names. Refused where
    one can't be written.
    """
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    taken: set[str] = set()
    paths = []
    for team in (None, *teams(findings)):
        path = folder / file_name(WHOLE if team is None else team or NO_TEAM, taken)
        write_findings(findings, path, team=team, council=council, distorts=distorts, marking=marking)
        paths.append(path)
    return paths


def write_findings(
    findings: Findings,
    path: Path,
    *,
    team: str | None = None,
    council: str = "",
    distorts: Mapping[str, Sequence[str]] | None = None,
    marking: str = MARKING,
) -> None:
    """Writes one workbook: of a team ("" for findings of no team), or of the whole council where none is given.

    `distorts`: the indicators that each rule distorts, where that depends on what was found (`listing.distorted`).
    Refused where the file can't be written.
    """
    with warnings.catch_warnings():
        warnings.simplefilter("error")  # what XlsxWriter can't write it only warns of, and leaves out
        _Book(findings, path, team, council, distorts, marking).write()
    with suppress(OSError):
        path.chmod(0o600)


def file_name(team: str, taken: set[str]) -> str:
    """A file's name for a team, which every system admits and no other team of `taken` has; added to `taken`.

    >>> file_name("Safeguarding 1/2: East", set())
    'Findings, Safeguarding 1-2- East.xlsx'
    """
    safe = re.sub(r"[^\w .,()&+'-]+", "-", team)
    safe = re.sub(r"\s+", " ", safe).strip(" .-")[:LONGEST_NAME] or "team"
    name, number = f"Findings, {safe}", 1
    while name.casefold() in taken:
        number += 1
        name = f"Findings, {safe} ({number})"
    taken.add(name.casefold())
    return f"{name}.xlsx"


class _Book:
    """One workbook while it is written."""

    def __init__(
        self,
        findings: Findings,
        path: Path,
        team: str | None,
        council: str,
        distorts: Mapping[str, Sequence[str]] | None,
        marking: str,
    ) -> None:
        self.findings, self.path, self.team, self.council = findings, path, team, council
        self.distorts, self.marking = distorts, marking
        options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
        self.file = xlsxwriter.Workbook(str(path), options)
        self._formats: dict[tuple[tuple[str, Any], ...], Any] = {}

    @property
    def whose(self) -> str:
        return WHOLE if self.team is None else self.team or NO_TEAM

    @property
    def provenance(self) -> str:
        of = f"{self.council}, " if self.council else ""
        return f"{of}snapshot {self.findings.snapshot_id}, records as they were on {_long(self.findings.extracted_on)}"

    def write(self) -> None:
        self.file.set_properties(
            {
                "title": f"Data quality: {self.whose}",
                "subject": "Findings of the data-quality checks",
                "author": "Line of Sight",
                "company": "",
                "comments": self.provenance,
                "category": self.marking,
                "created": dt.datetime.combine(self.findings.extracted_on, dt.time(), dt.UTC),
            }
        )
        columns, rules = by_rule(self.findings, distorts=self.distorts, team=self.team)
        rows = [dict(zip(columns, row, strict=True)) for row in rules]
        self._summary([row for row in rows if row["rows"] or row["accepted"]])
        self._findings()
        self._not_run([row for row in rows if row["state"].startswith(("not run", "failed", "off"))])
        try:
            self.file.close()
        except FileCreateError as error:
            raise Refused(
                f"{self.path}: can't be written ({error}): close it where it is open, or choose another place"
            ) from None

    def format(self, **properties: Any) -> Any:
        """A cell format, made once for the same properties."""
        complete = {"font_name": FONT, "font_size": SIZE, "font_color": INK, "valign": "top", **properties}
        key = tuple(sorted(complete.items()))
        if key not in self._formats:
            self._formats[key] = self.file.add_format(complete)
        return self._formats[key]

    def _sheet(
        self, name: str, title: str, columns: Sequence[tuple[str, float]], says: str, *, paper: int = A4
    ) -> tuple[Any, int]:
        """A sheet with its title, marking and head; the row of the head."""
        sheet = self.file.add_worksheet(name)
        sheet.hide_gridlines(2)
        sheet.set_paper(paper)
        sheet.set_landscape()
        sheet.fit_to_pages(1, 0)
        sheet.set_margins(left=0.4, right=0.4, top=0.65, bottom=0.6)
        marking, foot = (text.replace("&", "&&") for text in (self.marking, self.provenance))
        sheet.set_header(f'&C&"{FONT},Bold"&10{marking}'[:255])
        sheet.set_footer(f'&L&"{FONT}"&8{foot}'[:230] + '&R&"Arial"&8Page &P of &N')
        for place, (_, width) in enumerate(columns):
            sheet.set_column(place, place, width)
        sheet.set_row(0, 24)
        sheet.write_string(0, 0, title, self.format(bold=True, font_size=16))
        sheet.write_string(1, 0, self.marking, self.format(bold=True))
        sheet.write_string(2, 0, f"{says} {self.provenance}.", self.format())
        head = self.format(bold=True, bg_color=BAND, font_color="#FFFFFF", text_wrap=True, valign="vcenter")
        sheet.set_row(4, 30)
        for place, (text, _) in enumerate(columns):
            sheet.write_string(4, place, text, head)
        sheet.freeze_panes(5, 0)
        sheet.repeat_rows(4)
        return sheet, 4

    def _summary(self, rows: Sequence[Mapping[str, Any]]) -> None:
        says = "One child and one rule are one fault, however many rows show it; accepted rows are counted apart."
        sheet, head = self._sheet(SUMMARY, f"Data quality: {self.whose}", _SUMMARY_COLUMNS, says)
        edge = {"bottom": 1, "bottom_color": EDGE}
        text = self.format(**edge, text_wrap=True)
        number = self.format(**edge, num_format="#,##0", align="left")
        wide = ((5, "title", 30), (6, "sentence", 60), (7, "mend", 40), (8, "distorts", 20))
        for at, row in enumerate(rows, start=head + 1):
            sheet.set_row(at, _height((row[name], width) for _, name, width in wide))
            sheet.write_string(at, 0, row["code"], text)
            self._severity(sheet, at, 1, row["severity"], **edge)
            for place, name in enumerate(("faults", "rows", "accepted"), start=2):
                sheet.write_number(at, place, row[name], number)
            for place, name, _ in wide:
                sheet.write_string(at, place, row[name], text)
        if rows:
            sheet.autofilter(head, 0, head + len(rows), len(_SUMMARY_COLUMNS) - 1)
        else:
            sheet.write_string(head + 1, 0, "Nothing was found.", self.format())

    def _severity(self, sheet: Any, at: int, place: int, severity: str, **how: Any) -> None:
        fill, ink = SEVERITIES[severity]
        sheet.write_string(at, place, severity, self.format(**how, bg_color=fill, font_color=ink, bold=True))

    def _findings(self) -> None:
        _, rows = listed(self.findings, team=self.team)
        parts = [rows[at : at + ROWS_OF_A_SHEET] for at in range(0, len(rows), ROWS_OF_A_SHEET)] or [[]]
        for number, part in enumerate(parts, start=1):
            name = FINDINGS if number == 1 else f"{FINDINGS} {number}"
            says = "Every row at fault. Mend it in the case system, not here."
            sheet, head = self._sheet(name, f"Findings: {self.whose}", _FINDING_COLUMNS, says, paper=A3)
            self._finding_rows(sheet, head, part)
            if part:
                sheet.autofilter(head, 0, head + len(part), len(_FINDING_COLUMNS) - 1)
            else:
                sheet.write_string(head + 1, 0, "Nothing was found.", self.format())

    def _finding_rows(self, sheet: Any, head: int, rows: Iterable[Sequence[Any]]) -> None:
        text, day = self.format(), self.format(num_format="dd/mm/yyyy", align="left")
        number = self.format(num_format="0", align="left")
        titles = {rule.code: rule.title for rule in self.findings.rules}
        names = {name: describe(name).title for name in described()}
        for at, row in enumerate(rows, start=head + 1):
            code, severity, child, team, worker, table, file, file_row, column, value, record, *rest = row
            first, last, by, until, why = rest
            texts = (code, None, titles[code], child, team, worker, names.get(table, table), file)
            for place, cell in enumerate(texts):
                if cell:
                    sheet.write_string(at, place, cell, text)
            self._severity(sheet, at, 1, severity)
            if file_row is not None:
                sheet.write_number(at, 8, file_row, number)
            for place, cell in ((9, column), (10, value), (11, record), (15, by), (16, why)):
                if cell:
                    sheet.write_string(at, place, _cut(cell), text)
            for place, on in ((12, first), (13, last), (14, until)):
                if on is not None:
                    self._day(sheet, at, place, on, day, text)

    def _day(self, sheet: Any, at: int, place: int, on: dt.date, day: Any, text: Any) -> None:
        if on.year >= 1900:
            sheet.write_datetime(at, place, dt.datetime.combine(on, dt.time()), day)
        else:  # before the first day that a spreadsheet knows
            sheet.write_string(at, place, on.isoformat(), text)

    def _not_run(self, rows: Sequence[Mapping[str, Any]]) -> None:
        columns = (("Rule", 13), ("What it looks for", 70), ("Why it was not run", 70))
        says = "What these rules look for was not looked for: it is not known whether there is anything to mend."
        sheet, head = self._sheet(NOT_RUN, "Rules that were not run", columns, says)
        text = self.format(text_wrap=True, bottom=1, bottom_color=EDGE)
        for at, row in enumerate(rows, start=head + 1):
            sheet.set_row(at, _height([(row["sentence"], 70), (row["state"], 70)]))
            for place, name in enumerate(("code", "sentence", "state")):
                sheet.write_string(at, place, row[name], text)


def _height(cells: Iterable[tuple[str, float]]) -> float:
    """High enough for the lines of each text in a column of its width."""
    return max(ceil(0.95 * len(text) / width) for text, width in cells if text) * LINE + 4


def _cut(text: str) -> str:
    return text if len(text) <= LONGEST_CELL else f"{text[:LONGEST_CELL]} ..."


def _long(day: dt.date) -> str:
    return f"{day.day} {day:%B %Y}"
