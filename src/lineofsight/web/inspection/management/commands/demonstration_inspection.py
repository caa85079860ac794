"""Makes the demonstration's readiness for inspection; called by `lineofsight demo`."""

from __future__ import annotations

from django.core.management.base import BaseCommand

from lineofsight.web.accounts.keeping import bring_up_to_date
from lineofsight.web.inspection.demonstration import make_demonstration_inspection


class Command(BaseCommand):
    requires_system_checks = ()
    help = "Makes a made-up readiness for inspection, where the demonstration serves and has none yet."

    def handle(self, *args: object, **options: object) -> None:
        bring_up_to_date()
        self.stderr.write(make_demonstration_inspection())
