"""How wide the columns of a table are, where nothing else works it out: in slides and documents."""

from __future__ import annotations

from lineofsight.reports.document import Table, words
from lineofsight.reports.typeface import width


def column_widths(table: Table, room: float, size: float, padding: float) -> list[float]:
    """The width of each column, which add up to the room: all in the unit of the size.

    A column of figures is as wide as the longest of them and the longest word of its heading; the others share what
    is left by their `width`, and none is narrower than its longest word, as long as there is room for that.
    """
    widest = room * 0.4  # a word that is wider than that is broken
    least = [min(_least(table, place, size) + padding, widest) for place in range(len(table.columns))]
    few = len(table.columns) <= 4
    if sum(least) >= room:
        return [each * room / sum(least) for each in least]
    found = list(least)
    sharing = [place for place, column in enumerate(table.columns) if few or not column.numbers or place == 0]
    while sharing:
        left = room - sum(found[place] for place in range(len(found)) if place not in sharing)
        share = left / sum(table.columns[place].width for place in sharing)
        narrow = [place for place in sharing if share * table.columns[place].width < least[place]]
        if not narrow:
            for place in sharing:
                found[place] = share * table.columns[place].width
            break
        sharing = [place for place in sharing if place not in narrow]
    return [each * room / sum(found) for each in found]


def _least(table: Table, place: int, size: float) -> float:
    column = table.columns[place]
    needed = [width(word, size, bold=True) for word in column.title.split()]
    for row in table.rows:
        text = words(row[place].text)
        bold = bool(row[place].rating)
        whole = column.numbers and place > 0 and len(text) <= 20
        needed += [width(part, size, bold=bold) for part in ([text] if whole else text.split())]
    return max(needed, default=0.0)
