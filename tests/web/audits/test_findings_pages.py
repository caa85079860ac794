"""Pages of what audits tell, as each role: numbers worked out by hand from a few rows, and nobody is named."""

from __future__ import annotations

import datetime as dt
import io
import re
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import openpyxl
import pytest
from django.test import Client

from lineofsight.home import Home
from lineofsight.web.accounts.models import Access, RestrictedRecord, User
from lineofsight.web.accounts.roles import Role
from lineofsight.web.actions.models import Action
from lineofsight.web.actions.sources import sources_of
from lineofsight.web.audits.models import ActionOutcome, Audit, Auditor, Cycle, Sheet, ThemeAction
from tests.web.audits.rows import G, I, O, R, action, audit, cycle, moment, sheet
from tests.web.conftest import add_person
from tests.web.surgery.council import serve_march
from tests.web.test_home import text_of

SignIn = Callable[..., Client]
TODAY = dt.date(2023, 3, 31)
LOOK = ("practitioner", "team_manager", "service_manager", "head_of_service", "director", "analyst", "quality")
WORKER = "W-SECRET"
pytestmark = pytest.mark.django_db


@pytest.fixture(scope="session")
def march_served(tmp_path_factory: pytest.TempPathFactory) -> Home:
    home = Home(tmp_path_factory.mktemp("told") / "home")
    serve_march(home)
    return home


@pytest.fixture(autouse=True)
def served(march_served: Home, settings: Any, monkeypatch: pytest.MonkeyPatch) -> Home:
    """A council of eight children, in March 2023."""
    settings.LINEOFSIGHT_SITE = replace(settings.LINEOFSIGHT_SITE, second_factor=False)
    settings.LINEOFSIGHT_HOME = march_served.path
    for module in ("findings_pages", "findings_export", "theme_pages", "reliability_pages", "external_pages"):
        monkeypatch.setattr(f"lineofsight.web.audits.{module}.today", lambda: TODAY)
    return march_served


@pytest.fixture
def person(signed_in: SignIn) -> SignIn:
    def made(role: str, **facts: Any) -> Client:
        last = dt.date(2100, 1, 1) if role in (Role.INSPECTOR, Role.EXTERNAL_AUDITOR) else None
        return signed_in(role, made_up=False, access_ends_on=last, **facts)

    return made


@pytest.fixture
def lead() -> User:
    return add_person("quality", name="lead")


@pytest.fixture
def told(lead: User) -> Cycle:
    """Twelve audits of service S1 and six of S2, all graded, and one that waits for a moderator.

    As audited: 2 outstanding, 9 good, 6 requires improvement, 1 inadequate. Moderators lowered 4 of the good and one of
    the outstanding (S1): 1 outstanding, 6 good, 10 requires improvement, 1 inadequate hold.
    """
    of = cycle(lead)
    facts: dict[str, Any] = {"worker_id": WORKER, "took_part": "yes", "child_feedback": "obtained"}
    facts |= {"family_feedback": "declined", "developments": ["voice"]}
    for audited, grade, many in ((O, "", 1), (O, G, 1), (G, R, 4), (G, "", 3), (R, "", 2), (I, "", 1)):
        for _ in range(many):
            audit(of, audited, grade, **facts)
    for audited in (G, G, R, R, R, R):
        audit(of, audited, service_id="S2", strengths=["voice", "plan"], given=dt.date(2022, 11, 1))
    audit(of, I, state=Audit.State.MODERATION)
    return of


def said(client: Client, address: str = "/audits/findings/") -> str:
    answer = client.get(address)
    assert answer.status_code == 200, answer.content.decode()[-2000:]
    return text_of(answer.content.decode())


# Findings


def test_grades_as_audited_and_as_moderated(person: SignIn, told: Cycle) -> None:
    page = said(person("analyst"))
    assert "19 audits are given in, and 18 of them graded. 1 waits for a moderator" in page
    assert "Good or better, as moderated 38.9% 7 of 18; as audited 61.1%" in page  # (1 + 6) / 18, (2 + 9) / 18
    assert "Inadequate, as moderated 5.6% 1 of 18" in page
    assert "Read by a moderator or panel 5 0 the same grade, 5 lower, 0 higher" in page
    assert "As audited 2 9 6 1 61.1%" in page and "As moderated 1 6 10 1 38.9%" in page
    assert "Fewer than 20 audits" in page
    assert "All these audits, as audited: 2 Outstanding, 9 Good, 6 Requires improvement, 1 Inadequate." in page_words(
        person("analyst")
    )


def page_words(client: Client) -> str:
    return " ".join(re.findall(r"<desc>(.*?)</desc>", client.get("/audits/findings/").content.decode()))


def test_by_service_and_quarter(person: SignIn, told: Cycle) -> None:
    client = person("analyst")
    page = said(client, "/audits/findings/?by=service")
    assert "S1 fewer than 20 12 As audited 2 7 2 1 75.0%" in page  # (2 + 7) / 12
    assert "S2 fewer than 20 6 As audited 0 2 4 0 33.3%" in page
    quarters = said(client)
    assert quarters.index("October to December 2022 fewer") < quarters.index("January to March 2023 fewer")
    sections = said(client, "/audits/findings/?by=section")
    assert "Voice of the child fewer than 20 18 As audited 2 9 6 1" in sections
    assert "July" not in said(client, "/audits/findings/?period=2022-Q3")
    only = said(client, "/audits/findings/?service=S2&period=2022&kind=case_file&theme=none&cohort=in_need")
    assert "6 audits are given in, and 6 of them graded" in only


@pytest.mark.parametrize("query", ["?cycle=999", "?period=nonsense", "?by=nonsense", "?service=%00", "?kind=external"])
def test_what_is_not_offered_is_not_asked_for(person: SignIn, told: Cycle, query: str) -> None:
    assert "19 audits are given in" in said(person("analyst"), f"/audits/findings/{query}")


def test_a_small_service_is_hidden_with_the_next_and_so_is_its_filter(person: SignIn, told: Cycle, lead: User) -> None:
    for _ in range(3):
        audit(told, I, service_id="S3")
    client = person("director")
    page = client.get("/audits/findings/?by=service").content.decode()
    text = text_of(page)
    assert "S3 3 Not shown by grade" in text and "S2 6 Not shown by grade" in text
    assert "S1 fewer than 20 12 As audited" in text
    words = " ".join(re.findall(r"<desc>(.*?)</desc>", page))
    assert "S3: 3 audits, not shown by grade" in words
    for hidden in ("S2", "S3"):
        of = client.get(f"/audits/findings/?service={hidden}").content.decode()
        assert "not shown" in text_of(of) and "los-grade-chart" not in of and "Requires improvement" not in of
        assert "Nothing is shown of so few" in of
        assert "Actions done and verified" not in of and "<dt>Agreed</dt>" not in of
    assert "Actions done and verified" in page and "<dt>Agreed</dt>" in page
    assert "38.9%" not in text_of(client.get("/audits/findings/?service=S2").content.decode())


def test_teams_stay_with_those_who_answer_for_them(person: SignIn, told: Cycle) -> None:
    for _ in range(6):
        audit(told, G, team_id="T2")
    assert "T1" in said(person("director"), "/audits/findings/?by=team")
    manager = said(person("team_manager", teams=("T2",)), "/audits/findings/?by=team")
    assert re.search(r"T2 .{0,30}6 As audited 0 6 0 0", manager) and "T1 fewer" not in manager
    board = said(person("board_member"), "/audits/findings/?by=team")
    assert "Grades by quarter" in board and "T2" not in board


def test_themes_and_feedback_are_of_what_is_given_in(person: SignIn, told: Cycle) -> None:
    page = said(person("analyst"))
    assert "Themes of 19 audits" in page
    assert "Voice and lived experience of the child 12 63.2% 6 31.6%" in page  # 12 / 19 and 6 / 19
    assert "Practitioner took part, of 12 audits that asked" in page
    assert "Obtained 12 100.0%" in page and "Declined 12 100.0%" in page
    assert "January to March 2023 13 12 of 12 12 of 12 0 of 12" in page


def test_actions_of_audits_by_what_became_of_them(person: SignIn, told: Cycle, lead: User) -> None:
    one = Audit.objects.filter(cycle=told).first()
    assert one is not None
    for state, many in (("open", 2), ("done", 1), ("verified", 3)):
        for _ in range(many):
            action(one, lead, state=state)
    action(one, lead, due_on=TODAY)
    action(one, lead, source=Action.Source.OTHER)
    page = said(person("analyst"))
    assert "Actions done and verified 3 of 7 agreed; 2 overdue" in page  # 2 + 1 + 3 + 1
    assert "Agreed 7 To be done 1 Overdue 2 Done, not yet verified 1 Done and verified 3 Withdrawn 0" in page


def test_re_audits_are_apart_and_say_what_became_of_actions(person: SignIn, told: Cycle, lead: User) -> None:
    again = cycle(lead, kind=Cycle.Kind.RE_AUDIT, title="Once more", size=10)
    low = list(Audit.objects.filter(cycle=told, grade=R))[:6]
    for first, grade in zip(low, (G, G, G, R, R, I), strict=True):
        second = audit(again, grade, re_audit_of=first)
    ActionOutcome.objects.create(audit=second, action=action(low[0], lead), outcome="not_done", found_by=lead)
    client = person("analyst")
    page = said(client)
    assert "6 re-audits are not among them" in page and "18 of them graded" in page
    assert "Requires improvement to be good 6 3 2 1" in page and "All 6 3 2 1" in page
    assert "Actions looked at again 1 Done and made a difference 0 Done, no difference 0 Not done 1" in page
    assert "6 audits are given in, and 6 of them graded" in said(client, "/audits/findings/?kind=re_audit")
    assert "6 audits are given in" in said(client, f"/audits/findings/?cycle={again.pk}")


def test_planned_and_completed(person: SignIn, told: Cycle) -> None:
    audit(told, G, given=dt.date(2023, 3, 1))  # a day late
    Audit.objects.create(
        cycle=told, place=900, person_id="P900", snapshot="s", state=Audit.State.DRAFTING, due_on=told.audits_due_on
    )
    Audit.objects.create(cycle=told, place=901, person_id="P901", snapshot="s", state=Audit.State.WITHDRAWN)
    page = said(person("board_member"))
    # 20 planned; 19 + 1 + 1 cases; 20 given in, 19 of them in time; late: one given in, one not
    assert "28/02/2023 20 21 20 100.0% 19 95.0% 2" in page


def test_where_nothing_is_audited_the_page_says_so(person: SignIn) -> None:
    page = said(person("analyst"))
    assert "No audit is graded here yet" in page and "No cycle has begun yet" in page
    assert "No pair can be counted here yet" in said(person("analyst"), "/audits/reliability/")


@pytest.mark.parametrize("role", [*LOOK, "board_member"])
def test_no_child_worker_or_auditor_is_named(person: SignIn, told: Cycle, lead: User, role: str) -> None:
    auditor = add_person("team_manager", name="audits-cases")
    User.objects.filter(pk=auditor.pk).update(last_name="Nuthatch")
    Audit.objects.update(auditor=auditor)
    for one in Audit.objects.filter(cycle=told, state=Audit.State.CLOSED):
        sheet(one, one.grade, writer=lead)
    client = person(role, teams=("T1",))
    for address in ("/audits/findings/", "/audits/reliability/", "/audits/themes/voice/"):
        page = client.get(address).content.decode()
        assert WORKER not in page and not re.search(r"\bP\d+\b", page), address
        assert ("Nuthatch" in page) is (role in ("quality", "director") and "reliability" in address), address
    assert not Access.objects.exists()


@pytest.mark.parametrize("role", ["inspector", "external_auditor", "information_governance", "administrator"])
def test_others_may_not_look(person: SignIn, told: Cycle, role: str) -> None:
    client = person(role)
    check = cycle(told.lead, kind=Cycle.Kind.EXTERNAL)
    for address in ("findings/", "reliability/", "themes/voice/", f"cycles/{check.pk}/external-report/"):
        assert client.get(f"/audits/{address}").status_code == 403
    assert client.post("/audits/findings/six-months/").status_code == 403


# Reliability


def test_reliability_by_hand(person: SignIn, told: Cycle, lead: User) -> None:
    for one in Audit.objects.filter(cycle=told, audited_grade=G, service_id="S1"):
        sheet(one, one.grade, writer=lead)  # 4 lower, 3 the same
    for one in Audit.objects.filter(cycle=told, service_id="S2"):
        sheet(one, one.audited_grade, writer=lead)  # 6 the same
    for one in Audit.objects.filter(cycle=told, audited_grade=O):
        sheet(one, one.grade, writer=lead, chosen_by=Sheet.ChosenBy.GRADE, blind=False)
    page = said(person("board_member"), "/audits/reliability/")
    assert "13 pairs of 13 audits" in page and "With fewer than 40 pairs a kappa gets no label" in page
    assert "Left out: 2 readings were chosen because of the grade" in page
    assert "The same grade 69.2%" in page  # (3 + 6) / 13
    assert "On different sides of Good 30.8%" in page  # 4 / 13
    assert "Second reader less auditor -0.31" in page  # -4 / 13
    assert "Good 0 5 4 0 9" in page  # of 7 + 2 good, 4 were lowered
    assert "S1 7 Not shown: fewer than 10 pairs" in page
    assert "Which way auditors lean" not in page


def test_few_pairs_are_not_shown(person: SignIn, told: Cycle, lead: User) -> None:
    for one in Audit.objects.filter(cycle=told)[:4]:
        sheet(one, one.grade, writer=lead)
    page = said(person("quality"), "/audits/reliability/")
    assert "Nothing more is shown: there are fewer than 5 pairs" in page and "kappa gets" in page
    assert "Agreement about the overall grade" not in page


def test_auditors_are_named_to_those_who_run_the_audits(person: SignIn, told: Cycle, lead: User) -> None:
    auditor = add_person("team_manager", name="audits-cases")
    User.objects.filter(pk=auditor.pk).update(last_name="Nuthatch")
    for one in Audit.objects.filter(cycle=told, state=Audit.State.CLOSED):
        Audit.objects.filter(pk=one.pk).update(auditor=auditor)
        sheet(one, one.grade, writer=lead)
    assert "Made-up Nuthatch 18 -0.28" in said(person("quality"), "/audits/reliability/")  # -5 / 18
    assert "Nuthatch" not in said(person("head_of_service"), "/audits/reliability/")


# External check


@pytest.fixture
def check(told: Cycle, lead: User) -> Cycle:
    """Eight readings from outside, of which two put a Good below the line; the first two are of children C1 and C3."""
    outside = add_person("external_auditor", name="outside", access_ends_on=dt.date(2100, 1, 1))
    of = cycle(lead, kind=Cycle.Kind.EXTERNAL, title="Peer review", size=8)
    of.of.add(told)
    chosen = [*Audit.objects.filter(cycle=told, audited_grade=G)[:5], *Audit.objects.filter(audited_grade=R)[:3]]
    for place, one in enumerate(chosen):
        if place < 2:
            Audit.objects.filter(pk=one.pk).update(person_id=("C1", "C3")[place])
        second = R if place < 2 else one.audited_grade
        facts = {"purpose": Sheet.Purpose.EXTERNAL, "chosen_by": "", "of_check": of, "writer": outside}
        sheet(one, second, reasons=f"Because of reason {place}", **facts)
    return of


def test_an_external_check_has_its_own_report(person: SignIn, check: Cycle) -> None:
    page = said(person("board_member"), f"/audits/cycles/{check.pk}/external-report/")
    assert "8 cases drawn by chance" in page and "8 of 8, by 1 reader from outside" in page
    assert "2 of 8 lie on different sides of Good: in 2 of these the auditor said Good or better" in page
    assert "The same grade 75.0%" in page  # 6 / 8
    assert "Due by 28 August 2023" in page  # six months after 28 February
    assert "Because of reason" not in page and not Access.objects.exists()
    reliability = said(person("board_member"), "/audits/reliability/")
    assert "Peer review 28/02/2023 8 8" in reliability and "8 pairs of 8 audits" in reliability


def test_what_readers_wrote_is_for_those_who_may_see_the_child(person: SignIn, check: Cycle) -> None:
    address = f"/audits/cycles/{check.pk}/external-report/"
    page = said(person("team_manager", teams=("T1",)), address)
    assert "Because of reason 0" in page and "Because of reason 1" in page and "Because of reason 2" not in page
    assert sorted(Access.objects.get().children.values_list("person_id", flat=True)) == ["C1", "C3"]
    assert "Because of reason" not in said(person("team_manager", teams=("T2",)), address)
    RestrictedRecord.objects.create(person_id="C1", reason="Staff family", marked_by=check.lead)
    restricted = said(person("quality"), address)
    assert "Because of reason 0" not in restricted and "Because of reason 1" in restricted


def test_who_is_to_grade_it_blind_reads_no_words_of_it(person: SignIn, check: Cycle) -> None:
    client = person("quality")
    one = Audit.objects.get(person_id="C1")
    sheet(one, "", writer=client.user, state=Sheet.State.OPEN, overall="", grades={}, reasons="")  # type: ignore[attr-defined]
    page = said(client, f"/audits/cycles/{check.pk}/external-report/")
    assert "Because of reason 0" not in page and "Because of reason 1" in page


def test_another_kind_of_cycle_has_no_such_report(person: SignIn, told: Cycle) -> None:
    assert person("quality").get(f"/audits/cycles/{told.pk}/external-report/").status_code == 404
    assert person("quality").get("/audits/cycles/99999/external-report/").status_code == 404


# Themes


def test_a_theme_leads_to_measures_and_to_actions(person: SignIn, told: Cycle, lead: User) -> None:
    client = person("service_manager")
    page = client.get("/audits/themes/voice/").content.decode()
    text = text_of(page)
    assert "Of 19 audits that are given in, 12 (63.2%) find it an area for development and 6 (31.6%) a strength" in text
    assert "October to December 2022 fewer than 20 6 0 0.0% (0.0 to 39.0) 6 100.0% (61.0 to 100.0)" in text
    assert 'href="/figures/3.3/"' in page and "None is agreed yet" in text
    answer = client.post("/audits/themes/voice/action/", {"text": "Direct work in every plan", "owner": "A. Nother"})
    assert answer.status_code == 422
    agreed = {"text": "Direct work in every plan", "owner": "A. Nother", "due_on": "2023-03-01", "ref": "3.3"}
    assert client.post("/audits/themes/voice/action/", agreed).status_code == 302
    one = ThemeAction.objects.get()
    assert (one.theme, one.action.source, one.action.ref) == ("voice", Action.Source.AUDIT_THEME, "3.3")
    assert "Direct work in every plan 01/03/2023 Overdue 3.3" in said(client, "/audits/themes/voice/")
    assert "A. Nother" not in said(person("board_member"), "/audits/themes/voice/")


def test_an_action_of_a_theme_names_no_child(person: SignIn, told: Cycle) -> None:
    agreed = {"text": "Visit Wren FieldmouseC1", "owner": "A. Nother", "due_on": "2023-05-01"}
    answer = person("quality").post("/audits/themes/voice/action/", agreed)
    assert answer.status_code == 422 and "leave out" in answer.content.decode()
    assert not Action.objects.exists()


def test_who_agrees_no_actions_agrees_none_here(person: SignIn, told: Cycle) -> None:
    for role in ("practitioner", "board_member"):
        assert person(role).get("/audits/themes/voice/action/").status_code == 403
        assert "Agree an action" not in said(person(role), "/audits/themes/voice/")
    assert person("quality").get("/audits/themes/nonsense/").status_code == 404


def test_the_register_names_an_audit_by_its_number_and_a_theme_by_its_words(
    person: SignIn, told: Cycle, lead: User
) -> None:
    one = Audit.objects.filter(cycle=told).first()
    assert one is not None
    of_audit = action(one, lead)
    of_theme = Action.objects.create(
        text="Direct work", owner_name="A", due_on=TODAY, original_due_on=TODAY, source="audit_theme", made_by=lead
    )
    ThemeAction.objects.create(theme="voice", action=of_theme)
    gone = Action.objects.create(
        text="x", owner_name="A", due_on=TODAY, original_due_on=TODAY, source="audit", source_id=99999, made_by=lead
    )
    found = sources_of([of_audit, of_theme, gone], "analyst")
    assert (found[of_audit.pk].words, found[of_audit.pk].page) == (f"Audit {one.pk}", f"/audits/{one.pk}/")
    assert found[of_theme.pk].words == "Voice and lived experience of the child"
    assert found[of_theme.pk].page == "/audits/themes/voice/"
    assert found[gone.pk].words == ""
    assert sources_of([of_audit], "board_member")[of_audit.pk].page == ""


# The export


def exported(client: Client) -> tuple[list[dict[str, object]], str]:
    answer = client.post("/audits/findings/six-months/")
    assert answer.status_code == 200, answer.content[-2000:]
    book = openpyxl.load_workbook(io.BytesIO(answer.content))
    rows = [[cell.value for cell in row] for row in book.worksheets[0].iter_rows()]
    head = next(place for place, row in enumerate(rows) if row[0] == "Child")
    about = " ".join(str(cell.value) for row in book.worksheets[1].iter_rows() for cell in row)
    return [dict(zip(rows[head], row, strict=True)) for row in rows[head + 1 :]], about


@pytest.fixture
def six(lead: User) -> Cycle:
    """Audits of C1, C3, C4 and C5 in the last six months, one of C6 before them and one that is given in to nobody."""
    of = cycle(lead, theme="neglect")
    audit(of, G, R, person_id="C1", given=dt.date(2022, 10, 1), took_part="yes", child_feedback="obtained")
    audit(of, R, person_id="C3", given=TODAY, cohort="looked_after")
    audit(of, I, person_id="C4", team_id="T2", state=Audit.State.MODERATION)
    audit(of, G, person_id="C5", team_id="T2", given=dt.date(2022, 12, 1))
    audit(of, G, person_id="C6", given=dt.date(2022, 9, 30))
    Audit.objects.create(cycle=of, place=950, person_id="C7", snapshot="s", state=Audit.State.DRAFTING)
    return of


def test_six_months_in_one_click(person: SignIn, six: Cycle, lead: User) -> None:
    first = Audit.objects.get(person_id="C1")
    action(first, lead)
    action(first, lead, state="verified")
    again = cycle(lead, kind=Cycle.Kind.RE_AUDIT, title="Once more")
    audit(again, G, person_id="C1", re_audit_of=first, given=TODAY)
    client = person("analyst")
    rows, about = exported(client)
    assert [row["Child"] for row in rows] == ["C1", "C5", "C4", "C3", "C1"]
    one = rows[0]
    assert str(one["Given in"]).startswith("2022-10-01")
    assert (one["Cycle"], one["Theme"], one["Cohort"]) == ("January and February", "Neglect", "Child in need")
    assert (one["Grade as audited"], one["Grade as moderated"]) == ("Good", "Requires improvement to be good")
    assert (one["Who the grade is from"], one["Section: Voice of the child"]) == (
        "As moderated",
        "Requires improvement to be good",
    )
    assert (one["Actions agreed"], one["Actions open"], one["Actions verified"]) == (2, 1, 1)
    assert (one["Practitioner took part"], one["Child's feedback"]) == ("Took part", "Obtained")
    assert str(one["Re-audited"]).endswith(": Good") and rows[4]["Re-audit of"] == first.pk
    assert (rows[2]["Grade as audited"], rows[2]["Grade as moderated"]) == ("Inadequate", "waits for moderation")
    access = Access.objects.get()
    assert access.how == "export" and sorted(access.children.values_list("person_id", flat=True)) == [
        *("C1", "C3", "C4", "C5"),
    ]
    assert "OFFICIAL-SENSITIVE" in about or "left out 0" in about


def test_children_whom_the_exporter_may_not_see_are_left_out_and_counted(
    person: SignIn, six: Cycle, lead: User
) -> None:
    RestrictedRecord.objects.create(person_id="C1", reason="Staff family", marked_by=lead)
    rows, about = exported(person("service_manager", teams=("T1",)))
    assert [row["Child"] for row in rows] == ["C3"]
    assert "children whom you may not see, left out 2" in about  # C4 and C5, of team T2
    assert "restricted records, left out 1" in about


def test_a_moderator_who_is_to_grade_blind_sees_no_grade_in_the_export(person: SignIn, six: Cycle) -> None:
    waits = Audit.objects.get(person_id="C4")
    client = person("quality")
    pending = sheet(waits, "", writer=client.user, state=Sheet.State.WAITING, overall="", grades={}, reasons="")  # type: ignore[attr-defined]
    rows, about = exported(client)
    (row,) = [row for row in rows if row["Child"] == "C4"]
    names = ("Grade as audited", "Grade as moderated", "Who the grade is from", "Section: Voice of the child")
    assert {row[name] for name in (*names, "Actions agreed", "Re-audited")} == {"waits for your own grading"}
    assert "Inadequate" not in str(rows) and "may not see yet, left out 1" in about
    other = person("director")
    assert "Inadequate" in str(exported(other)[0])
    Sheet.objects.filter(pk=pending.pk).update(writer=None)  # nobody's yet: whoever moderates could become its reader
    assert "Inadequate" in str(exported(other)[0])
    Auditor.objects.create(user=other.user, moderates=True)  # type: ignore[attr-defined]
    assert "Inadequate" not in str(exported(other)[0])
    Sheet.objects.filter(pk=pending.pk).update(writer=client.user, state=Sheet.State.GIVEN, given_at=moment(TODAY))  # type: ignore[attr-defined]
    assert "Inadequate" in str(exported(client)[0])


@pytest.mark.parametrize("role", ["practitioner", "team_manager", "board_member"])
def test_who_may_not_export(person: SignIn, told: Cycle, role: str) -> None:
    assert person(role).post("/audits/findings/six-months/").status_code == 403
    assert "Export the audits" not in said(person(role))
    assert "Export the audits" in said(person("quality"))
