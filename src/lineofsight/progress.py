"""Shows how far a long piece of work is: a bar on a terminal, plain lines in a log."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from threading import Lock

#: Seconds between two lines in a log.
EVERY = 5.0

#: Called with what is done next, or with the rows that were done since the last call.
Progress = Callable[..., None]


class _Speed:
    """Rows so far, and how many a second; called from several threads."""

    def __init__(self) -> None:
        self.began = time.monotonic()
        self.rows = 0
        self.lock = Lock()

    def add(self, rows: int) -> None:
        with self.lock:
            self.rows += rows

    def __str__(self) -> str:
        if not self.rows:
            return ""
        seconds = max(time.monotonic() - self.began, 0.001)
        return f"{self.rows:,} rows, {self.rows / seconds:,.0f} a second"


@contextmanager
def steps(title: str, count: int | None) -> Iterator[Progress]:
    """Gives a function to call with the name of each of `count` steps as its turn comes, and with rows done.

    `progress("reading ssd_cin_visits")`, then `progress(rows=67900)`.
    """
    speed = _Speed()
    if not sys.stderr.isatty():
        if count:
            print(f"{title}: {count} steps", file=sys.stderr)
        said = [time.monotonic()]

        def say(name: str = "", rows: int = 0) -> None:
            speed.add(rows)
            with speed.lock:
                now = time.monotonic()
                due = bool(name) and now - said[0] >= EVERY
                if due:
                    said[0] = now
            if due:
                print(f"{title}: {', '.join(filter(None, (name, str(speed))))}", file=sys.stderr)

        yield say
    else:
        from rich.console import Console
        from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn

        columns = (BarColumn(), TimeElapsedColumn(), TextColumn("{task.description}"))
        with Progress(*columns, console=Console(stderr=True), transient=True) as bar:
            task = bar.add_task(title, total=count)
            doing = [""]

            def advance(name: str = "", rows: int = 0) -> None:
                speed.add(rows)
                doing[0] = name or doing[0]
                description = ": ".join(filter(None, (title, doing[0])))
                bar.update(
                    task, advance=1 if name else 0, description=", ".join(filter(None, (description, str(speed))))
                )

            yield advance
    if speed.rows:
        print(f"{title}: {speed}", file=sys.stderr)
