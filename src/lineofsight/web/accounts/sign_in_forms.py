"""The forms of signing in, in the clothes of the site and in plain words."""

from __future__ import annotations

from typing import Any, ClassVar

from allauth.account import forms as account
from allauth.mfa.base import forms as mfa
from allauth.mfa.totp import forms as totp
from django import forms

from lineofsight.web.forms import dress, dress_errors


class _Dressed(forms.Form):
    template_name = "form.html"
    words: ClassVar[dict[str, str]] = {}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.label_suffix = ""
        for name, field in self.fields.items():
            field.widget.attrs.pop("placeholder", None)
            field.label = self.words.get(name, field.label)
        dress(self)

    def get_context(self) -> dict[str, Any]:
        dress_errors(self)
        return super().get_context()


class SignInForm(_Dressed, account.LoginForm):  # type: ignore[misc]
    words: ClassVar = {"login": "User name", "password": "Password"}

    def clean_login(self) -> str:
        return str(self.cleaned_data["login"]).strip().lower()


class ChangePasswordForm(_Dressed, account.ChangePasswordForm):  # type: ignore[misc]
    words: ClassVar = {
        "oldpassword": "Password now",
        "password1": "New password",
        "password2": "New password, once more",
    }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields[
            "password1"
        ].help_text = (
            "At least 12 characters. Three words that don't belong together are easy to remember and hard to guess."
        )

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        if cleaned.get("password1") and cleaned["password1"] == cleaned.get("oldpassword"):
            self.add_error("password1", "Choose another password than the one you have")
        return cleaned


class ConfirmPasswordForm(_Dressed, account.ReauthenticateForm):  # type: ignore[misc]
    words: ClassVar = {"password": "Password"}


class _Code(_Dressed):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["code"].widget.attrs.update(
            {"class": "govuk-input govuk-input--width-10", "inputmode": "numeric", "spellcheck": "false"}
        )


class CodeForm(_Code, mfa.AuthenticateForm):  # type: ignore[misc]
    words: ClassVar = {"code": "Code from your authenticator app, or a recovery code"}


class ConfirmCodeForm(_Code, mfa.ReauthenticateForm):  # type: ignore[misc]
    words: ClassVar = {"code": "Code from your authenticator app, or a recovery code"}


class SetUpForm(_Code, totp.ActivateTOTPForm):  # type: ignore[misc]
    words: ClassVar = {"code": "Code that the app shows now"}
