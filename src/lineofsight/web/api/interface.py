"""The interface as one: its parts, who is let in, how often, and its description (OpenAPI)."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.urls import reverse
from ninja import NinjaAPI
from ninja.openapi.schema import OpenAPISchema

from lineofsight.web.api import about, children, figures
from lineofsight.web.api.answers import CSV, as_json
from lineofsight.web.api.entry import PerToken, Token, signed_in_or_by_token
from lineofsight.web.api.problems import CONTENT_TYPE, ProblemAnswer, not_known, say_problems

#: What can be wrong with a question.
REFUSALS = {
    401: "No token that holds",
    403: "Not for the role of the token's owner",
    404: "No such indicator, month, window or definition, or no data",
    406: "Neither JSON nor CSV is accepted",
    422: "A parameter can't be read, or isn't known",
    429: "Too many questions in a minute",
    503: "Nothing is loaded yet, or it is being worked out",
}


class _Api(NinjaAPI):
    """Describes also what is the same of all parts: CSV beside JSON, and problems."""

    def get_root_path(self, path_params: dict[str, Any]) -> str:
        return f"{reverse('api:guide')}v1/"

    def get_openapi_schema(self, **given: Any) -> OpenAPISchema:
        schema = super().get_openapi_schema(**given)
        schema["components"]["schemas"]["ProblemAnswer"] = ProblemAnswer.model_json_schema()
        problem = {"schema": {"$ref": "#/components/schemas/ProblemAnswer"}}
        for of_path in schema["paths"].values():
            for operation in of_path.values():
                for parameter in operation["parameters"]:
                    parameter["schema"] = _never_null(parameter["schema"])
                names = {parameter["name"] for parameter in operation["parameters"]}
                if "format" in names:
                    operation["responses"][200]["content"][CSV] = {"schema": {"type": "string"}}
                if operation["operationId"] not in ("children", "due"):
                    operation["responses"][304] = {"description": "The same as the program has (If-None-Match)"}
                for status, what in REFUSALS.items():
                    operation["responses"][status] = {"description": what, "content": {CONTENT_TYPE: problem}}
        return schema


def _never_null(schema: dict[str, Any]) -> dict[str, Any]:
    """A parameter is left out or has a value: an address can't say null."""
    kinds = [kind for kind in schema.get("anyOf", ()) if kind.get("type") != "null"]
    rest = {name: value for name, value in schema.items() if name != "anyOf"}
    return {**rest, **kinds[0]} if len(kinds) == 1 else schema


api = _Api(
    title="Line of Sight",
    version="1",
    description="Figures, the children behind them, the book and the snapshots. To be read alone. A list of children "
    "holds those that the token's owner may see, and each is written down in the access log.",
    urls_namespace="api",
    openapi_url=None,  # below: for those who are known
    docs_url=None,  # a page of scripts from elsewhere, which this site forbids: `guide` is in its place
    auth=Token(),
    throttle=PerToken(),
)
say_problems(api)
for part in (figures.router, children.router, about.router):
    api.add_router("", part)


@api.get("/openapi.json", auth=None, throttle=[], include_in_schema=False, url_name="openapi")
def openapi(request: HttpRequest) -> HttpResponseBase:
    """The description of the interface, for whoever has signed in or has a token. It holds nothing that is recorded."""
    if signed_in_or_by_token(request) is None:
        return not_known()
    return as_json(api.get_openapi_schema())
