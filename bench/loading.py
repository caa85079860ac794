"""How fast is a load, beside a plain reading of the same files? `make bench` prints a table.

Each case is something that a council has, written out once. `lineofsight load --no-check` reads it, checks every
cell and row, and writes a snapshot; findings and what the site shows are worked out after it and are left out. Beside
it stands what an analyst would type to have the same rows in pandas, and no more. Both are whole, cold processes, in
turns. First both must have read the same number of rows.

    python -m bench.loading [--rounds 3] [--only CASE]
"""

import argparse
import os
import re
import sqlite3
import statistics
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

EXTRACTED_ON = "2023-03-31"
TIMES = 5  # the demonstration council so many times: an SSD of more than 2 million rows


@dataclass(frozen=True)
class Case:
    """Something to load. To add one, write how it is made and how it is read plainly, and put it into CASES.

    `make(folder)` writes it and says what `lineofsight load` is called with. `read(given)` is the plain reading: it
    keeps all rows in memory and says how many they are. `aim`: seconds for the load, and megabytes if there is one.
    """

    name: str
    make: Callable[[Path], str]
    read: Callable[[str], int]
    beside: str
    options: tuple[str, ...] = ()
    aim: tuple[float, int | None] | None = None


def ssd_files(folder):
    from lineofsight.demo import write_extract

    write_extract(folder / "extract", times=TIMES)
    return str(folder / "extract")


def read_csv(given):
    import pandas

    tables = [pandas.read_csv(file) for file in sorted(Path(given).glob("*.csv"))]
    return sum(map(len, tables))


def ssd_database(folder):
    """The same tables in an SQLite file, each with its key."""
    import csv

    from lineofsight.records.descriptions import describe

    database = sqlite3.connect(folder / "records.db")
    for file in sorted(Path(ssd_files(folder)).glob("*.csv")):
        with file.open(newline="", encoding="utf-8") as stream:
            rows = csv.reader(stream)
            columns = next(rows)
            database.execute(
                f"create table {file.stem} ({', '.join(columns)}, primary key ({describe(file.stem).key}))"
            )
            filled = ([cell or None for cell in row] for row in rows)
            database.executemany(f"insert into {file.stem} values ({', '.join('?' * len(columns))})", filled)
    database.commit()
    database.close()
    return f"sqlite:///{folder / 'records.db'}"


def read_sql(given):
    import pandas
    import sqlalchemy

    engine = sqlalchemy.create_engine(given)
    names = sqlalchemy.inspect(engine).get_table_names()
    tables = [pandas.read_sql(f"select * from {name}", engine) for name in names]
    return sum(map(len, tables))


def annex_a(folder):
    """A workbook of 20,000 rows: the demonstration council's own lists, and its contacts over again up to that."""
    import datetime as dt

    from tests.sources.annex_a.from_records import lists_from, sheets_of
    from tests.sources.annex_a.workbooks import write_xlsx

    from lineofsight import Council, Home
    from lineofsight.cli import main

    os.environ["LINEOFSIGHT_HOME"] = str(folder / "demonstration")
    main(["demo"])
    lists = lists_from(Council(Home.from_environment()).snapshot, dt.date.fromisoformat(EXTRACTED_ON))
    missing = 20_000 - sum(map(len, lists.values()))
    lists[1] += [lists[1][n % len(lists[1])] for n in range(missing)]
    write_xlsx(folder / "annex_a.xlsx", sheets_of(lists))
    return str(folder / "annex_a.xlsx")


def read_workbook(given):
    import pandas

    sheets = pandas.read_excel(given, sheet_name=None, engine="openpyxl")
    return sum(map(len, sheets.values()))


def census(folder):
    from tests.sources.cin_census.making import write_big_census

    return str(write_big_census(folder / "cin_census.xml", children=10_000))


def read_xml(given):
    """Each child's modules as rows, the whole file in memory; who the child is, is one of them."""
    from xml.etree import ElementTree

    import pandas

    rows = {}
    for child in ElementTree.parse(given).getroot().iter("Child"):
        who = {}
        rows.setdefault("Child", []).append(who)
        for module in child.iter():
            leaves = [cell for cell in module if not len(cell)]
            if module.tag in ("ChildIdentifiers", "ChildCharacteristics"):
                who.update((cell.tag, cell.text) for cell in leaves)
            elif module.tag in ("Disabilities", "FactorsIdentifiedAtAssessment", "Reviews"):
                rows.setdefault(module.tag, []).extend({cell.tag: cell.text} for cell in leaves)
            elif leaves:
                rows.setdefault(module.tag, []).append({cell.tag: cell.text for cell in leaves})
    return sum(len(pandas.DataFrame(of)) for of in rows.values())


CASES = {
    "ssd-csv": Case("SSD of one council, CSV files", ssd_files, read_csv, "pandas.read_csv", aim=(15, None)),
    "ssd-sqlite": Case(
        "SSD of one council, SQLite database",
        ssd_database,
        read_sql,
        "pandas.read_sql",
        options=("--extracted-on", EXTRACTED_ON),
    ),
    "annex-a": Case(
        "Annex A workbook of 20,000 rows",
        annex_a,
        read_workbook,
        "openpyxl and pandas",
        options=("--extracted-on", EXTRACTED_ON),
        aim=(2, 250),
    ),
    "cin-census": Case("CIN census of 10,000 children", census, read_xml, "ElementTree and pandas", aim=(3, None)),
}


def print_loads(measured, rounds, only=None):
    """Measures the cases, or one of them, with `measured` of `bench.__main__`, and prints the table."""
    print("\n| load | rows | seconds (median) | least to most | rows a second | peak MB | beside it | time / it |")
    print("|---|---|---|---|---|---|---|---|", flush=True)
    aims = []
    for name in [only] if only else CASES:
        with TemporaryDirectory() as scratch:
            aims.append(_measure(CASES[name], name, Path(scratch), measured, rounds))
    print("", *filter(None, aims), sep="\n", flush=True)


def _measure(case, name, scratch, measured, rounds):
    """Prints the case's line of the table; what became of its aim."""
    # In a process of its own: a child's peak memory counts from what its parent held.
    given = _said([sys.executable, "-m", "bench.loading", "--make", name, str(scratch)])
    environment = os.environ | {"LINEOFSIGHT_HOME": str(scratch / "home")}
    ours = [sys.executable, "-m", "lineofsight", "load", "--no-check", given, *case.options]
    plain = [sys.executable, "-m", "bench.loading", "--read", name, given]
    read = int(_said(plain))
    done = subprocess.run(ours, env=environment, capture_output=True, text=True, check=True).stderr
    served, quarantined = (int(n.replace(",", "")) for n in re.findall(r"([\d,]+) (?:rows of|in quarantine)", done))
    if served + quarantined != read:
        raise SystemExit(f"{case.name}: the load read {served + quarantined:,} rows, the plain reading {read:,}")
    runs = {"ours": [], "plain": []}
    for _ in range(rounds):
        runs["ours"].append(measured([(ours, None)], environment))
        runs["plain"].append(measured([(plain, None)], environment))
    seconds = {way: statistics.median(s for s, _ in of) for way, of in runs.items()}
    peak = {way: max(megabytes for _, megabytes in of) for way, of in runs.items()}
    spread = f"{min(s for s, _ in runs['ours']):.1f} to {max(s for s, _ in runs['ours']):.1f}"
    print(
        f"| {case.name} | {read:,} | {seconds['ours']:.2f} | {spread} | {read / seconds['ours']:,.0f} "
        f"| {peak['ours']:.0f} | {case.beside}: {seconds['plain']:.2f} s, {peak['plain']:.0f} MB "
        f"| {seconds['ours'] / seconds['plain']:.2f} |",
        flush=True,
    )
    if not case.aim:
        return ""
    most_seconds, most_megabytes = case.aim
    met = seconds["ours"] <= most_seconds and (most_megabytes is None or peak["ours"] <= most_megabytes)
    memory = f" and {most_megabytes} MB" if most_megabytes else ""
    return f"{case.name}: the aim, {most_seconds:g} seconds{memory}, is {'met' if met else 'missed'}"


def _said(command):
    done = subprocess.run(command, capture_output=True, text=True)
    if done.returncode:
        raise SystemExit(f"{' '.join(command)} failed: {done.stderr[-600:]}")
    return done.stdout.strip()


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--only", choices=list(CASES), help="one case")
    parser.add_argument("--make", nargs=2, metavar=("CASE", "FOLDER"), help=argparse.SUPPRESS)
    parser.add_argument("--read", nargs=2, metavar=("CASE", "GIVEN"), help=argparse.SUPPRESS)
    call = parser.parse_args()
    if call.make:
        print(CASES[call.make[0]].make(Path(call.make[1])))
    elif call.read:
        print(CASES[call.read[0]].read(call.read[1]))
    else:
        from bench.__main__ import measured

        print_loads(measured, call.rounds, call.only)


if __name__ == "__main__":
    main()
