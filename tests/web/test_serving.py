"""Which records pages are read from while others are loaded, worked out, or can't be."""

from __future__ import annotations

import datetime as dt
import time

import pytest

from lineofsight.cli import main
from lineofsight.home import Home
from lineofsight.problems import Refused
from lineofsight.web import serving
from tests.extracts import council_of, load, with_nobody, write_extract

ON = dt.date(2023, 4, 3)


def referral(child: str) -> dict[str, str]:
    return {"cine_referral_id": f"r{child}", "cine_person_id": child, "cine_referral_date": "2023-01-09"}


@pytest.fixture
def site(home: Home, settings: object, monkeypatch: pytest.MonkeyPatch) -> Home:
    settings.LINEOFSIGHT_HOME = home.path  # type: ignore[attr-defined]
    monkeypatch.setattr(serving, "LOOK_EVERY", 0.0)
    return home


def children() -> set[str]:
    with serving.serving().reading() as counted:
        rows = counted.database.execute("select id from everybody where is_open").fetchall()
    return {row[0] for row in rows}


def wait_until_served(snapshot: str) -> None:
    until = time.monotonic() + 60
    while serving.serving().council.snapshot.id != snapshot:
        assert time.monotonic() < until, "the new snapshot is not served"
        time.sleep(0.05)


def test_nothing_loaded_is_said_not_guessed(site: Home) -> None:
    with pytest.raises(Refused, match="Nothing is loaded yet"):
        serving.serving()
    notice = serving.data_notice(ON)
    assert "Nothing is loaded yet" in notice.problem and notice.as_at is None
    assert not serving.shows_demonstration()


def test_pages_show_what_was_before_until_the_new_load_is_worked_out(site: Home) -> None:
    council_of(site, {"ssd_cin_episodes": [referral("Ann")]}, ON)
    assert children() == {"Ann"}
    first = serving.serving()
    folder = write_extract(site.path.parent / "later", with_nobody({"ssd_cin_episodes": [referral("Ben")]}))
    snapshot = load(site, folder, ON)
    assert children() == {"Ann"}  # not waited for
    wait_until_served(snapshot.id)
    assert children() == {"Ben"}
    with first.reading() as counted:  # a page that began before goes on with what it began with
        rows = counted.database.execute("select id from everybody where is_open").fetchall()
    assert rows == [("Ann",)]


def test_a_definition_that_cannot_be_used_changes_nothing_and_is_said(site: Home) -> None:
    council_of(site, {"ssd_cin_episodes": [referral("Ann")]}, ON)
    assert children() == {"Ann"} and serving.problem() == ""
    site.book.mkdir()
    (site.book / "broken.sql").write_text('/*\nref = "3.3"\nvalid_from = "2023-03"\n*/\nselect 1 as nothing\n')
    until = time.monotonic() + 60
    while not serving.problem():
        assert children() == {"Ann"} and time.monotonic() < until
        time.sleep(0.05)
    assert "broken.sql" in serving.problem() and "broken.sql" in serving.data_notice(ON).problem
    (site.book / "broken.sql").unlink()
    assert children() == {"Ann"} and serving.problem() == ""


def test_old_data_is_old_after_the_days_that_the_council_sets(site: Home) -> None:
    council_of(site, {"ssd_cin_episodes": [referral("Ann")]}, ON)
    serving.serving()
    assert not serving.data_notice(ON + dt.timedelta(days=7)).is_old
    assert serving.data_notice(ON + dt.timedelta(days=8)).is_old


def test_made_up_people_come_in_only_while_all_of_it_is_made_up(site: Home) -> None:
    """The demonstration is what serves; then a real extract is loaded, whose pages are not made yet."""
    folder = write_extract(site.path.parent / "demo", with_nobody({"ssd_cin_episodes": [referral("Ann")]}))
    (folder / "manifest.json").write_text(f'{{"extracted_on": "{ON}", "made_up": true}}')
    assert main(["load", str(folder), "--no-check"]) == 0
    assert serving.shows_demonstration()
    serving.serving()
    assert serving.shows_demonstration()
    council_of(site, {"ssd_cin_episodes": [referral("Ben")]}, ON)
    assert not serving.shows_demonstration()


def test_a_former_id_leads_to_the_child_also_when_the_extract_no_longer_says_so(site: Home) -> None:
    """A became B in one load and B became C in another; the records that serve say nothing of either."""
    council_of(site, {"ssd_cin_episodes": [referral("C")]}, ON)
    site.people_changed.write_text(
        "old_id,new_id,source,snapshot,recorded_at\n"
        "A,B,the council's list,2023-01-31.1,2023-02-01T08:00:00\n"
        "B,C,the council's list,2023-02-28.1,2023-03-01T08:00:00\n"
    )
    assert dict(serving.serving().former_ids) == {"A": "C", "B": "C"}
