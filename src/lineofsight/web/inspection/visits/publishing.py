"""A visit's report is published: it becomes a source of assurance, with its grades, and nothing is confidential."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping

from django.db import transaction

from lineofsight.problems import Refused
from lineofsight.web.accounts.models import User
from lineofsight.web.accounts.recording import record_change
from lineofsight.web.changing import check_step, keep, locked
from lineofsight.web.clock import today
from lineofsight.web.improvement.assurance.keeping import SourceFacts, add_judgements, add_source
from lineofsight.web.inspection.models import Visit
from lineofsight.web.inspection.running import check_prepares
from lineofsight.web.inspection.visits.keeping import re_date
from lineofsight.web.inspection.visits.kinds import kind
from lineofsight.web.inspection.visits.steps import VISIT_STEPS


def publish(
    *,
    by: User,
    visit: Visit,
    published_on: dt.date,
    outcome: str = "",
    grades: Mapping[str, str] | None = None,
    seen: int | None = None,
) -> Visit:
    """Records that the report is published, puts it into the register of assurance, and dates the last steps.

    `grades`: those of the report, by the code of each judgement. What inspectors said before is removed. Refused for a
    day to come, and without a grade where the visit gives grades.
    """
    check_prepares(by)
    if published_on > today():
        raise Refused("It is published on a day that has not come yet.")
    of = kind(visit.kind)
    given = {code: grade for code, grade in (grades or {}).items() if grade}
    with transaction.atomic():
        one: Visit = locked(visit, seen)
        step = check_step(VISIT_STEPS, "publish", one.state, one.get_state_display())
        assert one.on_site_on is not None
        if one.framework and not given:
            raise Refused("Give the grades of the report.")
        if one.on_site_until is not None and published_on < one.on_site_until:
            raise Refused("It can't be published before inspectors had left.")
        one.published_on = published_on
        one.received_on = one.received_on or published_on
        if one.received_on > published_on:
            raise Refused("It can't be published before the final report came.")
        one.source = add_source(
            by=by,
            facts=SourceFacts(
                kind=of.source_kind, title=one.title, body=of.body, held_on=one.on_site_on,
                held_until=one.on_site_until, published_on=published_on, scope=one.theme, outcome=outcome,
                framework=one.framework,
            ),
        )  # fmt: skip
        if given:
            add_judgements(by=by, source=one.source, grades=given)
        one.provisional.all().delete()
        one.confidants.all().delete()
        one.state = Visit.State.PUBLISHED
        keep(one)
        re_date(one)
        record_change(by=by, did=step.did, subject=str(one.pk), published_on=str(published_on), source=one.source.pk)
    return one
