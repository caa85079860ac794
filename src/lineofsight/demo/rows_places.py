"""The rows about places: localities with their centres, and how many children of which group live in the area.

All names are made up. Homes have postcodes from ZZ11ZZ to ZZ97ZZ by the number of the house.
"""

from __future__ import annotations

from lineofsight.demo.rows import Records

# Locality, its centre, and its postcodes' first figures; then of each figure the ward, and the ward of its end.
PLACES = (
    ("Tarn", "Curlew Family Centre", (("1", "Heron", "Alder"), ("2", "Osprey", "Alder"))),
    ("Fell", "Linnet Children's Centre", (("3", "Rowan", "Godwit"), ("4", "Siskin", "Godwit"))),
    ("Heath", "Redstart Family Centre", (("5", "Hazel", "Plover"), ("6", "Dunlin", "Plover"))),
    ("Vale", "Wagtail Children's Centre", (("7", "Linden", "Merlin"), ("8", "Medlar", "Merlin"))),
    ("Combe", "Nuthatch Family Centre", (("9", "Whinchat", "Whinchat"),)),
)
FAR_ENDS = ("5", "6", "7")  # second figures that belong to the ward at the end of the locality
#: Of each thousand children, by what the breakdowns call their groups; mid-2018, and how that changes in a year.
GROUPS = {
    "age_group": (("0", 61, -0.8), ("1-4", 236, -2.2), ("5-9", 284, -0.9), ("10-15", 316, 2.9), ("16-17", 103, 1.0)),
    "gender": (("male", 513, 0.0), ("female", 487, 0.0)),
    "ethnicity_group": (
        ("white", 268, -1.5), ("mixed", 92, 0.9), ("asian", 514, 0.4), ("black", 96, 0.3), ("other", 30, -0.1),
    ),
    "disability": (("disabled", 78, 0.6), ("not disabled", 922, -0.6)),
}  # fmt: skip


def postcode_of(house: int) -> str:
    """The postcode of a house, as its address has it."""
    return f"ZZ{house % 9 + 1}{house % 7 + 1}ZZ"


def centre_of(house: int) -> str:
    """The centre of the locality in which a house stands."""
    figure = postcode_of(house)[2]
    return next(centre for _, centre, parts in PLACES if any(figure == part for part, _, _ in parts))


def write_localities(records: Records) -> None:
    """A row for each start of a postcode; where the second figure matters, a longer one beside it."""
    for locality, centre, parts in PLACES:
        for figure, ward, end in parts:
            # ZZ99ZZ, which stands for every placement outside the borough, is in no locality
            starts = [f"ZZ{figure}{second}" for second in FAR_ENDS]
            starts += [f"ZZ{figure}{second}" for second in "1234"] if figure == "9" else [f"ZZ{figure}"]
            for start in sorted(starts):
                far = start[3:] in FAR_ENDS
                key = f"LOC{len(records.tables.get('los_localities', [])) + 1:02d}"
                records.add("los_localities", key, start, end if far else ward, locality, centre)


def write_population_groups(records: Records) -> None:
    """The children of los_populations by group: the groups of each breakdown add up to all children of the year."""
    for _, year, area, total in records.tables["los_populations"]:
        for breakdown, groups in GROUPS.items():
            for member, count in _share_out(int(total), int(year) - 2018, groups):
                key = f"POPG{len(records.tables.get('los_population_groups', [])) + 1:03d}"
                records.add("los_population_groups", key, year, area, breakdown, member, str(count))


def _share_out(total: int, years: int, groups: tuple[tuple[str, int, float], ...]) -> list[tuple[str, int]]:
    """Whole children for each group; what rounding leaves over belongs to the largest."""
    counts = {member: round(total * (per_thousand + change * years) / 1000) for member, per_thousand, change in groups}
    largest = max(counts, key=lambda member: counts[member])
    counts[largest] += total - sum(counts.values())
    return list(counts.items())
