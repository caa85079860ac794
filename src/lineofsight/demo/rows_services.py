"""The rows about the services around a child: health, court, permanence, early help, missing, the workforce.

They are written after everything else and take nothing from its chance: what was there before stays as it was, to the
byte. Each kind has a chance of its own.
"""

from __future__ import annotations

from random import Random

from lineofsight.demo.rows import Records
from lineofsight.demo.rows_core_groups import write_core_groups
from lineofsight.demo.rows_early_help import write_early_help
from lineofsight.demo.rows_experience import write_feedback
from lineofsight.demo.rows_health import write_health
from lineofsight.demo.rows_leaving import add_to_statuses
from lineofsight.demo.rows_legal import write_proceedings
from lineofsight.demo.rows_missing import write_return_interviews
from lineofsight.demo.rows_permanence import write_permanence
from lineofsight.demo.rows_places import write_localities
from lineofsight.demo.rows_staffing import write_workforce_months


def write_services(records: Records) -> None:
    """Adds the tables of the services, and what care leavers' statuses say besides."""
    seed = records.council.seed
    write_health(records)
    write_return_interviews(records, Random(f"services {seed}, return interviews"))
    write_proceedings(records)
    write_permanence(records)
    episodes = write_early_help(records, Random(f"services {seed}, early help"))
    write_core_groups(records)
    write_feedback(records, episodes, Random(f"services {seed}, feedback"))
    add_to_statuses(records)
    write_workforce_months(records, Random(f"services {seed}, workforce"))
    write_localities(records)
