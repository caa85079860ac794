"""The interface keeps to its own description, whatever it is asked: schemathesis, in process. `make fuzz` asks more."""

from __future__ import annotations

import json
import os
from collections.abc import Callable, Iterator

import pytest
import schemathesis
from django.core.signals import request_finished, request_started
from django.db import close_old_connections
from hypothesis import HealthCheck, Phase, settings
from schemathesis import Case

from lineofsight.web.api.interface import api
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


schema = schemathesis.openapi.from_dict(json.loads(json.dumps(api.get_openapi_schema())))
schema.app = application
schema.config.generation.update(with_security_parameters=False)  # each question is sent with a token, below


@pytest.fixture(autouse=True)
def one_connection() -> Iterator[None]:
    """The test's database stays open from one question to the next, as Django's own client has it."""
    for moment in (request_started, request_finished):
        moment.disconnect(close_old_connections)
    yield
    for moment in (request_started, request_finished):
        moment.connect(close_old_connections)


@pytest.fixture(params=["analyst", "board_member"])
def reads(request: pytest.FixtureRequest, program: Callable[..., Program]) -> Program:
    return program(request.param)


@schema.parametrize()
@_SETTINGS
def test_every_answer_is_as_described(case: Case, reads: Program) -> None:
    case.call_and_validate(headers={"Authorization": f"Bearer {reads.token}", "Host": "127.0.0.1"})
