"""The book in the browser: everybody with figures reads it, two people change it, and it is the folder's own file."""

from __future__ import annotations

import datetime as dt
import re

import pytest
from django.test import Client

from lineofsight.council import Council
from lineofsight.published.trying import TriedMembers
from lineofsight.web.accounts.models import Access, Change, RestrictedRecord
from lineofsight.web.performance.models import Proposal, PublishedMonth
from lineofsight.web.performance.proposals import TRANSITIONS, version_of
from lineofsight.web.performance.views_proposals import _members
from lineofsight.web.serving import serving
from tests.web.performance.conftest import Site, said

TEXT = '/*\nref = "3.3"\nvalid_from = "2023-04"\nsettings = { within_days = 10 }\n*/\n'


def begun(client: Client, text: str = TEXT, why: str = "The board agreed it.") -> Proposal:
    response = client.post("/book/changes/new/", {"text": text, "why": why})
    assert response.status_code == 302, response.content.decode()[-3000:]
    return Proposal.objects.latest("pk")


def address(one: Proposal) -> str:
    return f"/book/changes/{one.pk}/"


def act(client: Client, one: Proposal, what: str, status: int = 302, **more: str) -> str:
    one.refresh_from_db()
    response = client.post(f"{address(one)}decide/", {"act": what, "seen": version_of(one), **more})
    assert response.status_code == status, response.content.decode()[-3000:]
    one.refresh_from_db()
    return said(response)


def try_it(client: Client, one: Proposal) -> None:
    assert client.post(f"{address(one)}try/").status_code == 302


def proposed(client: Client, text: str = TEXT) -> Proposal:
    one = begun(client, text)
    try_it(client, one)
    act(client, one, "propose")
    return one


def test_the_book_lists_every_definition(analyst: Client) -> None:
    page = said(analyst.get("/book/"))
    book = serving().council.book
    for kind in ("indicator", "cohort", "breakdown", "rating"):
        for name in book.named(kind):  # type: ignore[arg-type]
            assert f"/book/{kind}/{name}/" in page
            assert analyst.get(f"/book/{kind}/{name}/").status_code == 200, name
    assert "The council has none of its own yet." in page


def test_a_definition_is_shown_in_words_with_what_stands_on_it(analyst: Client) -> None:
    page = said(analyst.get("/book/cohort/children_in_need/"))
    assert "/book/indicator/3.3/" in page
    page = said(analyst.get("/book/indicator/3.3/"))
    assert "in the past 28 days" in page
    assert "from children_in_need" in page
    assert analyst.get("/book/indicator/99/").status_code == 404
    assert analyst.get("/book/kind/3.3/").status_code == 404


@pytest.mark.parametrize("role", ["practitioner", "board_member", "inspector"])
def test_who_sees_figures_reads_the_book_and_changes_nothing(council_site: Site, role: str) -> None:
    client = council_site.sign_in(role, access_ends_on=dt.date.today() if role == "inspector" else None)  # noqa: DTZ011
    page = client.get("/book/indicator/3.3/")
    assert page.status_code == 200
    assert "Begin a draft" not in said(page)
    for path in ("", "new/?start=new", "1/", "1/file/", "1/children/3.3/"):
        assert client.get(f"/book/changes/{path}").status_code == 403
    for path in ("new/", "1/", "1/try/", "1/decide/"):
        assert client.post(f"/book/changes/{path}").status_code == 403


@pytest.mark.parametrize("start", ["target", "setting", "rule", "new"])
def test_each_beginning_can_be_used_as_it_is(analyst: Client, start: str) -> None:
    name = "" if start == "new" else "&kind=indicator&name=3.3"
    page = analyst.get(f"/book/changes/new/?start={start}{name}")
    assert page.status_code == 200
    text = page.context["form"].initial["text"]
    assert 'valid_from = "2023-04"' in text
    one = begun(analyst, text)
    response = analyst.post(f"{address(one)}try/")
    assert response.status_code == 302, response.content.decode()[-2000:]


@pytest.mark.parametrize(
    ("kind", "name"), [("cohort", "children_in_need"), ("breakdown", "gender"), ("rating", "minimum_and_upper")]
)
def test_other_kinds_can_be_begun_from_too(analyst: Client, kind: str, name: str) -> None:
    page = analyst.get(f"/book/changes/new/?start=rule&kind={kind}&name={name}")
    one = begun(analyst, page.context["form"].initial["text"])
    assert (one.kind, one.name) == (kind, name)
    assert analyst.post(f"{address(one)}try/").status_code == 302
    refused = analyst.get(f"/book/changes/new/?start=target&kind={kind}&name={name}")
    assert refused.status_code == 409


def test_from_draft_to_the_book(council_site: Site, analyst: Client, director: Client) -> None:
    one = begun(analyst)
    assert "It has not been tried" in act(analyst, one, "propose", 409).replace(
        "It has not been tried", "It has not been tried"
    )
    try_it(analyst, one)
    page = said(analyst.get(address(one)))
    assert "3.3, March 2023: 2 rows would change" in page
    assert "2 met then, and no longer" in page
    act(analyst, one, "propose")
    assert "You wrote it: somebody else must decide on it." in act(analyst, one, "approve", 409)
    assert not council_site.home.book.exists()
    act(director, one, "approve")
    assert (one.state, one.decided_by, one.file_name) == ("approved", director.user, "3.3_from_2023-04.sql")  # type: ignore[attr-defined]
    file = council_site.home.book / "3.3_from_2023-04.sql"
    assert file.read_text() == TEXT == one.text
    assert file.stat().st_mode & 0o777 == 0o600
    assert list(council_site.home.book.iterdir()) == [file]
    versions = Council(council_site.home).book.indicator("3.3")
    assert [(str(version.valid_from), version.own) for version in versions] == [("2019-04", False), ("2023-04", True)]
    did = [change.did for change in Change.objects.filter(subject=f"proposal {one.pk}").order_by("pk")]
    assert did == ["drafted definition", "proposed definition", "approved definition"]
    council_site.prepare()
    assert "The council's own" in said(analyst.get("/book/"))
    download = analyst.get("/book/indicator/3.3/2023-04/file/")
    assert download.content == analyst.get(f"{address(one)}file/").content == TEXT.encode()
    assert download["Content-Disposition"] == 'attachment; filename="3.3_from_2023-04.sql"'
    assert download["Content-Type"] == "text/plain; charset=utf-8"


def test_what_cannot_be_used_is_kept_as_a_draft_and_said(analyst: Client) -> None:
    one = begun(analyst)
    bad = TEXT.replace("within_days", "within_dais")
    sent = {"text": bad, "why": "x", "seen": version_of(one)}
    response = analyst.post(address(one), sent)
    assert response.status_code == 422
    assert "line 1: the setting within_dais is not used" in said(response)
    one.refresh_from_db()
    assert one.text == bad
    tried = analyst.post(f"{address(one)}try/")
    assert tried.status_code == 422
    assert "within_dais" in said(tried)
    assert "It has not been tried" in act(analyst, one, "propose", 409)


def test_what_a_browser_sends_is_kept_with_the_ends_of_lines_of_a_file(analyst: Client) -> None:
    one = begun(analyst, TEXT.replace("\n", "\r\n"))
    assert one.text == TEXT


def test_a_text_without_a_month_is_not_lost(analyst: Client) -> None:
    response = analyst.post("/book/changes/new/", {"text": '/*\nref = "3.3"\nowner = "Mine"\n*/', "why": ""})
    assert response.status_code == 422
    assert 'owner = "Mine"' in said(response)
    assert not Proposal.objects.exists()


def test_a_proposal_that_is_changed_is_a_draft_again(analyst: Client, director: Client) -> None:
    one = proposed(analyst)
    seen = version_of(one)
    text = TEXT.replace("10", "14")
    assert analyst.post(address(one), {"text": text, "why": "x", "seen": seen}).status_code == 302
    one.refresh_from_db()
    assert (one.state, one.text) == ("draft", text)
    assert "can't be done" in act(director, one, "approve", 409)
    stale = analyst.post(address(one), {"text": TEXT, "why": "x", "seen": seen})
    assert stale.status_code == 422
    assert "changed since you read it" in said(stale)


def test_what_was_read_is_what_is_approved(analyst: Client, director: Client) -> None:
    one = proposed(analyst)
    response = director.post(f"{address(one)}decide/", {"act": "approve", "seen": "2023-01-01"})
    assert response.status_code == 409
    one.refresh_from_db()
    assert one.state == "proposed"


def test_the_book_may_have_changed_meanwhile(council_site: Site, analyst: Client, director: Client) -> None:
    one = proposed(analyst)
    council_site.home.book.mkdir()
    (council_site.home.book / "x.sql").write_text('/*\nref = "3.1"\nvalid_from = "2023-04"\nowner = "A"\n*/\n')
    assert "has not been tried with the records and the book as they are now" in act(director, one, "approve", 409)
    (council_site.home.book / "x.sql").write_text('/*\nref = "3.3"\nvalid_from = "2023-04"\nowner = "A"\n*/\n')
    assert "has a file for 3.3 from 2023-04 already (x.sql)" in act(director, one, "approve", 409)
    assert [file.name for file in council_site.home.book.iterdir()] == ["x.sql"]
    assert one.state == "proposed"


def test_a_failure_leaves_neither_file_nor_approval(
    council_site: Site, analyst: Client, director: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    one = proposed(analyst)

    def fails(*_: object) -> None:
        raise OSError

    monkeypatch.setattr("lineofsight.web.performance.proposals.check_book", fails)
    assert director.post(f"{address(one)}decide/", {"act": "approve", "seen": version_of(one)}).status_code == 500
    one.refresh_from_db()
    assert one.state == "proposed"
    assert list(council_site.home.book.iterdir()) == []


def test_a_published_month_keeps_its_rule(analyst: Client, director: Client) -> None:
    one = proposed(analyst, TEXT.replace("2023-04", "2023-03"))
    PublishedMonth.objects.create(month="2023-03", number=1, published_by=director.user)  # type: ignore[misc, attr-defined]
    sentence = "March 2023 is published, and a published month keeps its rule"
    assert sentence in act(director, one, "approve", 409)
    assert sentence in said(director.get(address(one)))
    PublishedMonth.objects.update(reopened_at="2023-05-01T00:00:00Z")
    act(director, one, "approve")


def test_a_proposal_is_refused_with_a_reason(analyst: Client, director: Client) -> None:
    one = proposed(analyst)
    assert "Say why it is not approved." in act(director, one, "refuse", 409)
    act(director, one, "refuse", because="Too short for holidays.")
    assert (one.state, one.decision) == ("refused", "Too short for holidays.")
    assert "Too short for holidays." in said(analyst.get(address(one)))
    again = analyst.get(f"/book/changes/new/?of={one.pk}")
    assert again.context["form"].initial["text"] == TEXT


def test_only_its_author_changes_and_withdraws_it(council_site: Site, analyst: Client) -> None:
    one = proposed(analyst)
    other = council_site.sign_in("analyst")
    assert "only its author" in act(other, one, "withdraw", 409)
    assert other.post(address(one), {"text": TEXT, "why": "", "seen": version_of(one)}).status_code == 422
    act(analyst, one, "withdraw")
    assert one.state == "withdrawn"
    assert "can't be done" in act(other, one, "approve", 409)


def test_every_act_that_stands_in_no_transition_is_refused(analyst: Client, director: Client) -> None:
    one = proposed(analyst)
    for state in Proposal.State.values:
        for what in ("propose", "withdraw", "approve", "refuse"):
            if (what, state) not in TRANSITIONS:
                Proposal.objects.filter(pk=one.pk).update(state=state)
                for client in (analyst, director):
                    act(client, one, what, 409, because="x")
                    assert one.state == state
    assert analyst.post(f"{address(one)}decide/", {"act": "burn"}).status_code == 404


def test_the_children_that_would_change_are_those_a_reader_may_see(
    council_site: Site, analyst: Client, director: Client
) -> None:
    one = proposed(analyst)
    page = said(analyst.get(f"{address(one)}children/3.3/"))
    assert "2 rows moved; 2 listed here" in page
    assert "Zoë Anne Smith-Jones" in page
    assert {child.person_id for child in Access.objects.latest("pk").children.all()} == {"C2", "C3"}
    RestrictedRecord.objects.create(person_id="C2", reason="A test", marked_by=director.user)  # type: ignore[misc, attr-defined]
    manager = council_site.sign_in("team_manager", teams=("T2",))
    page = said(manager.get(f"{address(one)}children/3.3/"))
    assert "1 listed here, 1 of restricted records not listed." in page
    assert "C3" in page
    assert not re.search(r"C2|Smith", page)
    assert manager.get(address(one)).status_code == 200
    assert manager.post(f"{address(one)}try/").status_code == 403
    assert manager.get(f"{address(one)}children/1.4/").status_code == 404


def test_a_new_member_of_few_children_is_not_named() -> None:
    """A draft's members are whatever its select says: who reads the page may not see the children."""
    found = TriedMembers("gender", "Gender", (("Zoe Oak", 0, 1), ("female", 3, 2), ("male", 0, 7), ("Max Ash", 0, 4)))
    shown = _members(found)
    assert shown["members"] == [("female", 3, 2), ("male", 0, 7)]
    assert (shown["rest"], shown["in_rest"]) == (2, 5)


def test_why_and_a_decision_name_no_child(council_site: Site, analyst: Client) -> None:
    """Both are frozen with a month, which boards read."""
    with serving().reading() as counted:
        child = counted.database.execute("select min(id) from children").fetchone()[0]  # type: ignore[index]
    draft = analyst.post("/book/changes/new/", {"text": TEXT, "why": f"Because of {child}."})
    assert draft.status_code == 422 and f"leave out “{child}”" in said(draft)
    one = begun(analyst)
    director = council_site.sign_in("director")
    refused = director.post(f"{address(one)}decide/", {"act": "refuse", "because": f"Because of {child}."})
    assert refused.status_code == 409 and f"leave out “{child}”" in said(refused)
