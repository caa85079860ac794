"""The rows about who people are: person, family, address, disability, immigration status."""

from __future__ import annotations

import json
from random import Random

from lineofsight.demo.days import EXTRACT, iso
from lineofsight.demo.rows import MARK, Records, date, person_id, yes

NATIONALITIES = ("AFG", "ERI", "SDN", "ALB", "VNM", "IRN", "SYR", "ETH")


def write_people(records: Records, rng: Random) -> None:
    for person in records.council.people.everyone:
        key = person_id(person)
        gender = {"M": "01", "F": "02"}.get(person.sex, "00")
        age = 0 if person.unborn else person.age(EXTRACT)
        plan = any(code in ("LD", "AUT", "COMM") for code in person.disabilities) and 4 <= age < 20
        records.add(
            "ssd_person",
            "",
            key,
            "",
            person.forename,
            person.family.surname,
            "U" if person.unborn else person.sex,
            "00" if person.unborn else gender if rng.random() < 0.995 else "09",
            person.family.ethnicity,
            "" if person.unborn else iso(person.born),
            "",
            "UN1" if age < 4 else "",
            yes(plan or rng.random() < 0.04),
            iso(person.born) if person.unborn else "",
            "",
            "N",
            rng.choice(NATIONALITIES) if person.alone else "",
        )
        records.add("ssd_family", records.new_id("FT"), f"F{person.family.number:06d}{MARK}", key)
        for code in person.disabilities:
            records.add("ssd_disability", records.new_id("DI"), key, code)
        if not person.disabilities and person.number % 3 == 0:
            records.add("ssd_disability", records.new_id("DI"), key, "NONE")
        if person.alone:
            records.add(
                "ssd_immigration_status",
                records.new_id("IM"),
                key,
                iso(person.known_from),
                "",
                "UASC",
            )
        _write_addresses(records, person.number, key, rng)


def _write_addresses(records: Records, number: int, key: str, rng: Random) -> None:
    person = records.council.people.everyone[number - 1]
    family = person.family
    chance = Random(family.number)  # brothers and sisters move together
    moved = None
    if chance.random() < 0.18:
        moved = chance.randint(EXTRACT - 1300, EXTRACT - 20)
    start = person.born if not person.unborn else None
    house = family.house
    if moved is not None and start is not None and moved > start + 30:
        _address(records, key, "Home", start, moved, house + 1, family.street)
        start = moved
    if start is not None:
        _address(records, key, "Home", start, None, house, family.street)


def _address(records: Records, key: str, kind: str, start: int, end: int | None, house: int, street: str) -> None:
    parts = {"HOUSE": str(house), "STREET": street, "TOWN": "Demonstration Borough"}
    postcode = f"ZZ{house % 9 + 1}{house % 7 + 1}ZZ"
    records.add("ssd_address", records.new_id("AD"), key, kind, date(start), date(end), postcode, json.dumps(parts))
