"""What the pages of inspection share: refusals as sentences, and a form on a page of its own."""

from __future__ import annotations

from functools import partial

from django.views.decorators.http import require_http_methods

from lineofsight.web.actions.pages import refusals_said
from lineofsight.web.improvement import pages
from lineofsight.web.improvement.pages import asker

__all__ = ["POSTED", "asker", "form_page", "said_why"]

said_why = refusals_said("Inspection", "inspection")
#: A page with a form.
POSTED = require_http_methods(["GET", "HEAD", "POST"])
#: One form on a page; see `improvement.pages.form_page`. `owners=Owners()` where somebody can be named in it.
form_page = partial(pages.form_page, section="inspection")
