"""What every page's template knows: who is signed in, what they may open, and how old the data is."""

from __future__ import annotations

from django.http import HttpRequest

from lineofsight.web.accounts.models import User
from lineofsight.web.accounts.table import may


class May:
    """`may.surgery__children` in a template: may this person open that page? (`act_` in front: act on it?)."""

    def __init__(self, role: str) -> None:
        self._role = role

    def __getitem__(self, name: str) -> bool:
        method = "POST" if name.startswith("act_") else "GET"
        return may(self._role, name.removeprefix("act_").replace("__", ":"), method)


def chrome(request: HttpRequest) -> dict[str, object]:
    """Who is signed in, what they may open, and the state of the data."""
    from lineofsight.web.serving import data_notice

    user = getattr(request, "user", None)
    if not isinstance(user, User):
        return {"may": May(""), "person": None}
    return {"may": May(user.role), "person": user, "data": data_notice()}
