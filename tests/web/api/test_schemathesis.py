"""The interface keeps to its own description, whatever it is asked: schemathesis, in process. `make fuzz` asks more."""

from __future__ import annotations

import os
from collections.abc import Callable
from typing import Any

import pytest
import schemathesis
from hypothesis import HealthCheck, Phase, settings
from schemathesis import Case

from lineofsight.web.wsgi import application
from tests.web.api.conftest import Program

_MANY = bool(os.environ.get("FUZZ"))
_SETTINGS = settings(
    max_examples=300 if _MANY else 12,
    deadline=None,
    derandomize=not _MANY,
    database=None,
    suppress_health_check=list(HealthCheck),
    phases=(Phase.explicit, Phase.generate),
)


def _described(reads: Program) -> Any:
    headers = {"Authorization": f"Bearer {reads.token}", "Host": "127.0.0.1"}
    return schemathesis.openapi.from_wsgi("/api/v1/openapi.json", application, headers=headers)


@pytest.fixture(params=["analyst", "board_member"])
def reads(request: pytest.FixtureRequest, program: Callable[..., Program]) -> Program:
    return program(request.param)


@pytest.fixture
def interface(reads: Program) -> Any:
    return _described(reads)


schema = schemathesis.pytest.from_fixture("interface")


@schema.parametrize()
@_SETTINGS
def test_every_answer_is_as_described(case: Case, reads: Program) -> None:
    case.call_and_validate(headers={"Authorization": f"Bearer {reads.token}", "Host": "127.0.0.1"})
