"""Reporting months, financial years and working days in England. Knows nothing of the other rooms."""

from lineofsight.calendar.months import (
    Month,
    financial_year_start,
    months_before,
    months_to,
    previous_year_end,
)
from lineofsight.calendar.working_days import (
    BeyondTheCalendar,
    WorkingCalendar,
    england,
)

__all__ = [
    "BeyondTheCalendar",
    "Month",
    "WorkingCalendar",
    "england",
    "financial_year_start",
    "months_before",
    "months_to",
    "previous_year_end",
]
