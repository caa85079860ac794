"""The book in words: the list of definitions, and one of them in full with its rule, targets and history."""

from __future__ import annotations

from lineofsight.indicators.book import Book
from lineofsight.indicators.definitions import WINDOW_TITLES, Definition
from lineofsight.problems import Refused


def listing(book: Book) -> tuple[tuple[str, ...], list[tuple[str, ...]]]:
    """Column names and a row for each indicator, cohort and breakdown of the book."""
    columns: tuple[str, ...] = ("ref", "what", "windows", "better", "minimum", "upper", "from", "file")
    rows: list[tuple[str, ...]] = []
    for kind in ("indicator", "cohort", "breakdown", "rating"):
        for name in book.named(kind):
            latest = book.latest(kind, name)
            target = latest.targets[-1] if latest.targets else None
            rows.append(
                (
                    name,
                    latest.title if kind == "indicator" else f"{latest.title} ({kind})",
                    ", ".join(latest.windows),
                    latest.better,
                    target.minimum if target else "",
                    target.upper if target else "",
                    str(latest.valid_from),
                    latest.file.name + (" (own)" if latest.own else ""),
                )
            )
    return columns, rows


def explain(book: Book, name: str) -> str:
    """A definition in full: what is counted, out of whom, when, an example, targets, rule and history."""
    for kind in ("indicator", "cohort", "breakdown", "rating"):
        if (kind, name) in book.versions:
            return "\n".join(_explained(kind, book.versions[kind, name]))
    raise Refused(f"There is no definition {name!r} in the book: `lineofsight book` lists them")


FIELDS = (
    ("counted", "Counted"),
    ("out_of", "Out of"),
    ("who", "Who"),
    ("members", "Members"),
    ("rule", "Rule"),
    ("one_row_for", "One row for each"),
    ("good", "What good looks like"),
    ("why", "Why it matters"),
    ("decision", "Decision it serves"),
    ("example", "Example"),
    ("caveats", "Caveats"),
    ("source", "Source"),
    ("owner", "Owner"),
    ("authored_by", "Written by"),
    ("checked_by", "Checked by"),
    ("reviewed_on", "Reviewed on"),
    ("next_review", "Next review by"),
)


def _explained(kind: str, versions: tuple[Definition, ...]) -> list[str]:
    latest = versions[-1]
    lines = [f"{latest.name}  {latest.title}", ""]
    lines += [f"{title}: {latest.text(field)}" for field, title in FIELDS if latest.header.get(field)]
    if latest.windows:
        lines.append(f"Windows: {', '.join(WINDOW_TITLES[window] for window in latest.windows)}")
        lines.append(f"Shown: {WINDOW_TITLES[latest.shown]}; trend: {WINDOW_TITLES[latest.trend]}")
    if latest.better:
        lines.append("High is good" if latest.better == "higher" else "Low is good")
    for target in latest.targets:
        lines.append(f"Target from {target.from_month}: minimum {target.minimum}, upper {target.upper}")
    for version in versions:
        if version is versions[0] or "settings" in version.changed:
            lines += [
                f"Setting from {version.valid_from}: {name} = {value}" for name, value in version.settings.items()
            ]
    lines += ["", "History:"]
    for version in versions:
        where = "the council's own" if version.own else "shipped"
        until = f" to {version.valid_to}" if version.valid_to else ""
        lines.append(f"  from {version.valid_from}{until}: {version.file.name} ({where})")
        lines += [f"    {change}" for change in version.header.get("change_log", ())]
    lines += ["", f"The rule from {latest.valid_from}, with its settings as $name:", "", latest.sql.rstrip()]
    return lines
