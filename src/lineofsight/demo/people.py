"""Who the people are: children, brothers and sisters, with plainly made-up names.

Forenames are colours, herbs and stones, surnames are trees, birds and hills: nobody is called Teal Alder.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from random import Random
from typing import TYPE_CHECKING

from lineofsight.demo import days

if TYPE_CHECKING:
    from lineofsight.demo.cases import Assessment, Case


def _words(text: str) -> tuple[str, ...]:
    return tuple(text.split())


FORENAMES = _words(
    "Teal Amber Indigo Saffron Coral Jade Russet Ochre Cobalt Scarlet Umber Sienna Azure Cerise Hazel Olive Ivory "
    "Sable Copper Silver Garnet Topaz Opal Onyx Agate Beryl Flint Slate Marble Quartz Basil Sorrel Fennel Tansy "
    "Clover Bramble Juniper Yarrow Bracken Thistle Saxon Lapis Cedar Sage Mint Lilac Violet Indra Zinc Nickel"
)
SURNAMES = _words(
    "Alder Aspen Birch Beech Cypress Elder Elm Fir Hawthorn Holly Hornbeam Larch Linden Maple Medlar Mulberry Oak "
    "Pine Poplar Quince Rowan Spruce Sycamore Walnut Willow Yew Avocet Bittern Bunting Curlew Dipper Dunlin Egret "
    "Fieldfare Finch Godwit Goshawk Grebe Heron Kestrel Kingfisher Lapwing Linnet Merlin Nightjar Nuthatch Osprey "
    "Partridge Pipit Plover Redstart Redwing Sandpiper Shrike Siskin Skylark Starling Swift Teasel Tern Thrush "
    "Wagtail Warbler Wheatear Whinchat Wren Brook Combe Crag Dale Fell Fen Glen Heath Knoll Moor Tarn Vale"
)

# Made-up shares of each hundred families.
ETHNICITIES = (
    ("ABAN", 38), ("WBRI", 17), ("WOTH", 8), ("BAFR", 8), ("BOTH", 3), ("BCRB", 4), ("MWBC", 4), ("MWBA", 2),
    ("MWAS", 3), ("MOTH", 3), ("AIND", 1), ("APKN", 2), ("AOTH", 2), ("CHNE", 1), ("OOTH", 2), ("WIRI", 1),
    ("NOBT", 1),
)  # fmt: skip
_ETHNIC_CODES = [code for code, _ in ETHNICITIES]
_ETHNIC_WEIGHTS = [weight for _, weight in ETHNICITIES]
IMPAIRMENTS = ("LD", "AUT", "BEH", "COMM", "MOB", "PC", "INC", "HEAR", "VIS", "CON", "HAND", "DDA")
_IMPAIRMENT_WEIGHTS = (28, 30, 14, 12, 9, 6, 5, 3, 3, 4, 2, 3)


@dataclass(slots=True, eq=False)
class Family:
    """Brothers and sisters who live at one address."""

    number: int
    surname: str
    ethnicity: str
    house: int
    street: str
    children: list[Person] = field(default_factory=list)
    referred_on: int = 0
    kin: bool = True  # brothers and sisters are referred together

    def any_open(self) -> bool:
        return any(child.case is not None for child in self.children)


@dataclass(slots=True, eq=False)
class Person:
    """One child or young person, and everything that was recorded about them."""

    number: int
    family: Family
    forename: str
    sex: str
    born: int  # for a child not yet born: the day they are expected
    known_from: int
    unborn: bool = False
    disabilities: tuple[str, ...] = ()
    alone: bool = False  # an unaccompanied asylum-seeking child
    in_service: bool = False  # young people who came as care leavers, or for good to another family
    case: Case | None = None  # the open one
    cases: list[Case] = field(default_factory=list)
    assessments: list[Assessment] = field(default_factory=list)
    overseen: list[int] = field(default_factory=list)
    in_need_visits: list[tuple[int, bool]] = field(default_factory=list)
    protection_visits: list[tuple[int, bool]] = field(default_factory=list)
    care_visits: list[tuple[int, bool]] = field(default_factory=list)

    def age(self, on: int) -> int:
        return days.age_at(self.born, on)

    @property
    def eighteen(self) -> int:
        return days.birthday(self.born, 18)


@dataclass(slots=True)
class People:
    """Everyone whom the council ever heard of, in the order in which it did."""

    rng: Random
    everyone: list[Person] = field(default_factory=list)
    families: list[Family] = field(default_factory=list)

    def new_family(self, *, ethnicity: str | None = None) -> Family:
        rng = self.rng
        family = Family(
            number=len(self.families) + 1,
            surname=rng.choice(SURNAMES),
            ethnicity=ethnicity or rng.choices(_ETHNIC_CODES, _ETHNIC_WEIGHTS)[0],
            house=rng.randint(1, 240),
            street=f"Example {rng.choice(('Row', 'Street', 'Lane', 'Court', 'Mews', 'Walk', 'Rise', 'Gardens'))}",
        )
        self.families.append(family)
        return family

    def new_person(self, family: Family, born: int, known_from: int, *, disabled: bool | None = None) -> Person:
        rng = self.rng
        if disabled is None:
            disabled = rng.random() < 0.07
        codes: tuple[str, ...] = ()
        if disabled:
            first = rng.choices(IMPAIRMENTS, _IMPAIRMENT_WEIGHTS)[0]
            second = rng.choices(IMPAIRMENTS, _IMPAIRMENT_WEIGHTS)[0]
            codes = (first, second) if second != first and rng.random() < 0.35 else (first,)
        person = Person(
            number=len(self.everyone) + 1,
            family=family,
            forename=rng.choice(FORENAMES),
            sex=rng.choices(("M", "F", "U"), (515, 483, 2))[0],
            born=born,
            known_from=known_from,
            disabilities=codes,
        )
        self.everyone.append(person)
        family.children.append(person)
        return person

    def born_for_age(self, on: int, youngest: float, oldest: float) -> int:
        """A birth date that makes someone between two ages (in years) on a day."""
        return on - 1 - int(self.rng.uniform(youngest, oldest) * 365.25)

    def new_children(self, on: int, *, single: bool = False, oldest: float = 17.3) -> list[Person]:
        """A family with one to four children under 18, known to the council from a day."""
        rng = self.rng
        family = self.new_family()
        count = 1 if single else rng.choices((1, 2, 3, 4), (50, 29, 14, 7))[0]
        young = rng.random() < 0.24
        centre = rng.uniform(0, 3.5) if young else rng.triangular(0, oldest, rng.choice((2.0, 9.0, 14.5)))
        for n in range(count):
            age = min(max(centre + (n - (count - 1) / 2) * rng.uniform(1.2, 3.2), 0.02), oldest)
            self.new_person(family, on - 1 - int(age * 365.25), on)
        return list(family.children)
