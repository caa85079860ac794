"""Makes the audits of the demonstration; called by `lineofsight demo`."""

from __future__ import annotations

import datetime as dt

from django.core.management.base import BaseCommand

from lineofsight.web.accounts.keeping import bring_up_to_date
from lineofsight.web.audits.demonstration import make_demonstration_audits


class Command(BaseCommand):
    requires_system_checks = ()
    help = "Makes two years of made-up audits, where the demonstration serves and has none yet."

    def handle(self, *args: object, **options: object) -> None:
        bring_up_to_date()
        self.stderr.write(make_demonstration_audits(dt.date.today()))  # noqa: DTZ011 - the day where the council is
