"""What every answer tells the browser that it must not do."""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase

CONTENT_SECURITY_POLICY = (
    "default-src 'none'; style-src 'self'; img-src 'self' data:; form-action 'self'; "
    "frame-ancestors 'none'; base-uri 'none'"
)
#: Of the one page that keeps what is written on it by itself (decision 0022): it runs this site's own file.
WITH_OWN_SCRIPT = f"{CONTENT_SECURITY_POLICY}; script-src 'self'; connect-src 'self'"
#: Of a file that somebody uploaded: whatever it is, nothing in it runs, loads or sends.
OF_A_FILE = "default-src 'none'; sandbox; frame-ancestors 'none'; base-uri 'none'; form-action 'none'"
PERMISSIONS_POLICY = "camera=(), geolocation=(), microphone=()"


def may_run_own_script(response: HttpResponse) -> HttpResponse:
    """Lets the page run the site's own script, which no other page does."""
    response.runs_own_script = True  # type: ignore[attr-defined]
    return response


def handed_out(response: HttpResponseBase) -> None:
    """Marks an answer that is a file which somebody uploaded."""
    response.is_uploaded_file = True  # type: ignore[attr-defined]


class SecurityHeaders:
    """Sets the content security policy on every answer, and keeps pages out of shared and disk caches.

    Nothing is loaded from elsewhere, nothing runs but where `may_run_own_script` says so, and nobody may frame a page.
    Stylesheets may be cached. Who asks for the headers alone gets them alone.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        own = getattr(response, "runs_own_script", False)
        policy = WITH_OWN_SCRIPT if own else CONTENT_SECURITY_POLICY
        response.headers["Content-Security-Policy"] = (
            OF_A_FILE if getattr(response, "is_uploaded_file", False) else policy
        )
        response.headers["Permissions-Policy"] = PERMISSIONS_POLICY
        response.headers.setdefault("Cache-Control", "no-store")
        if request.method == "HEAD" and not response.streaming:
            response.content = b""
        return response
