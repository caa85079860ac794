"""A definition's file: what its header may say, and that each refusal names the file, the line and the remedy."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from lineofsight.calendar import Month
from lineofsight.indicators.book import SHIPPED
from lineofsight.indicators.definitions import Definition, DefinitionRefused
from lineofsight.indicators.headers import REQUIRED, read_definition
from tests.indicators.files import COHORT, INDICATOR, changed, line_of, written

SELECT = "select as_at from as_at\n"


def refused(folder: Path, text: str, base: Definition | None = None) -> DefinitionRefused:
    with pytest.raises(DefinitionRefused) as refusal:
        read_definition(written(folder, text), base, own=base is not None).runnable()
    assert re.match(r"mine\.sql, line \d+: .", str(refusal.value))
    assert "\n" not in str(refusal.value)
    return refusal.value


def test_a_good_definition_is_read(tmp_path: Path) -> None:
    definition = read_definition(written(tmp_path, INDICATOR))
    assert (definition.kind, definition.name, definition.unit) == ("indicator", "99.1", "percent")
    assert definition.valid_from == Month(2019, 4)
    assert "as_at.as_at - 28 as met" in definition.runnable()
    assert definition.target_at(Month(2019, 3)) is None
    target = definition.target_at(Month(2023, 3))
    assert target is not None
    assert (target.minimum, target.upper) == ("85", "90")
    assert INDICATOR.split("\n")[definition.sql_line - 1] == "select"


@pytest.mark.parametrize("file", sorted(SHIPPED.rglob("*.sql")), ids=lambda file: file.stem)
def test_the_shipped_definitions_say_who_wrote_and_checked_them(file: Path) -> None:
    definition = read_definition(file)
    assert set(REQUIRED[definition.kind]) <= set(definition.header) | {"valid_from"}
    assert definition.sql.lower().startswith(("select", "with"))


@pytest.mark.parametrize("missing", [field for field in REQUIRED["indicator"] if field != "valid_from"])
def test_a_missing_field_of_the_header_is_named(tmp_path: Path, missing: str) -> None:
    text = re.sub(rf"^{missing} = .*\n", "", INDICATOR, count=1, flags=re.MULTILINE)
    assert text != INDICATOR
    assert f"the header has no {missing}: add {missing} = ..." in refused(tmp_path, text).what


REFUSALS = [
    # what is written instead of what, where the refusal points, and what it says
    ('title = "%', 'titel = "%', "titel", "no field 'titel': remove it"),
    ('ref = "99.1"', "", "", "the header doesn't say what it defines: add ref ="),
    ('ref = "99.1"', "ref = 99.1", "", "ref must be a short name"),
    ('ref = "99.1"', 'ref = "../99.1"', "", "ref must be a short name"),
    ('ref = "99.1"', 'ref = "99\'1"', "", "ref must be a short name"),
    ('ref = "99.1"', 'ref = "99.1"\ncohort = "mine"', "cohort =", "no field 'cohort'"),
    ('valid_from = "2019-04"', "", "", 'add the month it holds from, for example valid_from = "2023-04"'),
    ('valid_from = "2019-04"', "valid_from = 2019-04-01", "valid_from", 'a month in quotes, for example "2023-04"'),
    ('valid_from = "2019-04"', 'valid_from = "April"', "valid_from", "a month in quotes"),
    ('valid_from = "2019-04"', 'valid_from = "2019-13"', "valid_from", "a month in quotes"),
    ('valid_from = "2019-04"', 'valid_from = "2019-04"\nvalid_to = "2019-03"', "valid_to", "give a later month"),
    ('valid_from = "2019-04"', 'valid_from = "2019-04"\nvalid_to = "x"', "valid_to", "a month in quotes"),
    ('title = "%', "title = 9 # %", "title", "title must be a text in quotes"),
    ('why = "What nobody sees, nobody can help with."', 'why = " "', "why", "why must be a text in quotes, and not"),
    ("order = 900", 'order = "first"', "order", "order must be a whole number"),
    ("order = 900", "order = [1]", "order", "order must be a whole number"),
    ('unit = "percent"', 'unit = "percentage"', "unit", "unit must be one of percent, count, rate"),
    ('unit = "percent"', 'unit = "rate"', "unit", 'rate_of = "1.3", per = 10000'),
    ('unit = "percent"', 'unit = "rate"\nrate_of = "1.2"\nper = "many"', "per =", "per must be a whole number"),
    ('windows = ["snapshot"]', 'windows = "snapshot"', "windows", "windows must be a list of some of snapshot, month"),
    ('windows = ["snapshot"]', "windows = []", "windows", "windows must be a list"),
    ('windows = ["snapshot"]', 'windows = ["week"]', "windows", "windows must be a list"),
    ('windows = ["snapshot"]', 'windows = ["snapshot", "month"]', "windows", "events (month, ytd, rolling_year) or"),
    ('shown = "snapshot"', 'shown = "ytd"', "shown", "shown must be one of the windows: snapshot"),
    ('trend = "snapshot"', 'trend = "month"', "trend", "trend must be one of the windows: snapshot"),
    ('better = "higher"', 'better = "more"', "better", 'better must be "higher" or "lower"'),
    ('better = "higher"', "", "rating", 'add better = "higher" or "lower"'),
    ('rating = "minimum_and_upper"', "", "[[targets]]", 'add rating = "minimum_and_upper"'),
    ('unit = "percent"', 'unit = "percent"\nreads_if_there = 5', "reads_if_there", "must be a list of columns"),
    # targets
    ("minimum = 85", "minimum = 95", "[[targets]]", "the wrong way round where higher is better"),
    ('better = "higher"', 'better = "lower"', "[[targets]]", "the wrong way round where lower is better"),
    ("minimum = 85\n", "", "[[targets]]", "each target has a minimum and an upper and nothing else"),
    ("minimum = 85", 'minimum = "85"', "[[targets]]", "the target's minimum must be a number"),
    ("minimum = 85", "minimum = true", "[[targets]]", "the target's minimum must be a number"),
    ("minimum = 85", "minimum = nan", "[[targets]]", "the target's minimum can't be nan"),
    ("minimum = 85", "minimum = -1", "[[targets]]", "a percentage is 0 to 100"),
    ("upper = 90", "upper = inf", "[[targets]]", "the target's upper can't be inf"),
    ("upper = 90", "upper = 900", "[[targets]]", "a percentage is 0 to 100"),
    ("upper = 90", 'upper = 90\nform = "2023-04"', "[[targets]]", "and nothing else: [[targets]] from, minimum, upper"),
    ("upper = 90", 'upper = 90\nfrom = "soon"', 'from = "soon"', "from must be a month in quotes"),
    ("upper = 90", "upper = 90\n[[targets]]\nminimum = 1\nupper = 2", "[[targets]]", "two targets hold from 2019-04"),
    ("[[targets]]", "[targets]", "[targets]", "targets are written as [[targets]]"),
    # settings
    ("within_days = 28", "within_dayz = 28", "within_dayz", "within_dayz is not used: the select uses within_days"),
    ("within_days = 28", "within_days = 28\nmore = 3", "more", "the setting more is not used"),
    ("within_days = 28", "", "as_at.as_at - $within", "$within_days has no value: add it to [settings]"),
    ("within_days = 28", "within_days = nan", "within_days", "must be a number that ends"),
    ("within_days = 28", "within_days = [28]", "", "must be a whole number, a number, a text or a date"),
    ("[settings]\nwithin_days = 28", "settings = 3", "settings", "settings are written as [settings]"),
    # the file
    ("/*", "--", "", "begin the file with /* and the header's fields, and end them with */"),
    ("*/", "", "", "begin the file with /* and the header's fields, and end them with */"),
    ('good = "Children are seen."', 'good = "They are */ seen."', "", "the header can't be read"),
    ('good = "Children are seen."', "good = Children", "good = C", 'write each field as name = "text"'),
    ('good = "Children are seen."', 'why = "x"', 'why = "What', "the header can't be read"),
]


@pytest.mark.parametrize(("old", "new", "place", "what"), REFUSALS, ids=[f"{r[1]!r}" for r in REFUSALS])
def test_a_refusal_names_the_line_and_what_would_mend_it(
    tmp_path: Path, old: str, new: str, place: str, what: str
) -> None:
    text = changed(INDICATOR, old, new)
    refusal = refused(tmp_path, text)
    assert what in refusal.what
    assert refusal.line == (line_of(text, place) if place else 1)


def test_a_file_without_a_select_or_that_is_no_text_is_refused(tmp_path: Path) -> None:
    header = INDICATOR[: INDICATOR.index("*/") + 2]
    assert "there is no select after the header: add one" in refused(tmp_path, header).what
    for text in ("", "   ", "select 1", "/*/ select 1"):
        refused(tmp_path, text)
    path = written(tmp_path, "")
    path.write_bytes(INDICATOR.encode("utf-16"))
    with pytest.raises(DefinitionRefused, match=r"mine\.sql, line 1: the file is not UTF-8: save it as UTF-8"):
        read_definition(path)


def test_a_file_written_on_Windows_is_the_same_definition(tmp_path: Path) -> None:
    path = written(tmp_path, "")
    path.write_bytes(b"\xef\xbb\xbf" + INDICATOR.replace("\n", "\r\n").encode())
    assert read_definition(path).sql == read_definition(written(tmp_path, INDICATOR, "other.sql")).sql


def test_a_semicolon_at_the_end_is_no_second_statement(tmp_path: Path) -> None:
    definition = read_definition(written(tmp_path, COHORT + "select as_at from as_at ;;\n"))
    assert definition.runnable() == SELECT


@pytest.mark.parametrize(
    ("setting", "sql", "runs"),
    [
        ("n = 28", "select as_at - $n as as_at from as_at", "select as_at - 28 as as_at from as_at"),
        # two minus signs would begin a comment
        ("n = -28", "select as_at -$n as as_at from as_at", "select as_at -(-28) as as_at from as_at"),
        ("n = 'it''s'", "", ""),
        ('n = "CW"', "select as_at from as_at where x = $n", "select as_at from as_at where x = 'CW'"),
        ('n = "O\'Brien"', "select as_at from as_at where x = $n", "select as_at from as_at where x = 'O''Brien'"),
        ("n = true", "select as_at from as_at where $n", "select as_at from as_at where true"),
        ("n = 2023-04-01", "select as_at from as_at where x > $n", "... x > date '2023-04-01'"),
        ("n = 3", "select as_at - interval '$n months' as as_at", "select as_at - interval '3 months' as as_at"),
    ],
)
def test_settings_are_written_in_as_values(tmp_path: Path, setting: str, sql: str, runs: str) -> None:
    text = changed(COHORT, "*/", f"[settings]\n{setting}\n*/") + sql
    if not sql:
        refused(tmp_path, text)
        return
    assert runs.removeprefix("...") in read_definition(written(tmp_path, text)).runnable()


def test_a_text_cannot_stand_for_part_of_another_text(tmp_path: Path) -> None:
    text = changed(COHORT, "*/", '[settings]\nn = "x\' or true"\n*/') + "select as_at from as_at where x = 'a$n'"
    assert "the setting n must be" in refused(tmp_path, text).what


# A council's own file, laid over the definition that holds before it

OWN = '/*\nref = "99.1"\nvalid_from = "2023-04"\n{}*/\n'


@pytest.fixture
def base(tmp_path: Path) -> Definition:
    return read_definition(written(tmp_path / "book", INDICATOR))


def own(folder: Path, base: Definition, header: str, sql: str = "") -> Definition:
    return read_definition(written(folder, OWN.format(header) + sql), base, own=True)


def test_a_councils_file_needs_to_say_only_what_differs(tmp_path: Path, base: Definition) -> None:
    definition = own(tmp_path, base, "[settings]\nwithin_days = 35\n")
    assert definition.title == base.title
    assert definition.targets == base.targets
    assert "as_at.as_at - 35 as met" in definition.runnable()
    assert definition.own
    assert definition.changed == {"settings", "valid_from"}


def test_a_target_from_a_month_on_leaves_earlier_ones_as_they_were(tmp_path: Path, base: Definition) -> None:
    definition = own(
        tmp_path,
        base,
        '[[targets]]\nminimum = 90\nupper = 95\n[[targets]]\nfrom = "2024-04"\nminimum = 92.5\nupper = 95\n',
    )
    assert [str(target.from_month) for target in definition.targets] == ["2019-04", "2023-04", "2024-04"]
    assert definition.target_at(Month(2023, 3)) == base.target_at(Month(2023, 3))
    in_force = definition.target_at(Month(2025, 1))
    assert in_force is not None
    assert in_force.minimum == "92.5"


@pytest.mark.parametrize(
    ("header", "what"),
    [
        ("[settings]\nwithin_dayz = 35\n", "the setting within_dayz is not used: the select uses within_days"),
        ('[settings]\nwithin_days = "35"\n', "the setting within_days is 28 in the book: give a value of the same"),
        ('better = "lower"\n', "the minimum and upper target from 2019-04 are the wrong way round where lower"),
        ('unit = "count"\n', "unit can't differ from the version before (percent): give the definition a name"),
        ('windows = ["month"]\nshown = "month"\ntrend = "month"\n', "windows can't differ from the version before"),
        ('title = ""\n', "title must be a text in quotes, and not empty"),
    ],
)
def test_a_councils_file_that_cannot_be_meant_is_refused(
    tmp_path: Path, base: Definition, header: str, what: str
) -> None:
    assert what in refused(tmp_path, OWN.format(header), base).what


def test_an_end_is_not_inherited_by_the_next_version(tmp_path: Path) -> None:
    ended = read_definition(
        written(tmp_path / "book", changed(INDICATOR, "[settings]", 'valid_to = "2022-12"\n\n[settings]'))
    )
    assert ended.valid_to == Month(2022, 12)
    assert own(tmp_path, ended, "").valid_to is None


def test_a_new_select_may_leave_old_settings_unused(tmp_path: Path, base: Definition) -> None:
    sql = "select as_at, cast(null as integer) as person_id, true as met from as_at\n"
    assert own(tmp_path, base, "", sql).runnable() == sql
