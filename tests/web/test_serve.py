"""The site as it is served on a machine."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import urllib.request
from pathlib import Path

import pytest

from lineofsight.problems import Refused
from lineofsight.web.serve import check_can_listen, options


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def test_a_port_in_use_is_refused_in_one_sentence() -> None:
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        with pytest.raises(Refused, match="choose another with --port"):
            check_can_listen("127.0.0.1", other.getsockname()[1])


@pytest.mark.parametrize("port", [0, 65_536])
def test_what_is_no_port_is_refused(port: int) -> None:
    with pytest.raises(Refused, match="is not a port"):
        check_can_listen("127.0.0.1", port)


def test_nobody_elses_reading_is_logged() -> None:
    assert options("127.0.0.1", 8000)["accesslog"] is None


def test_it_serves_says_where_and_stops(tmp_path: Path) -> None:
    port = free_port()
    started = subprocess.Popen(
        [sys.executable, "-c", f"from lineofsight.web.serve import serve; serve('127.0.0.1', {port})"],
        env={name: value for name, value in os.environ.items() if name != "LINEOFSIGHT_DATABASE"}
        | {"LINEOFSIGHT_HOME": str(tmp_path)},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    try:
        assert started.stderr and started.stderr.readline() == f"http://127.0.0.1:{port} (Ctrl+C stops it)\n"
        with urllib.request.urlopen(f"http://127.0.0.1:{port}/", timeout=30) as answer:
            assert "lineofsight users add NAME" in answer.read().decode()
        with urllib.request.urlopen(f"http://127.0.0.1:{port}/static/lineofsight.css", timeout=30) as answer:
            assert answer.headers["Content-Type"].startswith("text/css")
    finally:
        started.send_signal(signal.SIGINT)
        said = started.communicate(timeout=30)
    assert started.returncode == 0
    assert said == ("", "")
