"""Where do two files of figures differ? Says equal, or lists the first differences and exits with 1.

    python bench/compare.py A.csv B.csv [--first 20] [--only REF]...

Both hold ref,month,window,dimension,member,numerator,denominator, in any order of rows; "-" stands for a row
that is missing.
"""

import argparse
import csv
import sys
from pathlib import Path

KEY = ("ref", "month", "window", "dimension", "member")
FIGURES = ("numerator", "denominator")


class UnreadableFiguresError(Exception):
    """The file can't be compared; the message says why."""


def figures_in(path, only):
    """The figures of a file by their key, numbers as text without a needless '.0'."""
    if not path.exists():
        raise UnreadableFiguresError(f"{path}: no such file")
    with path.open(encoding="utf-8-sig", newline="") as file:
        reader = csv.DictReader(file)
        missing = [column for column in (*KEY, *FIGURES) if column not in (reader.fieldnames or [])]
        if missing:
            raise UnreadableFiguresError(f"{path}: no column {', '.join(missing)}")
        figures = {}
        for row in reader:
            key = tuple(row[column] for column in KEY)
            if only and row["ref"] not in only:
                continue
            if key in figures:
                raise UnreadableFiguresError(f"{path}, line {reader.line_num}: second row for {' '.join(key)}")
            figures[key] = tuple(row[column].strip().removesuffix(".0") for column in FIGURES)
    return figures


def differences(left, right):
    """Each key whose figures differ, with both sides; None where a side lacks the row."""
    return [(key, left.get(key), right.get(key)) for key in sorted(left | right) if left.get(key) != right.get(key)]


def shown(figures):
    return "-" if figures is None else "/".join(figures).removesuffix("/")


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("a", type=Path)
    parser.add_argument("b", type=Path)
    parser.add_argument("--first", type=int, default=20, help="how many differences to list")
    parser.add_argument("--only", action="append", metavar="REF", help="compare only this indicator (may be repeated)")
    call = parser.parse_args()
    try:
        left, right = figures_in(call.a, call.only), figures_in(call.b, call.only)
    except UnreadableFiguresError as problem:
        print(problem, file=sys.stderr)
        return 2
    found = differences(left, right)
    if not found:
        print(f"equal: {len(left)} rows")
        return 0
    print("\t".join((*KEY, "a", "b")))
    for key, a, b in found[: call.first]:
        print("\t".join((*key, shown(a), shown(b))))
    refs = sorted({key[0] for key, *_ in found})
    print(f"{len(found)} of {len(left | right)} rows differ, in {', '.join(refs)}")
    return 1


if __name__ == "__main__":
    sys.exit(main())
