"""Makes the people of the demonstration; called by `lineofsight demo`."""

from __future__ import annotations

import datetime as dt

from django.core.management.base import BaseCommand

from lineofsight.web.accounts.demonstration import make_demonstration_people
from lineofsight.web.accounts.keeping import bring_up_to_date


class Command(BaseCommand):
    requires_system_checks = ()
    help = "Makes the made-up people of the demonstration, who may sign in only while its council serves."

    def handle(self, *args: object, **options: object) -> None:
        bring_up_to_date()
        make_demonstration_people(dt.date.today())  # noqa: DTZ011 - the day where the council is
