"""Commands that count: figures, the children behind them, and the book that they are counted by."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from typing import Any

from lineofsight.calendar import months_to
from lineofsight.commands.saying import say
from lineofsight.commands.tables import print_table, write
from lineofsight.home import Home
from lineofsight.problems import Refused


def figures(call: argparse.Namespace) -> int:
    from lineofsight.council import Council
    from lineofsight.indicators.children import window_of
    from lineofsight.indicators.figures import COLUMNS, figure_rows, lay_figures

    council = Council(Home.from_environment())
    kinds = bool({"kind", "all"} & set(call.by or []))
    by = _breakdowns(council, [name for name in call.by or [] if name != "kind"])
    latest = call.month or council.latest_month
    if call.months > 1 and latest.minus(call.months - 1).year < council.calendar.first.year:
        raise Refused(
            f"{call.months} months up to {latest} reach back before {council.calendar.first.year}, "
            f"the first year whose working days are known: ask for fewer"
        )
    months = months_to(latest, call.months)
    if call.window and call.indicator:
        for ref in call.indicator:
            window_of(council.book.indicator(ref)[-1], call.window)
    if call.now and (call.month or call.months > 1):
        raise Refused("--now and --month or --months can't go together: choose one")
    counted = council.count([] if call.now else months, now=call.now, refs=call.indicator, breakdowns=by)
    lay_figures(counted, by)
    rows = figure_rows(counted.database, [call.window] if call.window else None, kinds=kinds)
    if call.indicator:
        rows = [row for row in rows if row[0] in call.indicator]
    write(call.format, COLUMNS, rows)
    return 0


def _breakdowns(council: Any, asked: Sequence[str]) -> list[str]:
    known = [
        name
        for name in council.book.named("breakdown")
        if council.book.latest("breakdown", name).header.get("figures", True)
    ]
    if "all" in asked:
        return known
    unknown = next((name for name in asked if name not in known), None)
    if unknown:
        raise Refused(f"There is no breakdown {unknown!r} in the book: it has {', '.join(known)}")
    return list(dict.fromkeys(asked))


def children(call: argparse.Namespace) -> int:
    from lineofsight.council import Council
    from lineofsight.indicators.children import COLUMNS, LISTED_WITH, Asked, children_behind, window_of

    council = Council(Home.from_environment())
    if call.now and call.month:
        raise Refused("--now and --month can't go together: choose one")
    window = window_of(council.book.indicator(call.ref)[-1], call.window)
    month = call.month or council.latest_month
    counted = council.count([] if call.now else [month], now=call.now, refs=[call.ref], breakdowns=LISTED_WITH)
    on = council.snapshot.extracted_on if call.now else month.end
    asked = Asked(met=None if call.met is None else call.met == "yes", overdue=call.overdue, due_within=call.due_within)
    write(call.format, COLUMNS, children_behind(counted, call.ref, on, window, asked))
    return 0


def book(call: argparse.Namespace) -> int:
    from lineofsight.council import Council
    from lineofsight.indicators.book import read_book
    from lineofsight.indicators.checks import check_book
    from lineofsight.indicators.explain import explain, listing

    home = Home.from_environment()
    if call.ref == "check":
        folder = call.folder or home.book
        if not folder.is_dir():
            raise Refused(f"{folder}: there is no such folder of definitions")
        book = read_book(folder)
        check_book(book)
        own = sum(definition.own for definition in book.all())
        say(f"{folder}: {own} definition{'s' if own != 1 else ''}, nothing to mend")
        return 0
    council = Council(home)
    check_book(council.book, home.cache)
    if call.ref is None:
        print_table(*listing(council.book), sys.stdout)
    else:
        print(explain(council.book, call.ref))
    return 0
