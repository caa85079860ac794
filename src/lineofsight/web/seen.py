"""What a request is read from: the count that serves, and whose children the person who asks may see."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from django.core.paginator import Page, Paginator
from django.http import HttpRequest

from lineofsight.indicators.engine import Counted
from lineofsight.web.accounts.models import User
from lineofsight.web.accounts.scope import Scope, scope_of
from lineofsight.web.serving import Served, serving

PER_PAGE = 50


@dataclass(frozen=True)
class Seen:
    """One request's view: `served`, a count on a connection of its own, the person and the scope."""

    served: Served
    counted: Counted
    user: User
    scope: Scope

    @property
    def snapshot(self) -> str:
        return self.counted.snapshot.id


@contextmanager
def seen_by(request: HttpRequest) -> Iterator[Seen]:
    """Opens the count that serves for the person who asks. Refused where nothing serves."""
    user = request.user
    assert isinstance(user, User)
    served = serving()
    scope = scope_of(user, served.former_ids)
    with served.reading() as counted:
        yield Seen(served, counted, user, scope)


def page_asked(request: HttpRequest) -> int:
    """The number of the page that `?page=` asks for; 1 where it is none."""
    text = request.GET.get("page", "1")
    return int(text) if text.isdecimal() and 0 < len(text) < 7 and int(text) > 0 else 1


def page_of(rows: object, number: int, found: int) -> Page[object]:
    """One page of a list of which only that page was read, as the template `pages.html` wants it."""
    paginator: Paginator[object] = Paginator(range(found), PER_PAGE)
    page = paginator.get_page(number)
    page.object_list = rows  # type: ignore[assignment]
    return page


def here(request: HttpRequest) -> str:
    """The address of this list without its page, ready for `page=` to be put behind it."""
    asked = request.GET.copy()
    asked.pop("page", None)
    return f"?{asked.urlencode()}&" if asked else "?"
