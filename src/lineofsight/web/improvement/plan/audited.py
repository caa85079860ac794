"""What audits say of the same, beside an action: grades as audited and as moderated, and how often a theme is named.

What is of few audits is not shown, by the rules of the audits' own pages.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from fractions import Fraction

from lineofsight.reports import wording
from lineofsight.web.audits import rules, telling
from lineofsight.web.audits.findings_pages import cells_of_grades, comparable, title_of
from lineofsight.web.audits.findings_reading import section_titles, told_audits
from lineofsight.web.audits.telling import Line, ThemeLine, ThemeTold
from lineofsight.web.improvement.models import LinkedQuestion

#: Quarters that are shown beside an action, the latest.
QUARTERS = 6


@dataclass(frozen=True)
class AuditedTheme:
    """A theme beside an action: in all audits that are given in, and by quarter; `told` is None where it is hidden."""

    link: LinkedQuestion
    title: str
    n: int
    told: ThemeTold | None
    quarters: Sequence[tuple[str, ThemeLine]]


@dataclass(frozen=True)
class AuditedSection:
    """A section beside an action: its grades in all audits that are graded; `line` is None where none has it."""

    link: LinkedQuestion
    title: str
    line: Line | None


def audited(links: Iterable[LinkedQuestion]) -> tuple[list[AuditedTheme], list[AuditedSection]]:
    """What audits say of the themes and sections that an action is tied to. Re-audits are not counted."""
    links = list(links)
    with_sections = [link for link in links if link.section]
    if not links:
        return [], []
    pool, _ = comparable(told_audits(sections=bool(with_sections)), {}, {})
    small, few = int(rules.setting("small_cell")), int(rules.setting("few"))
    cells = telling.cells_of(pool, small)
    hidden, hidden_quarters = cells.hides({}), cells.hidden_rows("quarter", {})
    found = [
        AuditedTheme(
            link,
            rules.theme_title(link.theme),
            len(pool),
            None if hidden else telling.theme_told(pool, link.theme),
            () if hidden else _quarters(pool, link.theme, hidden_quarters, few),
        )
        for link in links
        if link.theme
    ]
    return found, _sections(with_sections, pool, small, few)


def _quarters(
    pool: Sequence[telling.Told], theme: str, hidden: frozenset[str], few: int
) -> list[tuple[str, ThemeLine]]:
    lines = telling.theme_lines(pool, theme, telling.by_value("quarter"), hidden=hidden, few=few)
    return [(title_of("quarter", line.code, {}), line) for line in lines if line.code][-QUARTERS:]


def _sections(
    links: Sequence[LinkedQuestion], pool: Sequence[telling.Told], small: int, few: int
) -> list[AuditedSection]:
    if not links:
        return []
    titles = section_titles()
    graded = [row for row in pool if row.graded]
    hidden = cells_of_grades(pool).hides({})
    lines = {} if hidden else {line.code: line for line in telling.sections(graded, titles, small=small, few=few)}
    return [AuditedSection(link, titles.get(link.section, link.section), lines.get(link.section)) for link in links]


def theme_in_words(theme: str) -> str:
    """What audits find of a theme, in one sentence; without figures where there are too few to be shown."""
    pool, _ = comparable(told_audits(sections=False), {}, {})
    if telling.cells_of(pool, int(rules.setting("small_cell"))).hides({}):
        return f"Audits name “{rules.theme_title(theme)}”; there are too few to be shown."
    told = telling.theme_told(pool, theme)
    return (
        f"Of {told.n} audits that are given in, {told.developments} ({_share(told.developments, told.n)}) find "
        f"“{rules.theme_title(theme)}” an area for development and {told.strengths} "
        f"({_share(told.strengths, told.n)}) a strength."
    )


def _share(part: int, whole: int) -> str:
    return wording.number(Fraction(100 * part, whole), "percent")
