"""How long does each indicator of the book take, and all of them? `make bench` prints it.

Every indicator, 36 months, all breakdowns, on the demonstration council: each round a cold process that counts as the
command does, with a clock around each step of the engine. Beside it stands the scan: the same columns of the same
files read into memory and nothing done with them. An indicator's seconds are those of its own evidence (and of its
medians); cohorts, which many share, stand apart. Then the monthly report as a file, each a cold process.

    python -m bench.book [--rounds 3] [--home FOLDER]
"""

import argparse
import json
import os
import resource
import statistics
import subprocess
import sys
import time
from collections import defaultdict
from pathlib import Path
from tempfile import TemporaryDirectory

MONTHS = 36
SLOWEST = 5
#: The report as a file, once everything is worked out: seconds.
AIM = 20
ENDINGS = (".html", ".xlsx", ".pdf")
STEPS = {
    "records": "reading the records",
    "cohorts": "cohorts",
    "evidence": "evidence of the indicators",
    "characteristics": "what each child was on each day",
    "counting": "counting figures",
    "rest": "the rest: calendar, rates",
}


# One round, in a process of its own ---------------------------------------------------------------------------------


class Clock:
    """Seconds of the engine's own steps, by step and name: each is wrapped where the engine looks it up."""

    def __init__(self):
        self.steps, self.each, self.tables = defaultdict(float), defaultdict(float), {}

    def around(self, module, name, step, named=None, *, inside=False):
        """`named(arguments)` is what the seconds are of; `inside`: they are in another step's already."""
        call = getattr(module, name)

        def timed(*arguments, **options):
            began = time.perf_counter()
            answer = call(*arguments, **options)
            spent = time.perf_counter() - began
            if not inside:
                self.steps[step] += spent
            if named:
                self.each[step, named(arguments)] += spent
            return answer

        setattr(module, name, timed)


def one_round(home):
    """Counts everything once; what it took, as JSON."""
    from lineofsight import Council, Home
    from lineofsight.calendar import months_to
    from lineofsight.indicators import characteristics, engine, figures

    clock = Clock()
    clock.around(engine, "lay_records", "records")
    clock.around(engine, "_lay_cohort", "cohorts", lambda given: given[2])
    clock.around(engine, "_lay_evidence", "evidence", lambda given: given[3])
    clock.around(engine, "lay_characteristics", "characteristics")
    clock.around(characteristics, "_lay_cohort_of_days", "cohorts", lambda given: given[2], inside=True)
    clock.around(figures, "_count_median", "counting", lambda given: given[2], inside=True)
    council = Council(Home(Path(home)))
    book, reads = council.book, council.reads
    breakdowns = list(book.named("breakdown"))
    months = months_to(council.latest_month, MONTHS)
    began, spent = time.perf_counter(), _processor()
    counted = council.count(months, breakdowns=breakdowns)
    clock.steps["rest"] = time.perf_counter() - began - sum(clock.steps.values())
    laid = time.perf_counter()
    figures.lay_figures(counted, breakdowns)
    clock.steps["counting"] = time.perf_counter() - laid
    said = {"total": time.perf_counter() - began, "processor": _processor() - spent, "peak": _peak()}
    indicators = [
        {
            "ref": ref,
            "title": book.latest("indicator", ref).title,
            "seconds": clock.each["evidence", ref] + clock.each["counting", ref],
            "medians": clock.each["counting", ref],
            "rows": _rows(counted.database, table),
            "reads": sorted(reads[book.latest("indicator", ref)].tables),
            "builds_on": sorted(set(reads[book.latest("indicator", ref)].builds_on) & counted.availability.cohorts),
        }
        for ref, table in counted.evidence.items()
    ]
    cohorts = {name: seconds for (step, name), seconds in clock.each.items() if step == "cohorts"}
    said |= {"steps": clock.steps, "cohorts": cohorts, "indicators": indicators}
    said |= {"breakdowns": len(breakdowns), "rates": _rates(book)}
    said |= {"figures": _rows(counted.database, "figures"), "evidence": sum(each["rows"] for each in indicators)}
    said |= {"records": sum(_rows(counted.database, table) for table in _tables(counted))}
    print(json.dumps(said))


def scan(home):
    """Reads the columns that all definitions read, and those of each indicator alone; seconds, as JSON."""
    import duckdb

    from lineofsight import Council, Home
    from lineofsight.indicators.availability import Availability
    from lineofsight.indicators.laying import lay_records

    council = Council(Home(Path(home)))
    book = council.book
    availability = Availability(book, council.reads, council.snapshot)
    every = [(kind, name) for kind in ("cohort", "indicator", "breakdown") for name in book.named(kind)]

    def seconds_of(names):
        with duckdb.connect() as database:
            began = time.perf_counter()
            lay_records(database, availability, names)
            return time.perf_counter() - began

    spent = _processor()
    said = {"total": seconds_of(every), "processor": _processor() - spent, "peak": _peak()}
    each = {name: seconds_of([("indicator", name)]) for name in book.named("indicator")}
    print(json.dumps(said | {"each": each}))


def _processor():
    """Seconds of processor that this process has used, in all its threads."""
    used = resource.getrusage(resource.RUSAGE_SELF)
    return used.ru_utime + used.ru_stime


def _peak():
    """Megabytes that this process has held at most."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def _rows(database, table):
    return database.execute(f"select count(*) from {table}").fetchone()[0]


def _rates(book):
    return sum(1 for ref in book.named("indicator") if book.latest("indicator", ref).is_rate)


def _tables(counted):
    """The tables of records that were read."""
    there = counted.database.execute("select table_name from duckdb_tables()").fetchall()
    return [name for (name,) in there if name.startswith(("ssd_", "los_"))]


# All rounds ---------------------------------------------------------------------------------------------------------


def print_book(measured, rounds=3, home=None):
    """Measures with `measured` of `bench.__main__` (for the files), and prints the tables.

    `home`: a home folder that holds the demonstration; without one it is made.
    """
    with TemporaryDirectory() as scratch:
        if home is None:
            home = str(Path(scratch) / "home")
            environment = os.environ | {"LINEOFSIGHT_HOME": home}
            subprocess.run(
                [sys.executable, "-m", "lineofsight", "demo"], check=True, env=environment, capture_output=True
            )
        counts, scans = [], []
        for turn in range(rounds + 1):
            both = _said("--count", home), _said("--scan", home)
            if turn:  # the first round warms the disk's cache and is not counted
                counts.append(both[0])
                scans.append(both[1])
        _print_total(counts, scans)
        _print_steps(counts)
        _print_slowest(counts, scans)
        _print_files(measured, home, Path(scratch), rounds)


def _said(what, home):
    call = [sys.executable, "-m", "bench.book", what, home]
    done = subprocess.run(call, capture_output=True, text=True)
    if done.returncode:
        raise SystemExit(f"bench.book {what} failed: {done.stderr[-600:]}")
    return json.loads(done.stdout)


def _median(runs, pick):
    return statistics.median(pick(run) for run in runs)


def _print_total(counts, scans):
    first = counts[0]
    total, plain = _median(counts, lambda run: run["total"]), _median(scans, lambda run: run["total"])
    peak, idle = max(run["peak"] for run in counts), max(run["peak"] for run in scans)
    indicators = len(first["indicators"])
    print(
        f"\n{indicators} indicators and {first['rates']} rates, {MONTHS} months, {first['breakdowns']} breakdowns: "
        f"{first['records']:,} rows of records read, {first['evidence']:,} rows of evidence, "
        f"{first['figures']:,} figures\n"
    )
    print("| what | seconds (median) | least to most | of processor | peak MB |\n|---|---|---|---|---|")
    for name, runs, megabytes in (
        ("everything counted", counts, peak),
        ("the scan of the same columns", scans, idle),
    ):
        spread = f"{min(run['total'] for run in runs):.2f} to {max(run['total'] for run in runs):.2f}"
        seconds, processor = (_median(runs, lambda run, what=what: run[what]) for what in ("total", "processor"))
        print(f"| {name} | {seconds:.2f} | {spread} | {processor:.2f} | {megabytes:.0f} |")
    used = _median(counts, lambda run: run["processor"]) / _median(scans, lambda run: run["processor"])
    print(
        f"\neverything / the scan: {total / plain:.1f} (of processor {used:.1f}); "
        f"{1000 * total / indicators:.0f} ms an indicator",
        flush=True,
    )


def _print_steps(counts):
    total = _median(counts, lambda run: run["total"])
    print("\n| step | seconds | of all |\n|---|---|---|")
    for step, title in STEPS.items():
        spent = _median(counts, lambda run, step=step: run["steps"].get(step, 0.0))
        print(f"| {title} | {spent:.2f} | {100 * spent / total:.0f}% |")
    cohorts = {name: _median(counts, lambda run, name=name: run["cohorts"][name]) for name in counts[0]["cohorts"]}
    slow = sorted(cohorts, key=cohorts.get, reverse=True)[:SLOWEST]
    print("\nslowest cohorts: " + ", ".join(f"{name} {cohorts[name] * 1000:.0f} ms" for name in slow), flush=True)


def _print_slowest(counts, scans):
    total = _median(counts, lambda run: run["total"])
    seconds = {
        each["ref"]: _median(counts, lambda run, place=place: run["indicators"][place]["seconds"])
        for place, each in enumerate(counts[0]["indicators"])
    }
    by_ref = {each["ref"]: each for each in counts[0]["indicators"]}
    slowest = sorted(seconds, key=seconds.get, reverse=True)
    head = (
        "| indicator | ms | of them medians | of all | ms to read its columns | rows of evidence | reads | builds on |"
    )
    print(f"\n{head}\n|---|---|---|---|---|---|---|---|")
    for ref in slowest[:SLOWEST]:
        each = by_ref[ref]
        plain = _median(scans, lambda run, ref=ref: run["each"][ref])
        place = counts[0]["indicators"].index(each)
        medians = _median(counts, lambda run, place=place: run["indicators"][place]["medians"])
        print(
            f"| {ref} {each['title']} | {seconds[ref] * 1000:.0f} | {medians * 1000:.0f} "
            f"| {100 * seconds[ref] / total:.1f}% "
            f"| {plain * 1000:.0f} | {each['rows']:,} | {', '.join(each['reads'])} | {', '.join(each['builds_on'])} |"
        )
    print("\nall, in ms: " + ", ".join(f"{ref} {seconds[ref] * 1000:.0f}" for ref in slowest), flush=True)


def _print_files(measured, home, scratch, rounds):
    """The monthly report as a file, from figures that are worked out: each a whole, cold process."""
    environment = os.environ | {"LINEOFSIGHT_HOME": home}
    command = [sys.executable, "-m", "lineofsight"]
    measured([([*command, "prepare"], None)], environment)
    print("\n| the monthly report as | seconds (median) | peak MB | KB | aim |\n|---|---|---|---|---|")
    for ending in ENDINGS:
        to = scratch / f"monthly{ending}"
        call = [*command, "report", "monthly", "--to", str(to)]
        runs = [measured([(call, None)], environment) for _ in range(rounds)]
        seconds, peak = statistics.median(spent for spent, _ in runs), max(megabytes for _, megabytes in runs)
        met = f"under {AIM} s: {'met' if seconds < AIM else 'missed'}"
        size = to.stat().st_size / 1024
        print(f"| {ending} | {seconds:.1f} | {peak:.0f} | {size:,.0f} | {met} |", flush=True)


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--home", help="a home folder with the demonstration in it, instead of one of its own")
    parser.add_argument("--count", metavar="HOME", help=argparse.SUPPRESS)
    parser.add_argument("--scan", metavar="HOME", help=argparse.SUPPRESS)
    call = parser.parse_args()
    if call.count:
        one_round(call.count)
    elif call.scan:
        scan(call.scan)
    else:
        from bench.__main__ import measured

        print_book(measured, call.rounds, call.home)


if __name__ == "__main__":
    main()
