"""Lets in by password who still has access: not where it has ended, nor the demonstration's people elsewhere."""

from __future__ import annotations

from django.contrib.auth.backends import ModelBackend
from django.contrib.auth.base_user import AbstractBaseUser
from django.contrib.auth.models import AnonymousUser

from lineofsight.web.accounts.middleware import may_still_sign_in
from lineofsight.web.accounts.models import User


class PasswordBackend(ModelBackend):
    """Also asked for the person of each session: who may not sign in any more is nobody there too."""

    def user_can_authenticate(self, user: AbstractBaseUser | AnonymousUser | None) -> bool:
        return isinstance(user, User) and may_still_sign_in(user)
