"""Days of a visit, by hand: bank holidays in the week of the call, on its first day and on its last."""

from __future__ import annotations

import datetime as dt

import pytest

from lineofsight.calendar import england
from lineofsight.problems import Refused
from lineofsight.web.inspection.visits.kinds import VisitKind, kind, kinds, parts
from lineofsight.web.inspection.visits.timeline import Planned, days_of, planned

CALENDAR = england()


def of(code: str, called_on: dt.date, **known: dt.date) -> tuple[VisitKind, dict[str, Planned]]:
    one = kind(code)
    found = planned(one, days_of(one, CALENDAR, called_on, **known), CALENDAR)
    return one, {each.code: each for each in found}


def day(month: int, number: int, year: int = 2023) -> dt.date:
    return dt.date(year, month, number)


def test_a_short_inspection_as_it_was_published() -> None:
    """Called on 2 June 2025, on site 9 to 13 June, published on 5 August: 17 September and 12 November follow."""
    one, steps = of("ilacs_short", day(6, 2, 2025), published_on=day(8, 5, 2025))
    assert steps["site"].due_on == day(6, 9, 2025)
    assert steps["feedback"].due_on == day(6, 13, 2025)
    assert [steps[f"day-2025-06-{n:02}"].due_on.day for n in range(9, 14)] == [9, 10, 11, 12, 13]
    assert steps["make_available"].due_on == day(9, 17, 2025)
    assert steps["action_plan"].due_on == day(11, 12, 2025)
    assert not any(step.forecast for step in steps.values())
    assert one.forecast is not None and (day(8, 5, 2025) - day(6, 13, 2025)).days == 53 >= one.forecast.at_least


def test_until_it_is_known_publication_is_forecast() -> None:
    _, steps = of("ilacs_standard", day(3, 6))
    assert (steps["site"].due_on, steps["feedback"].due_on) == (day(3, 13), day(3, 24))
    assert steps["published"].due_on == day(3, 24) + dt.timedelta(days=47)
    assert steps["published"].forecast and steps["action_plan"].forecast
    assert not steps["feedback"].forecast
    assert len([code for code in steps if code.startswith("day-")]) == 10


def test_the_seeds_own_inspection() -> None:
    """A report of 13 January 2025: 30 working days are 24 February, 70 are 23 April, past Easter."""
    _, steps = of("ilacs_short", day(11, 4, 2024), published_on=day(1, 13, 2025))
    assert steps["site"].due_on == day(11, 11, 2024)
    assert steps["make_available"].due_on == day(2, 24, 2025)
    assert steps["action_plan"].due_on == day(4, 23, 2025)


def test_easter_in_the_week_of_the_call() -> None:
    """Called on Monday 3 April 2023: Good Friday is the 7th and Easter Monday the 10th, so they come on Tuesday."""
    _, steps = of("ilacs_short", day(4, 3))
    assert steps["site"].due_on == day(4, 11)
    assert steps["feedback"].due_on == day(4, 14)
    assert steps["documents"].due_on == day(4, 6)  # three working days after the call
    assert steps["chosen"].due_on == day(4, 6)  # the fourth would be the 11th, when they are there already
    assert [code for code in steps if code.startswith("day-")] == [f"day-2023-04-{n}" for n in (11, 12, 13, 14)]


def test_a_call_on_the_tuesday_after_a_bank_holiday() -> None:
    """2 May 2023 follows one, and Monday 8 May is another."""
    _, steps = of("ilacs_short", day(5, 2))
    assert steps["site"].due_on == day(5, 9)
    assert steps["feedback"].due_on == day(5, 12)
    assert steps["lists"].due_on == day(5, 4)


def test_a_call_late_in_the_week_leaves_a_week_off_site() -> None:
    """Calls come on Mondays: one of a Friday (a rehearsal's, say) leads to the Monday after the next."""
    for called_on, first in ((day(3, 6), day(3, 13)), (day(3, 8), day(3, 20)), (day(3, 31), day(4, 11))):
        assert of("ilacs_short", called_on)[1]["site"].due_on == first


def test_a_last_friday_that_is_a_bank_holiday() -> None:
    """Two weeks from Monday 27 March 2023 end on Thursday 6 April, before Good Friday."""
    _, steps = of("ilacs_standard", day(3, 20))
    assert (steps["site"].due_on, steps["feedback"].due_on) == (day(3, 27), day(4, 6))


def test_christmas_between_the_call_and_the_report() -> None:
    _, steps = of("focused_visit", day(12, 4), received_on=day(12, 20))
    assert (steps["site"].due_on, steps["feedback"].due_on) == (day(12, 11), day(12, 12))
    assert steps["draft_priority"].due_on == day(1, 22, 2024)  # 25, 26 Dec and 1 Jan do not count


def test_what_hangs_on_an_unknown_day_has_no_step_yet() -> None:
    _, before = of("focused_visit", day(3, 6))
    _, after = of("focused_visit", day(3, 6), received_on=day(4, 3))
    assert not {"draft_priority", "final_priority"} & set(before)
    assert {"draft_priority", "final_priority"} <= set(after)
    assert "action_plan" not in after


def test_the_engagement_meeting_counts_back() -> None:
    _, steps = of("engagement_meeting", day(1, 2), on_site_on=day(1, 31))
    assert steps["self_evaluation"].due_on == day(1, 17)
    assert steps["letter"].due_on == day(3, 3)


@pytest.mark.parametrize(
    ("called_on", "known", "words"),
    [
        (day(3, 6), {"on_site_on": day(3, 3)}, "before the call"),
        (day(3, 6), {"on_site_on": day(3, 13), "on_site_until": day(3, 10)}, "before the first"),
        (day(3, 6), {"published_on": day(3, 7)}, "before inspectors were on site"),
        (day(3, 6, 2190), {}, "bank holidays are known"),
    ],
)
def test_days_in_no_order_are_refused(called_on: dt.date, known: dict[str, dt.date], words: str) -> None:
    with pytest.raises(Refused, match=words):
        of("ilacs_short", called_on, **known)


def test_every_kind_has_a_timeline_in_order() -> None:
    for code, one in kinds().items():
        for called_on in (day(3, 6), day(4, 3), day(12, 18), day(5, 2)):
            days = days_of(one, CALENDAR, called_on)
            found = planned(one, days, CALENDAR)
            assert found, code
            assert [each.due_on for each in found] == sorted(each.due_on for each in found)
            for each in found:
                if each.rule.after == "call":
                    assert called_on <= each.due_on < days.on_site_on, (code, each.code)
                assert each.rule.part in parts()
                assert each.rule.basis or each.rule.unsure, (
                    f"{code}: {each.code} says neither its source nor that it has none"
                )
