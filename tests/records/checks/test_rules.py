"""The rules: each finds what its examples draw and nothing else, and says truly what it is about."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import replace
from pathlib import Path

import pytest

from lineofsight.calendar import Month
from lineofsight.indicators.availability import Availability
from lineofsight.indicators.book import Book, read_book
from lineofsight.indicators.checks import check_book
from lineofsight.problems import Refused
from lineofsight.records.checks import own
from lineofsight.records.checks.rules import EFFECTS, SEVERITIES, SHIPPED, Rule, read_rules
from lineofsight.records.descriptions import describe, described
from lineofsight.records.headed import SETTING, SelectRefused
from tests.records.checks.worked_examples import Example, examples, found_by

EXAMPLES = list(examples())
RULES = read_rules()
SELECTS = [rule for rule in RULES if rule.sql]
EVERY = pytest.mark.parametrize("rule", SELECTS, ids=lambda rule: rule.code)


@pytest.mark.parametrize("example", EXAMPLES, ids=str)
def test_what_is_found_is_what_is_drawn(example: Example) -> None:
    rule = RULES[example.code]
    if example.settings:
        rule = replace(rule, header={**rule.header, "settings": {**rule.settings, **example.settings}})
    found = found_by(rule, example)
    columns = list(example.findings[0]) if example.findings else ["person_id"]
    expected = sorted(tuple(row[column] for column in columns) for row in example.findings)
    assert sorted(tuple(row.get(column, "") for column in columns) for row in found) == expected


def test_every_rule_has_an_example_of_what_it_finds_and_one_of_what_it_does_not() -> None:
    found = {example.code for example in EXAMPLES if example.findings}
    not_found = {example.code for example in EXAMPLES if not example.findings}
    assert found == not_found == {rule.code for rule in SELECTS}


def test_there_are_many_rules_and_each_has_its_own_file_and_code() -> None:
    assert len(SELECTS) >= 60
    assert {rule.file.stem.partition("_")[0] for rule in SELECTS} == {rule.code for rule in SELECTS}
    assert len({rule.title for rule in RULES}) == len(RULES)


def test_what_a_rule_reads_is_found_by_name_as_by_reading_it_as_a_tree() -> None:
    """And with it that each shipped rule is one select of what rules may read, and returns what a rule returns."""
    for code, reads in own.check_rules(SELECTS).items():
        named = {table: {*columns} for table, columns in RULES[code].names.items()}
        assert {table: {*columns} - {"file_row"} for table, columns in reads.items()} == named, code


def test_no_column_has_its_name_in_two_tables() -> None:
    names = Counter(column for table in described() for column in describe(table).columns)
    assert not [name for name, count in names.items() if count > 1]


@pytest.fixture(scope="module")
def read_by() -> dict[str, set[str]]:
    """The tables that each indicator of the book is counted from, and those that stand in for them."""
    book = read_book()
    counting = Availability(book, check_book(book), _NoSnapshot())  # type: ignore[arg-type]
    return {ref: _tables(counting, book, ref) for ref in book.named("indicator")}


class _NoSnapshot:
    tables: dict[str, object] = {}  # noqa: RUF012
    limits: dict[str, object] = {}  # noqa: RUF012

    def columns(self, table: str) -> frozenset[str]:
        return frozenset()


def _tables(counting: Availability, book: Book, ref: str) -> set[str]:
    latest = book.latest("indicator", ref)
    read = set(counting.reads_of("indicator", ref, Month(2023, 3).end))
    assert read, latest.name
    return read | {stand_in.table for table in read if (stand_in := describe(table).stands_in)}


@EVERY
def test_a_rule_distorts_only_indicators_that_are_counted_from_what_is_at_fault(
    rule: Rule, read_by: dict[str, set[str]]
) -> None:
    at_fault = {column.partition(".")[0] for column in rule.columns}
    for ref in rule.distorts:
        assert read_by[ref] & at_fault, ref


@EVERY
def test_a_rule_says_what_it_is_about(rule: Rule) -> None:
    assert rule.table in rule.names
    assert rule.severity in SEVERITIES
    assert set(rule.could) <= set(EFFECTS)
    assert rule.columns
    of_select = {f"{table}.{column}" for table, columns in rule.names.items() for column in columns}
    assert set(rule.needs_values) <= of_select
    assert {name for name in rule.reads_if_there if "." in name} <= of_select
    assert {name for name in rule.reads_if_there if "." not in name} | set(rule.needs_all) <= set(rule.names)
    assert rule.sentence.endswith(".") and rule.mend.endswith(".")
    assert not SETTING.search(rule.sentence + rule.title + rule.mend), "a setting has no value"


@EVERY
def test_an_error_distorts_a_figure_and_a_note_distorts_none(rule: Rule) -> None:
    assert bool(rule.distorts) == bool(rule.could)
    assert rule.distorts or rule.severity != "error"
    assert not rule.distorts or rule.severity != "note"


@EVERY
def test_joins_have_no_or_and_events_are_never_crossed(rule: Rule) -> None:
    assert " cross join " not in rule.sql
    for condition in re.findall(r"\bon\b(.*?)(?=\bjoin\b|\bwhere\b|\bgroup\b|\)|$)", rule.sql, re.DOTALL):
        assert not re.search(r"\bor\b", condition)


# Headers, and a council's own files

OWN = """\
/*
code = "OWN-01"
title = "Visit on a Sunday"
sentence = "Nobody visits on a Sunday."
mend = "Correct the date."
severity = "warning"
table = "ssd_cin_visits"
columns = ["ssd_cin_visits.cinv_cin_visit_date"]
could = ["worse"]
distorts = ["3.3"]
source = "Local"

[settings]
days = 28
*/
select file_row, cinv_person_id as person_id
from ssd_cin_visits
join extract on cinv_cin_visit_date > extracted_on - $days
"""


def written(folder: Path, text: str, name: str = "own.sql") -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    (folder / name).write_text(text, encoding="utf-8")
    return folder


def test_a_council_adds_a_rule(tmp_path: Path) -> None:
    rules = read_rules(written(tmp_path, OWN))
    assert len(rules) == len(RULES) + 1
    rule = rules["own-01"]
    assert rule.own and rule.enabled and "extracted_on - 28" in rule.runnable()
    assert rules.fingerprint != RULES.fingerprint == read_rules().fingerprint


def test_a_council_switches_a_rule_off_or_changes_its_severity_or_settings(tmp_path: Path) -> None:
    written(tmp_path, '/*\ncode = "CON-03"\nenabled = false\n*/\n', "a.sql")
    written(tmp_path, '/*\ncode = "ASM-02"\nseverity = "error"\nsettings = { working_days = 35 }\n*/\n', "b.sql")
    written(tmp_path, '/*\ncode = "STR-08"\nenabled = false\n*/\n', "c.sql")
    rules = read_rules(tmp_path)
    assert not rules["CON-03"].enabled and not rules["STR-08"].enabled
    changed = rules["ASM-02"]
    assert (changed.severity, changed.settings, changed.own) == ("error", {"working_days": 35}, False)
    assert "35 working days" in changed.sentence
    assert changed.mend == RULES["ASM-02"].mend
    in_force = [rule.code for rule in rules.in_force(Month(2023, 3))]
    assert "ASM-02" in in_force and "CON-03" not in in_force


def test_a_council_gives_a_shipped_rule_another_select(tmp_path: Path) -> None:
    select = "select file_row, cont_person_id as person_id from ssd_contacts where cont_contact_id is null"
    rule = read_rules(written(tmp_path, f'/*\ncode = "CON-01"\n*/\n{select}\n'))["CON-01"]
    assert rule.own and rule.sql.strip() == select and rule.settings == {}


def test_a_rule_holds_from_a_month_on(tmp_path: Path) -> None:
    rules = read_rules(written(tmp_path, OWN.replace("title", 'valid_from = "2024-04"\ntitle', 1)))
    assert "OWN-01" not in [rule.code for rule in rules.in_force(Month(2024, 3))]
    assert "OWN-01" in [rule.code for rule in rules.in_force(Month(2024, 4))]


@pytest.mark.parametrize(
    ("old", "new", "what"),
    [
        ('code = "OWN-01"\n', "", "code must be capitals and a number in quotes"),
        ('"OWN-01"', '"own"', "code must be capitals and a number in quotes"),
        ('title = "Visit', 'titel = "Visit', "no field 'titel': remove it"),
        ('mend = "Correct the date."\n', "", "the header has no mend: add mend = ..."),
        ('mend = "Correct the date."', "mend = 3", "mend must be a text in quotes, and not empty"),
        ('severity = "warning"', 'severity = "bad"', "severity must be one of error, warning, note"),
        ('could = ["worse"]', 'could = ["worst"]', "could has 'worst': it is a list of some of better, worse"),
        ('could = ["worse"]', 'could = "worse"', "could must be a list of texts"),
        ('table = "ssd_cin_visits"', 'table = "visits"', "table names 'visits', which is no table of case records"),
        ('cinv_cin_visit_date"]', 'cinv_date"]', "columns names 'ssd_cin_visits.cinv_date', which is no column"),
        ("[settings]", "enabled = 1\n[settings]", "enabled must be true or false"),
        (
            "[settings]",
            'valid_from = "April"\n[settings]',
            'valid_from must be a month in quotes, for example "2023-04"',
        ),
        ("days = 28", "weeks = 4", "the setting weeks is not used"),
        ("select file_row", "", "there is no select after the header"),
    ],
)
def test_a_header_that_cannot_be_used_is_refused_with_its_line(tmp_path: Path, old: str, new: str, what: str) -> None:
    text = OWN.replace(old, new, 1)
    if old == "select file_row":
        text = OWN[: OWN.index("*/")].replace("[settings]\ndays = 28\n", "") + "*/\n"
    with pytest.raises(SelectRefused, match=r"^own\.sql, line \d+: ") as refusal:
        read_rules(written(tmp_path, text))
    assert what in str(refusal.value)


def test_two_files_for_one_rule_and_a_select_for_what_needs_none_are_refused(tmp_path: Path) -> None:
    written(tmp_path / "two", OWN, "a.sql")
    with pytest.raises(Refused, match=r"b\.sql and a\.sql both hold the rule OWN-01: keep one"):
        read_rules(written(tmp_path / "two", OWN, "b.sql"))
    text = '/*\ncode = "STR-01"\n*/\nselect 1\n'
    with pytest.raises(SelectRefused, match="STR-01 is found while files are read and has no select"):
        read_rules(written(tmp_path / "structure", text))


def test_a_rule_that_there_is_not_is_refused() -> None:
    with pytest.raises(Refused, match=r"There is no rule 'CIN-99': `lineofsight check` lists them"):
        RULES["CIN-99"]


def test_the_shipped_files_are_all_read() -> None:
    assert len(list(SHIPPED.glob("*.sql"))) == len(SELECTS)


def test_the_rules_that_the_page_draws_can_be_used_as_they_stand(tmp_path: Path) -> None:
    page = Path(__file__).parents[3] / "docs" / "how-to" / "check-data-quality.md"
    for number, text in enumerate(re.findall(r"```sql\n(.*?)```", page.read_text(encoding="utf-8"), re.DOTALL)):
        written(tmp_path, text, f"{number}.sql")
    rules = read_rules(tmp_path)
    changed = [rule.code for rule in rules if rule.changed and not rule.file.is_relative_to(SHIPPED)]
    assert changed == ["ASM-02", "CON-04", "OWN-01"]
    assert set(own.check_own_rules(rules)) == {"OWN-01"}
