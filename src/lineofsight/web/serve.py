"""Serves the web site on this machine with gunicorn."""

from __future__ import annotations

import os
import socket
import sys
from collections.abc import Callable
from typing import Any

from lineofsight.problems import Refused

THREADS = 4


def serve(host: str = "127.0.0.1", port: int = 8000) -> None:
    """Serves the site until it is stopped. Refused where the port is taken or can't be used.

    One worker with a few threads, so that what is counted once is kept for all; no log of who read what.
    """
    check_can_listen(host, port)
    try:
        from gunicorn.app.base import BaseApplication
    except ImportError:
        raise Refused("The web site is served by gunicorn, which needs Linux or macOS") from None
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "lineofsight.web.settings")
    from lineofsight.web.wsgi import application

    class Site(BaseApplication):  # type: ignore[misc]
        def load_config(self) -> None:
            for name, value in options(host, port).items():
                self.cfg.set(name, value)

        def load(self) -> Callable[..., Any]:
            return application

    Site().run()


def options(host: str, port: int) -> dict[str, Any]:
    """How gunicorn runs the site."""
    return {
        "bind": [f"{host}:{port}"],
        "workers": 1,
        "threads": THREADS,
        "worker_class": "gthread",
        "accesslog": None,
        "errorlog": "-",
        "loglevel": "warning",
        "timeout": 120,
        "graceful_timeout": 20,
        "proc_name": "lineofsight",
        "when_ready": lambda _: _say(f"http://{host}:{port} (Ctrl+C stops it)"),
    }


def _say(text: str) -> None:
    sys.stderr.write(f"{text}\n")
    sys.stderr.flush()


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
