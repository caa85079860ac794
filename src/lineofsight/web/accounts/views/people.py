"""The pages on which an administrator adds, changes and ends people's access. They show no child."""

from __future__ import annotations

import datetime as dt

from allauth.mfa.models import Authenticator
from allauth.socialaccount.models import SocialAccount
from django.core.paginator import Paginator
from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from lineofsight.problems import Refused
from lineofsight.web.accounts import people, records
from lineofsight.web.accounts.forms import NewPersonForm, NoForm, PersonForm, ReasonForm
from lineofsight.web.accounts.middleware import may_still_sign_in
from lineofsight.web.accounts.models import Change, User
from lineofsight.web.accounts.roles import Role
from lineofsight.web.accounts.views.asking import address, asker, confirmed
from lineofsight.web.accounts.views.changes import ABOUT_PEOPLE

_PER_PAGE = 50


@require_safe
def listed(request: HttpRequest) -> HttpResponse:
    """Everybody who has or had access, by name."""
    found = User.objects.order_by("last_name", "first_name", "username").prefetch_related("teams")
    text, role, which = (request.GET.get(name, "").strip() for name in ("name", "role", "which"))
    for word in text.split():
        found = found.filter(
            Q(username__icontains=word)
            | Q(first_name__icontains=word)
            | Q(last_name__icontains=word)
            | Q(job_title__icontains=word)
        )
    if role in Role.values:
        found = found.filter(role=role)
    today = _today()
    ended = Q(is_active=False) | Q(access_ends_on__lt=today)
    if which == "ended":
        found = found.filter(ended)
    elif which != "all":
        found = found.exclude(ended)
    page = Paginator(found, _PER_PAGE).get_page(request.GET.get("page"))
    with_factor = set(Authenticator.objects.filter(type=Authenticator.Type.TOTP).values_list("user_id", flat=True))
    asked = request.GET.copy()
    asked.pop("page", None)
    shown = {
        "heading": "People",
        "section": "people",
        "page": page,
        "here": f"?{asked.urlencode()}&" if asked else "?",
        "rows": [
            {
                "user": user,
                "teams": _few(sorted(team.team_id for team in user.teams.all())),
                "ended": not user.is_active or bool(user.access_ends_on and user.access_ends_on < today),
                "second_factor": user.pk in with_factor,
            }
            for user in page
        ],
        "roles": Role.choices,
        "asked": {"name": text, "role": role, "which": which},
    }
    return render(request, "accounts/people.html", shown)


@require_http_methods(["GET", "POST"])
def add(request: HttpRequest) -> HttpResponse:
    """Adds somebody. A temporary password is on the page that follows, and never again."""
    by = asker(request)
    form = NewPersonForm(request.POST if request.method == "POST" else None, by=by)
    if request.method == "POST" and form.is_valid():
        try:
            user = people.add_person(by=by, username=form.cleaned_data["username"], facts=form.facts(), today=_today())
            if form.cleaned_data.get("signs_in", "password") == "password":
                given = people.give_temporary_password(by=by, user=user)
                return _password_page(request, user, given, added=True)
            return redirect("accounts:person", user.pk)
        except Refused as refusal:
            form.add_error(None, str(refusal))
    return render(request, "accounts/add_person.html", {"heading": "Add somebody", "section": "people", "form": form})


@require_http_methods(["GET", "POST"])
def person(request: HttpRequest, user_id: int) -> HttpResponse:
    """What is known of somebody, to be changed; and what can be done about their signing in."""
    by, user = asker(request), get_object_or_404(User, pk=user_id)
    form = PersonForm(request.POST if request.method == "POST" else None, user=user, by=by)
    if request.method == "POST" and form.is_valid():
        try:
            people.change_person(by=by, user=user, facts=form.facts(), today=_today())
            return redirect("accounts:people")
        except Refused as refusal:
            form.add_error(None, str(refusal))
    ended = not user.is_active or bool(user.access_ends_on and user.access_ends_on < _today())
    shown = {
        "heading": user.name,
        "section": "people",
        "user_": user,
        "own": user.pk == by.pk,
        "form": form,
        "ended": ended,
        "may_sign_in": may_still_sign_in(user),
        "teams": records.in_words(people.facts_of(user).teams),
        "second_factor": Authenticator.objects.filter(user=user, type=Authenticator.Type.TOTP).exists(),
        "tied": SocialAccount.objects.filter(user=user).exists(),
        "has_password": user.has_usable_password(),
        "locked": people.is_locked(user),
        "changes": Change.objects.filter(subject=user.username, did__in=ABOUT_PEOPLE)
        .select_related("user")
        .order_by("-pk")[:15],
    }
    return render(request, "accounts/person.html", shown)


@require_http_methods(["GET", "POST"])
def end_access(request: HttpRequest, user_id: int) -> HttpResponse:
    by, user = asker(request), get_object_or_404(User, pk=user_id)
    form = ReasonForm(request.POST if request.method == "POST" else None)
    return confirmed(
        request,
        form,
        lambda: people.end_access(by=by, user=user, reason=form.cleaned_data["reason"], today=_today()),
        heading=f"End the access of {user.name}",
        sentence="They are signed out at once, and their tokens end. What they wrote here stays.",
        button="End access",
        back=address("accounts:person", user.pk),
        done=f"The access of {user.name} has ended.",
        warning=True,
    )


@require_http_methods(["GET", "POST"])
def give_access_again(request: HttpRequest, user_id: int) -> HttpResponse:
    by, user = asker(request), get_object_or_404(User, pk=user_id)
    return confirmed(
        request,
        NoForm(request.POST if request.method == "POST" else None),
        lambda: people.give_access_again(by=by, user=user, today=_today()),
        heading=f"Give {user.name} access again",
        sentence=f"As {user.get_role_display().lower()}, with their former password and second factor.",
        button="Give access again",
        back=address("accounts:person", user.pk),
        done=f"{user.name} has access again.",
    )


@require_http_methods(["GET", "POST"])
def temporary_password(request: HttpRequest, user_id: int) -> HttpResponse:
    by, user = asker(request), get_object_or_404(User, pk=user_id)
    form = NoForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            return _password_page(request, user, people.give_temporary_password(by=by, user=user), added=False)
        except Refused as refusal:
            form.add_error(None, str(refusal))
    shown = {
        "heading": f"A temporary password for {user.name}",
        "sentence": "They are signed out, and their password now holds no more. The new one is shown once, to you.",
        "button": "Make a temporary password",
        "back": address("accounts:person", user.pk),
        "form": form,
    }
    return render(request, "accounts/confirm.html", shown)


@require_http_methods(["GET", "POST"])
def reset_second_factor(request: HttpRequest, user_id: int) -> HttpResponse:
    by, user = asker(request), get_object_or_404(User, pk=user_id)
    return confirmed(
        request,
        NoForm(request.POST if request.method == "POST" else None),
        lambda: people.reset_second_factor(by=by, user=user),
        heading=f"Reset the second factor of {user.name}",
        sentence="They are signed out, and set up a new one as they sign in. Make sure first that it is they who ask.",
        button="Reset the second factor",
        back=address("accounts:person", user.pk),
        done=f"The second factor of {user.name} is reset.",
        warning=True,
    )


@require_http_methods(["GET", "POST"])
def untie_directory(request: HttpRequest, user_id: int) -> HttpResponse:
    by, user = asker(request), get_object_or_404(User, pk=user_id)
    return confirmed(
        request,
        NoForm(request.POST if request.method == "POST" else None),
        lambda: people.untie_directory(by=by, user=user),
        heading=f"Untie {user.name} from the directory",
        sentence="The next person whom the directory names by this user name is taken for them. Do this only where the "
        "directory made their account anew.",
        button="Untie",
        back=address("accounts:person", user.pk),
        done=f"{user.name} is untied from the directory.",
        warning=True,
    )


@require_http_methods(["GET", "POST"])
def unlock(request: HttpRequest, user_id: int) -> HttpResponse:
    by, user = asker(request), get_object_or_404(User, pk=user_id)
    return confirmed(
        request,
        NoForm(request.POST if request.method == "POST" else None),
        lambda: people.unlock(by=by, user=user),
        heading=f"Unlock {user.name}",
        sentence="They can try again at once. Ask them first whether it was they who tried.",
        button="Unlock",
        back=address("accounts:person", user.pk),
        done=f"{user.name} can try again.",
    )


def _few(teams: list[str]) -> str:
    return ", ".join(teams) if len(teams) <= 3 else f"{', '.join(teams[:2])} and {len(teams) - 2} more"


def _password_page(request: HttpRequest, user: User, given: str, *, added: bool) -> HttpResponse:
    shown = {
        "heading": f"{user.name} can sign in" if added else f"The temporary password of {user.name}",
        "section": "people",
        "user_": user,
        "given": given,
    }
    return render(request, "accounts/temporary_password.html", shown)


def _today() -> dt.date:
    return dt.date.today()  # noqa: DTZ011 - the day where the council is
