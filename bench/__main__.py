"""How fast are figures, against other ways to compute them? `make bench` prints a table with ratios.

The indicators of the highlight report, on the demonstration council and on one of ten times its size. Every measurement
is a whole, cold process. First the figures of all ways must be equal; then time and peak memory, the ways in turn,
medians of several rounds. Times on a shared machine are noisy: read the ratios. Then the whole book, indicator by
indicator (`bench.book`), loads (`bench.loading`), the statistics of audits (`bench.auditing`), and the web site
(`bench.serving`).

    python -m bench [--times 1 10] [--rounds 3]
"""

import argparse
import csv
import os
import statistics
import subprocess
import sys
import time
from pathlib import Path
from tempfile import TemporaryDirectory

import duckdb
from bench.auditing import print_auditing
from bench.book import print_book
from bench.compare import differences, figures_in
from bench.loading import print_loads
from bench.serving import print_serving

from lineofsight.indicators.book import read_book

HERE = Path(__file__).parent
EXTRACTED_ON = "2023-03-31"
MONTHS = "36"
#: What the other ways count too: the book has more.
BREAKDOWNS = ("team", "gender", "ethnicity_group", "age_group", "disability", "primary_need")
OURS = "Line of Sight"
NAMES = {
    "ours, snapshot": f"{OURS}, from the snapshot, evidence kept",
    "ours, csv": f"{OURS}, from CSV: load, checks, snapshot, then figures",
    "pandas, csv": "(a) pandas, month by month, from CSV, evidence kept",
    "pandas, parquet": "(a) pandas, month by month, from Parquet, evidence kept",
    "only counts, csv": "(b) DuckDB SQL that only counts, from CSV",
    "only counts, parquet": "(b) DuckDB SQL that only counts, from Parquet",
}


def measured(commands, environment):
    """Seconds and peak memory (MB) of commands one after another, each a process of its own."""
    began, peak = time.perf_counter(), 0
    for command, out in commands:
        with Path(out or os.devnull).open("wb") as stream:
            process = subprocess.Popen(command, stdout=stream, stderr=subprocess.PIPE, env=environment)
            message = process.stderr.read()
            _, status, usage = os.wait4(process.pid, 0)
            process.returncode = os.waitstatus_to_exitcode(status)
        if process.returncode:
            raise SystemExit(f"{' '.join(map(str, command))} failed: {message.decode()[-600:]}")
        peak = max(peak, usage.ru_maxrss / 1024)
    return time.perf_counter() - began, peak


def compared():
    """The command's options for the indicators and breakdowns that all ways count."""
    book = read_book()
    refs = [ref for ref in book.named("indicator") if book.latest("indicator", ref).in_highlight]
    asked = [("--indicator", ref) for ref in refs] + [("--by", name) for name in BREAKDOWNS]
    return [part for option in asked for part in option]


def as_parquet(extract, folder):
    folder.mkdir()
    for file in extract.glob("*.csv"):
        to = folder / f"{file.stem}.parquet"
        duckdb.execute(f"copy (from read_csv('{file}', all_varchar=true, delim=',', quote='\"')) to '{to}'")


def ours_as_compared(written, to):
    """The command's figures in the form of the other ways: no rates, no rows with nothing in them."""
    columns = ["ref", "month", "window", "dimension", "member", "numerator", "denominator"]
    with written.open(newline="") as source, to.open("w", newline="") as target:
        writer = csv.DictWriter(target, columns, extrasaction="ignore")
        writer.writeheader()
        for row in csv.DictReader(source):
            if row["ref"].endswith("r") or (row["member"] and row["denominator"] == "0"):
                continue
            if row["member"] and not row["denominator"] and row["numerator"] == "0":
                continue
            writer.writerow(row)


def at_size(times, rounds, scratch):
    python, home = sys.executable, scratch / "home"
    environment = os.environ | {"LINEOFSIGHT_HOME": str(home)}
    command = [python, "-m", "lineofsight"]
    subprocess.run([*command, "demo", "--times", str(times)], check=True, env=environment, capture_output=True)
    extract, parquet = home / "demonstration-extract", scratch / "parquet"
    as_parquet(extract, parquet)
    figures = [*command, "figures", "--months", MONTHS, "--format", "csv", *compared()]
    outputs = {way: scratch / f"{way.replace(', ', '-').replace(' ', '-')}.csv" for way in NAMES}

    def other(script, folder, kind):
        options = ["--months", MONTHS, "--extracted-on", EXTRACTED_ON, "--from", kind]
        way = f"{'pandas' if script == 'month_by_month' else 'only counts'}, {kind}"
        return [([python, HERE / f"{script}.py", folder, outputs[way], *options], None)]

    ways = {
        "ours, snapshot": [(figures, outputs["ours, snapshot"])],
        "ours, csv": [([*command, "load", "--no-check", str(extract)], None), (figures, outputs["ours, csv"])],
        "pandas, csv": other("month_by_month", extract, "csv"),
        "pandas, parquet": other("month_by_month", parquet, "parquet"),
        "only counts, csv": other("only_count", extract, "csv"),
        "only counts, parquet": other("only_count", parquet, "parquet"),
    }
    results = {way: [] for way in ways}
    for turn in range(rounds + 1):
        for way, commands in ways.items():
            result = measured(commands, environment)
            if turn:  # the first round warms the disk's cache and is not counted
                results[way].append(result)
        if turn == 0:
            check_equal(outputs)
    rows = sum(1 for file in extract.glob("*.csv") for _ in file.open("rb")) - len(list(extract.glob("*.csv")))
    print_table(times, rows, results)


def check_equal(outputs):
    compared = {}
    for way, output in outputs.items():
        if way.startswith("ours"):
            ours_as_compared(output, output.with_suffix(".compared"))
            output = output.with_suffix(".compared")
        compared[way] = figures_in(output, None)
    first = compared["ours, snapshot"]
    for way, found in compared.items():
        if differing := differences(first, found):
            raise SystemExit(
                f"the figures of '{way}' differ from ours in {len(differing)} places, first {differing[0]}"
            )
    print(f"{len(first):,} figures, equal in all {len(compared)} ways", flush=True)


def print_table(times, rows, results):
    seconds = {way: statistics.median(s for s, _ in runs) for way, runs in results.items()}
    peaks = {way: max(peak for _, peak in runs) for way, runs in results.items()}
    print(f"\n{times} x the demonstration council: {rows:,} rows, {MONTHS} months, {len(BREAKDOWNS)} breakdowns\n")
    print("| way | seconds (median) | least to most | peak MB | time / ours from the snapshot |")
    print("|---|---|---|---|---|")
    for way, runs in results.items():
        spread = f"{min(s for s, _ in runs):.1f} to {max(s for s, _ in runs):.1f}"
        ratio = seconds[way] / seconds["ours, snapshot"]
        print(f"| {NAMES[way]} | {seconds[way]:.2f} | {spread} | {peaks[way]:.0f} | {ratio:.2f} |")
    snapshot, from_csv = seconds["ours, snapshot"], seconds["ours, csv"]
    fastest = min(seconds["pandas, csv"], seconds["pandas, parquet"])
    print(
        f"\nfaster than (a), from the snapshot: {fastest / snapshot:.1f} times (aim: 10 at ten times the size); "
        f"time against (b) on Parquet: {snapshot / seconds['only counts, parquet']:.1f} times, "
        f"from CSV: {from_csv / seconds['only counts, csv']:.1f} times (aim: within 2); "
        f"peak memory {peaks['ours, snapshot']:.0f} MB (aim: under 1,000)\n",
        flush=True,
    )


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--times", type=int, nargs="+", default=[1, 10])
    parser.add_argument("--rounds", type=int, default=3)
    call = parser.parse_args()
    for times in call.times:
        with TemporaryDirectory() as scratch:
            at_size(times, call.rounds, Path(scratch))
    print_book(measured, call.rounds)
    print_loads(measured, call.rounds)
    print_auditing()
    print_serving()


if __name__ == "__main__":
    main()
