"""One row of each kind, for the test that asks for every page of inspection as everybody: values by page."""

from __future__ import annotations

import datetime as dt
from typing import Any

from lineofsight.web.accounts.models import User
from lineofsight.web.inspection.models import Confidant
from lineofsight.web.inspection.visits import keeping
from tests.web.inspection.rows_of_documents import rows_of_documents
from tests.web.inspection.rows_of_lists import rows_of_lists

CALLED = dt.date(2023, 3, 6)


def rows_of_pages(lead: User) -> dict[str, dict[str, Any]]:
    """What stands for the parts of each address."""
    return {**rows_of_visits(lead), **rows_of_documents(lead), **rows_of_lists(lead)}


def rows_of_visits(lead: User) -> dict[str, dict[str, Any]]:
    """A visit under way with its steps, and one that is expected."""
    expected = keeping.expect_visit(
        by=lead, kind_code="ilacs_standard", window_from=CALLED, window_until=CALLED, because="Made up"
    )
    called = keeping.take_call(by=lead, kind_code="ilacs_short", called_on=CALLED)
    confidant = Confidant.objects.create(visit=called, user=lead, added_by=lead)
    step = called.steps.first()
    assert step is not None
    of_visit = (
        "visit", "visit_calendar", "move_visit", "end_on_site", "receive_report", "publish_visit", "close_visit",
        "cancel_visit", "add_step", "said", "write_said_of_visit", "name_confidant",
    )  # fmt: skip
    return {
        **{f"inspection:{page}": {"pk": called.pk} for page in of_visit},
        **{f"inspection:{page}": {"pk": expected.pk} for page in ("change_expected_visit", "call_of_visit")},
        "inspection:change_step": {"pk": step.pk},
        "inspection:take_step": {"pk": step.pk, "name": "finish"},
        "inspection:change_part": {"code": "link"},
        "inspection:take_off_confidant": {"pk": confidant.pk},
    }
