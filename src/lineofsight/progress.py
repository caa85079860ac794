"""Shows how far a long piece of work is: a bar on a terminal, plain lines in a log."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager


@contextmanager
def steps(title: str, count: int) -> Iterator[Callable[[str], None]]:
    """Gives a function to call with the name of each step as its turn comes."""
    if not sys.stderr.isatty():
        print(f"{title}: {count} steps", file=sys.stderr)
        yield lambda _: None
        return
    from rich.console import Console
    from rich.progress import Progress

    with Progress(console=Console(stderr=True), transient=True) as progress:
        task = progress.add_task(title, total=count)

        def advance(name: str) -> None:
            progress.update(task, advance=1, description=f"{title}: {name}")

        yield advance
