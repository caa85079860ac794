"""Which columns each list has on a day, how they are headed, and which values they admit: a dated file for each layout.

A layout says what differs from the one that it is based on. A council's own, in HOME/annex_a/layouts, stand beside the
shipped ones, and in place of one of the same name.
"""

from __future__ import annotations

import datetime as dt
import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

from lineofsight.problems import Refused
from lineofsight.records.descriptions import Column
from lineofsight.sources.annex_a.lists import AnnexAList, all_lists

SHIPPED = Path(__file__).parent / "layouts"
LISTS = range(1, 12)
TEXTS = ("title", "source", "caveats", "authored_by", "checked_by", "based_on")
OTHERS = ("layout", "valid_from", "reviewed_on", "next_review", "change_log", "written_as", "values", "lists")
OF_A_LIST = ("title", "months", "window", "columns", "required", "once", "needed_with", "not_before", "headings")


@dataclass(frozen=True)
class LayoutColumn:
    """A column of a list. `values`: code to how it is written, empty where any text is admitted."""

    name: str
    heading: str
    described: Column = field(compare=False)
    values: Mapping[str, str] = field(default_factory=dict)
    required: bool = False
    needed_with: str = ""
    not_before: str = ""

    @property
    def type(self) -> str:
        """`text`, `date` or `int`."""
        return "date" if self.described.type == "datetime" else self.described.type

    @property
    def must(self) -> str:
        """Whether it must be filled: `always`, `sometimes` or `no`."""
        return "always" if self.required else "sometimes" if self.needed_with else "no"


@dataclass(frozen=True)
class ListLayout:
    """One list of a layout. `months`: how far back it goes. `once`: columns by which no two rows are alike."""

    number: int
    title: str
    months: int
    window: str
    columns: tuple[LayoutColumn, ...]
    once: tuple[str, ...] = ()

    @property
    def sheet(self) -> str:
        return f"List {self.number}"

    def column(self, name: str) -> LayoutColumn | None:
        return next((column for column in self.columns if column.name == name), None)


@dataclass(frozen=True)
class Layout:
    """A version of Annex A. `own`: a council's."""

    name: str
    title: str
    valid_from: dt.date
    source: str
    caveats: str
    lists: tuple[ListLayout, ...]
    own: bool = False

    def of(self, number: int) -> ListLayout:
        return self.lists[number - 1]


def read_layouts(own: Path | None = None) -> dict[str, Layout]:
    """Every layout by its name, the earliest first. Refused, with the file, where one can't be used."""
    texts = {file: _text(file) for file in _files(SHIPPED)}
    if own is not None and own.is_dir():
        texts |= {file: _text(file) for file in _files(own)}
    by_name: dict[str, tuple[Path, dict[str, Any]]] = {}
    for file, text in texts.items():
        other = by_name.get(text["layout"])
        if other is not None and other[0].parent == file.parent:
            raise Refused(f"{file.name} and {other[0].name} are both the layout {text['layout']}: keep one")
        by_name[text["layout"]] = file, text
    layouts = [
        _layout(file, _complete(name, by_name), own=file.parent != SHIPPED) for name, (file, _) in by_name.items()
    ]
    return {layout.name: layout for layout in sorted(layouts, key=lambda layout: (layout.valid_from, layout.name))}


def layout_for(layouts: Mapping[str, Layout], on: dt.date, name: str | None = None) -> Layout:
    """The layout of a name, or the one that holds on a day; refused where there is none of the name.

    >>> layout_for(read_layouts(), dt.date(2023, 3, 31)).name, layout_for(read_layouts(), dt.date(2026, 3, 31)).name
    ('2021', '2024')
    """
    if name is not None:
        if name not in layouts:
            raise Refused(f"There is no layout {name!r} of Annex A: there are {', '.join(layouts)}")
        return layouts[name]
    reached = [layout for layout in layouts.values() if layout.valid_from <= on]
    return reached[-1] if reached else next(iter(layouts.values()))


def _files(folder: Path) -> list[Path]:
    return sorted(file for file in folder.glob("*.toml") if not file.name.startswith("."))


def _text(file: Path) -> dict[str, Any]:
    try:
        text = tomllib.loads(file.read_text(encoding="utf-8-sig"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise Refused(f"{file.name}: can't be read ({error}): write each field as name = value") from None
    unknown = next((name for name in text if name not in (*TEXTS, *OTHERS)), None)
    if unknown:
        raise Refused(f"{file.name}: a layout has no field {unknown!r}: remove it")
    if not isinstance(text.get("layout"), str) or not text["layout"]:
        raise Refused(f'{file.name}: it doesn\'t say which layout it is: add layout = "2026"')
    for each in text.get("lists", ()):
        wrong = next((name for name in each if name not in (*OF_A_LIST, "number")), None)
        if wrong or each.get("number") not in LISTS:
            raise Refused(
                f"{file.name}: "
                + (f"a list has no field {wrong!r}: remove it" if wrong else "each of lists has a number from 1 to 11")
            )
    return text


def _complete(name: str, by_name: Mapping[str, tuple[Path, dict[str, Any]]], through: tuple[str, ...] = ()) -> Any:
    """A layout with everything that it leaves to the one that it is based on."""
    file, text = by_name[name]
    base = text.get("based_on")
    if base is None:
        return text
    if base not in by_name or base in (*through, name):
        raise Refused(f"{file.name}: based_on names {base!r}, which is no other layout")
    whole = dict(_complete(base, by_name, (*through, name)))
    numbered = {each["number"]: each for each in whole.get("lists", ())}
    for each in text.get("lists", ()):
        numbered[each["number"]] = {**numbered.get(each["number"], {}), **each}
    values = {group: dict(codes) for group, codes in whole.get("values", {}).items()}
    for group, codes in text.get("values", {}).items():
        values[group] = values.get(group, {}) | codes
    return {
        **whole,
        **text,
        "lists": [numbered[number] for number in sorted(numbered)],
        "values": values,
        "written_as": {**whole.get("written_as", {}), **text.get("written_as", {})},
    }


def _layout(file: Path, text: Mapping[str, Any], *, own: bool) -> Layout:
    missing = next((name for name in ("title", "valid_from", "source") if name not in text), None)
    if missing:
        raise Refused(f"{file.name}: the layout has no {missing}: add it, or based_on another layout")
    if type(text["valid_from"]) is not dt.date:
        raise Refused(f"{file.name}: valid_from must be a date without quotes, as 2026-04-01")
    numbers = [each["number"] for each in text.get("lists", ())]
    if numbers != list(LISTS):
        raise Refused(f"{file.name}: the layout must have the lists 1 to 11, each once")
    described = all_lists()
    lists = tuple(_list(file, text, each, described[each["number"] - 1]) for each in text["lists"])
    return Layout(
        str(text["layout"]), str(text["title"]), text["valid_from"], str(text["source"]), str(text.get("caveats", "")),
        lists, own,
    )  # fmt: skip


def _list(file: Path, text: Mapping[str, Any], each: Mapping[str, Any], described: AnnexAList) -> ListLayout:
    where = f"{file.name}, list {each['number']}"
    missing = next((name for name in ("title", "months", "window", "columns", "required") if name not in each), None)
    if missing:
        raise Refused(f"{where}: it has no {missing}: add it")
    names, headings = each["columns"], each.get("headings", {})
    needed, not_before = each.get("needed_with", {}), each.get("not_before", {})
    used = (each["required"], each.get("once", ()), headings, needed, needed.values(), not_before, not_before.values())
    known = described.layout.columns
    _check_names(where, names, known)
    for group in used:
        _check_names(where, group, names)
    columns = tuple(
        LayoutColumn(
            name=name,
            heading=str(headings.get(name, known[name].spelt[0])),
            described=known[name],
            values=_values(where, text, name),
            required=name in each["required"],
            needed_with=needed.get(name, ""),
            not_before=not_before.get(name, ""),
        )
        for name in names
    )
    if not isinstance(each["months"], int) or not 0 <= each["months"] <= 120:
        raise Refused(f"{where}: months must be a whole number of months, 0 to 120")
    return ListLayout(
        each["number"], str(each["title"]), each["months"], str(each["window"]), columns, tuple(each.get("once", ()))
    )


def _values(where: str, text: Mapping[str, Any], name: str) -> Mapping[str, str]:
    group = text.get("written_as", {}).get(name)
    if group is None:
        return {}
    values = text.get("values", {}).get(group)
    if not values:
        raise Refused(f"{where}: {name} is written as {group!r}, and there is no [values.{group}]")
    return {str(code): str(written) for code, written in values.items() if written != ""}


def _check_names(where: str, names: Iterable[str], known: Iterable[str]) -> None:
    unknown = next((name for name in names if name not in known), None)
    if unknown is not None:
        raise Refused(f"{where}: it has no column {unknown!r}: it can have {', '.join(known)}")


@cache
def shipped_layouts() -> dict[str, Layout]:
    """The layouts that are shipped, by name."""
    return read_layouts()
