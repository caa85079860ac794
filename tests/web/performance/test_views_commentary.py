"""Commentary: who writes and approves it, what it may not name, what was said before, and when it can't be changed."""

from __future__ import annotations

import datetime as dt

import pytest
from django.test import Client

from lineofsight.web.accounts.models import Access, Change
from lineofsight.web.actions.models import Action
from lineofsight.web.performance.commentary import commentary_of, version_of
from lineofsight.web.performance.models import Commentary, PublishedMonth
from tests.web.performance.conftest import MARCH, Site, said

ADDRESS = "/commentary/3.3/2023-03/"


def write(client: Client, status: int = 302, **texts: object) -> str:
    there = commentary_of("3.3", MARCH)
    sent = {"what_happened": "Half-term fell into the month.", "seen": version_of(there), **texts}
    response = client.post(ADDRESS, sent)
    assert response.status_code == status, response.content.decode()[-3000:]
    return said(response)


def approve(client: Client, status: int = 302) -> str:
    response = client.post(f"{ADDRESS}approve/", {"seen": version_of(commentary_of("3.3", MARCH))})
    assert response.status_code == status
    return said(response)


def test_one_person_writes_and_another_approves(council_site: Site, analyst: Client, director: Client) -> None:
    assert "can't be published without it" in said(analyst.get(ADDRESS))
    write(analyst, why="Fewer working days.", who="A. Manager", by_when="2023-05-31")
    assert "You wrote it: somebody else must approve it." in approve(analyst, 409)
    approve(director)
    there = commentary_of("3.3", MARCH)
    assert there is not None
    assert (there.author, there.approved_by) == (analyst.user, director.user)  # type: ignore[attr-defined]
    assert "It is approved already." in approve(council_site.sign_in("head_of_service"), 409)


def test_a_change_takes_the_approval_away_and_keeps_what_was_said(analyst: Client, director: Client) -> None:
    write(analyst)
    approve(director)
    write(analyst)  # nothing is another: the approval stays
    assert Commentary.objects.get().approved_at is not None
    write(analyst, what_happened="Two workers were ill.")
    assert Commentary.objects.get().approved_at is None
    page = said(analyst.get(ADDRESS))
    assert "Half-term fell into the month." in page
    changes = list(Change.objects.filter(subject="3.3 2023-03").order_by("pk"))
    assert [change.did for change in changes] == ["wrote commentary", "approved commentary", "wrote commentary"]
    assert changes[2].detail["before"]["what_happened"] == "Half-term fell into the month."


def test_what_somebody_else_changed_meanwhile_is_not_lost(analyst: Client, director: Client) -> None:
    write(analyst)
    page = write(director, status=422, seen="", what_happened="Mine.")
    assert "Somebody else has changed this commentary meanwhile" in page
    assert "Mine." in page
    assert Commentary.objects.get().what_happened == "Half-term fell into the month."
    refused = director.post(f"{ADDRESS}approve/", {"seen": "2023-01-01"})
    assert "changed since you read it" in said(refused)


@pytest.mark.parametrize(
    ("text", "found"),
    [("C1 was away.", "“C1”"), ("The O'Brien family", ""), ("Ada O'Brien was away.", "“Ada OBrien”")],
)
def test_a_child_is_not_named(analyst: Client, text: str, found: str) -> None:
    if not found:
        write(analyst, what_happened=text)
        return
    page = write(analyst, status=422, why=text)
    assert f"it may name no child: {found}" in page
    assert not Commentary.objects.exists()
    access = Access.objects.get(how="refused")  # who tries names learns who is in the records
    assert (access.user, access.what) == (analyst.user, "A text that names a child")  # type: ignore[attr-defined]
    assert access.children.count() == 1


def test_last_months_text_is_beside_an_empty_form_and_never_in_it(council_site: Site, analyst: Client) -> None:
    Commentary.objects.create(
        ref="3.3",
        month="2023-02",
        what_happened="What was said in February.",
        author=analyst.user,  # type: ignore[misc, attr-defined]
    )
    page = said(analyst.get(ADDRESS))
    assert page.count("What was said in February.") == 1
    assert "los-before" in page.split("What was said in February.")[0]
    write(analyst)
    assert "What was said in February." not in said(analyst.get(ADDRESS))


def test_an_agreed_action_goes_into_the_register(analyst: Client, director: Client) -> None:
    page = write(analyst, status=422, make_action="on")
    assert "Say what is to be done." in page
    assert "Say who does it." in page
    assert not Commentary.objects.exists()
    owner = director.user  # type: ignore[attr-defined]
    write(analyst, make_action="on", what_next="Visit within the week.", owner=owner.pk, by_when="2023-05-31")
    action = Action.objects.get()
    assert (action.text, action.owner, str(action.due_on), action.ref) == (
        "Visit within the week.",
        owner,
        "2023-05-31",
        "3.3",
    )
    assert (action.source, action.source_id) == ("commentary", Commentary.objects.get().pk)
    assert Change.objects.filter(did="added action").count() == 1
    assert "Visit within the week." in said(director.get(ADDRESS))


def test_commentary_of_a_published_month_stays_until_it_is_reopened(
    council_site: Site, analyst: Client, director: Client
) -> None:
    write(analyst)
    PublishedMonth.objects.create(month="2023-03", number=1, published_by=director.user)  # type: ignore[misc, attr-defined]
    assert "Its commentary can be changed once it is reopened" in write(analyst, status=422, what_happened="New.")
    assert "once it is reopened" in approve(director, 409)
    assert "Keep this commentary" not in said(analyst.get(ADDRESS))


@pytest.mark.parametrize(("role", "may_write"), [("quality", True), ("practitioner", False), ("board_member", False)])
def test_who_may_write(council_site: Site, role: str, may_write: bool) -> None:
    client = council_site.sign_in(role)
    page = client.get(ADDRESS)
    assert page.status_code == 200
    assert ("Keep this commentary" in said(page)) == may_write
    assert client.post(ADDRESS, {"what_happened": "x"}).status_code == (302 if may_write else 403)


#: Where commentary is read: its own page, the list of its month, the page of its measure, and the months.
PAGES = (ADDRESS, "/commentary/2023-03/", "/figures/3.3/?month=2023-03", "/months/")


@pytest.mark.parametrize("role", ["practitioner", "board_member", "inspector"])
def test_who_neither_writes_nor_approves_reads_what_is_approved_alone(
    council_site: Site, analyst: Client, director: Client, role: str
) -> None:
    reader = council_site.sign_in(role, access_ends_on=dt.date(2999, 1, 1))

    def read() -> str:
        pages = [reader.get(address) for address in PAGES]
        assert [page.status_code for page in pages] == [200, 200, 200, 200]
        return " ".join(said(page) for page in pages)

    write(analyst, make_action="on", what_next="Visit within the week.", who="A. Manager", by_when="2023-05-31")
    before = read()
    for kept_back in (
        "Half-term",
        "Visit within",
        "not approved",
        "not yet approved",
        "What it said before",
        "can't be published",
    ):
        assert kept_back not in before
    assert "missing</strong>" not in before and "Not written" not in before
    approve(director)
    write(analyst, what_happened="Two workers were ill.")
    assert "Two workers" not in read() and "Half-term" not in read()
    approve(director)
    after = read()
    assert "Two workers were ill." in after
    for kept_back in ("Half-term", "Visit within", "What it said before", "Agreed actions"):
        assert kept_back not in after
    for writer in (analyst, director):
        assert "Half-term" in said(writer.get(ADDRESS)) and "Visit within" in said(writer.get(ADDRESS))
    assert "can't be published yet" in said(analyst.get("/months/"))


def test_quality_assurance_does_not_approve(council_site: Site, analyst: Client) -> None:
    write(analyst)
    assert council_site.sign_in("quality").post(f"{ADDRESS}approve/", {"seen": "x"}).status_code == 403


def test_the_list_says_what_is_missing(analyst: Client, director: Client) -> None:
    page = said(analyst.get("/commentary/2023-03/"))
    assert "missing</strong>" in page
    assert "<strong>Not written</strong>" in page
    write(analyst)
    approve(director)
    assert f"Approved by {director.user.name}" in said(analyst.get("/commentary/2023-03/"))  # type: ignore[attr-defined]


def test_what_is_no_indicator_or_month_is_not_found(analyst: Client) -> None:
    assert analyst.get("/commentary/99.9/2023-03/").status_code == 404
    assert analyst.get("/commentary/3.3/2023-3/").status_code == 404
    assert analyst.get("/commentary/3.3/2023-04/").status_code == 409
