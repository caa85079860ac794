"""Runs all rules on one snapshot, in one database, each once: what they find, and which could not be run.

    the snapshot's files ─► what was found while they were read ─┐
    the columns that rules read ─► the rules, one by one ────────┴─► findings, with child, file, row, team and worker

A rule whose table or column the snapshot lacks is not run, and says so. One that fails is itself a finding.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from uuid import uuid4

import duckdb

from lineofsight.calendar import Month, WorkingCalendar
from lineofsight.records.checks.findings import COLUMNS, NONE_ACCEPTED, Findings, Outcome
from lineofsight.records.checks.laying import ORIGIN, Records, lay_extract
from lineofsight.records.checks.own import check_own_rules
from lineofsight.records.checks.rules import Rule, Rules
from lineofsight.records.checks.structure import FOUND, RULE_FAILED, lay_structure
from lineofsight.records.selects import lock
from lineofsight.records.snapshots import Snapshot

AT_ONCE = 2
#: The role of the worker to whom a child is allocated; a council maps its own role to it.
ALLOCATED_ROLE = "CW"
#: What findings are given a team and a worker by, and rates of findings their children.
_ALWAYS: Mapping[str, tuple[str, ...]] = {
    "ssd_involvements": (
        *("invo_person_id", "invo_professional_role_id", "invo_professional_team", "invo_professional_id"),
        *("invo_involvement_start_date", "invo_involvement_end_date", "invo_involvements_id"),
    ),
    "ssd_department": ("dept_team_id", "dept_team_name"),
    "ssd_professionals": ("prof_professional_id", "prof_professional_name"),
    "ssd_cin_episodes": ("cine_person_id", "cine_referral_date", "cine_close_date", "cine_referral_nfa"),
}


def run_checks(
    snapshot: Snapshot,
    rules: Rules,
    calendar: WorkingCalendar,
    *,
    cache: Path | None = None,
    keep: Path | None = None,
    scratch: Path | None = None,
) -> Findings:
    """What all rules find in a snapshot.

    `cache`: where what is learned of a council's own rules is kept. `keep`: a file that the findings are written to,
    as Parquet. `scratch`: a private folder for what doesn't fit into memory. Raises SelectRefused where a council's
    own rule can't be used, BeyondTheCalendar where the calendar doesn't know the extract date.
    """
    calendar.check(snapshot.extracted_on)
    in_force = rules.in_force(Month.of(snapshot.extracted_on))
    own = check_own_rules(in_force, cache)
    reads = {rule.code: own.get(rule.code) or rule.names for rule in in_force}
    records = Records(snapshot)
    outcomes = {rule.code: Outcome("off") for rule in rules if not rule.enabled}
    runnable: list[Rule] = []
    for rule in in_force:
        lack = records.lacks(rule, reads[rule.code])
        if lack:
            outcomes[rule.code] = Outcome("not run", lack)
        else:
            runnable.append(rule)
    structure = [rule.code for rule in rules if not rule.sql and rule.enabled]
    database = duckdb.connect()
    if scratch is not None:
        scratch.mkdir(mode=0o700, parents=True, exist_ok=True)
        _set(database, "temp_directory", scratch / uuid4().hex)
    database.execute(FOUND)
    lay_structure(database, snapshot, structure)
    records.lay(database, _together([*(reads[rule.code] for rule in runnable), _ALWAYS]))
    lay_extract(database, calendar, snapshot.extracted_on)
    if keep is not None:  # the one file that the locked connection may write
        keep = keep.absolute()
        database.execute(f"set allowed_paths = ['{_quoted(keep)}']")
    lock(database)
    # Side by side: most of a rule's time is in planning it, which keeps one core busy.
    with ThreadPoolExecutor(max_workers=AT_ONCE) as workers:
        for rule, outcome in zip(runnable, workers.map(lambda rule: _run(database, rule), runnable), strict=True):
            outcomes[rule.code] = outcome
    outcomes |= {code: Outcome("run") for code in structure}
    _name_files(database, records)
    _lay_findings(database, rules)
    if keep is not None:
        database.execute(f"copy findings to '{_quoted(keep)}' (format parquet, compression zstd, use_tmp_file false)")
    return Findings(
        database=database,
        rules=rules,
        snapshot_id=snapshot.id,
        extracted_on=snapshot.extracted_on,
        outcomes={rule.code: outcomes[rule.code] for rule in rules if rule.code in outcomes},
        open_cases=_open_cases(database),
    )


def _together(reads: Iterable[Mapping[str, Iterable[str]]]) -> dict[str, set[str]]:
    """Each table of case records with every column of it that is read."""
    found: dict[str, set[str]] = {}
    for one in reads:
        for table, columns in one.items():
            found.setdefault(table, set()).update(columns)
    return found


def _run(database: duckdb.DuckDBPyConnection, rule: Rule) -> Outcome:
    """Runs one rule; a failure is a finding of its own, in the words of nobody's data."""
    try:
        with database.cursor() as cursor:
            cursor.execute(
                f"insert into found by name select distinct '{rule.code}' as code, '{rule.table}' as table_name, "
                f"'{rule.column}' as column_name, rule.* from ({rule.runnable()}) as rule"
            )
    except duckdb.Error as error:
        what = type(error).__name__
        with database.cursor() as cursor:
            cursor.execute(
                "insert into found (code, table_name, value) values ($code, $table, $value)",
                {"code": RULE_FAILED, "table": rule.table, "value": rule.file.name},
            )
        return Outcome("failed", f"failed on these records ({what}): check its divisions and casts")
    return Outcome("run")


def _name_files(database: duckdb.DuckDBPyConnection, records: Records) -> None:
    """Takes the file out of the row's number, and names it."""
    database.execute("create table origins (number bigint, table_name varchar, file varchar)")
    for number, (table, file) in enumerate(records.origins.files):
        database.execute("insert into origins values ($n, $t, $f)", {"n": number, "t": table, "f": file})
    database.execute(
        "update found set table_name = origins.table_name, file = origins.file, "
        f"file_row = found.file_row & {(1 << ORIGIN) - 1} from origins "
        f"where found.file is null and origins.number = found.file_row >> {ORIGIN}"
    )


def _lay_findings(database: duckdb.DuckDBPyConnection, rules: Rules) -> None:
    """Makes the table `findings` (COLUMNS): each finding with its severity, the child's id, team and worker."""
    severities = ", ".join(f"('{rule.code}', '{rule.severity}')" for rule in rules)
    _lay_allocated(database)
    database.execute(
        f"create table findings as select found.code, severities.severity, found.table_name, found.file, "
        "found.file_row, found.record, coalesce(people.person_id, found.person_text) as person_id, "
        "found.person_id as person_key, "
        "nullif(found.column_name, '') as column_name, found.value, found.from_on, found.to_on, allocated.team, "
        "allocated.worker, "
        # the same finding in another snapshot: the record where it has a key, else the child, else what it holds
        "md5(concat_ws('|', found.code, found.table_name, found.column_name, case when found.record is not null "
        "then 'record ' || found.record when coalesce(people.person_id, found.person_text) is not null "
        "then 'person ' || coalesce(people.person_id, found.person_text) "
        "else 'row ' || coalesce(found.value, cast(found.file_row as varchar), '') end)) as identity "
        f"from found join (values {severities}) as severities (code, severity) on severities.code = found.code "
        "left join people on people.person_key = found.person_id "
        "left join allocated on allocated.person_key = found.person_id "
        "order by found.code, found.table_name, found.file, found.file_row, found.record, found.column_name"
    )
    assert tuple(row[0] for row in database.execute("describe findings").fetchall()) == COLUMNS
    database.execute(NONE_ACCEPTED)


def _lay_allocated(database: duckdb.DuckDBPyConnection) -> None:
    """Each child's allocated worker and team on the extract date, by name, as the book's cohort decides it.

    Of a child who has none then, it is who had the child last: they know what is to be mended.
    """
    database.execute(
        "create table allocated as select person_key, coalesce(teams.name, team_id) as team, "
        "coalesce(workers.name, worker_id) as worker from (select invo_person_id as person_key, "
        "invo_professional_team as team_id, invo_professional_id as worker_id, row_number() over (partition by "
        "invo_person_id order by case when invo_involvement_end_date <= extract.extracted_on "
        "then invo_involvement_end_date else date '9999-12-31' end desc, "
        "invo_involvement_start_date desc, invo_involvements_id desc) as place "
        "from ssd_involvements join extract on invo_involvement_start_date <= extract.extracted_on "
        f"where invo_professional_role_id = '{ALLOCATED_ROLE}' and invo_person_id is not null) as latest "
        "left join (select dept_team_id as id, max(dept_team_name) as name from ssd_department group by all) as teams "
        "on teams.id = latest.team_id "
        "left join (select prof_professional_id as id, max(prof_professional_name) as name from ssd_professionals "
        "group by all) as workers on workers.id = latest.worker_id where place = 1"
    )


def _open_cases(database: duckdb.DuckDBPyConnection) -> dict[str, int]:
    """The children with an open case on the extract date, by team; '' for those in none."""
    return dict(
        database.execute(
            "select coalesce(allocated.team, ''), count(distinct cine_person_id) from ssd_cin_episodes join extract "
            "on cine_referral_date <= extract.extracted_on "
            "and coalesce(cine_close_date, date '9999-12-31') > extract.extracted_on "
            "left join allocated on allocated.person_key = cine_person_id "
            "where not coalesce(cine_referral_nfa, false) and cine_person_id is not null group by 1 order by 1"
        ).fetchall()
    )


def _set(database: duckdb.DuckDBPyConnection, setting: str, path: Path) -> None:
    database.execute(f"set {setting} = '{_quoted(path)}'")


def _quoted(path: Path) -> str:
    return str(path).replace("'", "''")
