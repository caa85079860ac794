"""Reads worked examples: Markdown in which a few children and the expected evidence stand as tables.

## Day 28 is in, day 29 is out            an example begins
As at 2023-03-31.                         the date; the extract was taken on it unless "Extracted on ..." says so
Children in need: Ann, Ben.               a shorthand: see BACKGROUNDS
`ssd_cin_visits`                          records, as a table
| cinv_person_id | cinv_cin_visit_date |
`evidence of 3.3`                         what is expected, as a table: all rows, some columns
| person_id | met |
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

FOLDER = Path(__file__).parent / "examples"

#: What a shorthand stands for, for each child that it names.
BACKGROUNDS: dict[str, dict[str, dict[str, str]]] = {
    "Open cases": {
        "ssd_cin_episodes": {
            "cine_referral_id": "R {child}",
            "cine_person_id": "{child}",
            "cine_referral_date": "2022-06-01",
        },
    },
    "Children in need": {
        "ssd_cin_episodes": {
            "cine_referral_id": "R {child}",
            "cine_person_id": "{child}",
            "cine_referral_date": "2022-06-01",
        },
        "ssd_cin_assessments": {
            "cina_assessment_id": "A {child}",
            "cina_person_id": "{child}",
            "cina_referral_id": "R {child}",
            "cina_assessment_start_date": "2022-06-01",
            "cina_assessment_auth_date": "2022-07-01",
        },
    },
    "On a child protection plan": {
        "ssd_cp_plans": {
            "cppl_cp_plan_id": "P {child}",
            "cppl_person_id": "{child}",
            "cppl_cp_plan_start_date": "2022-06-01",
        },
    },
    "In our care": {
        "ssd_person": {"pers_person_id": "{child}", "pers_dob": "2012-01-01"},
        "ssd_cla_episodes": {
            "clae_cla_episode_id": "E {child}",
            "clae_person_id": "{child}",
            "clae_cla_id": "C {child}",
            "clae_cla_episode_start_date": "2022-06-01",
            "clae_entered_care_date": "2022-06-01",
        },
    },
    "Born 2004": {"ssd_person": {"pers_person_id": "{child}", "pers_dob": "2004-01-01"}},
}


@dataclass
class Example:
    file: Path
    title: str
    as_at: dt.date
    extracted_on: dt.date
    tables: dict[str, list[dict[str, str]]] = field(default_factory=dict)
    expected: dict[str, list[dict[str, str]]] = field(default_factory=dict)

    def __str__(self) -> str:
        return f"{self.file.stem}: {self.title}"


def examples() -> Iterator[Example]:
    for file in sorted(FOLDER.glob("*.md")):
        text = file.read_text(encoding="utf-8")
        for section in re.split(r"^## ", text, flags=re.MULTILINE)[1:]:
            yield _example(file, section)


def _example(file: Path, section: str) -> Example:
    title, _, body = section.partition("\n")
    dated = re.search(r"As at (\d{4}-\d{2}-\d{2})", body)
    assert dated, f"{file.name}: {title} has no date"
    taken = re.search(r"Extracted on (\d{4}-\d{2}-\d{2})", body)
    example = Example(file, title.strip(), dt.date.fromisoformat(dated[1]), dt.date.fromisoformat((taken or dated)[1]))
    for name, background in BACKGROUNDS.items():
        for children in re.findall(rf"^{name}: (.*?)\.$", body, re.MULTILINE):
            for child in children.split(", "):
                for table, row in background.items():
                    values = {column: value.format(child=child) for column, value in row.items()}
                    example.tables.setdefault(table, []).append(values)
    for name, table in re.findall(r"^`([^`]+)`\n\n((?:\|.*\n?)+)", body, re.MULTILINE):
        rows = _rows(table)
        if name.startswith("evidence of "):
            example.expected[name.removeprefix("evidence of ")] = rows
        else:
            example.tables.setdefault(name, []).extend(rows)
    return example


def _rows(table: str) -> list[dict[str, str]]:
    lines = [[cell.strip() for cell in line.strip().strip("|").split("|")] for line in table.strip().splitlines()]
    header, rows = lines[0], lines[2:]
    assert all(len(row) == len(header) for row in rows), table
    return [dict(zip(header, row, strict=True)) for row in rows]
