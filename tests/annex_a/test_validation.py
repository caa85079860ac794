"""Every cell that is missing or breaks the layout is found, once, and counted by list, column, team and worker."""

from __future__ import annotations

import datetime as dt
from fractions import Fraction

from lineofsight.annex_a.layouts import shipped_layouts
from lineofsight.annex_a.producing import Produced
from lineofsight.annex_a.validation import Group, Validation, validate
from lineofsight.home import Home
from tests.annex_a.councils import a_council, laid, rows
from tests.annex_a.test_laying import care, plan


def found(validation: Validation) -> list[tuple[object, ...]]:
    """List, row, child, column, what is wrong and what stands there."""
    return [(*cell[:4], *cell[5:7]) for cell in validation.cells()]


def of_children_in_care(home: Home) -> Validation:
    """Four periods of care: one well recorded as far as is loaded, three not."""
    council = a_council(
        home,
        {
            "ssd_person": [
                {"pers_person_id": "Wren", "pers_dob": "2010-01-01", "pers_gender": "01", "pers_ethnicity": "WBRI"},
                {"pers_person_id": "Rook", "pers_dob": "2010-01-01", "pers_gender": "", "pers_ethnicity": "WBRI"},
                {"pers_person_id": "Kite", "pers_dob": "2010-01-01", "pers_gender": "02", "pers_ethnicity": ""},
            ],
            "ssd_cla_episodes": [
                care("Wren", "2022-11-01", clae_cla_primary_need_code="N1"),
                care("Rook", "2022-11-02", "2022-11-01", clae_cla_primary_need_code="N1"),
                care("Kite", "2022-11-03", "2023-01-05", clae_cla_episode_ceased_reason="X1"),
            ],
            "ssd_legal_status": [
                {
                    "lega_legal_status_id": child, "lega_person_id": child, "lega_legal_status": "C2",
                    "lega_legal_status_start_date": "2022-01-01", "lega_legal_status_end_date": "",
                }
                for child in ("Wren", "Rook", "Kite")
            ],
            "ssd_involvements": [
                {
                    "invo_involvements_id": child, "invo_person_id": child, "invo_professional_role_id": "CW",
                    "invo_professional_team": "Willow", "invo_professional_id": worker,
                    "invo_involvement_start_date": "2022-10-01", "invo_involvement_end_date": "",
                }
                for child, worker in (("Wren", "Alder Ash"), ("Rook", "Alder Ash"), ("Kite", "Rowan Reed"))
            ],
        },
    )  # fmt: skip
    return validate(laid(council))


def test_each_cell_to_mend_is_named_with_what_is_wrong(home: Home) -> None:
    validation = of_children_in_care(home)
    assert [cell for cell in found(validation) if cell[0] == 8] == [
        (8, 2, "Rook", "gender", "must be filled", None),
        (8, 2, "Rook", "care_end_date", "is before 'Date Started to be Looked After'", "2022-11-01"),
        (8, 2, "Rook", "care_end_reason", "must be filled where 'Date Ceased to be Looked After' is", None),
        (8, 3, "Kite", "ethnicity", "must be filled", None),
        (8, 3, "Kite", "category_of_need", "must be filled", None),
        (8, 3, "Kite", "care_end_reason", "is none of the values of the column", "X1"),
    ]


def test_they_are_counted_by_column(home: Home) -> None:
    states = {state.column.name: state for state in of_children_in_care(home).of(8)}
    gender, reason, health = states["gender"], states["care_end_reason"], states["last_health_assessment_date"]
    assert (gender.rows, gender.counts, gender.missing, gender.breaks) == (3, 3, 1, 0)
    assert gender.share_complete == Fraction(2, 3)
    # Two of three have ended: one without a reason, and one with a reason that ends an episode and not care.
    assert (reason.rows, reason.counts, reason.missing, reason.breaks, reason.share_complete) == (3, 2, 1, 1, 0)
    assert (health.rows, health.counts, health.missing, health.share_complete) == (3, 0, 0, None)
    assert health.lacks == "the snapshot holds no ssd_cla_health"


def test_they_are_counted_by_team_and_worker(home: Home) -> None:
    validation = of_children_in_care(home)
    groups = [group for group in validation.groups if group.number == 8]
    assert [(group.team, group.worker, group.rows, group.to_mend) for group in groups] == [
        ("Willow", "Alder Ash", 2, 3),
        ("Willow", "Rowan Reed", 1, 3),
    ]
    # Of Kite: id, sex, ethnicity, birth, age, disability, start, need, second period, the two of the legal status, end,
    # reason, team, worker. What can't be filled from the snapshot isn't held against the worker.
    assert groups[1] == Group(8, "Willow", "Rowan Reed", 1, counts=15, to_mend=3)
    assert sum(group.counts for group in groups) == sum(state.counts for state in validation.of(8))
    assert sum(group.to_mend for group in groups) == sum(state.missing + state.breaks for state in validation.of(8))


def test_a_child_who_stands_twice_where_each_stands_once(home: Home) -> None:
    """A council's own layout may ask for one row of each child in List 7."""
    council = a_council(home, {"ssd_cp_plans": [plan("Wren", "2022-11-01"), plan("Wren", "2022-12-01", nth=2)]})
    folder = home.path / "layouts"
    folder.mkdir()
    (folder / "own.toml").write_text(
        'layout = "own"\nbased_on = "2024"\n[[lists]]\nnumber = 7\nonce = ["child_unique_id"]\n', encoding="utf-8"
    )
    from lineofsight.annex_a.laying import lay_lists
    from lineofsight.annex_a.layouts import read_layouts
    from lineofsight.annex_a.rules import read_rules

    lists = lay_lists(council, dt.date(2023, 3, 31), read_layouts(folder)["own"], read_rules())
    twice = [cell for cell in found(validate(lists)) if cell[3] == "child_unique_id"]
    assert twice == [(7, row, "Wren", "child_unique_id", "stands in the list more than once", "Wren") for row in (1, 2)]


def test_a_placement_that_the_layout_does_not_know_is_a_cell_to_mend(home: Home) -> None:
    council = a_council(
        home,
        {
            "ssd_cla_episodes": [care("Wren", "2022-11-01")],
            "ssd_cla_placement": [
                {
                    "clap_cla_placement_id": "p", "clap_cla_id": "Wren-c1", "clap_person_id": "Wren",
                    "clap_cla_placement_start_date": "2022-11-01", "clap_cla_placement_type": "K3",
                }
            ],
        },
    )  # fmt: skip
    of_type = [cell for cell in found(validate(laid(council))) if cell[3] == "placement_type"]
    assert of_type == [(8, 1, "Wren", "placement_type", "is none of the values of the column", "K3")]


def test_of_the_demonstration_every_cell_is_right_or_named(produced: Produced) -> None:
    """Counted again, cell by cell, without the code that found them."""
    validation = produced.validation
    named = {(cell[0], cell[1], cell[3]) for cell in validation.cells()}
    assert len(named) == validation.to_mend == 448
    layout = shipped_layouts()["2024"]
    wrong = set()
    for made in produced.laid.made:
        for row in rows(produced.laid, made.number):
            for column in layout.of(made.number).columns:
                cell = row[column.name]
                if column.name in made.lacks:
                    assert cell is None
                elif (column.required and cell is None) or (column.values and cell not in (None, *column.values)):
                    wrong.add((made.number, row["place"], column.name))
    assert wrong == named
    assert validation.share_complete == 1 - Fraction(448, validation.counts)
