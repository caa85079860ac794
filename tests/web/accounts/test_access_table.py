"""The table of pages and roles, held against the site: every address is asked for as everybody.

Who adds an address adds its row to `accounts/access.toml`, and, where it has a part of a new name, a value below.
"""

from __future__ import annotations

import datetime as dt
import shutil
import tomllib
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.test import Client, RequestFactory
from django.urls import URLPattern, URLResolver, get_resolver, resolve, reverse
from django.utils import timezone

from lineofsight.home import Home
from lineofsight.web.accounts.middleware import EnforceAccess
from lineofsight.web.accounts.models import Access, RestrictedRecord, Token, User
from lineofsight.web.accounts.roles import FOR_A_TIME, Role
from lineofsight.web.accounts.table import FILE, NOBODY, may, pages
from tests.web.conftest import add_person
from tests.web.improvement.rows import rows_of_pages
from tests.web.inspection.rows import rows_of_pages as rows_of_inspection

BACKEND = "lineofsight.web.accounts.backend.PasswordBackend"
TEAM = "T22"

#: What stands for each part of an address. A part that names a row of people's work is made in `rows` below.
SAMPLES: dict[str, Any] = {
    "ref": "3.3",
    "month": "2023-03",
    "team_id": TEAM,
    "worker_id": "W0164",
    "person_id": "C000189",
    "kind": "indicator",
    **{"tool_key": "case_file", "number": 1, "section_key": "safety", "question_key": "acted"},
    "since": "2023-01",
    "provider_id": "council",
    "proposal_id": 1,
    "surgery_id": 1,
    "action_id": 1,
    "item_id": 1,
    "pk": 1,
    "theme": "voice",
    "name": "no-worker",
    "suffix": "html",
}
#: Where an address needs other values than these.
SAMPLES_OF_PAGES: dict[str, dict[str, Any]] = {
    "surgery:safety": {"name": "no-worker"},
    "performance:definition": {"name": "3.3"},
    "performance:definition_file": {"name": "3.3"},
    "performance:monthly_section": {"slug": "front-door"},
    "performance:monthly_equality": {"name": "gender"},
}
#: Pages that let a role in and then refuse by themselves, with 403, what these samples ask for.
REFUSE_THEMSELVES: frozenset[str] = frozenset()
#: Addresses for programs, which are let in by their token and not by the table.
FOR_PROGRAMS = ("api",)


@dataclass(frozen=True)
class Address:
    page: str
    parts: tuple[str, ...]
    answers_for_itself: bool


def addresses() -> list[Address]:
    """Every address of the site."""
    found: list[Address] = []

    def walk(patterns: list[Any], space: str) -> None:
        for pattern in patterns:
            if isinstance(pattern, URLResolver):
                inner = f"{space}{pattern.namespace}:" if pattern.namespace else space
                walk(pattern.url_patterns, inner)
            else:
                assert isinstance(pattern, URLPattern)
                assert pattern.name, f"an address has no name: {pattern.pattern}"
                own = bool(getattr(pattern.callback, "answers_for_itself", False))
                found.append(Address(f"{space}{pattern.name}", tuple(pattern.pattern.converters), own))

    walk(get_resolver().url_patterns, "")
    return found


def by_table() -> list[Address]:
    return [address for address in addresses() if not address.answers_for_itself]


def test_every_address_stands_in_the_table_and_every_row_has_an_address() -> None:
    named = [address.page for address in by_table()]
    assert sorted(set(named)) == sorted(pages())
    written = tomllib.loads(FILE.read_text(encoding="utf-8"))
    assert all(set(row) <= {"look", "act", "children"} for row in written["pages"].values())
    assert all(page.look or page.act for page in pages().values())


def test_only_the_interface_for_programs_answers_for_itself() -> None:
    own = [address.page for address in addresses() if address.answers_for_itself]
    assert all(page.startswith(FOR_PROGRAMS) for page in own)


def test_pages_of_children_are_closed_to_who_sees_none() -> None:
    see_none = {Role.BOARD_MEMBER, Role.ADMINISTRATOR, NOBODY}
    for name, page in pages().items():
        if page.children:
            assert not see_none & (page.look | page.act), name


def test_nobody_may_open_what_is_not_in_the_table() -> None:
    assert not any(may(role, "no:such_page") for role in (*Role.values, NOBODY))


@pytest.fixture
def site_of_its_own(demo_site: Home, tmp_path: Path, settings: Any) -> Home:
    """The demonstration in a folder that a test may write to."""
    home = Home(tmp_path / "home")
    shutil.copytree(demo_site.path, home.path, ignore=shutil.ignore_patterns("demonstration-extract"))
    settings.LINEOFSIGHT_HOME = home.path
    return home


@pytest.fixture
def rows(db: None) -> dict[str, dict[str, Any]]:
    """Values for the parts of addresses that name rows, by page ("" for all)."""
    director = add_person("director", name="a-director")
    inspector = add_person("inspector", name="an-inspector", access_ends_on=timezone.localdate() + dt.timedelta(days=9))
    somebody = add_person("practitioner", name="somebody", teams=(TEAM,))
    access = Access.objects.create(user=somebody, username="a", role="practitioner", how="view", page="p", what="w")
    record = RestrictedRecord.objects.create(person_id="C000234", reason="A reason", marked_by=director)
    token = Token.objects.create(user=director, name="t", digest="0" * 64, ends_on=dt.date(2030, 1, 1))
    return {
        "": {"user_id": somebody.pk, "access_id": access.pk, "record_id": record.pk, "token_id": token.pk},
        "accounts:chosen": {"user_id": inspector.pk},
        **rows_of_pages(director),
        **rows_of_inspection(director),
    }


def everybody(role: str) -> Client:
    client = Client(SERVER_NAME="127.0.0.1", raise_request_exception=False)
    if role:
        name = f"asks-{role}".replace("_", "-")
        user = User.objects.filter(username=name).first()
        if user is None:
            last = timezone.localdate() + dt.timedelta(days=9) if role in FOR_A_TIME else None
            user = add_person(role, name=name, teams=(TEAM,), access_ends_on=last)
            RestrictedRecord.objects.filter(marked_by__username="a-director").update(marked_by=user)
        client.force_login(user, BACKEND)
    return client


def sample(address: Address, rows: dict[str, dict[str, Any]]) -> str:
    values = {**SAMPLES, **rows[""], **SAMPLES_OF_PAGES.get(address.page, {}), **rows.get(address.page, {})}
    lacking = [part for part in address.parts if part not in values]
    assert not lacking, f"{address.page}: say in SAMPLES what stands for {', '.join(lacking)}"
    return reverse(address.page, kwargs={part: values[part] for part in address.parts})


def refused(address: Address, method: str, answer: HttpResponse, role: str) -> bool:
    there = answer.headers.get("Location", "")
    if not role:
        return answer.status_code == 302 and there.startswith("/sign-in/?next=")
    if address.page == "performance:home" and method == "GET" and not may(role, address.page):
        return answer.status_code == 302  # everybody's "/": theirs is another page
    return answer.status_code == 403


def _thorough_but(role: str) -> Any:
    """Opening three hundred pages takes long: `make test` does it as one who sees most and as nobody."""
    marks = () if role in (Role.DIRECTOR, NOBODY) else pytest.mark.thorough
    return pytest.param(role, marks=marks, id=role or "nobody")


@pytest.mark.django_db
@pytest.mark.usefixtures("made_up_serves")
@pytest.mark.parametrize("role", [*Role.values, NOBODY], ids=lambda role: role or "nobody")
def test_the_door_of_every_page_as_everybody(role: str, rows: dict[str, dict[str, Any]]) -> None:
    """Who is let through to each page, without the page: that is the test below."""
    door = EnforceAccess(lambda request: HttpResponse())
    client, wrong = everybody(role), []
    session = client.session
    user = User.objects.get(pk=session["_auth_user_id"]) if role else AnonymousUser()
    for address in by_table():
        there = sample(address, rows)
        for method in ("GET", "POST"):
            request = RequestFactory().generic(method, there)
            request.user, request.session, request.resolver_match = user, session, resolve(there)
            match = request.resolver_match
            try:
                answer = door.process_view(request, match.func, match.args, match.kwargs) or HttpResponse()
            except PermissionDenied:
                answer = HttpResponse(status=403)
            if refused(address, method, answer, role) is may(role, address.page, method):
                wrong.append(f"{method} {address.page}: {answer.status_code}")
            elif may(role, address.page, method) and answer.status_code != 200:
                wrong.append(f"{method} {address.page}: sent to {answer.headers.get('Location')}")
    assert wrong == []


@pytest.mark.django_db
@pytest.mark.parametrize("role", [_thorough_but(role) for role in [*Role.values, NOBODY]])
def test_every_page_as_everybody(role: str, site_of_its_own: Home, rows: dict[str, dict[str, Any]]) -> None:
    wrong = []
    for address in by_table():
        for method in ("GET", "POST"):
            client = everybody(role)
            recorded = Access.objects.count()
            answer = getattr(client, method.lower())(sample(address, rows))
            allowed = may(role, address.page, method)
            said = f"{method} {address.page}: {answer.status_code}, though the table says {'yes' if allowed else 'no'}"
            if answer.status_code >= 500:
                wrong.append(f"{method} {address.page}: {answer.status_code}")
            elif refused(address, method, answer, role) is allowed and address.page not in REFUSE_THEMSELVES:
                wrong.append(said)
            elif pages()[address.page].children and answer.status_code == 200 and Access.objects.count() == recorded:
                wrong.append(f"{method} {address.page}: recorded nobody")
    assert wrong == []


@pytest.mark.django_db
@pytest.mark.usefixtures("made_up_serves")
@pytest.mark.parametrize("method", ["put", "patch", "delete", "trace", "options", "post"])
def test_other_methods_open_nothing_more(method: str, rows: dict[str, dict[str, Any]]) -> None:
    """Whoever may only look may send nothing, by whatever method."""
    client = everybody(Role.PRACTITIONER)
    for page in ("accounts:people", "accounts:add_person", "accounts:accesses"):
        assert getattr(client, method)(reverse(page)).status_code == 403


@pytest.mark.django_db
@pytest.mark.usefixtures("made_up_serves")
def test_a_page_of_children_that_records_nobody_is_not_sent(
    monkeypatch: pytest.MonkeyPatch, rows: dict[str, dict[str, Any]]
) -> None:
    from lineofsight.web.accounts.views import children

    monkeypatch.setattr(children, "record_access", lambda *a, **b: None)
    answer = everybody(Role.DIRECTOR).get(reverse("accounts:restricted"))
    assert answer.status_code == 500 and b"C000234" not in answer.content
