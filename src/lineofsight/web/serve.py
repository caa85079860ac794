"""Serves the web site on this machine with gunicorn."""

from __future__ import annotations

import os
import socket
import sys
from collections.abc import Callable
from typing import Any

from lineofsight.problems import Refused

#: Each worker opens the prepared file for itself, after the fork: a database connection can't be shared.
WORKERS, THREADS = 2, 4
HERE = "127.0.0.1"


def serve(host: str = HERE, port: int = 8000) -> None:
    """Serves the site until it is stopped, after bringing its database up to date.

    Refused where the port is taken or can't be used, and where others could reach the site without encryption.
    Two workers with a few threads each; no log of who read what.
    """
    check_can_listen(host, port)
    try:
        from gunicorn.app.base import BaseApplication
    except ImportError:
        raise Refused("The web site is served by gunicorn, which needs Linux or macOS") from None
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "lineofsight.web.settings")
    import django

    django.setup()
    from lineofsight.web.accounts.keeping import bring_up_to_date

    check_is_protected(host)
    bring_up_to_date()

    class Site(BaseApplication):  # type: ignore[misc]
        def load_config(self) -> None:
            for name, value in options(host, port).items():
                self.cfg.set(name, value)

        def load(self) -> Callable[..., Any]:
            from lineofsight.web.wsgi import application

            return application

    Site().run()


def options(host: str, port: int) -> dict[str, Any]:
    """How gunicorn runs the site."""
    return {
        "bind": [f"{host}:{port}"],
        "workers": WORKERS,
        "threads": THREADS,
        "worker_class": "gthread",
        "accesslog": None,
        "errorlog": "-",
        "loglevel": "warning",
        "timeout": 120,
        "keepalive": 15,  # a reader thinks for longer than gunicorn's two seconds
        "graceful_timeout": 20,
        "proc_name": "lineofsight",
        "when_ready": lambda _: _say(f"http://{host}:{port} (Ctrl+C stops it)"),
    }


def _say(text: str) -> None:
    sys.stderr.write(f"{text}\n")
    sys.stderr.flush()


def check_is_protected(host: str) -> None:
    """Refused where the site would listen beyond this machine without an encrypted address in front of it."""
    from django.conf import settings

    site = settings.LINEOFSIGHT_SITE
    if host not in (HERE, "localhost", "::1") and not (site.https and site.proxies):
        raise Refused(
            "Beyond this machine the site is served behind a proxy that encrypts alone: say its https address and how "
            "many proxies stand in front in site.toml (docs/how-to/run-the-site.md)"
        )


def check_can_listen(host: str, port: int) -> None:
    """Refused where the site can't be reached at this port: taken, or not allowed."""
    if not 0 < port < 65_536:
        raise Refused(f"Port {port} is not a port: choose one from 1024 to 65535")
    with socket.socket(socket.AF_INET, socket.SOCK_STREAM) as attempt:
        attempt.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            attempt.bind((host, port))
        except OSError as error:
            raise Refused(
                f"The web site can't use port {port} of {host} ({error.strerror}): "
                "stop what uses it, or choose another with --port"
            ) from None
