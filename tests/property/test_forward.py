"""On any records: the reviews to come agree with the indicators that judge them, and forecasts stay within bounds."""

from __future__ import annotations

from hypothesis import given

from lineofsight.indicators.forward import forecast, next_month_end
from tests.property.lives import EXTRACTED, Tables, councils
from tests.property.test_evidence import a_council

REVIEWS = {"4.8": "cp_reviews_due", "5.18": "cla_reviews_due"}


@given(councils())
def test_a_review_that_is_overdue_is_not_met_and_one_to_come_is_the_one_that_the_indicator_waits_for(
    tables: Tables,
) -> None:
    with a_council(tables) as council:
        counted = council.count([], now=True, beside=REVIEWS.values())
        for ref, cohort in REVIEWS.items():
            table, on = counted.evidence[ref], {"now": EXTRACTED}
            overdue_and_met = counted.database.execute(
                f"select count(*) from {cohort} as due join {table} as evidence using (as_at, person_id) "
                "where as_at = $now and due.due_on < $now and evidence.met",
                on,
            ).fetchone()
            assert overdue_and_met == (0,), ref
            waits_for_another = counted.database.execute(
                f"select count(*) from {cohort} as due join {table} as evidence using (as_at, person_id) "
                "where as_at = $now and evidence.met and evidence.due_on is not null "
                "and due.due_on <> cast(evidence.due_on as date)",
                on,
            ).fetchone()
            assert waits_for_another == (0,), ref


@given(councils())
def test_a_forecast_lies_around_the_figure(tables: Tables) -> None:
    """Where nobody is seen a figure gets no better, and where all are it gets no worse."""
    with a_council(tables) as council:
        counted = council.count([], now=True)
        for ref in council.book.named("indicator"):
            found = forecast(counted, ref, next_month_end(EXTRACTED))
            if found is None:
                continue
            low, high = sorted((found.if_none, found.if_all))
            assert 0 <= low <= found.numerator <= high <= found.denominator, ref
            worse = found.if_none if council.book.latest("indicator", ref).better == "higher" else found.if_all
            assert worse == low
