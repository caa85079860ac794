"""The database of people's work, brought up to date before the site answers: by one process at a time."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from django.conf import settings
from django.core.management import call_command
from django.db import DatabaseError, connection

from lineofsight.home import Home
from lineofsight.problems import Refused

try:
    import fcntl
except ImportError:  # Windows has no fcntl, and the site isn't served there
    fcntl = None  # type: ignore[assignment]

_LOCK = 20_230_331


def bring_up_to_date() -> None:
    """Makes or changes the tables as this version wants them. Safe where several processes call it at once.

    Refused where the database can't be reached or used.
    """
    home = Home(settings.LINEOFSIGHT_HOME)
    home.create()
    try:
        with _alone(home):
            call_command("migrate", verbosity=0, interactive=False, skip_checks=True)
            call_command("clearsessions", verbosity=0, skip_checks=True)
    except DatabaseError as error:
        raise Refused(
            f"The database of people's work can't be used ({type(error).__name__}): is it there, and may this "
            "user write to it? See docs/how-to/run-the-site.md"
        ) from None
    finally:
        connection.close()
    for file in home.path.glob("people.sqlite3*"):
        file.chmod(0o600)


@contextmanager
def _alone(home: Home) -> Iterator[None]:
    """Waits until nobody else changes the tables: on this machine by a file, on PostgreSQL by a lock of its own."""
    with (home.path / ".people-lock").open("w") as lock:
        if fcntl is not None:
            fcntl.flock(lock, fcntl.LOCK_EX)
        if connection.vendor != "postgresql":
            yield
            return
        with connection.cursor() as cursor:
            cursor.execute("select pg_advisory_lock(%s)", [_LOCK])
            try:
                yield
            finally:
                cursor.execute("select pg_advisory_unlock(%s)", [_LOCK])
