"""The forms by which a list of a run is signed, and a signature taken back."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect

from lineofsight.problems import Refused
from lineofsight.web.addressed import one_of
from lineofsight.web.inspection.lists import signing
from lineofsight.web.inspection.lists.forms import SignForm, TakeBackForm
from lineofsight.web.inspection.lists.pages import called, list_crumbs, share_in_words, the_list, the_run
from lineofsight.web.inspection.models import ListSignature
from lineofsight.web.inspection.pages import POSTED, asker, form_page, said_why


@POSTED
@said_why
def sign(request: HttpRequest, run_id: str, number: int, step: str) -> HttpResponse:
    """Signs a list: as valid, or as recognised as right."""
    if step not in (signing.VALID, signing.RECOGNISED):
        raise Http404
    run, _, found = the_list(run_id, number)
    user = asker(request)
    signing.check_can_sign(user, run, number, step)
    form = SignForm(request.POST if request.method == "POST" else None)  # a note may be left out
    if form.is_valid():
        try:
            signing.sign(by=user, run=run, number=number, step=step, note=form.cleaned_data["note"])
            messages.success(request, f"List {number} is signed.")
            return redirect("inspection:run_list", run.id, number)
        except Refused as refusal:
            form.add_error(None, str(refusal))
    share = share_in_words(found.share_complete)
    facts = [
        ("Lists of", called(run)),
        ("Rows", f"{found.rows:,}"),
        ("Cells to mend", f"{found.to_mend:,}{f', {share} complete' if share else ''}"),
        ("Beside the scorecard", found.beside_scorecard or "No indicator counts the same."),
        ("What you sign", _MEANS[step]),
    ]
    heading, button = f"{signing.STEPS[step].title}: List {number}", "Sign it"
    return form_page(request, heading, form, button, crumbs=list_crumbs(run, number), facts=facts, caption=found.title)


_MEANS: dict[str, str] = {
    signing.VALID: "The list obeys its layout, or what doesn't is known and said in the note.",
    signing.RECOGNISED: "These are the children, workers and dates of our services as we know them.",
}


@POSTED
@said_why
def take_back(request: HttpRequest, pk: int) -> HttpResponse:
    """Takes a signature back, with a reason."""
    signature: ListSignature = one_of(ListSignature, pk)
    run, user = the_run(signature.run), asker(request)
    signing.check_can_take_back(user, run, signature)
    form = TakeBackForm(request.POST or None)
    if form.is_valid():
        try:
            signing.take_back(by=user, run=run, signature=signature, because=form.cleaned_data["because"])
            messages.success(request, "The signature is taken back. It stays in the record.")
            return redirect("inspection:run_list", run.id, signature.number)
        except Refused as refusal:
            form.add_error(None, str(refusal))
    facts = [("Signed", f"{signature.get_step_display()}, by {signature.made_by.name}")]
    return form_page(
        request, "Take a signature back", form, "Take it back", crumbs=list_crumbs(run, signature.number),
        facts=facts, caption=f"List {signature.number}, {called(run)}", warning=True,
    )  # fmt: skip
