"""Makes the demonstration's plan, boards, risks and assurance; called by `lineofsight demo`."""

from __future__ import annotations

import datetime as dt

from django.core.management.base import BaseCommand

from lineofsight.web.accounts.keeping import bring_up_to_date
from lineofsight.web.improvement.demonstration import make_demonstration_improvement


class Command(BaseCommand):
    requires_system_checks = ()
    help = "Makes a made-up improvement plan with its boards, where the demonstration serves and has none yet."

    def handle(self, *args: object, **options: object) -> None:
        bring_up_to_date()
        self.stderr.write(make_demonstration_improvement(dt.date.today()))  # noqa: DTZ011 - where the council is
