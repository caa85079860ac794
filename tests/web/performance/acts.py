"""What people did in a home folder before a browser opens it: run as a program, `python -m tests.web.performance.acts`.

people      migrates, and makes the demonstration's people
say         the analyst writes and the director approves each commentary that March needs
publish     the director publishes March
april       the records of 3 May serve
propose     the analyst drafts and tries another interval for 3.3
"""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[3]
TEXT = '/*\nref = "3.3"\nvalid_from = "2023-05"\nsettings = { within_days = 10 }\n*/\n'


def done_in(home: Path, *acts: str) -> None:
    """Does these in a process of its own, so that the tests' database stays out of it."""
    environment = {**os.environ, "LINEOFSIGHT_HOME": str(home), "PYTHONPATH": str(ROOT)}
    for name in ("DJANGO_SETTINGS_MODULE", "LINEOFSIGHT_DATABASE"):
        environment.pop(name, None)
    subprocess.run([sys.executable, "-m", "tests.web.performance.acts", *acts], env=environment, cwd=home, check=True)


def _main(acts: list[str]) -> None:
    os.environ["DJANGO_SETTINGS_MODULE"] = "lineofsight.web.settings"
    import django

    django.setup()
    for act in acts:
        _ACTS[act]()


def _people() -> None:
    import datetime as dt

    from django.core.management import call_command

    from lineofsight.web.accounts.demonstration import make_demonstration_people

    call_command("migrate", verbosity=0)
    call_command("createcachetable", verbosity=0)
    make_demonstration_people(dt.date.today())  # noqa: DTZ011


def _say() -> None:
    from lineofsight.calendar import Month
    from lineofsight.web.accounts.models import User
    from lineofsight.web.performance import commentary as commenting
    from lineofsight.web.performance.publishing import report_now
    from lineofsight.web.serving import serving

    march, served = Month(2023, 3), serving()
    analyst, director = (User.objects.get(username=name) for name in ("analyst", "director"))
    with served.reading() as counted:
        report = report_now(served, counted, march)
    for one in commenting.waiting(march, report):
        kept = commenting.commentary_of(one.ref, march) or commenting.write_commentary(
            ref=one.ref,
            month=march,
            by=analyst,
            snapshot=served.council.snapshot,
            what_happened="Sickness in two teams.",
            why="Three of seven workers were ill.",
            what_next="An agency worker visits first whom nobody has seen.",
            who="A. Manager",
        )
        commenting.approve_commentary(ref=one.ref, month=march, by=director, seen=commenting.version_of(kept))


def _publish() -> None:
    from lineofsight.calendar import Month
    from lineofsight.web.accounts.models import User
    from lineofsight.web.performance.publishing import publish
    from lineofsight.web.serving import serving

    publish(Month(2023, 3), by=User.objects.get(username="director"), served=serving())


def _april() -> None:
    from lineofsight.home import Home
    from lineofsight.records.snapshots import Snapshots

    snapshots = Snapshots(Home.from_environment().snapshots)
    snapshots.use(next(one.id for one in snapshots.listed() if str(one.extracted_on) == "2023-05-03"))


def _propose() -> None:
    from lineofsight.home import Home
    from lineofsight.published.trying import try_draft
    from lineofsight.web.accounts.models import User
    from lineofsight.web.performance import proposals

    analyst = User.objects.get(username="analyst")
    one = proposals.start_draft(by=analyst, text=TEXT, why="The board agreed to ten days.")
    assert not try_draft(Home.from_environment(), proposals.draft_of(one)).problem


_ACTS = {"people": _people, "say": _say, "publish": _publish, "april": _april, "propose": _propose}

if __name__ == "__main__":
    _main(sys.argv[1:])
