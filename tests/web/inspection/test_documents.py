"""Documents that inspectors are given: states, who may do what, how ready they are, and their pages."""

from __future__ import annotations

import datetime as dt
import re
import threading
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.urls import reverse

from lineofsight.problems import Refused
from lineofsight.web.accounts.models import Change, User
from lineofsight.web.accounts.roles import Role
from lineofsight.web.inspection.documents import keeping, storing, versions
from lineofsight.web.inspection.documents.keeping import DocumentFacts
from lineofsight.web.inspection.documents.readiness import ends_of_months, over_time, readiness
from lineofsight.web.inspection.documents.starter import starter_list
from lineofsight.web.inspection.documents.steps import DOCUMENT_STEPS, SIGNERS
from lineofsight.web.inspection.inspectors import sharing
from lineofsight.web.inspection.models import Document, DocumentChange, DocumentFile
from lineofsight.web.inspection.running import PREPARERS
from tests.web.conftest import add_person
from tests.web.inspection.uploads import PDF, add, signed_off, upload, wanted
from tests.web.test_home import text_of

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("made_up_serves")]
SignIn = Callable[..., Client]
State = Document.State
DAY = dt.date(2023, 3, 31)


@pytest.fixture(autouse=True)
def home(tmp_path: Path, settings: Any) -> Path:
    settings.LINEOFSIGHT_HOME = tmp_path
    return tmp_path


@pytest.fixture
def lead() -> User:
    return add_person("analyst", name="prepares")


@pytest.fixture
def head() -> User:
    return add_person("head_of_service", name="signs")


@pytest.fixture
def draft(lead: User) -> Document:
    document = wanted(lead)
    add(lead, document)
    document.refresh_from_db()
    return document


def test_the_starter_list_is_added_once_and_says_that_it_is_not_evidenced(lead: User) -> None:
    wanted(lead, "Thresholds document")
    made = keeping.begin_with_starter_list(by=lead)
    assert len(made) == len(starter_list()) - 1 >= 25
    assert all(each.unsure and each.framework_reference == "check against the current framework" for each in made)
    assert {each.state for each in made} == {State.MISSING}
    keeping.end_document(by=lead, document=made[0], because="Not asked for any more")
    assert keeping.begin_with_starter_list(by=lead) == []
    assert Document.objects.count() == len(starter_list())


def test_a_council_has_its_own_list(lead: User, home: Path) -> None:
    (home / "inspection").mkdir()
    own = home / "inspection" / "documents.toml"
    own.write_text('[[document]]\ncode = "a"\ntitle = "Owls"\nsection = "Nests"\ndue_day = 2\n')
    (made,) = keeping.begin_with_starter_list(by=lead)
    assert (made.code, made.title, made.due_day, made.unsure) == ("a", "Owls", 2, False)


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ('[[document]]\ncode = "a"\n', "document 1: needs code, title and section"),
        ('[[document]]\ncode = "a"\ntitle = "A"\nsection = "B"\ndays = 3\n', "document 1: has no 'days'"),
        ('[[document]]\ncode = "a"\ntitle = "A"\nsection = "B"\ndue_day = "3"\n', "due_day must be a whole number"),
        ('[[document]]\ncode = "a"\ntitle = "A"\nsection = "B"\ndue_day = 99\n', "from 0 to 60"),
        ('[[document]]\ncode = "a"\ntitle = "A"\nsection = "B"\nconfidentiality = "x"\n', "confidentiality is one of"),
        ('[[document]]\ncode = "a"\ntitle = " "\nsection = "B"\n', "title is a text"),
        ('[[document]]\ncode = "a"\ntitle = "A"\nsection = "B"\n' * 2, "two documents have the code 'a'"),
        ("documents = 3\n", "holds \\[\\[document\\]\\] and nothing else"),
    ],
)
def test_a_list_that_cannot_be_used_says_where(lead: User, home: Path, text: str, says: str) -> None:
    (home / "inspection").mkdir()
    (home / "inspection" / "documents.toml").write_text(text)
    with pytest.raises(Refused, match=f"inspection/documents.toml: .*{says}|inspection/documents.toml: {says}"):
        keeping.begin_with_starter_list(by=lead)
    assert not Document.objects.exists()


# States


@pytest.mark.parametrize("state", State.values)
@pytest.mark.parametrize("name", DOCUMENT_STEPS)
def test_every_step_from_every_state(lead: User, head: User, draft: Document, state: str, name: str) -> None:
    inspector = add_person("inspector", name="inge", access_ends_on=dt.date(2200, 1, 1))
    file = draft.files.get()
    if name in ("share", "take_back"):
        signed = state in (State.SIGNED_OFF, State.SHARED)
        DocumentChange.objects.create(document=draft, state=state, on=DAY, file=file, made_by=lead)
        if name == "take_back" and signed:
            sharing.share(by=lead, user=inspector, file=file)
    if name == "want_again":
        keeping.end_document(by=lead, document=draft, because="Not now")
    Document.objects.filter(pk=draft.pk).update(state=state)
    before = DocumentChange.objects.count()
    do: dict[str, Callable[[], object]] = {
        "add_version": lambda: add(lead, draft, PDF + b"2"),
        "say_ready": lambda: keeping.say_ready(by=lead, document=draft),
        "back_to_draft": lambda: keeping.back_to_draft(by=lead, document=draft, because="A table is wrong"),
        "sign_off": lambda: keeping.sign_off(by=head, document=draft),
        "share": lambda: keeping.say_shared(by=lead, document=draft, how="By their site"),
        "take_back": lambda: sharing.take_back(by=lead, shared=file.shared.get()),
        "end": lambda: keeping.end_document(by=lead, document=draft, because="Not asked for"),
        "want_again": lambda: keeping.want_again(by=lead, document=draft),
    }
    step = DOCUMENT_STEPS[name]
    if name == "take_back" and state not in step.comes_from:
        return  # nothing is shared that could be taken back
    if state in step.comes_from:
        do[name]()
        draft.refresh_from_db()
        assert draft.state == (state if name in ("end", "want_again") else step.leads_to[0])
        assert Change.objects.latest("pk").did == step.did
        latest = DocumentChange.objects.order_by("-pk").first()
        assert latest is not None and (latest.state, latest.ended) == (draft.state, draft.ended_on is not None)
        assert DocumentChange.objects.count() == before + 1
    else:
        with pytest.raises(Refused, match="is not possible"):
            do[name]()
        draft.refresh_from_db()
        assert draft.state == state and DocumentChange.objects.count() == before


def test_who_added_a_version_does_not_sign_it_off(head: User) -> None:
    document = wanted(head)
    add(head, document)
    keeping.say_ready(by=head, document=document)
    with pytest.raises(Refused, match="somebody else signs it off"):
        keeping.sign_off(by=head, document=document)
    for role in Role:
        person = add_person(role.value)
        if role not in SIGNERS:
            with pytest.raises(Refused, match="signs documents off"):
                keeping.sign_off(by=person, document=document)
    assert keeping.sign_off(by=add_person("director"), document=document).state == State.SIGNED_OFF


def test_what_is_past_its_review_is_not_signed_off(lead: User, head: User) -> None:
    document = wanted(lead, review_by=dt.date(2020, 1, 1))
    add(lead, document)
    keeping.say_ready(by=lead, document=document)
    with pytest.raises(Refused, match="day of review has gone by"):
        keeping.sign_off(by=head, document=document)


def test_nothing_is_done_on_what_is_wanted_no_more(lead: User, draft: Document) -> None:
    keeping.end_document(by=lead, document=draft, because="Not asked for")
    for change in (
        lambda: keeping.say_ready(by=lead, document=draft),
        lambda: add(lead, draft, PDF + b"2"),
    ):
        draft.refresh_from_db()
        with pytest.raises(Refused, match="wanted no more"):
            change()
    assert len(list(storing.folder().iterdir())) == 1
    wanted(lead, draft.title)  # another of the same title is wanted
    with pytest.raises(Refused, match="of that title is wanted already"):
        keeping.want_again(by=lead, document=draft)


def test_who_may_change_documents(lead: User) -> None:
    for role in Role:
        person = add_person(role.value)
        own = wanted(lead, f"Of {role.value}", owner=person)
        other = wanted(lead, f"Not of {role.value}")
        for change in (
            lambda person=person: wanted(person, f"By {person.username}"),
            lambda person=person, other=other: add(person, other),
            lambda person=person, other=other: keeping.plan_document(
                by=person, document=other, plan="Count owls", plan_on=DAY
            ),
        ):
            if role in PREPARERS:
                change()
            else:
                with pytest.raises(Refused, match="those who prepare inspections"):
                    change()
        add(person, own)  # an owner adds versions of their own
        assert keeping.say_ready(by=person, document=own).state == State.READY


def test_a_plan_has_a_day_and_a_title_is_wanted_once(lead: User, draft: Document) -> None:
    with pytest.raises(Refused, match="and the day by which"):
        keeping.plan_document(by=lead, document=draft, plan="Count owls", plan_on=None)
    with pytest.raises(Refused, match="wanted already"):
        wanted(lead, "OWL strategy")
    other = wanted(lead, "Another")
    with pytest.raises(Refused, match="wanted already"):
        keeping.change_document(by=lead, document=other, facts=DocumentFacts("Owl strategy", "Nests"))
    with pytest.raises(Refused, match="changed this since"):
        keeping.change_document(by=lead, document=other, facts=DocumentFacts("Third", "Nests"), seen=7)
    with pytest.raises(Refused, match="Say in which section"):
        keeping.add_document(by=lead, facts=DocumentFacts("Fourth", " "))


# Readiness


def test_readiness_is_counted_by_section(lead: User, head: User) -> None:
    """Nests: three wanted, one of them signed off and one ready but out of date. Trees: one missing, planned.

    Ready: 1 of 4, which is 25%.
    """
    signed_off(lead, head, "Signed")
    old = wanted(lead, "Old", review_by=DAY - dt.timedelta(days=1), owner=lead, deputy_name="Ash Kestrel")
    add(lead, old)
    keeping.say_ready(by=lead, document=old)
    wanted(lead, "Missing")
    trees = keeping.add_document(by=lead, facts=DocumentFacts("Elms", "Trees", owner_name="Elder Finch"))
    keeping.plan_document(by=lead, document=trees, plan="Count them", plan_on=DAY)
    ended = wanted(lead, "Ended")
    keeping.end_document(by=lead, document=ended, because="No")
    found = readiness(DAY)
    nests, elms = found.sections
    assert (found.total.documents, found.total.ready, found.total.per_cent) == (4, 1, 25)
    assert (nests.title, nests.documents, nests.ready, nests.out_of_date) == ("Nests", 3, 1, 1)
    assert nests.states == {"missing": 1, "draft": 0, "ready": 1, "signed_off": 1, "shared": 0}
    assert (nests.without_owner, nests.without_deputy, nests.unplanned) == (2, 2, 1)
    assert (elms.ready, elms.per_cent, elms.unplanned, elms.plan_late) == (0, 0, 0, 0)
    assert readiness(DAY + dt.timedelta(days=1)).sections[1].plan_late == 1
    assert readiness(DAY - dt.timedelta(days=1)).total.ready == 2  # on its last day it is not out of date
    assert [each.title for each in found.lacking] == ["Old", "Missing", "Elms"]
    assert readiness(DAY).total.per_cent == 25 and sum(nests.states.values()) == nests.documents


def test_readiness_over_time_is_what_was_recorded_until_then(lead: User) -> None:
    owls, elms = wanted(lead, "Owls"), wanted(lead, "Elms")
    days = [dt.date(2022, 12, 31), dt.date(2023, 1, 31), dt.date(2023, 2, 28), dt.date(2023, 3, 31)]
    rows = [(owls, "missing", 0), (owls, "ready", 40), (elms, "draft", 41), (owls, "draft", 60), (elms, "ready", 85)]
    start = dt.date(2022, 12, 15)
    for document, state, after in rows:
        on = start + dt.timedelta(days=after)
        DocumentChange.objects.create(document=document, state=state, on=on, made_by=lead)
    DocumentChange.objects.create(document=owls, state="draft", ended=True, on=days[3], made_by=lead)
    found = over_time(days)
    assert [(past.documents, past.ready) for past in found] == [(1, 0), (2, 1), (2, 0), (1, 1)]
    assert found[1].states == {"missing": 0, "draft": 1, "ready": 1, "signed_off": 0, "shared": 0}
    assert found[1].per_cent == 50 and over_time([dt.date(2020, 1, 1)])[0].per_cent is None
    assert [past.on for past in over_time(reversed(days))] == list(reversed(days))


def test_the_ends_of_months() -> None:
    assert ends_of_months(dt.date(2024, 3, 15), 2) == [dt.date(2024, 1, 31), dt.date(2024, 2, 29), dt.date(2024, 3, 15)]


# Pages


def test_the_list_and_its_filters(signed_in: SignIn, lead: User, head: User) -> None:
    reader = signed_in("team_manager", name="tess")
    signed_off(lead, head, "Signed strategy")
    wanted(lead, "Mine", owner=reader.user)  # type: ignore[attr-defined]
    wanted(lead, "Theirs", owner_name="Elder Finch", review_by=dt.date(2020, 1, 1))
    address = reverse("inspection:documents")

    def titles(query: str) -> list[str]:
        page = reader.get(f"{address}?{query}").content.decode()
        return re.findall(r'<th scope="row"><a class="govuk-link" href="/inspection/documents/\d+/">([^<]+)</a>', page)

    assert titles("") == ["Signed strategy", "Mine", "Theirs"]
    assert titles("state=signed_off") == ["Signed strategy"]
    assert titles("state=not_ready") == ["Mine", "Theirs"]
    assert titles("state=missing&owner=me") == titles("owner=me") == ["Mine"]
    assert titles("owner=nobody") == ["Signed strategy"]
    assert titles("state=out_of_date") == titles("state=ended") == []  # what is missing has nothing to review
    page = text_of(reader.get(address).content.decode())
    assert "1 of 3 documents (33%) could be handed over today" in page and "Add a document" not in page
    over = reader.get(reverse("inspection:documents_over_time"))
    assert over.status_code == 200 and 'role="img"' in over.content.decode()


def test_from_missing_to_signed_off_on_pages(signed_in: SignIn) -> None:
    client, other = signed_in("quality", name="quinn"), signed_in("director", name="dale")
    assert client.post(reverse("inspection:begin_documents")).status_code == 302
    page = reverse("inspection:add_document")
    facts = {"title": "Owls", "section": "Nests", "due_day": 2, "confidentiality": "official", "owner": "Elder Finch"}
    assert client.post(page, {**facts, "title": ""}).status_code == 422
    assert client.post(page, facts).status_code == 302
    one = Document.objects.get(title="Owls")
    assert (one.owner_name, one.due_day, one.deputy_is) == ("Elder Finch", 2, "")
    of = {name: reverse(f"inspection:{name}", args=[one.pk]) for name in (
        "document", "change_document", "plan_document", "document_ready", "sign_off_document", "add_document_version",
        "document_back_to_draft", "document_given", "end_document", "want_document_again",
    )}  # fmt: skip
    assert "There is no plan for it" in text_of(client.get(of["document"]).content.decode())
    planned = {"plan": "Count them", "plan_on": "2199-01-01", "version": one.version}
    assert client.post(of["plan_document"], planned).status_code == 302
    assert client.post(of["plan_document"], planned).status_code == 422  # as somebody else saw it before

    def version() -> dict[str, int]:
        one.refresh_from_db()
        return {"version": one.version}

    assert client.post(of["document_ready"], version()).status_code == 409
    assert client.post(of["add_document_version"], {**version(), "file": upload()}).status_code == 302
    assert client.post(of["document_ready"], {"version": one.version}).status_code == 409  # the page was old
    assert client.post(of["document_ready"], version()).status_code == 302
    assert client.post(of["sign_off_document"], version()).status_code == 409
    assert "somebody else signs it off" in text_of(client.get(of["document"]).content.decode())
    assert other.post(of["sign_off_document"], version()).status_code == 302
    form = text_of(client.get(of["add_document_version"]).content.decode())
    assert "becomes a draft again" in form and "Signed off" in form
    given = {**version(), "how": "Put on the inspectors' site"}
    assert client.post(of["document_given"], given).status_code == 302
    assert client.post(of["add_document_version"], {**version(), "file": upload(PDF + b"2")}).status_code == 302
    page_now = text_of(client.get(of["document"]).content.decode())
    assert "The document is a draft again" in page_now and "2 versions" in page_now
    for words in ("Added", "Planned", "It is ready", "Sign it off", "Inspectors have it", "Add a version"):
        assert words in page_now
    assert client.post(of["end_document"], {**version(), "because": "Merged"}).status_code == 302
    assert "wanted no more" in text_of(client.get(of["document"]).content.decode())
    assert client.post(of["want_document_again"], version()).status_code == 302
    one.refresh_from_db()
    assert one.ended_on is None and one.state == State.DRAFT


def test_an_owner_who_does_not_prepare_works_on_their_own(signed_in: SignIn, lead: User) -> None:
    client = signed_in("service_manager")
    own, other = wanted(lead, "Own", owner=client.user), wanted(lead, "Other")  # type: ignore[attr-defined]
    for document, status in ((other, 409), (own, 302)):
        page = reverse("inspection:add_document_version", args=[document.pk])
        assert client.post(page, {"file": upload(), "version": 1}).status_code == status
    assert client.get(reverse("inspection:change_document", args=[own.pk])).status_code == 403
    shown = text_of(client.get(reverse("inspection:document", args=[own.pk])).content.decode())
    assert "Add a version" in shown and "Change it" not in shown
    assert list(DocumentFile.objects.values_list("document__title", flat=True)) == ["Own"]


@pytest.mark.django_db(transaction=True)
def test_two_who_add_at_once_get_two_versions(lead: User) -> None:
    document = wanted(lead)
    problems: list[BaseException] = []

    def adds(nth: int) -> None:
        try:
            versions.add_version(by=lead, document=document, upload=upload(PDF + bytes([65 + nth])))
        except BaseException as problem:
            problems.append(problem)
        finally:
            connection.close()

    threads = [threading.Thread(target=adds, args=(nth,)) for nth in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert problems == []
    assert sorted(document.files.values_list("number", flat=True)) == [1, 2, 3, 4]
    assert {path.name for path in storing.folder().iterdir()} == set(document.files.values_list("stored", flat=True))
