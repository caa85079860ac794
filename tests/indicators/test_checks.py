"""Definitions are one select on known tables, and nothing that they say reaches outside: three locks, each tried."""

from __future__ import annotations

import re
from pathlib import Path

import duckdb
import pandas
import pytest

from lineofsight.calendar import Month
from lineofsight.indicators import checks
from lineofsight.indicators.book import Book, read_book
from lineofsight.indicators.checks import Reads, check_book, lock
from lineofsight.indicators.definitions import Definition, DefinitionRefused
from lineofsight.indicators.headers import read_definition
from lineofsight.records.selects import FUNCTIONS
from tests.indicators.files import COHORT, INDICATOR, changed, line_of, written

HEADER_LINES = COHORT.count("\n")


def read_of(folder: Path, *texts: str) -> dict[str, Reads]:
    """Checks definitions by themselves, without the shipped book around them; what each reads, by name."""
    definitions = [read_definition(written(folder, text, f"mine{n}.sql")) for n, text in enumerate(texts)]
    versions: dict[tuple[str, str], tuple[Definition, ...]] = {}
    for definition in definitions:
        key = (definition.kind, definition.name)
        versions[key] = (*versions.get(key, ()), definition)
    # INDICATOR is rated
    book = read_book()
    versions["rating", "minimum_and_upper"] = book.versions["rating", "minimum_and_upper"]
    reads = check_book(Book(versions))  # type: ignore[arg-type]
    return {definition.name: found for definition, found in reads.items() if definition in definitions}


def refusal_of(folder: Path, *texts: str) -> DefinitionRefused:
    with pytest.raises(DefinitionRefused) as refusal:
        read_of(folder, *texts)
    assert re.match(r"mine\d\.sql, line \d+: .", str(refusal.value))
    assert "\n" not in str(refusal.value)
    return refusal.value


# What may be written

GOOD = [
    "select as_at from as_at",
    "SELECT as_at FROM as_at",
    "from as_at",
    "select as_at -- why\nfrom as_at /* and /* how */ so */",
    "select as_at from as_at;",
    "select distinct as_at from as_at where as_at > date '2020-01-01'",
    "with early as (select as_at from as_at) select as_at from early",
    "with read_csv as (select as_at from as_at) select as_at from read_csv",  # a name is not a call
    "(select as_at from as_at) union all (select as_at from as_at)",
    "select as_at from as_at, (values (1), (2)) as weights(weight)",
    "select as_at, row_number() over (order by as_at desc) as place from as_at qualify place = 1",
    "select as_at, count(*) filter (where pers_gender = '01') as boys from as_at, ssd_person group by as_at",
    "select as_at, '; drop table ssd_person; --' as text from as_at",
    "select as_at, case when as_at in (date '2020-01-01') then 1 else 2 end as n from as_at",
    "select as_at, exists (select 1 from ssd_person where pers_dob < as_at.as_at) as any_born from as_at",
    "select as_at from as_at asof join ssd_person on as_at.as_at >= ssd_person.pers_dob",
]


@pytest.mark.parametrize("sql", GOOD)
def test_a_select_of_known_tables_and_columns_is_admitted(tmp_path: Path, sql: str) -> None:
    assert "as_at" in read_of(tmp_path, COHORT + sql + "\n")["mine"].columns


# What may not

STATEMENTS = [
    *("insert into ssd_person select * from ssd_person", "update ssd_person set pers_dob = null"),
    *("delete from ssd_person", "drop table ssd_person", "create table x as select 1", "create macro f(a) as a"),
    *("copy ssd_person to '/tmp/x.csv'", "attach '/tmp/x.db'", "export database '/tmp/x'", "install httpfs"),
    *("load httpfs", "pragma database_list", "set memory_limit = '1GB'", "call pragma_version()", "explain select 1"),
    *("values (1)", "describe ssd_person", "show tables", "summarize ssd_person", "checkpoint", "begin"),
    *("create secret (type s3)", "use memory", "alter table ssd_person add column x int", "vacuum"),
]
OUTSIDE = [
    # functions that read, in every place that a function can stand
    *(
        f"select as_at from as_at, {call}"
        for call in (
            *("read_csv('f.csv')", "read_csv_auto('f.csv')", "read_parquet('f.parquet')", "parquet_scan('f')"),
            *("read_text('/etc/passwd')", "read_blob('f')", "read_json('f')", "glob('*')", "sniff_csv('f')"),
            *("query('select 1')", "query_table('ssd_person')", "duckdb_settings()", "duckdb_secrets()"),
            *("pragma_version()", "range(3)", "generate_series(1, 3)", "repeat_row(1, num_rows = 3)"),
            *("parquet_metadata('f')", "which_secret('f', 's3')", "READ_TEXT('/etc/passwd')", "\"read_text\"('f')"),
            *("main.read_text('f')", "system.main.read_text('f')", "lateral read_text('f')"),
        )
    ),
    "select as_at, (select max(content) from read_text('/etc/passwd')) as x from as_at",
    "select as_at from as_at where exists (from read_text('/etc/passwd'))",
    "with x as (from read_text('/etc/passwd')) select as_at from as_at, x",
    "with read_csv as (select as_at from as_at) select as_at from read_csv('f.csv')",
    # files as tables
    "select as_at from as_at, 'f.csv'",
    'select as_at from as_at, "f.csv"',
    "select as_at from as_at, '/etc/passwd'",
    "select as_at from as_at, f.csv",
    "from 'f.parquet'",
    'select q.as_at from (with "f.csv" as (from as_at) from "f.csv") as q, "f.csv" as outside',
    # tables of the database itself, by a schema
    "select as_at from as_at, information_schema.tables",
    "select as_at from main.as_at",
    "select as_at from as_at, duckdb_tables",
    "select as_at from as_at, sqlite_master",
    "select as_at from as_at, pg_catalog.pg_class",
    "select q.as_at from (with sqlite_master as (from as_at) from sqlite_master) as q, sqlite_master as s",
    # what differs from one run to the next, or tells about the machine
    *(
        f"select as_at, {call} as x from as_at"
        for call in (
            *("current_date", "current_timestamp", "localtimestamp", "localtime", "now()", "today()"),
            *("get_current_timestamp()", "random()", "uuid()", "gen_random_uuid()", "getenv('HOME')"),
            *("current_setting('home_directory')", "getvariable('x')", "user", "current_user", "session_user"),
            *("current_role", "current_schema", "current_catalog", "current_database()", "version()"),
            *("txid_current()", "nextval('s')", "setseed(0.5)", "write_log('x')", "pg_sleep(1)", "error('x')"),
            *("'f'.read_text()", "as_at.current_setting()", "list_transform([1], x -> random())"),
            *("[random() for x in [1]]", "hash(as_at)", "columns(*)", "unnest([1, 2])", "regexp_matches('a', 'a')"),
        )
    ),
    "select as_at from as_at order by random()",
    "select as_at from as_at limit (select random() * 3)",
    "select as_at from as_at using sample 10%",
    "select as_at from as_at tablesample 10 percent",
    # what is no plain select
    "select as_at into x from as_at",
    "select as_at from as_at, (describe ssd_person) as d",
    "select as_at from as_at, (summarize ssd_person) as d",
    "select as_at from as_at, (show tables) as d",
    "select as_at from (pivot as_at on as_at using count(*))",
    "select as_at from as_at, lateral (select 1) as l",
    "with recursive r as (select as_at from as_at union all select as_at from r) select as_at from r",
    "with recursive r as (select as_at from as_at union all select as_at + 1 from r) select as_at from r",
    "select as_at, $1 as x from as_at",
    "select as_at, ? as x from as_at",
    "select as_at, :x as x from as_at",
    "select as_at from as_at; select as_at from as_at",
    "select as_at from as_at; drop table ssd_person",
    "select as_at from as_at) as a, (select 1",
    "select as_at from as_at where (",
    "selct as_at from as_at",
    # comments and quotes that two readers could take differently
    "select as_at, E'\\' , read_text('/etc/passwd') , \\'' as x from as_at",
    "select as_at, '\\' as x, read_text('f') as y, '\\' as z from as_at",
    "select as_at, $$ ' $$ as x, read_text('f') as y from as_at --'",
    "select as_at /* a */ , read_text('f') as x /* b */ from as_at",
    "select as_at -- a\r, read_text('f') as x\nfrom as_at",
    "select as_at {# , read_text('f') as x #} from as_at",
    'select as_at, "a\\", read_text(\'f\') as "b" from as_at',
    "select as_at from as_at\x00, read_text('f')",
]


@pytest.mark.parametrize("sql", STATEMENTS + OUTSIDE)
def test_whatever_is_no_plain_select_or_reaches_outside_is_refused(
    tmp_path: Path, sql: str, capfd: pytest.CaptureFixture[str]
) -> None:
    refusal = refusal_of(tmp_path, COHORT + sql + "\n")
    assert refusal.line >= HEADER_LINES
    assert "root:" not in str(refusal)
    assert capfd.readouterr() == ("", ""), "a refusal is one line, without the warnings of the library that parses"


@pytest.mark.parametrize(
    ("sql", "place", "what"),
    [
        ("select as_at\nfrom as_at\njoin ssd_persons on true", "join", "'ssd_persons': did you mean ssd_person?"),
        ("select as_at,\n    pers_dobb as dob\nfrom as_at, ssd_person", "    pers_dobb", "pers_dobb"),
        ("select as_at,\n    ssd_person.dob\nfrom as_at, ssd_person", "    ssd_person.dob", "dob"),
        ("select\n    as_at,\n    now() as x\nfrom as_at", "    now", "the function"),
        ("select as_at\nfrom as_at,\n    read_csv('x')", "    read_csv", "read_csv can't be read from"),
        ("select as_at,\nfrom as_at,\nwhere", "where", ""),
        ("select as_at from as_at;\n\nselect 1", "select as_at", "there are 2 statements: keep one select"),
        ("select as_at\nfrom as_at\nwhere as_at = 'x' + 1", "where", ""),
    ],
)
def test_a_refusal_names_the_line_of_the_file(tmp_path: Path, sql: str, place: str, what: str) -> None:
    text = COHORT + sql + "\n"
    refusal = refusal_of(tmp_path, text)
    assert what in refusal.what
    assert refusal.line == line_of(text, place)


@pytest.mark.parametrize(
    ("old", "new", "what"),
    [
        (
            " as met",
            " as was_met",
            "the select doesn't return met: it must return as_at, met, person_id and may return",
        ),
        (
            'unit = "percent"',
            'unit = "median"\nmeasured_in = "days"',
            "the select doesn't return amount: it must return amount, as_at, met, person_id and may return",
        ),
        (
            'rating = "minimum_and_upper"\n',
            'rating = "minimum_and_upper"\nkinds = "Source"\n',
            "the select doesn't return kind: it must return as_at, kind, met, person_id and may return",
        ),
        (
            "as_at.as_at,",
            "as_at.as_at as as_at, 1 as more,",
            "the select returns more, which has no meaning: remove it",
        ),
        ("as_at.as_at,", "as_at.as_at, true as met,", "which has no meaning: remove it"),
        (
            "as_at.as_at,",
            "cast(as_at.as_at as varchar) as as_at,",
            "as_at is varchar: it must be date, as in cast(... as",
        ),
        (
            "max(visits.cinv_cin_visit_date) > as_at.as_at - $within_days as met",
            "$within_days as met",
            "met is integer",
        ),
        ("visits.cinv_person_id as", "max(visits.cinv_cin_visit_id) as", "person_id is varchar: it must be integer"),
        ('rating = "minimum_and_upper"', 'rating = "minimum"', "there is no rating 'minimum' in the book: it has min"),
        ("order = 900", 'order = 900\nreads_if_there = ["ssd_person"]', "names 'ssd_person', which is no column"),
        ("order = 900", 'order = 900\nreads_if_there = ["ssd_person.dob"]', "which is no column: write it as table."),
    ],
)
def test_an_indicator_returns_the_evidence_and_nothing_else(tmp_path: Path, old: str, new: str, what: str) -> None:
    assert what in refusal_of(tmp_path, changed(INDICATOR, old, new)).what


def test_a_rate_divides_a_count_that_there_is(tmp_path: Path) -> None:
    rate = changed(INDICATOR, 'unit = "percent"', 'unit = "rate"\nrate_of = "7.7"\nper = 10000')
    assert "rate_of names '7.7', which is no count of the book" in refusal_of(tmp_path, rate).what
    itself = changed(INDICATOR, 'unit = "percent"', 'unit = "rate"\nrate_of = "99.1"\nper = 10000')
    assert "which is no count of the book" in refusal_of(tmp_path, itself).what


def test_a_cohort_has_a_row_for_each_date(tmp_path: Path) -> None:
    assert "a cohort must return as_at" in refusal_of(tmp_path, COHORT + "select pers_person_id from ssd_person").what


def cohort(name: str, sql: str) -> str:
    return changed(COHORT, '"mine"', f'"{name}"') + sql + "\n"


def test_a_with_query_cannot_take_the_name_of_a_table_or_cohort(tmp_path: Path) -> None:
    for name in ("ssd_person", "other"):
        sql = f"with {name} as (select as_at from as_at) select as_at from {name}"
        refusal = refusal_of(tmp_path, cohort("other", "select as_at from as_at"), cohort("mine", sql))
        assert f"'{name}' is a table or cohort: give the with-query another name" in refusal.what


def test_cohorts_that_build_on_each_other_in_a_ring_are_refused(tmp_path: Path) -> None:
    assert "mine builds on itself" in refusal_of(tmp_path, cohort("mine", "select as_at from mine")).what
    ring = [cohort("a", "select as_at from b"), cohort("b", "select as_at from c"), cohort("c", "select as_at from a")]
    assert "a builds on b builds on c builds on a" in refusal_of(tmp_path, *ring).what


def test_an_indicator_may_have_the_name_of_a_cohort_below_it(tmp_path: Path) -> None:
    sql = "select as_at, person_id, true as met from upper_one\n"
    indicator = changed(INDICATOR, INDICATOR[INDICATOR.index("select\n") :], sql)
    indicator = changed(changed(indicator, 'ref = "99.1"', 'ref = "lower_one"'), "[settings]\nwithin_days = 28\n", "")
    lower = cohort("lower_one", "select as_at, 1 as person_id from as_at")
    upper = cohort("upper_one", "select as_at, person_id from lower_one")
    assert read_of(tmp_path, indicator, upper, lower)["lower_one"].builds_on in (("upper_one",), ("as_at",))


# What a definition is found to read: by this the engine knows which data an indicator needs

READS = [
    ("select as_at from as_at, ssd_person where pers_dob > as_at", {"ssd_person": ("pers_dob",)}),
    (
        "select as_at, count(*) as n from as_at, ssd_person group by as_at, pers_gender",
        {"ssd_person": ("pers_gender",)},
    ),
    ("select as_at, PERS_DOB from as_at, ssd_person", {"ssd_person": ("pers_dob",)}),
    ('select as_at, "Pers_Dob" from as_at, ssd_person', {"ssd_person": ("pers_dob",)}),
    ("select as_at, ssd_contacts.pers_dob from as_at, ssd_person as ssd_contacts", {"ssd_person": ("pers_dob",)}),
    ("select as_at, count(*) as n from as_at, ssd_person group by as_at", {"ssd_person": ()}),
    (
        "select as_at from as_at where exists (select 1 from ssd_person as p where p.pers_dob < as_at.as_at)",
        {"ssd_person": ("pers_dob",)},
    ),
    (
        "with born as (select * from ssd_person) select as_at, born.pers_dob from as_at, born",
        {"ssd_person": ("pers_dob", "pers_gender")},
    ),
    (
        "select as_at from as_at join ssd_person on pers_dob < as_at "
        "qualify row_number() over (partition by pers_person_id order by pers_gender) = 1",
        {"ssd_person": ("pers_dob", "pers_gender", "pers_person_id")},
    ),
    (
        "select as_at, pers_dob from as_at, ssd_person union all "
        "select as_at, cinv_cin_visit_date from as_at, ssd_cin_visits",
        {"ssd_person": ("pers_dob",), "ssd_cin_visits": ("cinv_cin_visit_date",)},
    ),
]


@pytest.mark.parametrize(("sql", "tables"), READS)
def test_every_column_that_is_read_is_found(tmp_path: Path, sql: str, tables: dict[str, tuple[str, ...]]) -> None:
    reads = read_of(tmp_path, COHORT + sql + "\n")["mine"]
    assert set(reads.tables) == set(tables)
    for table, columns in tables.items():
        assert set(columns) <= set(reads.tables[table])
    assert reads.builds_on == ("as_at",)


def test_what_was_found_is_kept_and_thrown_away_when_it_cannot_be_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    book, kept = read_book(), tmp_path / "home" / "cache"
    monkeypatch.setattr(checks, "_remembered", {})
    kept.parent.mkdir()
    found = check_book(book, kept)
    [file] = kept.iterdir()
    checks._remembered.clear()
    assert check_book(book, kept) == found, "read from the file"
    for spoilt in ("", "[]", "{}", '{"cohort open_cases 2019-04": 3}', file.read_text(encoding="utf-8")[:-200]):
        file.write_text(spoilt, encoding="utf-8")
        checks._remembered.clear()
        assert check_book(book, kept) == found


def test_checking_makes_no_home_where_there_is_none(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(checks, "_remembered", {})
    check_book(read_book(), tmp_path / "home" / "cache")
    assert not (tmp_path / "home").exists()


def test_a_home_that_cannot_be_written_in_can_still_be_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(checks, "_remembered", {})
    (tmp_path / "cache").write_text("a file where the folder should be", encoding="utf-8")
    assert check_book(read_book(), tmp_path / "cache")


def test_what_is_kept_depends_on_the_checks_themselves(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A definition that an older version admitted is looked at again by a newer one."""
    monkeypatch.setattr(checks, "_remembered", {})
    (tmp_path / "cache").mkdir()
    check_book(read_book(), tmp_path / "cache")
    monkeypatch.setattr(checks, "_checks_fingerprint", lambda: "another version")
    checks._remembered.clear()
    check_book(read_book(), tmp_path / "cache")
    assert len(list((tmp_path / "cache").iterdir())) == 2


# The third lock: the connection itself


@pytest.fixture(scope="module")
def locked(tmp_path_factory: pytest.TempPathFactory) -> tuple[duckdb.DuckDBPyConnection, Path]:
    folder = tmp_path_factory.mktemp("outside")
    (folder / "f.csv").write_text("secret\n1\n", encoding="utf-8")
    database = duckdb.connect()
    database.execute("create table t as select 1 as a")
    lock(database)
    return database, folder


@pytest.mark.parametrize(
    "attack",
    [
        *("copy t to '{}/out.csv'", "copy t from '{}/f.csv'", "copy (select 1) to '{}/out.parquet'"),
        *("copy (select 1) to '/dev/stdout'", "export database '{}/all'", "import database '{}/all'"),
        *("attach '{}/x.db'", "attach '{}/x.db' (read_only)", "attach 'http://127.0.0.1:9/x.db'"),
        *("install httpfs", "load httpfs", "load '{}/x.duckdb_extension'", "force install httpfs from 'http://x'"),
        *("set enable_external_access = true", "reset enable_external_access", "set lock_configuration = false"),
        *("reset lock_configuration", "set memory_limit = '1GB'", "set temp_directory = '{}'", "set threads = 64"),
        *("set allowed_directories = ['/']", "set home_directory = '{}'", "set extension_directory = '{}'"),
        *("pragma enable_profiling", "pragma profiling_output = '{}/p'", "set log_query_path = '{}/l'"),
        *("set python_enable_replacements = true", "set autoload_known_extensions = true"),
        *("select * from read_csv('{}/f.csv')", "select * from '{}/f.csv'", "select * from read_text('{}/f.csv')"),
        *("select * from read_blob('{}/f.csv')", "select * from read_json('{}/f.csv')", "select * from glob('{}/*')"),
        *("select * from read_parquet('{}/f.csv')", "select * from sniff_csv('{}/f.csv')"),
        *("select * from read_csv('http://127.0.0.1:9/f.csv')", "select * from read_csv('s3://x/f.csv')"),
        *("select * from read_text('/proc/self/environ')", "select * from read_text('/dev/stdin')"),
        *("create persistent secret s (type s3)", "create secret s (type s3, key_id 'x', secret 'y')"),
        *(
            "select getenv('HOME')",
            "select * from duckdb_secrets()",
            "select * from frame",
            "from sqlite_scan('x', 't')",
        ),
    ],
)
def test_the_locked_connection_reads_and_writes_nothing_outside(
    locked: tuple[duckdb.DuckDBPyConnection, Path], attack: str
) -> None:
    database, folder = locked
    frame = pandas.DataFrame({"secret": [1]})  # a variable of the program, which DuckDB could take for a table
    assert len(frame) == 1
    with pytest.raises(duckdb.Error):
        database.execute(attack.format(folder))
    assert [file.name for file in folder.iterdir()] == ["f.csv"]
    assert database.execute("select a from t").fetchall() == [(1,)]


def test_a_locked_connection_writes_no_childs_data_where_the_command_was_called(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    database = duckdb.connect()
    database.execute("set memory_limit = '40MB'")
    lock(database)
    with pytest.raises(duckdb.OutOfMemoryException):
        database.execute("create table t as select n, md5(cast(n as varchar)) as m from range(4000000) as r(n)")
    assert not list(tmp_path.iterdir())
    private = duckdb.connect()
    private.execute(f"set temp_directory = '{tmp_path / 'private'}'")
    lock(private)
    assert private.execute("select current_setting('temp_directory')").fetchone() == (str(tmp_path / "private"),)


def test_the_shipped_book_calls_only_functions_that_are_on_the_list() -> None:
    assert check_book(read_book())
    assert not FUNCTIONS & {"now", "random", "read_csv", "getenv", "current_date", "current_setting", "query"}
    assert read_book().at("indicator", "3.3", Month(2023, 3)).settings == {"within_days": 28}


@pytest.mark.parametrize(
    ("written", "said"),
    [
        ("select as_at, persn_id, true as met from children_in_need", "no column 'persn_id': did you mean person_id?"),
        ("select c.as_at, c.nope as person_id, true as met from children_in_need as c", "no column 'nope': check its"),
    ],
)
def test_a_column_that_is_not_there_is_named_in_plain_words(tmp_path: Path, written: str, said: str) -> None:
    (tmp_path / "x.sql").write_text(f'/*\nref = "3.3"\nvalid_from = "2023-03"\n*/\n{written}', encoding="utf-8")
    with pytest.raises(DefinitionRefused, match=r"x\.sql, line 5: there is ") as refusal:
        check_book(read_book(tmp_path))
    assert said in str(refusal.value)
