"""Writes the scrutiny report of a month into a file; called by `lineofsight report scrutiny`."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from lineofsight.calendar import Month
from lineofsight.prepared.figures import months_offered
from lineofsight.problems import Refused
from lineofsight.reports import wording
from lineofsight.reports.renderings import RENDERINGS, written
from lineofsight.web.accounts.keeping import bring_up_to_date
from lineofsight.web.accounts.models import User
from lineofsight.web.accounts.scope import Scope
from lineofsight.web.improvement.models import WrittenReport
from lineofsight.web.improvement.reporting import publishing
from lineofsight.web.improvement.reporting.scrutiny import TITLE
from lineofsight.web.improvement.reporting.writing import drafted
from lineofsight.web.seen import Seen
from lineofsight.web.serving import serving


class Command(BaseCommand):
    requires_system_checks = ()
    help = "Writes the scrutiny report of a month, with what people wrote in it on the site, and small figures hidden."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--month", default="")
        parser.add_argument("--to", type=Path, required=True)

    def handle(self, *args: object, **options: Any) -> None:
        to: Path = options["to"]
        suffix = to.suffix.lower().lstrip(".")
        if suffix not in RENDERINGS:
            raise Refused(f"{to}: a scrutiny report is written as {', '.join(RENDERINGS)}: change the file's ending")
        bring_up_to_date()
        served = serving()
        with served.reading() as counted:
            offered = months_offered(counted)
            month = Month.read(options["month"]) if options["month"] else offered[0] if offered else None
            if month not in offered or month is None:
                asked = wording.month_name(month) if month else "No month"
                raise Refused(f"{asked} can't be reported from the records that are loaded.")
            seen = Seen(served, counted, User(), Scope())  # nobody's: the report shows no child
            kept = WrittenReport.objects.filter(kind=WrittenReport.Kind.SCRUTINY, month=str(month)).first()
            draft = drafted(seen, kept or WrittenReport(kind="scrutiny", title=TITLE, month=str(month)))
        choice = publishing.default_choice()
        control = publishing.controlled(draft.report, choice)
        if control.leaks:
            raise Refused("A hidden figure stands in words: " + " ".join(str(leak) for leak in control.leaks))
        to.write_bytes(written(publishing.with_choice(control.report, choice), suffix))
        self.stderr.write(f"{to} written")
