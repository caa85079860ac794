"""Whether a text that goes to boards names a child: by an id, or by forename and surname, of the records."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable

import duckdb

from lineofsight.indicators.laying import quoted
from lineofsight.records.snapshots import Snapshot

#: The longest name that is looked for, in words.
LONGEST = 5
#: A number shorter than this is an id only after one of the words.
SHORTEST_NUMBER = 5
_SAID_BEFORE_AN_ID = frozenset({"child", "person", "case", "id", "number", "no", "ref", "reference", "pupil"})
_WHOSE = re.compile(r"['’](?:s\b|(?=\W|$))", re.IGNORECASE)
_WORD = re.compile(r"[^\W_]+")
_TOKEN = re.compile(r"[^\s,;:()\[\]{}\"“”‘’!?]+")


def children_named(texts: Iterable[str], snapshot: Snapshot) -> dict[str, frozenset[str]]:
    """What in the texts names somebody in the records, as it is written there, and the ids of those whom it names.

    Ids are those in use and those that were merged away. A short plain number is taken for an id only where a word
    such as "child" or "case" stands before it: a text about figures is full of numbers. Names are found whatever
    their case and accents, also with the surname first.
    """
    found: dict[str, frozenset[str]] = {}
    for text in texts:
        ids, names = _possible_ids(text), _possible_names(text)
        for named in (_ids_of(snapshot, ids), _names_of(snapshot, names)):
            for written, people in named.items():
                found[written] = found.get(written, frozenset()) | people
    return found


def plain(text: str) -> str:
    """Lower case, without accents, words with one space between: how names are compared."""
    bare = "".join(c for c in unicodedata.normalize("NFKD", text.casefold()) if not unicodedata.combining(c))
    return " ".join(_WORD.findall(bare.replace("'", "").replace("’", "")))


def _possible_ids(text: str) -> dict[str, str]:
    """What may be an id, in lower case, with how it is written."""
    found: dict[str, str] = {}
    before = ""
    for match in _TOKEN.finditer(text):
        token = match[0].strip(".'#")
        for part in (token, *re.split(r"[/.']", token)):
            bare_number = part.isdigit() and len(part) < SHORTEST_NUMBER
            if any(c.isdigit() for c in part) and (not bare_number or before in _SAID_BEFORE_AN_ID):
                found.setdefault(part.lower(), part)
        before = token.lower()
    return found


def _possible_names(text: str) -> dict[str, str]:
    """Two to five words in a row, as names are compared, with how they are written."""
    # An apostrophe is part of a name (O'Brien), so it is taken out before words are told apart.
    # One that only says whose something is (O'Brien's) is taken out with its s, in a second reading.
    text = unicodedata.normalize("NFC", text)
    found: dict[str, str] = {}
    for read in (text, _WHOSE.sub("", text)):
        words = _WORD.findall(read.replace("'", "").replace("’", ""))
        for length in range(2, LONGEST + 1):
            for start in range(len(words) - length + 1):
                written = " ".join(words[start : start + length])
                found.setdefault(plain(written), written)
    return found


def _ids_of(snapshot: Snapshot, possible: dict[str, str]) -> dict[str, set[str]]:
    if not possible:
        return {}
    asked = {"ids": list(possible)}
    with duckdb.connect() as database:
        people = f"read_parquet('{quoted(snapshot.people)}')"
        sql = f"select lower(person_id), person_id from {people} where lower(person_id) in (select unnest($ids))"
        there = database.execute(sql, asked).fetchall()
    there += [(old.lower(), now) for old, now in snapshot.former_ids().items()]
    ids: dict[str, set[str]] = {}
    for lower, person in there:
        ids.setdefault(lower, set()).add(person)
    return {possible[each]: ids[each] for each in possible if each in ids}


def _names_of(snapshot: Snapshot, possible: dict[str, str]) -> dict[str, set[str]]:
    if not possible or not {"pers_forename", "pers_surname"} <= snapshot.columns("ssd_person"):
        return {}
    surnames = {part for name in possible for part in (name.split()[-1], name.split()[0])}
    with duckdb.connect() as database:
        # Only whose surname has a word of the text in it: the comparison itself is made here, as `plain` says.
        rows = database.execute(
            "select distinct pers_forename, pers_surname, person_id "
            f"from read_parquet('{quoted(snapshot.parquet('ssd_person'))}') "
            f"left join read_parquet('{quoted(snapshot.people)}') on person_key = pers_person_id "
            "where pers_forename is not null and pers_surname is not null and list_has_any("
            "string_split_regex(replace(replace(strip_accents(lower(pers_surname)), '''', ''), '’', ''), '[^\\w]+'), "
            "$words)",
            {"words": sorted(surnames)},
        ).fetchall()
    found: dict[str, set[str]] = {}
    for forename, surname, person in rows:
        forenames, family = plain(forename), plain(surname)
        if not forenames or not family:
            continue
        for first in dict.fromkeys((forenames, forenames.split()[0])):
            for name in (f"{first} {family}", f"{family} {first}"):
                if name in possible:
                    found.setdefault(possible[name], set()).update([person] if person else [])
    return found
