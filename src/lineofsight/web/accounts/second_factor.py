"""Second factors are kept encrypted, by a key worked out from the site's own: a copy of the database is no use."""

from __future__ import annotations

import base64
from functools import cache
from typing import ClassVar

from allauth.mfa.adapter import DefaultMFAAdapter
from cryptography.fernet import Fernet, InvalidToken
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings
from django.contrib.auth.base_user import AbstractBaseUser


class SecondFactor(DefaultMFAAdapter):  # type: ignore[misc]
    error_messages: ClassVar = {
        **DefaultMFAAdapter.error_messages,
        "incorrect_code": "That is not the code. Wait for the next one and type that, or use a recovery code",
        "cannot_generate_recovery_codes": "Set up the second factor first",
    }

    def encrypt(self, text: str) -> str:
        return _lock(settings.SECRET_KEY).encrypt(text.encode()).decode()

    def decrypt(self, encrypted_text: str) -> str:
        """What was encrypted; nothing, which no code matches, where the site's key is another one now."""
        try:
            return _lock(settings.SECRET_KEY).decrypt(encrypted_text.encode()).decode()
        except InvalidToken:
            return ""

    def get_totp_label(self, user: AbstractBaseUser) -> str:
        return user.get_username()


@cache
def _lock(secret: str) -> Fernet:
    key = HKDF(SHA256(), 32, salt=None, info=b"lineofsight second factors").derive(secret.encode())
    return Fernet(base64.urlsafe_b64encode(key))
