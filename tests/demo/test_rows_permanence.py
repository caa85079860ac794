"""The way to permanence is walked step by step, and ends as the period of care does."""

from __future__ import annotations

from tests.demo.lives import Read

ORDERS = {
    "Adoption": {"E11", "E12"},
    "Special Guardianship Order": {"E45", "E46", "E47", "E48"},
    "Child Arrangements/ Residence Order": {"E41"},
}
STEPS = ("perm_adm_decision_date", "perm_placement_order_date", "perm_matched_date", "perm_placed_for_adoption_date")


def test_an_order_ends_the_period_of_care_for_its_own_reason(demo_rows: Read) -> None:
    ended = {
        (row["clae_cla_id"], row["clae_cla_episode_ceased_date"]): row["clae_cla_episode_ceased_reason"]
        for row in demo_rows("ssd_cla_episodes")
    }
    rows = demo_rows("ssd_permanence")
    for row in rows:
        kind = row["perm_permanence_order_type"]
        assert bool(kind) == bool(row["perm_permanence_order_date"])
        if kind:
            assert ended[row["perm_cla_id"], row["perm_permanence_order_date"]] in ORDERS[kind]
    found = {row["perm_permanence_order_type"] for row in rows}
    assert found == {"", *ORDERS}


def test_adoption_goes_from_the_decision_to_the_order_and_the_placement_is_with_adopters(demo_rows: Read) -> None:
    with_adopters = {
        (row["clap_cla_id"], row["clap_cla_placement_start_date"])
        for row in demo_rows("ssd_cla_placement")
        if row["clap_cla_placement_type"] == "A5"
    }
    adopted = [row for row in demo_rows("ssd_permanence") if row["perm_permanence_order_type"] == "Adoption"]
    assert len(adopted) >= 5
    for row in adopted:
        taken = [row[step] for step in STEPS if row[step]] + [row["perm_permanence_order_date"]]
        assert taken == sorted(taken) and len(taken) >= 4
        assert (row["perm_cla_id"], row["perm_placed_for_adoption_date"]) in with_adopters
