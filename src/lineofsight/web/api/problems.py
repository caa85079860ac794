"""What went wrong, as `application/problem+json` (RFC 9457): a sentence, and nothing of what is recorded."""

from __future__ import annotations

import json
from http import HTTPStatus
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from ninja import NinjaAPI, Schema
from ninja.errors import HttpError, Throttled, ValidationError

from lineofsight.problems import Refused

CONTENT_TYPE = "application/problem+json"
#: Until when it is worth asking again where nothing serves yet, in seconds.
AGAIN_IN = 60


class ProblemAnswer(Schema):
    """What went wrong: `title` names the kind, `detail` says what it is and what would mend it."""

    type: str
    title: str
    status: int
    detail: str


class Problem(Exception):  # noqa: N818 - a sentence, as `Refused` is
    """A question that can't be answered: the status, and a sentence."""

    def __init__(self, status: int, sentence: str) -> None:
        super().__init__(sentence)
        self.status = status


def problem(status: int, sentence: str) -> HttpResponse:
    """The answer that says what went wrong."""
    title = HTTPStatus(status).phrase
    said = {"type": "about:blank", "title": title, "status": status, "detail": sentence}
    return HttpResponse(json.dumps(said, ensure_ascii=False), content_type=CONTENT_TYPE, status=status)


def say_problems(api: NinjaAPI) -> None:
    """Everything that an interface refuses becomes a problem. A fault of the program stays one: the log has it."""

    @api.exception_handler(Problem)
    def of_ours(request: HttpRequest, error: Problem) -> HttpResponse:
        return problem(error.status, str(error))

    @api.exception_handler(Refused)
    def nothing_serves(request: HttpRequest, error: Refused) -> HttpResponse:
        answer = problem(503, str(error))
        answer["Retry-After"] = str(AGAIN_IN)
        return answer

    @api.exception_handler(Http404)
    def not_there(request: HttpRequest, error: Http404) -> HttpResponse:
        return problem(404, "There is nothing at this address: /api/v1/openapi.json lists what there is")

    @api.exception_handler(ValidationError)
    def not_understood(request: HttpRequest, error: ValidationError) -> HttpResponse:
        return problem(422, "; ".join(dict.fromkeys(_said(one) for one in error.errors)))

    @api.exception_handler(Throttled)
    def too_often(request: HttpRequest, error: Throttled) -> HttpResponse:
        return problem(429, "This token asks too often: wait, and ask for larger pages or for CSV")

    @api.exception_handler(HttpError)
    def of_the_library(request: HttpRequest, error: HttpError) -> HttpResponse:
        if error.status_code == 401:
            return not_known()
        return problem(error.status_code, HTTPStatus(error.status_code).phrase)


def not_known() -> HttpResponse:
    """401: no token, or none that lets anybody in."""
    answer = problem(401, "Send a token that holds, as `Authorization: Bearer los_...`: see Your account, Your tokens")
    answer["WWW-Authenticate"] = "Bearer"
    return answer


def _said(error: Any) -> str:
    """What is wrong with a parameter: its name, and what it must be. What was sent is not repeated."""
    where = [str(part) for part in error["loc"] if part not in ("query", "path", "asked")]
    return f"{'.'.join(where)}: {error['msg']}"
