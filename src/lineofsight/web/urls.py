"""Which address shows which page."""

from __future__ import annotations

from django.urls import path

from lineofsight.web.performance import views

urlpatterns = [path("", views.highlight, name="highlight")]

handler400 = "lineofsight.web.errors.bad_request"
handler404 = "lineofsight.web.errors.page_not_found"
handler500 = "lineofsight.web.errors.server_error"
