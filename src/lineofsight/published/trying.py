"""Checks a definition that somebody proposes, and counts by it beside the book as it is: within limits.

    the council's book + the draft, in a folder of its own ──► a process of its own ──► figures and rows that move

A definition is SQL that a person wrote, and a join of everything with everything need not end. So it runs in another
process, which may use so much time, memory and disk and no more, and one at a time. Nothing is written into the book.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import json
import os
import shutil
import signal
import subprocess
import sys
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field, replace
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from lineofsight.calendar import Month, months_to
from lineofsight.council import Council
from lineofsight.home import Home
from lineofsight.indicators.book import Book, read_book
from lineofsight.indicators.checks import Reads, check_book
from lineofsight.indicators.children import LISTED_WITH
from lineofsight.indicators.definitions import Definition, Kind
from lineofsight.indicators.engine import Counted, count
from lineofsight.indicators.figures import Figure, figures, lay_figures
from lineofsight.indicators.headers import peek
from lineofsight.problems import Refused
from lineofsight.published.moves import Behind, How, Move, Moves, behind, moves
from lineofsight.records.headed import SelectRefused

try:
    import fcntl
    import resource
except ImportError:  # Windows has neither: there only the time is limited
    fcntl = None  # type: ignore[assignment]
    resource = None  # type: ignore[assignment]

SECONDS = 60
MEMORY = 3 * 1024**3
LARGEST_FILE = 64 * 1024**2
LONGEST_TEXT = 60_000
MONTHS = 6
#: Results that are kept, the latest.
KEPT = 20
TOO_MUCH = "It needs more memory than a try may take: join fewer rows, on columns that match"
#: A draft is counted as if it had held in all the months that are shown.
LONG_AGO = Month(1990, 1)


@dataclass(frozen=True)
class Draft:
    """A definition as it would stand in the book: the name of its file, and its text."""

    file_name: str
    text: str


@dataclass(frozen=True)
class TriedFigure:
    """A figure in each of the months, by the book as it is and by the draft."""

    ref: str
    title: str
    unit: str
    better: str
    window: str
    today: tuple[Figure | None, ...]
    draft: tuple[Figure | None, ...]


@dataclass(frozen=True)
class TriedMembers:
    """How many children are in each member of a breakdown on the last day of the latest month."""

    name: str
    title: str
    members: tuple[tuple[str, int, int], ...]


@dataclass(frozen=True)
class Tried:
    """What a draft comes to. `problem` says why it can't be used, with file and line; then there is nothing else."""

    problem: str = ""
    kind: str = ""
    name: str = ""
    valid_from: str = ""
    months: tuple[Month, ...] = ()
    figures: tuple[TriedFigure, ...] = ()
    moves: Mapping[str, Moves] = field(default_factory=dict)
    members: tuple[TriedMembers, ...] = ()
    snapshot: str = ""
    book: str = ""


def file_name_of(kind: str, name: str, valid_from: str) -> str:
    """The name of a definition's file: safe in any folder, whatever it is called (3.3_from_2023-04.sql)."""
    safe = "".join(c if c.isascii() and (c.isalnum() or c in "._-") else "-" for c in name).strip(".") or "definition"
    return f"{'' if kind == 'indicator' else f'{kind}_'}{safe}_from_{valid_from}.sql"


def facts_of(text: str) -> tuple[Kind, str, str]:
    """Kind, name and first month that a text says of itself. Refused where it doesn't, or is no month."""
    if len(text) > LONGEST_TEXT:
        raise Refused(f"The text is longer than {LONGEST_TEXT:,} characters: no definition is")
    with TemporaryDirectory() as folder:
        file = Path(folder) / "draft.sql"
        file.write_text(text, encoding="utf-8")
        try:
            kind, name, valid_from = peek(file)
        except RecursionError:
            raise Refused("The header can't be read: it is nested too deeply") from None
        if len(name) > 60:
            raise SelectRefused(file, 1, "the name is longer than 60 characters: shorten it")
        try:
            month = Month.read(valid_from)
        except ValueError:
            raise SelectRefused(
                file, 1, 'the header says no month from which it holds: add valid_from = "2023-04"'
            ) from None
        return kind, name, str(month)


def check_draft(home: Home, draft: Draft) -> Tried:
    """Whether the council's book could be used with the draft in it: what `lineofsight book check` says."""
    return _asked(home, draft, count_it=False)


def try_draft(home: Home, draft: Draft) -> Tried:
    """Counts by the draft and by the book as it is; the result is kept for as long as records and book are the same.

    Refused where another try is under way.
    """
    with _alone(_folder(home)):
        found = _asked(home, draft, count_it=True)
        if not found.problem:
            _keep(home, draft, found)
    return found


def tried(home: Home, draft: Draft, snapshot: str, book: str) -> Tried | None:
    """What an earlier try of this text found, with these records and this book; None where there was none."""
    file = _folder(home) / f"{_key(draft, snapshot, book)}.json"
    try:
        return _read(json.loads(file.read_text(encoding="utf-8")))
    except (OSError, ValueError, LookupError, TypeError):
        return None


# In a process of its own


def _asked(home: Home, draft: Draft, *, count_it: bool) -> Tried:
    question = json.dumps({"home": str(home.path), **asdict(draft), "count": count_it})
    allowed = ("PATH", "PYTHONPATH", "LANG", "LC_ALL", "TZ", "SYSTEMROOT")
    with TemporaryDirectory() as folder:
        process = subprocess.Popen(
            [sys.executable, "-m", "lineofsight.published.trying"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            cwd=folder,
            env={name: value for name, value in os.environ.items() if name in allowed},
            start_new_session=True,
        )
        try:
            answer, _ = process.communicate(question.encode(), timeout=SECONDS)
        except subprocess.TimeoutExpired:
            return Tried(problem=f"It was not done within {SECONDS} seconds: join fewer rows, on columns that match")
        finally:
            if process.poll() is None:
                _kill(process)
    try:
        return _read(json.loads(answer))
    except ValueError:
        return Tried(problem=TOO_MUCH)


def _kill(process: subprocess.Popen[bytes]) -> None:
    if hasattr(os, "killpg"):
        os.killpg(process.pid, signal.SIGKILL)
    else:
        process.kill()
    process.communicate()


def _main() -> None:
    _limit()
    question = json.loads(sys.stdin.read())
    home, draft = Home(Path(question["home"])), Draft(question["file_name"], question["text"])
    try:
        found = _found(home, draft, count_it=question["count"])
    except (Refused, ValueError) as refusal:
        found = Tried(problem=TOO_MUCH if "OutOfMemory" in str(refusal) else str(refusal))
    except RecursionError:
        found = Tried(problem=f"{draft.file_name}: it is nested too deeply to be read")
    except MemoryError:
        found = Tried(problem=TOO_MUCH)
    sys.stdout.write(json.dumps(_written(found)))


def _limit() -> None:
    if resource is not None:
        os.nice(5)
        limits = (
            (resource.RLIMIT_AS, MEMORY),
            (resource.RLIMIT_CPU, 2 * SECONDS),
            (resource.RLIMIT_FSIZE, LARGEST_FILE),
            (resource.RLIMIT_CORE, 0),
        )
        for what, most in limits:
            resource.setrlimit(what, (most, most))


def _found(home: Home, draft: Draft, *, count_it: bool) -> Tried:
    with TemporaryDirectory() as temporary:
        folder = Path(temporary) / "book"
        council = Council(home)
        book, definition = _book_with(home.book, draft, folder)
        reads = check_book(book)
        facts = (definition.kind, definition.name, str(definition.valid_from))
        if not count_it:
            return Tried("", *facts, book=council.book.fingerprint)
        as_if = _as_if(book, definition)
        reads = {version: reads[version] for version in book.all()} | check_book(as_if)
        return _counted(council, as_if, reads, definition, facts)


def _book_with(book: Path, draft: Draft, folder: Path) -> tuple[Book, Definition]:
    """The council's book with the draft among its files, as it would be after approval; and the draft in it."""
    if book.is_dir():
        shutil.copytree(book, folder, ignore=lambda _, names: [name for name in names if name.startswith(".")])
    folder.mkdir(exist_ok=True)
    file = folder / draft.file_name
    if file.exists():
        raise Refused(f"The book holds a file {draft.file_name} already: give another month")
    file.write_text(draft.text, encoding="utf-8")
    kind, name, since = peek(file)
    read = read_book(folder)
    found = next((one for one in read.versions[kind, name] if one.file == file), None)
    if found is None:
        raise Refused(f"{draft.file_name}: {name} from {since} is not in the book")
    return read, found


def _as_if(book: Book, draft: Definition) -> Book:
    """The book in which the draft holds in every month, with its own target."""
    target = draft.target_at(draft.valid_from) or (draft.targets[-1] if draft.targets else None)
    targets = (replace(target, from_month=LONG_AGO),) if target else ()
    return Book({**book.versions, (draft.kind, draft.name): (replace(draft, valid_from=LONG_AGO, targets=targets),)})


def _counted(
    council: Council, as_if: Book, reads: dict[Definition, Reads], draft: Definition, facts: tuple[str, str, str]
) -> Tried:
    months = months_to(council.latest_month, MONTHS)
    refs, breakdowns = _touched(as_if, reads, draft)
    asked = [*LISTED_WITH, *(name for name in breakdowns if name not in LISTED_WITH)]

    def counted_by(book: Book, book_reads: dict[Definition, Reads]) -> tuple[Counted | None, Sequence[Figure]]:
        known = [ref for ref in refs if ref in book.named("indicator")]
        if not known:  # a new indicator has nothing beside it
            return None, ()
        names = [name for name in asked if name in book.named("breakdown")]
        counted = count(
            council.snapshot, book, book_reads, council.calendar, months=months, refs=known, breakdowns=names
        )
        lay_figures(counted)
        return counted, figures(counted, dimension="")

    today, figures_today = counted_by(council.book, council.reads)
    by_draft, figures_by_draft = counted_by(as_if, reads)
    if by_draft is None:
        return Tried("", *facts, months=tuple(months), snapshot=council.snapshot.id, book=council.book.fingerprint)
    # A rating decides on nobody, and a breakdown only on where somebody is shown.
    moving = () if draft.kind in ("rating", "breakdown") else refs
    return Tried(
        "",
        *facts,
        months=tuple(months),
        figures=()
        if draft.kind == "breakdown"
        else _side_by_side(as_if, refs, months, figures_today, figures_by_draft),
        moves={ref: found for ref in moving if (found := _moves(today, by_draft, ref, months[-1]))},
        members=tuple(_members(today, by_draft, name, months[-1].end) for name in breakdowns),
        snapshot=council.snapshot.id,
        book=council.book.fingerprint,
    )


def _touched(book: Book, reads: Mapping[Definition, Reads], draft: Definition) -> tuple[list[str], list[str]]:
    """The indicators and breakdowns that a definition decides on, through all cohorts that build on it."""
    if draft.kind == "breakdown":
        states = [ref for ref in book.named("indicator") if "snapshot" in book.latest("indicator", ref).windows]
        return [ref for ref in states if not book.latest("indicator", ref).is_rate], [draft.name]
    if draft.kind == "rating":
        return [
            ref for ref in book.named("indicator") if book.latest("indicator", ref).header.get("rating") == draft.name
        ], []
    refs = {draft.name} if draft.kind == "indicator" else set[str]()
    breakdowns: list[str] = []
    if draft.kind == "cohort":
        cohorts = {draft.name}
        while (
            more := {d.name for d in book.all() if d.kind == "cohort" and cohorts & set(reads[d].builds_on)} - cohorts
        ):
            cohorts |= more
        builds = [d for d in book.all() if cohorts & set(reads[d].builds_on)]
        refs = {d.name for d in builds if d.kind == "indicator"}
        breakdowns = [name for name in book.named("breakdown") if any(d.name == name for d in builds)]
        if breakdowns and not refs:
            refs = {ref for ref in ("allocated", "1.2", "1.3", "1.4") if ref in book.named("indicator")}
    rates = {ref for ref in book.named("indicator") if book.latest("indicator", ref).header.get("rate_of") in refs}
    return [ref for ref in book.named("indicator") if ref in refs | rates], breakdowns


def _side_by_side(
    book: Book,
    refs: Iterable[str],
    months: Sequence[Month],
    today: Sequence[Figure],
    by_draft: Sequence[Figure],
) -> tuple[TriedFigure, ...]:
    found = []
    by_place = [{(one.ref, one.window, one.as_at): one for one in side} for side in (today, by_draft)]
    for ref in refs:
        latest = book.latest("indicator", ref)
        for window in dict.fromkeys((latest.shown, latest.trend)):
            sides = [tuple(side.get((ref, window, month.end)) for month in months) for side in by_place]
            found.append(TriedFigure(ref, latest.title, latest.unit, latest.better, window, *sides))
    return tuple(found)


def _moves(today: Counted | None, by_draft: Counted, ref: str, month: Month) -> Moves | None:
    """The rows that would move in the latest month; None for a rate, and where the draft gives no figure."""
    latest = by_draft.book.latest("indicator", ref)
    if latest.is_rate:
        return None
    try:
        now = behind(by_draft, ref, month.end, latest.shown)
    except Refused:
        return None
    then: list[Behind] = []
    if today is not None and ref in today.evidence:
        try:
            then = behind(today, ref, month.end, latest.shown)
        except Refused:
            then = []
    return moves(then, now)


def _members(today: Counted | None, by_draft: Counted, name: str, on: dt.date) -> TriedMembers:
    sides = [_by_member(counted, name, on) if counted else {} for counted in (today, by_draft)]
    names = sorted({*sides[0], *sides[1]})
    rows = tuple((member, sides[0].get(member, 0), sides[1].get(member, 0)) for member in names)
    return TriedMembers(name, by_draft.book.latest("breakdown", name).title, rows)


def _by_member(counted: Counted, name: str, on: dt.date) -> dict[str, int]:
    names = [each for kind, each in counted.stretches if kind == "breakdown"]
    if name not in names:
        return {}
    place = names.index(name)
    return dict(
        counted.database.execute(
            f"select coalesce(member, 'not known'), count(*) from characteristics left join members_{place} "
            f"on code = b{place} where day = $on group by 1",
            {"on": on},
        ).fetchall()
    )


# What is kept


def _folder(home: Home) -> Path:
    return home.cache / "tried"


def _key(draft: Draft, snapshot: str, book: str) -> str:
    return hashlib.sha256("\n".join((draft.file_name, snapshot, book, draft.text)).encode()).hexdigest()[:32]


def _keep(home: Home, draft: Draft, found: Tried) -> None:
    folder = _folder(home)
    file = folder / f"{_key(draft, found.snapshot, found.book)}.json"
    written = folder / f".{file.name}-{os.getpid()}"
    written.touch(mode=0o600)
    written.write_text(json.dumps(_written(found)), encoding="utf-8")
    written.replace(file)
    others = sorted(folder.glob("*.json"), key=lambda other: other.stat().st_mtime)
    for old in others[:-KEPT]:
        old.unlink(missing_ok=True)


@contextmanager
def _alone(folder: Path) -> Iterator[None]:
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    with (folder / ".lock").open("w") as lock:
        if fcntl is not None:
            try:
                fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except OSError:
                raise Refused("Another try is under way: wait a minute until it is done.") from None
        yield


def _written(found: Tried) -> dict[str, Any]:
    data: dict[str, Any] = json.loads(json.dumps(asdict(found), default=str))
    return data | {"months": [str(month) for month in found.months]}


def _read(data: Mapping[str, Any]) -> Tried:
    return Tried(
        **{name: data[name] for name in ("problem", "kind", "name", "valid_from", "snapshot", "book")},
        months=tuple(Month.read(month) for month in data["months"]),
        figures=tuple(
            TriedFigure(
                **{**row, **{side: tuple(_figure(one) for one in row[side]) for side in ("today", "draft")}},
            )
            for row in data["figures"]
        ),
        moves={ref: _moves_read(facts) for ref, facts in data["moves"].items()},
        members=tuple(
            TriedMembers(one["name"], one["title"], tuple((m, then, now) for m, then, now in one["members"]))
            for one in data["members"]
        ),
    )


def _figure(data: Mapping[str, Any] | None) -> Figure | None:
    return None if data is None else Figure(**{**data, "as_at": dt.date.fromisoformat(data["as_at"])})


def _moves_read(data: Mapping[str, Any]) -> Moves:
    numbers = {name: data[name] for name in ("met_then", "all_then", "met_now", "all_now")}
    return Moves(
        **numbers, rows=tuple(Move(How(row["how"]), row["person_id"], _row(row["row"])) for row in data["rows"])
    )


def _row(data: Mapping[str, Any]) -> Behind:
    days = {name: data[name] and dt.date.fromisoformat(data[name]) for name in ("clock_start", "due_on", "done_on")}
    return Behind(**{**data, **days})


if __name__ == "__main__":
    _main()
