"""The lists of Annex A on the site: what is known of a run, who signs it, and how it stands."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from lineofsight.annex_a.kept_run import known
from lineofsight.annex_a.runs import Run
from lineofsight.home import Home
from lineofsight.problems import Refused
from lineofsight.web.accounts.models import Change
from lineofsight.web.accounts.table import pages
from lineofsight.web.inspection.lists import signing
from lineofsight.web.inspection.lists.reading import standing_of
from lineofsight.web.inspection.lists.signing import RECOGNISED, VALID, Signed, signed_of
from lineofsight.web.inspection.models import ListSignature
from lineofsight.web.steps import table
from tests.web.conftest import add_person
from tests.web.inspection.lists_site import home_with_runs, march

SignIn = Callable[..., Client]


@pytest.fixture
def site(demo_site: Home, settings: Any) -> Home:
    home = home_with_runs(demo_site.path)
    settings.LINEOFSIGHT_HOME = home.path
    return home


@pytest.fixture
def run(site: Home) -> Run:
    return march(site)


def text(answer: Any) -> str:
    return str(answer.content.decode())


# How the lists stand


@pytest.mark.django_db
def test_where_no_run_is_kept_nothing_stands(settings: Any, tmp_path: Any) -> None:
    settings.LINEOFSIGHT_HOME = tmp_path
    assert standing_of() is None and standing_of("2023-03-31.1") is None


@pytest.mark.django_db
def test_how_the_latest_run_stands(run: Run) -> None:
    standing = standing_of()
    assert standing is not None and standing.complete
    assert (standing.run_id, str(standing.on), standing.layout) == ("2023-03-31.1", "2023-03-31", "2024")
    seven, two, one = standing.of(7), standing.of(2), standing.of(1)
    assert seven is not None and two is not None and one is not None
    assert seven.made and seven.rows == 377 and seven.ref == "1.3" and seven.unexplained == 0
    assert seven.beside_scorecard.startswith("List 7 has 214 and indicator 1.3 says 214")
    assert not two.made and "ssd_early_help_episodes" in two.cannot and two.unexplained is None
    of_run = known(run)
    assert of_run is not None
    assert sum(each.to_mend for each in standing.lists) == of_run.to_mend > 100
    assert not seven.is_valid and not seven.is_recognised
    earlier = standing_of("2023-02-28.1")
    assert earlier is not None and str(earlier.on) == "2023-02-28"


@pytest.mark.django_db
def test_a_run_with_its_rows_alone_stands_without_lists(run: Run, site: Home, tmp_path: Any, settings: Any) -> None:
    other = tmp_path / "home"
    shutil.copytree(site.path, other)
    settings.LINEOFSIGHT_HOME = other
    folder = other / "annex_a" / "runs" / run.id
    (folder / "manifest.json").write_text(json.dumps(json.loads((folder / "manifest.json").read_text()) | {"form": 1}))
    standing = standing_of()
    assert standing is not None and standing.run_id == run.id and not standing.complete and standing.lists == ()


# Signing


@pytest.mark.django_db
def test_two_people_sign_in_two_steps(run: Run) -> None:
    first, second = add_person("service_manager", name="wren"), add_person("head_of_service", name="rook")
    with pytest.raises(Refused, match="not signed as valid yet"):
        signing.sign(by=second, run=run, number=7, step=RECOGNISED)
    signing.sign(by=first, run=run, number=7, step=VALID, note="Looked at each")
    with pytest.raises(Refused, match="You signed it as valid: somebody else"):
        signing.sign(by=first, run=run, number=7, step=RECOGNISED)
    with pytest.raises(Refused, match="signed as valid already, by Made-up Service manager"):
        signing.sign(by=second, run=run, number=7, step=VALID, note="Again")
    signing.sign(by=second, run=run, number=7, step=RECOGNISED)
    standing = standing_of(run.id)
    assert standing is not None
    assert [each.number for each in standing.lists if each.is_valid and each.is_recognised] == [7]
    with pytest.raises(Refused, match="recognised as right already"):
        signing.sign(by=add_person("director"), run=run, number=7, step=RECOGNISED)
    assert [change.did for change in Change.objects.order_by("pk")] == [
        "signed a list of Annex A as valid",
        "recognised a list of Annex A as right",
    ]


@pytest.mark.django_db
@pytest.mark.parametrize("role", ["analyst", "team_manager", "practitioner", "board_member", "administrator"])
def test_only_service_leads_sign(run: Run, role: str) -> None:
    with pytest.raises(Refused, match="signed by service leads"):
        signing.sign(by=add_person(role), run=run, number=7, step=VALID, note="A note")
    assert not ListSignature.objects.exists()


@pytest.mark.django_db
def test_a_list_that_could_not_be_made_or_is_not_there_is_not_signed(run: Run) -> None:
    lead = add_person("service_manager")
    with pytest.raises(Refused, match="List 2 could not be made"):
        signing.sign(by=lead, run=run, number=2, step=VALID, note="Empty")
    with pytest.raises(Refused, match="no such list"):
        signing.sign(by=lead, run=run, number=12, step=VALID, note="A note")


@pytest.mark.django_db
def test_cells_to_mend_need_a_note_and_a_list_without_any_does_not(run: Run) -> None:
    lead, of_run = add_person("service_manager"), known(run)
    assert of_run is not None
    whole = [each.number for each in of_run.lists if not each.cannot and not each.to_mend]
    lacking = [each.number for each in of_run.lists if each.to_mend]
    with pytest.raises(Refused, match="say why it is valid all the same"):
        signing.sign(by=lead, run=run, number=lacking[0], step=VALID, note="  ")
    signing.sign(by=lead, run=run, number=lacking[0], step=VALID, note="The rest is being mended")
    for number in whole:
        signing.sign(by=lead, run=run, number=number, step=VALID)
    assert set(signed_of(run)) == {lacking[0], *whole}


@pytest.mark.django_db
def test_what_is_taken_back_counts_no_more_and_what_stood_on_it_falls(run: Run) -> None:
    first, second = add_person("service_manager", name="wren"), add_person("quality", name="rook")
    valid = signing.sign(by=first, run=run, number=7, step=VALID, note="Looked at each")
    right = signing.sign(by=second, run=run, number=7, step=RECOGNISED)
    with pytest.raises(Refused, match="Say why"):
        signing.take_back(by=first, run=run, signature=valid, because=" ")
    with pytest.raises(Refused, match="by who gave it, or by the director"):
        signing.take_back(by=second, run=run, signature=valid, because="Not mine")
    back = signing.take_back(by=first, run=run, signature=valid, because="Two plans were missed")
    assert signed_of(run).get(7, Signed()).state == "unsigned"
    with pytest.raises(Refused, match="taken back already"):
        signing.take_back(by=first, run=run, signature=valid, because="Again")
    with pytest.raises(Refused, match="no signature under a list"):
        signing.take_back(by=first, run=run, signature=back, because="And again")
    signing.sign(by=second, run=run, number=7, step=VALID, note="Now they are there")
    assert signed_of(run)[7].state == "valid"  # what was recognised stood on a signature that was taken back
    with pytest.raises(Refused, match="You signed it as valid"):
        signing.sign(by=second, run=run, number=7, step=RECOGNISED)
    signing.sign(by=first, run=run, number=7, step=RECOGNISED)
    assert signed_of(run)[7].state == "recognised"
    signing.take_back(by=add_person("director"), run=run, signature=right, because="Tidied")
    assert signed_of(run)[7].state == "recognised"


@pytest.mark.django_db
def test_a_signature_under_other_rows_does_not_count(run: Run) -> None:
    lead = add_person("service_manager")
    ListSignature.objects.create(run=run.id, of="0" * 64, number=7, step=VALID, note="n", made_by=lead)
    ListSignature.objects.create(run="2023-02-28.1", of=run.of, number=7, step=VALID, note="n", made_by=lead)
    assert signed_of(run) == {}
    assert signing.can_sign(lead, run, 7, VALID)


def test_the_steps_and_who_signs_stand_in_the_page_of_the_docs_and_in_the_table_of_pages() -> None:
    page = Path(__file__).parents[3] / "docs" / "how-to" / "sign-off-annex-a.md"
    assert table(signing.STEPS, signing.State) in page.read_text(encoding="utf-8")
    for name in ("inspection:sign_list", "inspection:take_back_signature"):
        assert pages()[name].act == pages()[name].look == {role.value for role in signing.SIGNERS}
    assert {step.value for step in ListSignature.Step} < {state.value for state in signing.State}


# Pages


@pytest.mark.django_db
def test_the_runs_and_one_run(run: Run, signed_in: SignIn) -> None:
    client = signed_in("team_manager", teams=("T22",))
    runs = text(client.get(reverse("inspection:lists")))
    assert runs.index("31 March 2023") < runs.index("28 February 2023")
    assert "Produce the lists" not in runs
    page = text(client.get(reverse("inspection:run", args=[run.id])))
    assert "List 7 has 214 and indicator 1.3 says 214" in page
    assert "which is not an empty list: the snapshot holds no ssd_early_help_episodes" in page
    assert "No indicator" in page or "none" in page
    assert "Download the workbook" not in page
    of_list = text(client.get(reverse("inspection:run_list", args=[run.id, 8])))
    assert "Can&#x27;t be filled" in of_list or "Can't be filled" in of_list
    assert "Sign as valid" not in of_list and "C00" not in page + of_list


@pytest.mark.django_db
@pytest.mark.parametrize("run_id", ["2023-03-31.9", "latest", "..", "2023-03-31"])
def test_there_is_no_other_run(site: Home, signed_in: SignIn, run_id: str) -> None:
    client = signed_in("director")
    assert client.get(f"/inspection/lists/{run_id}/").status_code == 404
    assert client.get(f"/inspection/lists/{run_id}/7/").status_code == 404
    assert client.get(f"/inspection/lists/{run_id}/7/to-mend/").status_code == 404


@pytest.mark.django_db
def test_lists_and_kinds_that_are_not_there(run: Run, signed_in: SignIn) -> None:
    client = signed_in("director")
    for rest in ("12/", "0/", "7/sign/wrong/", "7/nothing/"):
        assert client.get(f"/inspection/lists/{run.id}/{rest}").status_code == 404, rest


@pytest.mark.django_db
def test_lists_are_produced_on_the_page(run: Run, site: Home, tmp_path: Any, settings: Any, signed_in: SignIn) -> None:
    other = tmp_path / "home"
    shutil.copytree(site.path, other)
    settings.LINEOFSIGHT_HOME = other
    client, address = signed_in("analyst"), reverse("inspection:produce_lists")
    assert "2023-03-31" in text(client.get(address))
    late = client.post(address, {"on": "2023-04-01"})
    assert late.status_code == 422 and "before 2023-04-01" in text(late)
    same = client.post(address, {"on": "2023-03-31", "layout": "2024"}, follow=True)
    assert "Nothing has changed since" in text(same) and same.redirect_chain == [(f"/inspection/lists/{run.id}/", 302)]
    made = client.post(address, {"on": "2023-03-31", "layout": "2021"})
    assert made["Location"] == "/inspection/lists/2023-03-31.2/"
    page = text(client.get(made["Location"]))
    assert "2021" in page and "run 2023-03-31.1" in page
    assert Change.objects.get(did="produced the lists of Annex A").subject == "2023-03-31.2"
    earlier = text(client.get(reverse("inspection:run", args=[run.id])))
    assert "A later run is there" in earlier


@pytest.mark.django_db
def test_one_damaged_run_does_not_close_the_page_of_the_others(
    run: Run, site: Home, tmp_path: Any, settings: Any, signed_in: SignIn
) -> None:
    other = tmp_path / "home"
    shutil.copytree(site.path, other)
    settings.LINEOFSIGHT_HOME = other
    (other / "annex_a" / "runs" / run.id / "known.json").write_text("{")
    client = signed_in("director")
    page = text(client.get(reverse("inspection:lists")))
    assert f"Run {run.id} is damaged" in page and "28 February 2023" in page
    assert client.get(reverse("inspection:run", args=[run.id])).status_code == 409


@pytest.mark.django_db
def test_signing_on_the_pages(run: Run, signed_in: SignIn) -> None:
    wren, rook = signed_in("service_manager", name="wren"), signed_in("director", name="rook")
    of_list = reverse("inspection:run_list", args=[run.id, 6])
    valid, right = (reverse("inspection:sign_list", args=[run.id, 6, step]) for step in ("valid", "recognised"))
    assert valid in text(wren.get(of_list)) and right not in text(wren.get(of_list))
    without = wren.post(valid, {"note": ""})
    assert without.status_code == 422 and "say why it is valid" in text(without)
    assert wren.post(valid, {"note": "What lacks is being mended"})["Location"] == of_list
    assert wren.get(right).status_code == 409
    assert rook.post(right, {})["Location"] == of_list
    page = text(rook.get(of_list))
    assert "Signed as valid by Made-up Service manager, and recognised as right by Made-up Director" in page
    signature = ListSignature.objects.get(step=VALID)
    back = reverse("inspection:take_back_signature", args=[signature.pk])
    assert back in page
    assert rook.post(back, {"because": ""}).status_code == 422
    assert rook.post(back, {"because": "A plan was missed"})["Location"] == of_list
    page = text(rook.get(of_list))
    assert "Nobody has signed it as valid yet" in page and "it stood on a signature that was taken back" in page
    assert rook.get(back).status_code == 409


@pytest.mark.django_db
def test_a_note_that_names_a_child_is_refused(run: Run, signed_in: SignIn) -> None:
    client = signed_in("service_manager")
    answer = client.post(reverse("inspection:sign_list", args=[run.id, 6, "valid"]), {"note": "C000234 has no gender"})
    assert answer.status_code == 422 and not ListSignature.objects.exists()
