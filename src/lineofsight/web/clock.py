"""What day it is on the pages of people's work: today; in the demonstration the day of its made-up records.

The made-up council's records end on a day of the past: measured against today, all its work would be years overdue.
"""

from __future__ import annotations

import datetime as dt

from django.utils import timezone

from lineofsight.problems import Refused
from lineofsight.web.serving import serving


def today() -> dt.date:
    """The day where the council is."""
    try:
        snapshot = serving().council.snapshot
    except Refused:
        return dt.date.today()  # noqa: DTZ011 - the day where the council is
    return snapshot.extracted_on if snapshot.made_up else dt.date.today()  # noqa: DTZ011


def day_of(at: dt.datetime) -> dt.date:
    """The day of a moment where the council is: in summer it begins an hour before that of Greenwich."""
    return timezone.localtime(at).date()


def now() -> dt.datetime:
    """The moment, on that day."""
    local = timezone.localtime()
    return timezone.make_aware(dt.datetime.combine(today(), local.time()), local.tzinfo)
