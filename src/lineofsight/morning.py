"""The load that nobody watches: each attempt is recorded, and one that did not go well is told to somebody.

    loads.jsonl      in the home folder, private, only ever added to. A line where an attempt starts, one where it
                     ends, one that says what became of its alert. A start without an end was cut off.
    .loads.lock      held while an attempt is under way

Nothing that is recorded or told holds what stands in a cell, a login or a password: a refusal is the sentence that
`lineofsight load` says, and of a fault that nobody foresaw only its kind is kept.
"""

from __future__ import annotations

import datetime as dt
import json
import os
import re
import shlex
import subprocess
import time
import uuid
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, contextmanager, nullcontext
from dataclasses import dataclass, field, replace
from enum import StrEnum
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from lineofsight.calendar import BeyondTheCalendar, WorkingCalendar, england
from lineofsight.home import VARIABLE, Home
from lineofsight.problems import Refused
from lineofsight.records.snapshots import Snapshot, Snapshots

try:
    import fcntl
except ImportError:  # Windows has none: an attempt without an end is then taken for one that is under way
    fcntl = None  # type: ignore[assignment]

LOCKS = fcntl is not None
FILE, LOCK = "loads.jsonl", ".loads.lock"
SOURCE, OUTCOME = "LINEOFSIGHT_SOURCE", "LINEOFSIGHT_OUTCOME"
STALE_AFTER = 2
SECONDS_FOR_AN_ALERT = 60
SECONDS_FOR_THE_LOCK = 0.3  # who looks whether an attempt is under way holds it for a moment
LONGEST, A_LINE = 1000, 8192
ENGLAND = ZoneInfo("Europe/London")
UNDER_WAY = "Another load is under way: wait until it is done"
AN_ADDRESS = "a database whose address can't be read"
COLUMNS = (
    *("started at", "ended at", "outcome", "source", "snapshot", "extracted on", "rows", "in quarantine"),
    *("alert", "what to know"),
)
#: What is in the environment of the load and none of an alert's business.
_SECRET = re.compile(r"LINEOFSIGHT_.*|PGPASSWORD|DATABASE_URL")
#: What, in something that is no path, could be a password.
_LIKE_AN_ADDRESS = re.compile(r"^[A-Za-z][\w+.-]+:|:.*@|password=|pwd=", re.IGNORECASE)


class Outcome(StrEnum):
    """What became of an attempt. Only the first changes what serves."""

    LOADED = "loaded"
    REFUSED = "refused"
    FAILED = "failed"
    UNDER_WAY = "under way"
    CUT_OFF = "cut off"


@dataclass(frozen=True)
class Attempt:
    """One attempt to load.

    `wrong`: why it was refused or failed, in a sentence. `warnings`: what is to be looked at though it was loaded.
    `to_mend`: errors and warnings that the checks found in it. `alert`: empty where none was called for, "sent", or
    why it could not be sent. `reports`: the ids of attempts before it that it found cut off. `overtaken_by`: the
    snapshot that serves, where that was loaded after this attempt began.
    """

    id: str
    started_at: dt.datetime
    source: str
    outcome: Outcome
    ended_at: dt.datetime | None = None
    snapshot: str = ""
    extracted_on: dt.date | None = None
    rows: int | None = None
    quarantined: int | None = None
    wrong: str = ""
    warnings: tuple[str, ...] = ()
    to_mend: Mapping[str, int] = field(default_factory=dict)
    alert: str = ""
    reports: tuple[str, ...] = ()
    overtaken_by: str = ""

    @property
    def went_well(self) -> bool:
        """Loaded, nothing to look at, and everybody who should know was told."""
        return self.outcome is Outcome.LOADED and not self.warnings and self.alert in ("", SENT)

    @property
    def says(self) -> tuple[str, ...]:
        """What somebody who was not there must know of it, in sentences."""
        told = (f"Nobody was told: {self.alert}",) if self.alert not in ("", SENT) else ()
        match self.outcome:
            case Outcome.LOADED:
                counts = f"{self.rows or 0:,} rows, {self.quarantined or 0:,} in quarantine"
                return (f"Snapshot {self.snapshot} serves: {counts}", *self.warnings, *told)
            case Outcome.UNDER_WAY:
                return (f"The load that began on {_moment(self.started_at)} is under way",)
            case Outcome.CUT_OFF:
                return (_cut_off(self),)
            case _:
                return (self.wrong, *self.warnings, *told)

    @property
    def to_look_at(self) -> tuple[str, ...]:
        """What is still to be looked at, in sentences: none where it went well, is under way or was overtaken."""
        if self.went_well or self.overtaken_by or self.outcome is Outcome.UNDER_WAY:
            return ()
        return self.says[1:] if self.outcome is Outcome.LOADED else self.says

    @property
    def banner(self) -> str:
        """What a page says of it: empty where there is nothing to look at."""
        return " ".join(map(_with_its_stop, self.to_look_at))


SENT = "sent"


def run(
    home: Home,
    given: str | None,
    *,
    kind: str | None = None,
    extracted_on: dt.date | None = None,
    check: bool = True,
    strict: bool = False,
    stale_after: int = STALE_AFTER,
    alert: str | None = None,
    today: dt.date,
    clock: Callable[[], dt.datetime],
) -> Attempt:
    """Loads as `lineofsight load` does, records the attempt, and has `alert` called where it did not go well.

    `given` is a path, a database's address or "@FILE" with either of them in a file; None: what LINEOFSIGHT_SOURCE
    says. `stale_after`: working days (Monday to Friday, no bank holidays) for which an extract may stay as it is.
    `alert` is a command, started without a shell: the message is its standard input. `clock` gives the moment in UTC.

    Never raises for what the load meets; Refused where the call itself cannot be meant.
    """
    command = _command(alert)
    asked = _Asked(kind, extracted_on, check, strict, stale_after, today)
    started_at = clock()
    attempt = Attempt(uuid.uuid4().hex, started_at, "", Outcome.UNDER_WAY)
    log = _Log(home)
    try:
        home.create()
        what = source_given(given, os.environ)
        attempt = replace(attempt, source=name_of(what))
        with _alone(home) as alone:
            if not alone:
                raise Refused(UNDER_WAY)
            attempt = _attempted(home, what, asked, attempt, log, clock)
    except Exception as error:
        attempt = log.end(replace(attempt, ended_at=clock(), **_why(error)))
    if log.lost:
        attempt = replace(attempt, warnings=(*attempt.warnings, log.lost))
    if command and not attempt.went_well:
        attempt = replace(attempt, alert=_tell(command, message(attempt, _serving(home)), home, attempt.outcome))
        log.write("alerted", {"id": attempt.id, "alert": attempt.alert})
    return attempt


@dataclass(frozen=True)
class _Asked:
    """How a load was asked for."""

    kind: str | None
    extracted_on: dt.date | None
    check: bool
    strict: bool
    stale_after: int
    today: dt.date


def _attempted(
    home: Home, what: str, asked: _Asked, attempt: Attempt, log: _Log, clock: Callable[[], dt.datetime]
) -> Attempt:
    """An attempt from its start to its end, with both recorded."""
    from lineofsight.loading import load

    before = _serving(home)
    cut_off = _found_cut_off(home)
    warnings = [_cut_off(one) for one in cut_off]
    attempt = replace(attempt, reports=tuple(one.id for one in cut_off), warnings=tuple(warnings))
    log.write("started", _written(attempt))
    try:
        loaded = load(
            home,
            what,
            extracted_on=asked.extracted_on,
            kind=asked.kind,
            now=attempt.started_at,
            showing=_without_progress,
        )
    except Exception as error:
        return log.end(replace(attempt, ended_at=clock(), **_why(error)))
    except BaseException:
        log.end(replace(attempt, ended_at=clock(), outcome=Outcome.FAILED, wrong="It was stopped by hand"))
        raise
    snapshot = loaded.snapshot
    if asked.strict and snapshot.unusable:
        rows = "1 row" if snapshot.unusable == 1 else f"{snapshot.unusable:,} rows"
        warnings.append(f"{rows} went to quarantine: `lineofsight quarantine TABLE` lists them")
    to_mend: dict[str, int] = {}
    try:
        warnings += _staleness(home, snapshot, before, asked)
        to_mend = _checked(home, asked.today) if asked.check else {}
    except Exception as error:
        warnings.append(f"It is loaded, but what is checked after a load was not finished. {_why(error)['wrong']}")
    return log.end(
        replace(
            attempt,
            ended_at=clock(),
            outcome=Outcome.LOADED,
            snapshot=snapshot.id,
            extracted_on=snapshot.extracted_on,
            rows=snapshot.accepted,
            quarantined=snapshot.quarantined,
            warnings=tuple(warnings),
            to_mend=to_mend,
        )
    )


def _without_progress(_: str, __: int | None) -> AbstractContextManager[Callable[..., None]]:
    return nullcontext(_silently)


def _silently(_: str = "", *, rows: int = 0) -> None:
    """Shows no progress."""


def latest_attempt(home: Home) -> Attempt | None:
    """The attempt that ended, or began, last: what a banner on the web site is about. None where there was none.

    Where a snapshot that was loaded since by hand serves, `overtaken_by` names it and nothing needs mending.
    """
    latest = next(iter(attempts(home, most=1)), None)
    serving = _serving(home) if latest else None
    if latest is None or serving is None or serving.id == latest.snapshot:
        return latest
    later = _moment_in(serving.loaded_at)
    return replace(latest, overtaken_by=serving.id) if later and later > latest.started_at else latest


def attempts(home: Home, most: int = 30) -> list[Attempt]:
    """The latest attempts, the last one first. A line that was cut off while it was written is passed over."""
    known = _recorded(home, most)
    open_ones = [one.id for one in known if one.outcome is Outcome.UNDER_WAY]
    cut_off = open_ones[1:] if open_ones and _is_held(home) else open_ones
    return [replace(one, outcome=Outcome.CUT_OFF) if one.id in cut_off else one for one in known]


def status(
    home: Home, *, today: dt.date, stale_after: int = STALE_AFTER, most: int = 30
) -> tuple[list[tuple[Any, ...]], list[str]]:
    """The latest attempts as rows (COLUMNS), and sentences on what is to be looked at now: none where all is well."""
    rows = [
        (
            _moment(one.started_at),
            _moment(one.ended_at) if one.ended_at else "",
            str(one.outcome),
            one.source,
            one.snapshot,
            one.extracted_on,
            one.rows,
            one.quarantined,
            one.alert if one.alert in ("", SENT) else "failed",
            " ".join(map(_with_its_stop, one.says)),
        )
        for one in attempts(home, most)
    ]
    latest = latest_attempt(home)
    if latest is None:
        return rows, ["No load was attempted yet with `lineofsight morning`"]
    look = list(latest.to_look_at)
    days = _working_days(home, latest.started_at.astimezone(ENGLAND).date(), today)
    if days is not None and days > stale_after:
        look.append(f"The latest attempt was on {_moment(latest.started_at)}: is what starts it still running?")
    return rows, look


def source_given(given: str | None, environment: Mapping[str, str]) -> str:
    """The path or database's address that is meant by what was given, or else by LINEOFSIGHT_SOURCE.

    "@FILE" is the one line of a file, so that an address stands neither in the list of processes nor in a history.
    Refused where there is none, and where the file can't be read or others may read it.
    """
    given = given or environment.get(SOURCE) or ""
    if not given:
        raise Refused(f"Say what is to be loaded: a path, a database's address, @FILE, or the variable {SOURCE}")
    if given.startswith("@"):
        return _in_file(Path(given[1:]))
    if "://" not in given and _LIKE_AN_ADDRESS.search(given) and not Path(given).exists():
        # A slash is missing: said of a path, the sentence would repeat a password.
        raise Refused("The database's address can't be read. It is written as postgresql://LOGIN@HOST/DATABASE")
    return given


def _in_file(file: Path) -> str:
    try:
        mode = file.stat().st_mode
        lines = file.read_text(encoding="utf-8-sig").split("\n")
    except (OSError, UnicodeDecodeError):
        raise Refused(f"@{file}: there is no such file, or it can't be read here") from None
    said = [line.strip() for line in lines if line.strip()]
    if len(said) != 1 or said[0].startswith("@"):
        raise Refused(f"@{file}: write one line there: a path or a database's address")
    if os.name == "posix" and "://" in said[0] and mode & 0o007:
        raise Refused(f"@{file}: others may read or change it: chmod 600 {file.name}")
    return source_given(said[0], {})


def name_of(what: str) -> str:
    """What a source is called where others read it: a path's last name, or a database without login and password.

    >>> name_of("postgresql://analyst:secret@records.example/ssd"), name_of("/srv/extracts/ssd/")
    ('postgresql://records.example/ssd', 'ssd')
    """
    if "://" not in what:
        return Path(what).name or Path(what).absolute().name or "folder"
    from lineofsight.sources import database

    try:
        address, _ = database._address(what)
        return database._name(address) or AN_ADDRESS
    except Refused:
        return AN_ADDRESS


def message(attempt: Attempt, serving: Snapshot | None) -> str:
    """What an alert says: plain text of a few lines, without what stands in any cell."""
    first = {
        Outcome.LOADED: "The extract was loaded, but there is something to look at.",
        Outcome.REFUSED: "The load was refused.",
    }.get(attempt.outcome, "The load failed.")
    serves = "Nothing is loaded: there are no figures."
    if serving:
        on = _long(serving.extracted_on)
        serves = f"What serves: snapshot {serving.id}, with the records as they were on {on}."
    said = attempt.warnings if attempt.outcome is Outcome.LOADED else (attempt.wrong, *attempt.warnings)
    lines = (
        f"Line of Sight. {first}",
        "",
        *map(_with_its_stop, said),
        "",
        f"Source: {attempt.source or 'not known'}",
        f"Began: {_moment(attempt.started_at)}",
        serves,
        "`lineofsight morning --status` lists the latest attempts.",
    )
    return "\n".join(lines) + "\n"


# What goes wrong


def _why(error: Exception) -> dict[str, Any]:
    """Outcome and sentence for what was raised: its own words only where they are ours, written to be read."""
    if isinstance(error, Refused | BeyondTheCalendar):
        return {"outcome": Outcome.REFUSED, "wrong": _one_line(str(error))}
    kind = type(error).__name__
    if isinstance(error, OSError):
        said = f"{os.strerror(error.errno)} ({kind})" if error.errno else kind
        return {"outcome": Outcome.FAILED, "wrong": f"The system refused something: {said}"}
    if type(error).__module__.split(".")[0] in ("duckdb", "_duckdb"):
        return {
            "outcome": Outcome.FAILED,
            "wrong": f"The database could not finish ({kind}): is the disk full, or a file of the snapshot gone?",
        }
    return {
        "outcome": Outcome.FAILED,
        "wrong": f"Something went wrong that was not foreseen ({kind}): `lineofsight load` by hand shows where",
    }


def _staleness(home: Home, snapshot: Snapshot, before: Snapshot | None, asked: _Asked) -> list[str]:
    """Whether the extract is older than what served, or has been the same for too long: at most one sentence."""
    if before and snapshot.extracted_on < before.extracted_on:
        return [
            f"The extract is of {_long(snapshot.extracted_on)}, older than the one that served until now "
            f"(of {_long(before.extracted_on)}): `lineofsight snapshots use {before.id}` goes back"
        ]
    since = snapshot.extracted_on
    others = (one for one in Snapshots(home.snapshots).listed() if one.id != snapshot.id)
    for other in sorted(others, key=lambda one: one.loaded_at, reverse=True):
        if not snapshot.hash or other.hash != snapshot.hash:
            break
        since = min(since, other.extracted_on)
    days = _working_days(home, since, asked.today)
    if days is None or days <= asked.stale_after:
        return []
    if since < snapshot.extracted_on:
        dated = _long(snapshot.extracted_on)
        same = f"Nothing in the extract changed since that of {_long(since)}, though it is dated {dated}"
    elif before and before.extracted_on == since:
        same = f"The extract did not change since that of {_long(since)}"
    else:
        same = f"The extract is of {_long(since)}"
    ago = "1 working day" if days == 1 else f"{days:,} working days"
    return [f"{same}, {ago} ago: is the job that writes it running?"]


def _working_days(home: Home, since: dt.date, today: dt.date) -> int | None:
    """Working days between two days; None where the calendar doesn't reach so far, which a load says itself."""
    try:
        calendar: WorkingCalendar = england(home.bank_holidays)
        return calendar.between(since, today)
    except ValueError:
        return None


def _checked(home: Home, today: dt.date) -> dict[str, int]:
    from lineofsight.checking import Checked
    from lineofsight.council import Council

    return Checked(Council(home), today).to_mend


def _serving(home: Home) -> Snapshot | None:
    try:
        return Snapshots(home.snapshots).current()
    except (Refused, OSError):
        return None


def _found_cut_off(home: Home) -> list[Attempt]:
    """The attempts that were cut off and that none since has told of, the first one first."""
    try:
        known = _recorded(home, 30)
    except OSError:  # that the record can't be used is told when a line is to be added
        return []
    told = {one for attempt in known if attempt.ended_at for one in attempt.reports}
    # Whoever asks is alone: none that has no end is under way.
    return [one for one in known if one.outcome is Outcome.UNDER_WAY and one.id not in told][::-1]


def _cut_off(attempt: Attempt) -> str:
    began = _moment(attempt.started_at)
    return f"The load that began on {began} did not come to its end: `lineofsight snapshots` shows what serves"


# One at a time


@contextmanager
def _alone(home: Home) -> Iterator[bool]:
    """Whether no other attempt is under way; while this one is, others are told so."""
    with (home.path / LOCK).open("a") as lock:
        until = time.monotonic() + SECONDS_FOR_THE_LOCK
        while not (held := _lock(lock.fileno(), alone=True)) and time.monotonic() < until:
            time.sleep(0.05)
        yield held


def _is_held(home: Home) -> bool:
    """Whether an attempt holds the lock. The system gives it back when a process ends, however it ends."""
    try:
        with (home.path / LOCK).open("rb") as lock:
            return not LOCKS or not _lock(lock.fileno(), alone=False)
    except FileNotFoundError:
        return False


def _lock(handle: int, *, alone: bool) -> bool:
    if fcntl is not None:
        try:
            fcntl.flock(handle, (fcntl.LOCK_EX if alone else fcntl.LOCK_SH) | fcntl.LOCK_NB)
        except BlockingIOError:
            return False
    return True


# Telling somebody


def _command(alert: str | None) -> list[str]:
    if alert is None:
        return []
    try:
        command = shlex.split(alert)
    except ValueError:
        raise Refused("--alert: the quotes in the command don't close") from None
    if not command:
        raise Refused("--alert names no command: leave it out, or name one that takes a message on standard input")
    return command


def _tell(command: Sequence[str], text: str, home: Home, outcome: Outcome) -> str:
    """Calls the alert command with the message; "sent", or why it could not be. Arguments may be secret: not named."""
    environment = {name: value for name, value in os.environ.items() if not _SECRET.fullmatch(name)}
    environment |= {VARIABLE: str(home.path), OUTCOME: str(outcome)}
    name = Path(command[0]).name
    try:
        done = subprocess.run(
            command,
            input=text.encode("utf-8", "replace"),
            stdout=subprocess.DEVNULL,
            env=environment,
            timeout=SECONDS_FOR_AN_ALERT,
            check=False,
        )
    except subprocess.TimeoutExpired:
        return f"the alert command {name} did not end within {SECONDS_FOR_AN_ALERT} seconds"
    except (OSError, ValueError) as error:
        why = os.strerror(error.errno) if isinstance(error, OSError) and error.errno else type(error).__name__
        return f"the alert command {name} could not be started ({why})"
    return SENT if done.returncode == 0 else f"the alert command {name} ended with status {done.returncode}"


# The record


@dataclass
class _Log:
    """Adds lines to the record. Where it can't, the load goes on, and `lost` says so."""

    home: Home
    lost: str = ""

    def end(self, attempt: Attempt) -> Attempt:
        self.write("ended", _written(attempt))
        return attempt

    def write(self, event: str, facts: Mapping[str, Any]) -> None:
        file = self.home.path / FILE
        line = json.dumps({"event": event, **facts}, ensure_ascii=False) + "\n"
        try:
            handle = os.open(file, os.O_RDWR | os.O_APPEND | os.O_CREAT, 0o600)
            try:
                if (size := os.fstat(handle).st_size) and _byte_at(handle, size - 1) != b"\n":
                    line = f"\n{line}"  # the line before was cut off
                os.write(handle, line.encode("utf-8", "replace"))
                os.fsync(handle)
            finally:
                os.close(handle)
        except OSError as error:
            self.lost = f"The attempt could not be recorded in {FILE} ({type(error).__name__})"


def _byte_at(handle: int, place: int) -> bytes:
    os.lseek(handle, place, os.SEEK_SET)
    return os.read(handle, 1)


def _written(attempt: Attempt) -> dict[str, Any]:
    """The facts of an attempt that are known, as a line holds them."""
    facts = {
        "id": attempt.id,
        "started_at": attempt.started_at.isoformat(timespec="seconds"),
        "ended_at": attempt.ended_at.isoformat(timespec="seconds") if attempt.ended_at else None,
        "source": attempt.source,
        "outcome": str(attempt.outcome) if attempt.ended_at else None,
        "snapshot": attempt.snapshot,
        "extracted_on": str(attempt.extracted_on) if attempt.extracted_on else None,
        "rows": attempt.rows,
        "quarantined": attempt.quarantined,
        "wrong": attempt.wrong[:LONGEST],
        "warnings": [warning[:LONGEST] for warning in attempt.warnings[:4]],
        "to_mend": dict(attempt.to_mend),
        "reports": list(attempt.reports[:30]),
    }
    return {name: value for name, value in facts.items() if value not in (None, "", [], {})}


def _recorded(home: Home, most: int) -> list[Attempt]:
    """The latest attempts as they are recorded, the last one first; one without an end is under way."""
    found: dict[str, dict[str, Any]] = {}
    for line in _lines(home.path / FILE, A_LINE * (most + 8)):
        known = found.get(line["id"], {}) if line["event"] == "alerted" else found.pop(line["id"], {})
        found[line["id"]] = known | line
    return [one for facts in reversed(found.values()) if (one := _read(facts))][:most]


def _lines(file: Path, most: int) -> Iterable[dict[str, Any]]:
    """The lines at the end of the record, in the order in which they were written."""
    try:
        with file.open("rb") as record:
            size = record.seek(0, os.SEEK_END)
            record.seek(max(0, size - most))
            lines = record.read().splitlines()[1 if size > most else 0 :]
    except FileNotFoundError:
        return
    for line in lines:
        try:
            facts = json.loads(line)
        except ValueError:
            continue
        if isinstance(facts, dict) and isinstance(facts.get("id"), str) and isinstance(facts.get("event"), str):
            yield facts


def _read(facts: Mapping[str, Any]) -> Attempt | None:
    """An attempt from its lines; None where they don't say when it began, or what became of it."""
    try:
        return Attempt(
            id=facts["id"],
            started_at=dt.datetime.fromisoformat(facts["started_at"]),
            source=str(facts.get("source", "")),
            outcome=Outcome(facts.get("outcome", Outcome.UNDER_WAY)),
            ended_at=dt.datetime.fromisoformat(facts["ended_at"]) if "ended_at" in facts else None,
            snapshot=str(facts.get("snapshot", "")),
            extracted_on=dt.date.fromisoformat(facts["extracted_on"]) if "extracted_on" in facts else None,
            rows=facts.get("rows"),
            quarantined=facts.get("quarantined"),
            wrong=str(facts.get("wrong", "")),
            warnings=tuple(map(str, facts.get("warnings", ()))),
            to_mend=dict(facts.get("to_mend", {})),
            alert=str(facts.get("alert", "")),
            reports=tuple(map(str, facts.get("reports", ()))),
        )
    except (LookupError, ValueError, TypeError):
        return None


def _moment_in(text: str) -> dt.datetime | None:
    try:
        moment = dt.datetime.fromisoformat(text)
    except ValueError:
        return None
    return moment if moment.tzinfo else moment.replace(tzinfo=dt.UTC)


def _one_line(text: str) -> str:
    return " ".join(text.split()).removesuffix(".")


def _with_its_stop(sentence: str) -> str:
    return sentence if sentence.endswith("?") else f"{sentence}."


def _moment(moment: dt.datetime) -> str:
    return f"{moment.astimezone(ENGLAND):%Y-%m-%d %H:%M}"


def _long(day: dt.date) -> str:
    return f"{day.day} {day:%B %Y}"
