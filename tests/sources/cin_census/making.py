"""Makes children in need censuses of made-up children: small ones from nested values, and large ones as a stream."""

from __future__ import annotations

import datetime as dt
import random
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any
from xml.sax.saxutils import escape

Values = Mapping[str, Any]


def header(year: int = 2025, **instead: str | None) -> dict[str, Any]:
    """A census's header; `instead` gives its elements other texts, or leaves them out (None)."""
    texts: dict[str, str | None] = {
        **{"Collection": "CIN", "Year": str(year), "ReferenceDate": f"{year}-03-31", "SourceLevel": "L", "LEA": "999"},
        **{"SoftwareCode": "made up", "Release": "1", "SerialNo": "001", "DateTime": f"{year}-05-23T11:14:05"},
        **instead,
    }
    details = {name: texts[name] for name in ("Collection", "Year", "ReferenceDate") if texts[name] is not None}
    source = {name: text for name, text in texts.items() if name not in ("Collection", "Year", "ReferenceDate")}
    return {"CollectionDetails": details, "Source": {name: text for name, text in source.items() if text is not None}}


def child(number: int | str, *details: Values, year: int = 2025, **instead: Any) -> dict[str, Any]:
    """A made-up child, as the census of a year writes it; `instead` gives elements other texts, or none (None)."""
    texts: dict[str, Any] = {
        **{"LAchildID": f"child-{number}", "UPNunknown": "UN1", "PersonBirthDate": "2015-06-01"},
        **({"Sex": "F"} if year >= 2025 else {"GenderCurrent": "2"}),
        **{"Ethnicity": "WBRI", "Disability": ["NONE"]},
        **instead,
    }
    about = {"Ethnicity": texts.pop("Ethnicity"), "Disabilities": {"Disability": texts.pop("Disability")}}
    return {
        "ChildIdentifiers": {name: text for name, text in texts.items() if text is not None},
        "ChildCharacteristics": about,
        "CINdetails": list(details),
    }


def details(referral: str, *, closed: str | None = None, nfa: str = "false", **more: Any) -> dict[str, Any]:
    """An episode of need; `more` are further elements and modules."""
    closure = {"CINclosureDate": closed, "ReasonForClosure": "RC7"} if closed else {}
    start = {"CINreferralDate": referral, "ReferralSource": "2A", "PrimaryNeedCode": "N1"}
    return {**start, **closure, **more, "ReferralNFA": nfa}


def assessment(start: str, authorised: str | None = None, *factors: str) -> dict[str, Any]:
    end = {"AssessmentAuthorisationDate": authorised} if authorised else {}
    found = {"FactorsIdentifiedAtAssessment": {"AssessmentFactors": list(factors)}} if factors else {}
    return {"AssessmentActualStartDate": start, **end, **found}


def cp_plan(start: str, end: str | None = None, *reviews: str) -> dict[str, Any]:
    ended = {"CPPendDate": end} if end else {}
    held = {"Reviews": {"CPPreviewDate": list(reviews)}} if reviews else {}
    categories = {"InitialCategoryOfAbuse": "NEG", "LatestCategoryOfAbuse": "EMO", "NumberOfPreviousCPP": "0"}
    return {"CPPstartDate": start, **ended, **categories, **held}


def xml(children: Sequence[Values], head: Values | None = None) -> str:
    """A census as XML, each element on a line of its own."""
    message = {"Header": header() if head is None else head, "Children": {"Child": list(children)}}
    return "".join(['<?xml version="1.0" encoding="utf-8"?>\n', *_element("Message", message, 0)])


def write(folder: Path, children: Sequence[Values], head: Values | None = None, *, name: str = "census.xml") -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    (folder / name).write_text(xml(children, head), encoding="utf-8")
    return folder / name


def write_big_census(path: Path, *, children: int = 10_000, year: int = 2025, seed: int = 1) -> Path:
    """Writes a census of so many made-up children, about 90 elements a child, without holding it in memory."""
    draw = random.Random(seed)
    with path.open("w", encoding="utf-8") as file:
        file.write('<?xml version="1.0" encoding="utf-8"?>\n<Message>\n')
        file.writelines(_element("Header", header(year), 1))
        file.write("  <Children>\n")
        for number in range(children):
            file.writelines(_element("Child", _drawn_child(draw, number, year), 2))
        file.write("  </Children>\n</Message>\n")
    return path


def _drawn_child(draw: random.Random, number: int, year: int) -> dict[str, Any]:
    first = dt.date(year - 1, 4, 1)

    def day(earliest: int, latest: int) -> dt.date:
        return first + dt.timedelta(days=draw.randint(earliest, latest))

    def later(after: dt.date, least: int, most: int) -> str | None:
        end = after + dt.timedelta(days=draw.randint(least, most))
        return str(end) if end <= dt.date(year, 3, 31) else None

    episodes = []
    for _ in range(1 + (draw.random() < 0.3)):
        referred = day(-300, 330)
        modules: dict[str, Any] = {}
        starts = [max(referred, first) + dt.timedelta(days=draw.randint(0, 20)) for _ in range(draw.randint(1, 2))]
        factors = ("1B", "3B", "4A", "4B", "10A", "16A", "17A", "18B", "20", "24A")
        modules["Assessments"] = [
            assessment(str(start), later(start, 5, 70), *draw.sample(factors, draw.randint(1, 4))) for start in starts
        ]
        modules["CINPlanDates"] = [{"CINPlanStartDate": str(day(0, 330))} for _ in range(draw.random() < 0.6)]
        if draw.random() < 0.35:
            strategy = day(0, 300)
            modules["Section47"] = [
                {"S47ActualStartDate": str(strategy), "InitialCPCtarget": str(strategy + dt.timedelta(days=21))}
                | {"DateOfInitialCPC": str(strategy + dt.timedelta(days=14)), "ICPCnotRequired": "0"}
            ]
            start = strategy + dt.timedelta(days=14)
            reviews = [review for least in (60, 200) if (review := later(start, least, least + 40))]
            modules["ChildProtectionPlans"] = [cp_plan(str(start), None, *reviews)]
        closed = later(referred, 200, 500) if draw.random() < 0.4 else None
        episodes.append(details(str(referred), closed=closed, **modules))
    born = dt.date(year - 1, 4, 1) - dt.timedelta(days=draw.randint(200, 6500))
    return child(
        number,
        *episodes,
        year=year,
        PersonBirthDate=str(born),
        Ethnicity=draw.choice(["WBRI", "WOTH", "MWBC", "AIND", "ABAN", "BAFR", "BCRB", "OOTH", "NOBT"]),
        Disability=draw.choice([["NONE"], ["NONE"], ["NONE"], ["LD", "BEH"], ["AUT"]]),
    )


def _element(name: str, value: Any, depth: int) -> Iterator[str]:
    """An element for a value: one for each of a list, one with others in it for a mapping, or one with a text."""
    indent = "  " * depth
    if isinstance(value, list | tuple):
        for each in value:
            yield from _element(name, each, depth)
    elif isinstance(value, Mapping):
        yield f"{indent}<{name}>\n"
        for inner, each in value.items():
            yield from _element(inner, each, depth + 1)
        yield f"{indent}</{name}>\n"
    else:
        yield f"{indent}<{name}>{escape(str(value))}</{name}>\n"
