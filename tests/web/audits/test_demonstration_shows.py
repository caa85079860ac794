"""What the demonstration's audits are to show, counted from their rows as the pages count it, and as its page says."""

from __future__ import annotations

from collections import Counter
from itertools import pairwise
from pathlib import Path

from lineofsight.web.audits import telling
from lineofsight.web.audits.grades import RANK, Grade
from lineofsight.web.audits.reliability import agreement_of
from tests.web.audits.demonstrated import KINDS, NEED, Made, told_actions
from tests.web.audits.demonstrated import made as made

ROOT = Path(__file__).parents[3]
YEARS = ("2021", "2022")
#: The first and the last quarter of the second year, and the sections that drift between them in one service.
FIRST, LAST, DRIFTING = "2022-Q1", "2022-Q4", ("planning", "oversight")


def good_of(made: Made, in_t03: bool, sections: tuple[str, ...], quarter: str) -> tuple[int, int]:
    """How many grades of some sections are Good or better, of how many: in the service that drifts, or elsewhere."""
    rows = [row for row in made.of(*KINDS) if (row.service == "T03") is in_t03 and row.quarter == quarter]
    grades = [row.sections[key] for row in rows for key in sections if key in row.sections]
    return sum(RANK[Grade(grade)] > 2 for grade in grades), len(grades)


def blind_pairs(made: Made, year: str) -> list[tuple[int, int]]:
    return [one.pair for one in made.readings if one.counts and one.purpose == "moderation" and one.year == year]


def test_auditors_are_too_kind_and_moderation_corrects_it_until_they_are_trained(made: Made) -> None:
    before, after = blind_pairs(made, "2021"), blind_pairs(made, "2022")
    first, second = agreement_of(before), agreement_of(after)
    assert first.bias.value is not None and second.bias.value is not None
    assert -0.35 < first.bias.value < -0.15 < second.bias.value <= 0.02
    good = [sum(pair[reader] > 2 for pair in before) / len(before) for reader in (0, 1)]
    assert 0.08 < good[0] - good[1] < 0.25
    assert first.kappa.value is not None and second.kappa.value is not None
    assert 0.4 < first.kappa.value < second.kappa.value < 0.75
    moved = telling.moved(made.of(*KINDS))
    assert moved.lower > 2 * moved.higher > 0


def test_each_finished_cycle_has_thirty_blind_pairs(made: Made) -> None:
    pairs = Counter(one.cycle for one in made.readings if one.counts and one.purpose == "moderation")
    assert all(pairs[cycle.pk] >= 30 for cycle in made.cycles if cycle.kind in KINDS and cycle.state == "closed")


def test_the_reader_from_outside_says_the_same_every_six_months(made: Made) -> None:
    checks = sorted(cycle.starts_on for cycle in made.cycles if cycle.kind == "external")
    assert [(later - day).days // 28 for day, later in pairwise(checks)] == [6, 6, 6]
    outside = [one for one in made.readings if one.purpose == "external"]
    assert all(one.counts for one in outside)
    first, last = (agreement_of([one.pair for one in outside if one.year == year]) for year in ("2021", "2022"))
    assert first.bias.value is not None and last.bias.value is not None
    assert first.bias.value < -0.15 < last.bias.value


def test_one_service_drifts_and_the_others_do_not(made: Made) -> None:
    def share(in_t03: bool, sections: tuple[str, ...], quarter: str) -> float:
        good, of = good_of(made, in_t03, sections, quarter)
        return good / of

    assert 0.5 < share(True, DRIFTING, FIRST) < 0.62
    assert 0.3 < share(True, DRIFTING, LAST) < 0.42
    assert share(True, ("voice", "visits"), LAST) > share(True, ("voice", "visits"), FIRST)
    assert share(False, DRIFTING, LAST) > share(False, DRIFTING, FIRST)


def test_re_audits_find_actions_that_were_not_done(made: Made) -> None:
    found = Counter(one.outcome for one in made.outcomes)
    assert found["not_done"] > 0.2 * len(made.outcomes) and found["made_a_difference"] > found["no_difference"]
    again = [audit for audit in made.audits if audit.re_audit_of]
    for audit in again:
        before = audit.re_audit_of
        assert before is not None and before.grade in NEED and before.graded_at and audit.submitted_at
        assert 8 <= (audit.submitted_at - before.graded_at).days / 7 <= 15
    asked = {(one.audit_id, one.action_id) for one in made.outcomes}
    for audit in again:
        of = [a for a in made.actions if a.source_id == audit.re_audit_of_id and a.state != "withdrawn"]
        assert {(audit.pk, action.pk) for action in of} <= asked
    late = [one for one in made.outcomes if one.action.done_at is None or one.action.done_at > one.found_at]
    assert late and all(one.outcome == "not_done" for one in late)


def test_families_are_heard_more_often_from_year_to_year(made: Made) -> None:
    rows = made.of(*KINDS)
    for asked in range(3):
        shares = [telling.feedback([row for row in rows if row.year == year])[asked] for year in ("2021", "2022")]
        first, second = (one.first / one.n for one in shares)
        assert 0.05 < second - first < 0.25


def test_the_page_on_the_demonstration_has_the_figures_that_are_counted(made: Made) -> None:
    page = " ".join((ROOT / "docs/explanation/demonstration-council.md").read_text(encoding="utf-8").split())
    live = [audit for audit in made.audits if audit.state != "withdrawn"]
    given = sum(audit.submitted_at is not None for audit in live)
    children = len({audit.person_id for audit in live})
    assert f"{len(live):,} audits of {children:,} children, {given:,} given in" in page
    good = []
    for year in ("2021", "2022"):
        pairs = blind_pairs(made, year)
        good.append((*(sum(pair[reader] > 2 for pair in pairs) for reader in (0, 1)), len(pairs)))
    (first, first_moderated, n), (then, then_moderated, m) = good
    assert f"auditors gave {first} of {n} Good or better and moderators {first_moderated}" in page
    assert f"then {then} and {then_moderated} of {m}" in page
    outside = [[one.pair for one in made.readings if one.purpose == "external" and one.year == year] for year in YEARS]
    bias = [-sum(second - auditor for auditor, second in pairs) / len(pairs) for pairs in outside]
    assert f"{bias[0]:.2f} of a grade below the auditors in the first year ({len(outside[0])} readings)" in page
    assert f"{bias[1]:.2f} in the second ({len(outside[1])})" in page
    plans = [good_of(made, True, ("planning",), quarter) for quarter in (FIRST, LAST)]
    oversight = [good_of(made, True, ("oversight",), quarter) for quarter in (FIRST, LAST)]
    elsewhere = [good_of(made, False, DRIFTING, quarter) for quarter in (FIRST, LAST)]
    assert "plans Good or better in {} of {} audits of April to June 2022".format(*plans[0]) in page
    assert "and {} of {} of January to March 2023".format(*plans[1]) in page
    assert "oversight in {} of {} and {} of {}".format(*oversight[0], *oversight[1]) in page
    assert "elsewhere {} of {} and {} of {} for both".format(*elsewhere[0], *elsewhere[1]) in page
    not_done = [one for one in made.outcomes if one.outcome == "not_done"]
    marked = sum(one.action.done_at is not None and one.action.done_at < one.found_at for one in not_done)
    assert f"{len(not_done)} of {len(made.outcomes)}, of which {marked} had been marked as done" in page
    heard = [telling.feedback([row for row in made.of(*KINDS) if row.quarter == q])[2] for q in ("2021-Q1", LAST)]
    assert f"in {heard[0].first} of {heard[0].n} audits of the first three months" in page
    assert f"{heard[1].first} of {heard[1].n} of the last" in page
    told = told_actions(made)
    assert f"{told.verified} of {told.agreed:,} verified, {told.overdue} overdue" in page
