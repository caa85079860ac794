"""What reports say of the audits: how many, how they are graded, what they find, and how far they can be relied on."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from lineofsight.calendar import Month
from lineofsight.reports import wording
from lineofsight.reports.document import Block, Bullets, Cell, Column, Number, Paragraph, Table
from lineofsight.reports.numbers import Numbers
from lineofsight.web.audits import rules, telling
from lineofsight.web.audits.findings_reading import actions_of, cycles_there, readings, told_audits
from lineofsight.web.audits.models import Cycle
from lineofsight.web.audits.rules import theme_title
from lineofsight.web.audits.telling import Told

#: Themes that a report names of each side.
MOST_THEMES = 4


@dataclass(frozen=True)
class Audited:
    """The audits that were given in between two days, re-audits and others apart."""

    since: dt.date
    until: dt.date
    audits: tuple[Told, ...]
    again: tuple[Told, ...]
    cycles: tuple[Cycle, ...]

    @property
    def span(self) -> str:
        return f"{wording.day(self.since)} to {wording.day(self.until)}"

    @property
    def graded(self) -> tuple[Told, ...]:
        return tuple(row for row in self.audits if row.graded)

    @property
    def moderated(self) -> int:
        return sum(1 for row in self.graded if row.grade_from and row.grade_from != "auditor")

    @property
    def too_few(self) -> bool:
        return len(self.graded) < int(rules.setting("small_cell"))


def audited(since: dt.date, until: dt.date) -> Audited:
    """The audits of a span of days, both included."""
    every = [row for row in told_audits(sections=False) if row.given_on and since <= row.given_on <= until]
    cycles = [cycle for cycle in cycles_there() if cycle.starts_on <= until and cycle.audits_due_on >= since]
    return Audited(
        since,
        until,
        tuple(row for row in every if row.kind not in (Cycle.Kind.RE_AUDIT, Cycle.Kind.EXTERNAL)),
        tuple(row for row in every if row.kind == Cycle.Kind.RE_AUDIT),
        tuple(sorted(cycles, key=lambda cycle: (cycle.starts_on, cycle.pk))),
    )


def given_in(found: Audited, numbers: Numbers) -> Number:
    """How many audits were given in: one figure, wherever a report says it."""
    return numbers.of_work(len(found.audits), f"case audits given in, {found.span}", cases=True)


def audit_blocks(found: Audited, numbers: Numbers) -> tuple[Block, ...]:
    """The audits of a span as a report says them. Of too few nothing but their number is said."""
    span = found.span
    if not found.audits:
        return (Paragraph((f"No audit was given in from {span}.",)),)
    again = numbers.of_work(len(found.again), f"re-audits given in, {span}", cases=True)
    # A sentence each: the one with a small count is left out as it goes out, and its grammar with it.
    opening: list[Block] = [
        Paragraph(
            (f"From {span}, ", given_in(found, numbers), f" {_cases(len(found.audits))} audited."), key="audits:number"
        ),
        Paragraph((again, f" {_cases(len(found.again))} audited again."), key="audits:again"),
    ]
    if found.too_few:
        return (*opening, Paragraph(("Too few are graded for their grades to be shown.",), "note"))
    moderated = numbers.share_of_work(found.moderated, len(found.graded), f"audits that were moderated, {span}")
    opening.append(
        Paragraph(
            (moderated, " of the graded audits were moderated: a second person graded them."), key="audits:moderated"
        )
    )
    return (*opening, _grades(found, numbers, span), *_themes(found, numbers, span))


def _cases(many: int) -> str:
    return "case was" if many == 1 else "cases were"


def _grades(found: Audited, numbers: Numbers, span: str) -> Table:
    spread = telling.distribution(row.grade for row in found.graded)
    of, rows = len(found.graded), []
    for grade, count in zip(telling.GRADES, spread.counts, strict=True):
        what = f"audits graded {grade.label}, {span}"
        number = numbers.of_work(count, what, cases=True)
        share = numbers.share_of_work(count, of, f"share of {what}")
        rows.append((Cell((grade.label,)), Cell((number,)), Cell((share,))))
    columns = (Column("Grade", width=3), Column("Audits", numbers=True), Column("Share", numbers=True))
    return Table("Grades as they hold after moderation", columns, tuple(rows))


def _themes(found: Audited, numbers: Numbers, span: str) -> tuple[Block, ...]:
    rows = telling.themes(found.audits, rules.themes())
    few = int(rules.setting("small_cell"))
    strong = sorted((row for row in rows if row.strengths >= few), key=lambda row: -row.strengths)[:MOST_THEMES]
    weak = [row for row in rows if row.developments >= few][:MOST_THEMES]
    blocks: list[Block] = []
    for title, chosen, of in (
        ("Found a strength most often", strong, "strengths"),
        ("Found an area for development most often", weak, "developments"),
    ):
        if chosen:
            blocks.append(Paragraph((f"{title}:",)))
            blocks.append(
                Bullets(
                    tuple(
                        Paragraph(
                            (
                                f"{theme_title(row.code)}: ",
                                numbers.share_of_work(
                                    getattr(row, of),
                                    row.n,
                                    f"audits that name “{theme_title(row.code)}” ({of}), {span}",
                                ),
                                " of audits",
                            ),
                            key=f"audits:{of}:{row.code}",
                        )
                        for row in chosen
                    )
                )
            )
    return tuple(blocks)


def rhythm(cycles: Sequence[Cycle]) -> str:
    """ " of two months", where one cycle follows on the other so; empty where they do not keep to a rhythm."""
    starts = [Month.of(cycle.starts_on) for cycle in cycles if cycle.kind == Cycle.Kind.CASE_FILE]
    apart = {12 * (after.year - before.year) + after.month - before.month for before, after in pairwise(starts)}
    return f" of {_MONTHS[apart.pop()]}" if len(apart) == 1 and apart <= set(_MONTHS) else ""


_MONTHS = {1: "one month", 2: "two months", 3: "three months", 4: "four months", 6: "six months", 12: "twelve months"}


def cycle_blocks(found: Audited, numbers: Numbers) -> tuple[Block, ...]:
    """How the audit cycle works, said from its settings and its records."""
    kinds = [cycle for cycle in found.cycles if cycle.kind == Cycle.Kind.CASE_FILE]
    items = []
    if kinds:
        largest = numbers.of_work(max(cycle.size for cycle in kinds), "cases planned in the largest audit cycle")
        items.append(
            Paragraph(("The case work of up to ", largest, f" children is audited in each cycle{rhythm(kinds)}"))
        )
    if found.again:
        items.append(
            Paragraph(("A sample of the same cases is audited again, to see whether the actions were completed",))
        )
    agreed = telling.actions(actions_of(row.pk for row in found.audits), found.until)
    if agreed.agreed:
        items.append(
            Paragraph(
                (
                    "Audits agreed ",
                    numbers.of_work(agreed.agreed, "actions that these audits agreed"),
                    " actions, of which ",
                    numbers.of_work(agreed.verified, "actions of these audits done and verified"),
                    " are done and verified by somebody else",
                )
            )
        )
    outside = [one for one in readings() if one.purpose == "external" and one.given_on]
    recent = [one for one in outside if one.given_on and found.since <= one.given_on <= found.until]
    if recent:
        items.append(
            Paragraph(
                (
                    "People from outside read ",
                    numbers.of_work(len(recent), f"audits read again from outside, {found.span}", cases=True),
                    f" {'audit' if len(recent) == 1 else 'audits'} again, to see whether ours can be relied on",
                ),
                key="audits:outside",
            )
        )
    return (Bullets(tuple(items)),) if items else ()


def priorities() -> tuple[str, ...]:
    """The division's priorities: the themes of audits that are marked so in `audits/themes.toml`."""
    return tuple(theme.title for theme in rules.themes().values() if theme.priority)
