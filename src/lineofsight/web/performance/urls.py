"""Addresses of the figures."""

from __future__ import annotations

from django.urls import path

from lineofsight.web.performance import views

app_name = "performance"
urlpatterns = [
    path("", views.home, name="home"),
    path("figures/<str:ref>/", views.indicator, name="indicator"),
]
