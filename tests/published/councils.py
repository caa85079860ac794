"""A small council, and what its records say a month later: visits written in late, a case withdrawn, two ids merged."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from lineofsight.home import Home
from lineofsight.records.people import Merge
from lineofsight.records.snapshots import Incoming, Snapshot, Snapshots
from lineofsight.sources.ssd_files import opened
from tests.extracts import with_nobody, write_extract

FIRST, SECOND = dt.date(2023, 4, 3), dt.date(2023, 5, 3)

Row = dict[str, object]


@dataclass(frozen=True)
class Child:
    """A child in need since June 2022, with the days on which the child was seen, and who works with the child."""

    id: str
    seen_on: Sequence[str] = ()
    team: str = "T1"
    worker: str = "W1"
    forename: str = ""
    surname: str = ""


#: As the records were on 3 April: 3 of 6 had been seen in the 28 days to 31 March.
MARCH = (
    Child("C1", ("2023-03-30",), forename="Ada", surname="O'Brien"),
    Child("C2", ("2023-03-20",), forename="Zoë Anne", surname="Smith-Jones"),
    Child("C3", ("2023-03-10",), team="T2", worker="W2", forename="Max", surname="Field"),
    Child("C4", ("2023-01-05",), forename="Mia", surname="Lane"),
    Child("C5", (), team="T2", worker="W2"),
    Child("OLD6", ("2023-01-10",)),
)
#: As they were on 3 May. C1's visit was struck out and C4's written in late; C2 was no child in need after all; C7 was
#: one; OLD6 is N6. So 3 of 6 again, though four children moved.
APRIL = (
    Child("C1", (), forename="Ada", surname="O'Brien"),
    Child("C3", ("2023-03-10",), team="T2", worker="W2", forename="Max", surname="Field"),
    Child("C4", ("2023-01-05", "2023-03-28"), forename="Mia", surname="Lane"),
    Child("C5", (), team="T2", worker="W2"),
    Child("N6", ("2023-01-10",)),
    Child("C7", ("2023-03-29",), team="T2", worker="W2", forename="Tom", surname="Hill"),
)


def records(children: Iterable[Child]) -> dict[str, list[Row]]:
    """The tables of a council with these children."""
    tables: dict[str, list[Row]] = {}

    def add(table: str, **row: object) -> None:
        tables.setdefault(table, []).append(row)

    for child in children:
        add(
            "ssd_person",
            pers_person_id=child.id,
            pers_forename=child.forename,
            pers_surname=child.surname,
            pers_dob="2012-01-01",
            pers_gender="02",
            pers_ethnicity="WBRI",
        )
        add(
            "ssd_cin_episodes",
            cine_referral_id=f"R {child.id}",
            cine_person_id=child.id,
            cine_referral_date="2022-06-01",
        )
        add(
            "ssd_cin_assessments",
            cina_assessment_id=f"A {child.id}",
            cina_person_id=child.id,
            cina_referral_id=f"R {child.id}",
            cina_assessment_start_date="2022-06-01",
            cina_assessment_auth_date="2022-07-01",
        )
        add(
            "ssd_involvements",
            invo_involvements_id=f"I {child.id}",
            invo_person_id=child.id,
            invo_professional_role_id="CW",
            invo_involvement_start_date="2022-06-01",
            invo_professional_team=child.team,
            invo_professional_id=child.worker,
        )
        for place, day in enumerate(child.seen_on):
            add(
                "ssd_cin_visits",
                cinv_cin_visit_id=f"V {child.id} {place}",
                cinv_person_id=child.id,
                cinv_cin_visit_date=day,
                cinv_cin_visit_seen="Y",
            )
    return tables


def load_children(home: Home, children: Iterable[Child], on: dt.date, merges: Sequence[Merge] = ()) -> Snapshot:
    """Loads what the records say on a day, as a load does."""
    folder = write_extract(home.path.parent / f"extract-{on}-{len(list(home.snapshots.glob('2*')))}", _whole(children))
    home.create()
    with opened(folder, scratch=home.path) as extract:
        incoming = Incoming(extract.files, source=extract.name, extracted_on=on, merges=merges, made_up=True)
        return Snapshots(home.snapshots).load(incoming, now=dt.datetime(2026, 11, 23, tzinfo=dt.UTC))


def _whole(children: Iterable[Child]) -> dict[str, Sequence[Row]]:
    return dict(with_nobody(records(children)))  # type: ignore[arg-type]


def load_march(home: Home) -> Snapshot:
    return load_children(home, MARCH, FIRST)


def load_april(home: Home) -> Snapshot:
    return load_children(home, APRIL, SECOND, [Merge("OLD6", "N6", "A test")])
