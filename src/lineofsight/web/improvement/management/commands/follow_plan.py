"""Lets the plan follow the records that serve; a council puts it behind the morning's load."""

from __future__ import annotations

from django.core.management.base import BaseCommand

from lineofsight.web.improvement.plan.following import follow_records
from lineofsight.web.serving import serving


class Command(BaseCommand):
    requires_system_checks = ()
    help = "Reopens actions of the plan whose measure has worsened, and proposes to close those whose measure is back."

    def handle(self, *args: object, **options: object) -> None:
        served = serving()
        with served.reading() as counted:
            did = follow_records(served, counted)
        self.stderr.write(
            "The plan follows the new records." if did else "The plan has followed these records already."
        )
