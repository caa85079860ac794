"""Publishing is whole or not at all: one of two wins, a failure leaves nothing, no folder is written twice."""

from __future__ import annotations

import pytest

from lineofsight.problems import Refused
from lineofsight.web.accounts.models import Change, User
from lineofsight.web.performance import publishing
from lineofsight.web.performance.commentary import publication_in_force
from lineofsight.web.performance.models import Proposal, PublishedMonth
from lineofsight.web.performance.publishing import Checklist, frozen_of, latest_published, publish, reopen
from lineofsight.web.serving import serving
from tests.web.conftest import add_person
from tests.web.performance.conftest import MARCH, Site


@pytest.fixture
def director(council_site: Site) -> User:
    user = add_person("director")
    council_site.say_what_is_needed(add_person("analyst"), user)
    return user


def test_of_two_at_once_one_wins(council_site: Site, director: User, monkeypatch: pytest.MonkeyPatch) -> None:
    publish(MARCH, by=director, served=serving())
    # As the second of two sees it, who looked before the first was done.
    monkeypatch.setattr(publishing, "checklist", lambda *_: Checklist(""))
    with pytest.raises(Refused, match="Somebody else has just published March 2023"):
        publish(MARCH, by=director, served=serving())
    assert PublishedMonth.objects.count() == 1
    assert [folder.name for folder in council_site.home.published.iterdir()] == ["2023-03.1"]


def test_a_failure_leaves_neither_folder_nor_row(
    council_site: Site, director: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fails(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("lineofsight.published.freezing._write_evidence", fails)
    with pytest.raises(Refused, match="No space left"):
        publish(MARCH, by=director, served=serving())
    assert not PublishedMonth.objects.exists()
    assert not Change.objects.filter(did="published month").exists()
    assert list(council_site.home.published.iterdir()) == []


def test_a_folder_that_no_row_knows_is_never_written_over(council_site: Site, director: User) -> None:
    left = council_site.home.published / "2023-03.4"
    left.mkdir(parents=True)
    assert publish(MARCH, by=director, served=serving()).folder == "2023-03.5"
    assert list(left.iterdir()) == []


def test_the_commentary_and_decisions_of_the_month_are_frozen_with_it(council_site: Site, director: User) -> None:
    facts = {"kind": "indicator", "name": "3.3", "text": "x", "author": director, "decided_by": director}
    Proposal.objects.create(state="approved", valid_from="2023-01", why="The board", **facts)
    Proposal.objects.create(state="approved", valid_from="2023-05", **facts)
    Proposal.objects.create(state="proposed", valid_from="2023-01", **facts)
    there = publish(MARCH, by=director, served=serving())
    frozen = frozen_of(there, council_site.home)
    said = frozen.beside("commentary")
    assert "3.3" in [one["ref"] for one in said]
    assert {(one["what_happened"], one["approved_by"]) for one in said} == {("Sickness in two teams.", director.name)}
    assert [(one["name"], one["valid_from"], one["why"]) for one in frozen.beside("proposals")] == [
        ("3.3", "2023-01", "The board")
    ]
    assert (there.snapshot, there.book) == (frozen.manifest["snapshot"], frozen.manifest["book"])


def test_what_is_in_force(council_site: Site, director: User) -> None:
    assert publication_in_force(MARCH) is None
    assert latest_published() is None
    there = publish(MARCH, by=director, served=serving())
    assert publication_in_force(MARCH) == there
    assert latest_published() == MARCH
    reopen(MARCH, by=director, because="A test.")
    assert publication_in_force(MARCH) is None
    assert latest_published() is None


def test_nobody_else_publishes_or_reopens_whatever_the_page_let_through(council_site: Site, director: User) -> None:
    for role in ("quality", "service_manager", "board_member"):
        with pytest.raises(Refused, match="heads of service, directors and analysts"):
            publish(MARCH, by=add_person(role), served=serving())
        with pytest.raises(Refused, match="heads of service, directors and analysts"):
            reopen(MARCH, by=add_person(role), because="x")
