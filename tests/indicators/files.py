"""Makes files of definitions: a good one, to be changed in one place."""

from __future__ import annotations

from pathlib import Path

COHORT = """\
/*
cohort = "mine"
title = "Mine"
who = "People whom a test is about."
source = "A test"
valid_from = "2019-04"
*/
"""

INDICATOR = """\
/*
ref = "99.1"
title = "% of children in need seen lately"
group = "Visits"
order = 900
one_row_for = "child"
unit = "percent"
better = "higher"
windows = ["snapshot"]
shown = "snapshot"
trend = "snapshot"
rating = "minimum_and_upper"
counted = "Seen."
out_of = "Children in need."
good = "Children are seen."
why = "What nobody sees, nobody can help with."
decision = "Whom to visit."
source = "A test"
caveats = "None."
example = "One."
owner = "A head of service"
authored_by = "A test"
checked_by = "A test"
reviewed_on = 2026-11-23
next_review = 2027-11-30
valid_from = "2019-04"

[settings]
within_days = 28

[[targets]]
minimum = 85
upper = 90
*/
select
    as_at.as_at,
    visits.cinv_person_id as person_id,
    max(visits.cinv_cin_visit_date) > as_at.as_at - $within_days as met
from as_at
join ssd_cin_visits as visits on visits.cinv_cin_visit_date <= as_at.as_at
group by as_at.as_at, visits.cinv_person_id
"""


def written(folder: Path, text: str, name: str = "mine.sql") -> Path:
    """Writes a file of definitions; its path."""
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return path


def changed(text: str, old: str, new: str) -> str:
    """The text with the first `old` in it replaced, which must be there."""
    assert old in text, old
    return text.replace(old, new, 1)


def line_of(text: str, part: str) -> int:
    """The line of a text on which a part of it begins."""
    return text[: text.index(part)].count("\n") + 1
