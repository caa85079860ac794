"""Publishing a month, reopening it, and what is known otherwise since: through the pages, as people do it."""

from __future__ import annotations

import pytest
from django.test import Client

from lineofsight.web.accounts.models import Access, Change, RestrictedReader, RestrictedRecord
from lineofsight.web.performance.models import Commentary, PublishedMonth
from lineofsight.web.serving import serving
from tests.web.conftest import add_person
from tests.web.performance.conftest import MARCH, Site, said

ADDRESS = "/months/2023-03/"


def text_of(client: Client, address: str, status: int = 200) -> str:
    response = client.get(address)
    assert response.status_code == status, response.content.decode()[-2000:]
    return said(response)


def publish(site: Site, client: Client) -> None:
    site.say_what_is_needed(add_person("quality"), add_person("head_of_service"))
    response = client.post(f"{ADDRESS}publish/", {"seen": serving().key})
    assert response.status_code == 302, response.content.decode()[-3000:]


def test_a_month_is_published_once_what_it_needs_is_approved(council_site: Site, analyst: Client) -> None:
    page = text_of(analyst, f"{ADDRESS}publish/")
    assert "commentary on 3.3" in page
    assert "Publish March 2023</button>" not in page
    refused = analyst.post(f"{ADDRESS}publish/", {"seen": serving().key})
    assert refused.status_code == 409
    assert "approved commentary is missing on" in said(refused)
    assert "3.3" in said(refused)
    publish(council_site, analyst)
    there = PublishedMonth.objects.get()
    assert (there.month, there.number, there.folder, there.in_force) == ("2023-03", 1, "2023-03.1", True)
    assert (council_site.home.published / "2023-03.1" / "report.json").is_file()
    change = Change.objects.get(did="published month")
    assert (change.user, change.subject, change.detail["digest"]) == (analyst.user, "2023-03", there.digest)  # type: ignore[attr-defined]
    page = text_of(analyst, ADDRESS)
    assert "Highlight report, March 2023, as reported" in page
    assert "Sickness in two teams." in page
    assert "<strong>Published</strong>" in text_of(analyst, "/months/")


def test_unapproved_commentary_does_not_do(council_site: Site, analyst: Client) -> None:
    council_site.say_what_is_needed(add_person("quality"), add_person("head_of_service"))
    Commentary.objects.filter(ref="3.3").update(approved_at=None, approved_by=None)
    refused = analyst.post(f"{ADDRESS}publish/", {"seen": serving().key})
    assert "(not approved)" in said(refused)
    assert not PublishedMonth.objects.exists()


def test_what_was_not_looked_at_is_not_published(council_site: Site, analyst: Client) -> None:
    council_site.say_what_is_needed(add_person("quality"), add_person("head_of_service"))
    seen = serving().key
    council_site.use("2023-05-03")
    refused = analyst.post(f"{ADDRESS}publish/", {"seen": seen})
    assert refused.status_code == 409
    assert "changed since you looked" in said(refused)


def test_a_month_that_has_not_ended_is_not_published(analyst: Client) -> None:
    assert "had not ended" in text_of(analyst, "/months/2023-04/publish/")
    refused = analyst.post("/months/2023-04/publish/", {"seen": serving().key})
    assert refused.status_code == 409


def test_a_published_month_is_not_published_again(council_site: Site, analyst: Client) -> None:
    publish(council_site, analyst)
    refused = analyst.post(f"{ADDRESS}publish/", {"seen": serving().key})
    assert refused.status_code == 409
    assert "was published by" in said(refused)
    assert PublishedMonth.objects.count() == 1


def test_reopening_needs_a_reason_and_keeps_what_was_published(
    council_site: Site, analyst: Client, director: Client
) -> None:
    publish(council_site, analyst)
    assert director.post(f"{ADDRESS}reopen/", {"because": "  "}).status_code == 200
    assert PublishedMonth.objects.get().in_force
    assert director.post(f"{ADDRESS}reopen/", {"because": "A team's visits were missing."}).status_code == 302
    there = PublishedMonth.objects.get()
    assert (there.reopened_by, there.reopened_because) == (director.user, "A team's visits were missing.")  # type: ignore[attr-defined]
    assert "no longer in force" in text_of(analyst, ADDRESS)
    assert Change.objects.filter(did="reopened month").count() == 1
    assert director.post(f"{ADDRESS}reopen/", {"because": "Again."}).status_code == 409
    assert analyst.post(f"{ADDRESS}publish/", {"seen": serving().key}).status_code == 302
    again = PublishedMonth.objects.get(number=2)
    assert (again.folder, again.in_force) == ("2023-03.2", True)
    assert "Publication 1" in text_of(analyst, ADDRESS)
    assert "A team's visits were missing." in text_of(analyst, f"{ADDRESS}?number=1")


def test_a_changed_file_is_refused_and_said(council_site: Site, analyst: Client) -> None:
    publish(council_site, analyst)
    with (council_site.home.published / "2023-03.1" / "report.json").open("a") as report:
        report.write(" ")
    assert "report.json is missing or was changed" in text_of(analyst, ADDRESS, 409)


def test_the_same_figure_is_explained_by_the_children_that_moved(council_site: Site, analyst: Client) -> None:
    publish(council_site, analyst)
    council_site.use("2023-05-03")
    page = text_of(analyst, f"{ADDRESS}now-known/")
    assert "1 no longer counted (1 of them met); 1 counted now and not then (1 of them met); " in page
    assert "1 met now and not then; 1 met then and no longer." in page
    moved = text_of(analyst, f"{ADDRESS}now-known/3.3/")
    assert all(child in moved for child in ("C1", "C2", "C4", "C7", "Ada O'Brien"))
    access = Access.objects.get()
    assert access.page == "performance:moved"
    assert {child.person_id for child in access.children.all()} == {"C1", "C2", "C4", "C7"}
    assert access.what == "Children that moved in 3.3 since 2023-03 was published (publication 1)"


def test_a_list_of_moved_children_ends_at_the_readers_scope(council_site: Site, analyst: Client) -> None:
    publish(council_site, analyst)
    council_site.use("2023-05-03")
    manager = council_site.sign_in("team_manager", teams=("T2",))
    page = text_of(manager, f"{ADDRESS}now-known/3.3/")
    assert "4 rows moved; 1 listed here, 3 of children that are not yours to see." in page
    assert "C7" in page
    assert not any(child in page for child in ("C1", "C2", "C4"))
    assert {child.person_id for child in Access.objects.get().children.all()} == {"C7"}


def test_a_restricted_child_is_counted_and_not_named(council_site: Site, analyst: Client, director: Client) -> None:
    publish(council_site, analyst)
    council_site.use("2023-05-03")
    record = RestrictedRecord.objects.create(person_id="C4", reason="A test", marked_by=director.user)  # type: ignore[attr-defined]
    page = text_of(analyst, f"{ADDRESS}now-known/3.3/")
    assert "4 rows moved; 3 listed here, 1 of restricted records not listed." in page
    assert "C4" not in page
    assert "Mia" not in page
    RestrictedReader.objects.create(record=record, user=director.user, added_by=director.user)  # type: ignore[attr-defined]
    assert "Mia Lane" in text_of(director, f"{ADDRESS}now-known/3.3/")


def test_who_sees_figures_only_sees_how_many_moved(council_site: Site, analyst: Client) -> None:
    publish(council_site, analyst)
    council_site.use("2023-05-03")
    member = council_site.sign_in("board_member")
    page = text_of(member, f"{ADDRESS}now-known/")
    assert "1 met now and not then" in page
    assert "The children that moved" not in page
    assert not any(child in page for child in ("C1", "C7"))
    assert member.get(f"{ADDRESS}now-known/3.3/").status_code == 403
    assert member.get(ADDRESS).status_code == 200


@pytest.mark.parametrize(
    "role", ["practitioner", "team_manager", "service_manager", "quality", "board_member", "administrator"]
)
def test_others_can_neither_publish_nor_reopen(council_site: Site, role: str) -> None:
    client = council_site.sign_in(role)
    for page in ("publish/", "reopen/"):
        assert client.get(ADDRESS + page).status_code == 403
        assert client.post(ADDRESS + page, {"seen": serving().key, "because": "x"}).status_code == 403
    assert not PublishedMonth.objects.exists()


def test_what_is_no_month_or_was_never_published_is_not_found(analyst: Client) -> None:
    for address in (
        "/months/2023-13/",
        ADDRESS,
        f"{ADDRESS}now-known/",
        f"{ADDRESS}now-known/3.3/",
        "/months/x/publish/",
    ):
        assert analyst.get(address).status_code == 404, address
    assert str(MARCH) == "2023-03"


def test_the_reason_for_reopening_names_no_child(council_site: Site, director: Client) -> None:
    """It stands beside the figures, for boards and inspectors too."""
    with serving().reading() as counted:
        child = counted.database.execute("select min(id) from children").fetchone()[0]  # type: ignore[index]
    publish(council_site, director)
    refused = director.post(f"{ADDRESS}reopen/", {"because": f"{child} was missing."})
    assert refused.status_code == 200 and f"leave out “{child}”" in said(refused)
    assert PublishedMonth.objects.get().in_force
