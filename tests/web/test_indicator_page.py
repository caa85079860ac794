"""One indicator: chart, table, breakdowns, what is published elsewhere, the rule, its history and what distorts it."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.test import Client

from tests.web.test_home import text_of

SignIn = Callable[..., Client]
pytestmark = pytest.mark.usefixtures("demo_site")


def said(client: Client, address: str) -> str:
    answer = client.get(address)
    assert answer.status_code == 200, address
    return text_of(answer.content.decode())


def test_everything_about_3_3(signed_in: SignIn) -> None:
    page = said(signed_in("analyst"), "/figures/3.3/")
    for part in (
        *("84.0%", "Red", "below the minimum target", "620 of 738", "8 more to reach amber, 45 to reach green"),
        *("down 4.5 points on February 2023", "Common cause: usual variation", "Hit and miss"),
        *("Limit", "Mean", "Target min", "March 2023 620 738 84.0%"),
        *("Family Support and Protection 1", "95% interval", "No more different than chance"),
        *("The child was seen on a visit in the past 28 days", "On 31 March a visit on 4 March is day 28 and in"),
        *("select", "From April 2019", "first version", "Target from April 2019: minimum 85, upper 90"),
        *("Visit to a child in need, and whether the child was seen is not recorded", "would lie between"),
        *("Commentary, March 2023", "DfE doesn't collect visits"),
    ):
        assert part in page, part


@pytest.mark.parametrize("by", ["team", "gender", "ethnicity_group", "age_group", "disability", "primary_need"])
def test_each_breakdown(signed_in: SignIn, by: str) -> None:
    page = said(signed_in("board_member"), f"/figures/5.11/?by={by}")
    assert "95% interval" in page and "Council 92.0%" in page


def test_a_rolling_year_has_a_chart_without_limits(signed_in: SignIn) -> None:
    page = said(signed_in("analyst"), "/figures/5.18/")
    assert "has no limits of variation" in page and "Limit " not in page


def test_published_figures_come_with_year_source_and_attribution(signed_in: SignIn) -> None:
    page = said(signed_in("board_member"), "/figures/1.3/")
    for part in ("England", "London", "comparable", "Open Government Licence v3.0", "2025"):
        assert part in page


def test_an_earlier_month(signed_in: SignIn) -> None:
    page = said(signed_in("analyst"), "/figures/3.3/?month=2022-12")
    assert "3.3, December 2022" in page and "72.0%" in page


@pytest.mark.parametrize("ref", ["1.1", "1.2", "1.2r", "1.3r", "2.1", "2.10a", "3.1", "4.8", "6.3", "allocated"])
def test_every_kind_of_indicator_has_its_page(signed_in: SignIn, ref: str) -> None:
    assert ref in said(signed_in("director"), f"/figures/{ref}/")
