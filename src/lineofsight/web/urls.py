"""Which address shows which page. Who may open it stands in `accounts/access.toml`."""

from __future__ import annotations

from django.urls import include, path

urlpatterns = [
    path("", include("lineofsight.web.performance.urls")),
    path("", include("lineofsight.web.surgery.urls")),
    path("audits/", include("lineofsight.web.audits.urls")),
    path("improvement/", include("lineofsight.web.improvement.urls")),
    path("inspection/", include("lineofsight.web.inspection.urls")),
    path("actions/", include("lineofsight.web.actions.urls")),
    path("people/", include("lineofsight.web.accounts.urls")),
    path("api/", include("lineofsight.web.api.urls")),
    path("", include("lineofsight.web.accounts.sign_in_urls")),
]

handler400 = "lineofsight.web.errors.bad_request"
handler403 = "lineofsight.web.errors.not_allowed"
handler404 = "lineofsight.web.errors.page_not_found"
handler500 = "lineofsight.web.errors.server_error"
