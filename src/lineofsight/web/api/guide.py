"""A page that lists what the interface offers, and what answers where there is nothing."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any

from django.conf import settings
from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse
from django.template import engines
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_safe

from lineofsight.web.accounts.table import may
from lineofsight.web.api.answers import A_PAGE, MOST
from lineofsight.web.api.entry import A_MINUTE, may_read, signed_in_or_by_token
from lineofsight.web.api.interface import api
from lineofsight.web.api.problems import problem


@cache
def _template() -> Any:
    return engines["django"].from_string(Path(__file__).with_name("guide.html").read_text(encoding="utf-8"))


@require_safe
def guide(request: HttpRequest) -> HttpResponse:
    """What can be asked, with which parameters: for people, without scripts."""
    user = signed_in_or_by_token(request)
    if user is None:
        return redirect_to_login(request.get_full_path(), settings.LOGIN_URL)
    schema = api.get_openapi_schema()
    shown = {
        "heading": "Interface for Power BI, Excel and programs",
        "parts": [
            {
                "address": address,
                "title": operation["summary"],
                "what": operation["description"],
                "parameters": [_parameter(one) for one in operation["parameters"]],
                "for_you": may(user.role, "accounts:tokens") and may_read(user.role, f"api:{operation['operationId']}"),
            }
            for address, of_path in schema["paths"].items()
            for operation in of_path.values()
        ],
        "base": request.build_absolute_uri("/api/v1/"),
        "has_tokens": may(user.role, "accounts:tokens"),
        "a_minute": A_MINUTE,
        "a_page": A_PAGE,
        "most": MOST,
    }
    return HttpResponse(_template().render(shown, request))


def _parameter(one: dict[str, Any]) -> dict[str, Any]:
    kinds = [one["schema"], *one["schema"].get("anyOf", ())]
    values = next((kind["enum"] for kind in kinds if "enum" in kind), ())
    return {"name": one["name"], "what": one.get("description", ""), "values": values, "required": one["required"]}


@csrf_exempt
def nothing_here(request: HttpRequest, rest: str = "") -> HttpResponse:
    """404 for a program: no such part."""
    return problem(404, "There is nothing at this address: /api/v1/openapi.json lists what there is")
