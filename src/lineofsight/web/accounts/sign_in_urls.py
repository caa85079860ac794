"""The addresses of signing in. Only these pages of django-allauth have one: nobody signs up or resets a password.

A test holds this list against what django-allauth offers.
"""

from __future__ import annotations

from allauth.account import views as account
from allauth.mfa.base import views as mfa
from allauth.mfa.recovery_codes import views as recovery_codes
from allauth.mfa.totp import views as totp
from allauth.socialaccount import views as social
from django.urls import path

from lineofsight.web.accounts import directory

urlpatterns = [
    path("sign-in/", account.login, name="account_login"),
    path("sign-in/out/", account.logout, name="account_logout"),
    path("sign-in/ended/", account.account_inactive, name="account_inactive"),
    path("sign-in/password/", account.password_change, name="account_change_password"),
    path("sign-in/confirm/", account.reauthenticate, name="account_reauthenticate"),
    path("second-factor/", mfa.index, name="mfa_index"),
    path("second-factor/code/", mfa.authenticate, name="mfa_authenticate"),
    path("second-factor/confirm/", mfa.reauthenticate, name="mfa_reauthenticate"),
    path("second-factor/set-up/", totp.activate_totp, name="mfa_activate_totp"),
    path("second-factor/remove/", totp.deactivate_totp, name="mfa_deactivate_totp"),
    path("second-factor/recovery-codes/", recovery_codes.view_recovery_codes, name="mfa_view_recovery_codes"),
    path(
        "second-factor/recovery-codes/new/", recovery_codes.generate_recovery_codes, name="mfa_generate_recovery_codes"
    ),
    path("directory/error/", social.login_error, name="socialaccount_login_error"),
    path("directory/cancelled/", social.login_cancelled, name="socialaccount_login_cancelled"),
    path("directory/<slug:provider_id>/", directory.go, name="openid_connect_login"),
    path("directory/<slug:provider_id>/back/", directory.come_back, name="openid_connect_callback"),
]
