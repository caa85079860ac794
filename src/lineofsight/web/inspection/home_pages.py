"""The first page of inspection: would we be ready if Ofsted rang today?"""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from lineofsight.web.inspection.pages import said_why


@require_safe
@said_why
def home(request: HttpRequest) -> HttpResponse:
    """The visit that is expected or under way, readiness by area, what falls due."""
    return render(request, "inspection/home.html", {"section": "inspection", "heading": "Inspection"})
