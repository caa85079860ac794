"""How the web site runs. What a council may change stands in `site.toml` in its home folder (`site_settings`)."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import dj_database_url

from lineofsight.home import Home
from lineofsight.web.secret_key import kept_secret_key
from lineofsight.web.site_settings import database_url, read_site_settings

HERE = Path(__file__).parent
HOME = Home.from_environment()

LINEOFSIGHT_HOME = HOME.path
LINEOFSIGHT_SITE = read_site_settings(HOME.path)
SECRET_KEY = kept_secret_key(HOME)
DEBUG = False
ALLOWED_HOSTS = ["127.0.0.1", "localhost", *([LINEOFSIGHT_SITE.host] if LINEOFSIGHT_SITE.host else [])]

ROOT_URLCONF = "lineofsight.web.urls"
WSGI_APPLICATION = "lineofsight.web.wsgi.application"
INSTALLED_APPS = [
    "django.forms",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "lineofsight.web.accounts.apps.AccountsConfig",
    "lineofsight.web.actions.apps.ActionsConfig",
    "lineofsight.web.performance.apps.PerformanceConfig",
    "lineofsight.web.surgery.apps.SurgeryConfig",
    "lineofsight.web.audits.apps.AuditsConfig",
    "lineofsight.web.improvement.apps.ImprovementConfig",
    "lineofsight.web.inspection.apps.InspectionConfig",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.socialaccount",
    "allauth.socialaccount.providers.openid_connect",
    "axes",
]
MIDDLEWARE = [
    "lineofsight.web.headers.SecurityHeaders",
    "django.middleware.security.SecurityMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "lineofsight.web.accounts.middleware.EnforceAccess",
    "axes.middleware.AxesMiddleware",
]
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [HERE / "templates"],
        "OPTIONS": {
            "loaders": [
                (
                    "django.template.loaders.cached.Loader",
                    ["django.template.loaders.filesystem.Loader", "django.template.loaders.app_directories.Loader"],
                )
            ],
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "lineofsight.web.accounts.context.chrome",
            ],
            "builtins": ["lineofsight.web.templatetags.words"],
        },
    }
]
FORM_RENDERER = "django.forms.renderers.TemplatesSetting"

# People's work: a file by default, PostgreSQL where a council has it.
DATABASES: dict[str, Any] = {
    "default": dj_database_url.parse(database_url(LINEOFSIGHT_SITE, HOME.path), conn_max_age=600)
}
DATABASES["default"]["ATOMIC_REQUESTS"] = False
if DATABASES["default"]["ENGINE"] == "django.db.backends.sqlite3":
    DATABASES["default"]["OPTIONS"] = {
        "timeout": 20,
        "transaction_mode": "IMMEDIATE",
        "init_command": "pragma journal_mode=wal; pragma synchronous=normal; pragma foreign_keys=on;",
    }
else:
    DATABASES["default"]["CONN_HEALTH_CHECKS"] = True
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

# What is uploaded is stopped where it is larger than a document may be; what is large waits on the disk.
FILE_UPLOAD_HANDLERS = [
    "lineofsight.web.inspection.documents.stopping.StopsAtLimit",
    "django.core.files.uploadhandler.MemoryFileUploadHandler",
    "django.core.files.uploadhandler.TemporaryFileUploadHandler",
]
FILE_UPLOAD_MAX_MEMORY_SIZE = 2_500_000
FILE_UPLOAD_PERMISSIONS = 0o600

# Signing in.
AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = [
    "axes.backends.AxesStandaloneBackend",
    "lineofsight.web.accounts.backend.PasswordBackend",  # the only one that lets anybody in
]
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.Argon2PasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "/"
ACCOUNT_ADAPTER = "lineofsight.web.accounts.signing_in.Adapter"
SOCIALACCOUNT_ADAPTER = "lineofsight.web.accounts.signing_in.DirectoryAdapter"
ACCOUNT_LOGIN_METHODS = {"username"}
ACCOUNT_SIGNUP_FIELDS = ["username*", "password1*"]
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_SESSION_REMEMBER = False
ACCOUNT_LOGOUT_ON_PASSWORD_CHANGE = False  # their other sessions end all the same
ACCOUNT_REAUTHENTICATION_REQUIRED = True
ACCOUNT_REAUTHENTICATION_TIMEOUT = 900
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_ALLOW_REGISTRATION = False
ACCOUNT_FORMS = {
    "login": "lineofsight.web.accounts.sign_in_forms.SignInForm",
    "change_password": "lineofsight.web.accounts.sign_in_forms.ChangePasswordForm",
    "reauthenticate": "lineofsight.web.accounts.sign_in_forms.ConfirmPasswordForm",
}
# A lock of an hour after five failures of one name from one address is django-axes' (below). These catch the rest: one
# address that tries many names, and many addresses that try one name.
ACCOUNT_RATE_LIMITS = {"login": "120/m/ip", "login_failed": "20/m/ip,30/h/key", "change_password": "5/m/user"}
MFA_ADAPTER = "lineofsight.web.accounts.second_factor.SecondFactor"
MFA_FORMS = {
    "authenticate": "lineofsight.web.accounts.sign_in_forms.CodeForm",
    "reauthenticate": "lineofsight.web.accounts.sign_in_forms.ConfirmCodeForm",
    "activate_totp": "lineofsight.web.accounts.sign_in_forms.SetUpForm",
}
MFA_RECOVERY_CODES_SHOW_ONCE = True
MFA_SUPPORTED_TYPES = ["totp", "recovery_codes"]
MFA_TOTP_ISSUER = "Line of Sight"
SOCIALACCOUNT_ONLY = False
SOCIALACCOUNT_AUTO_SIGNUP = False
SOCIALACCOUNT_STORE_TOKENS = False
SOCIALACCOUNT_PROVIDERS = {
    "openid_connect": {
        "OAUTH_PKCE_ENABLED": True,
        "APPS": [
            {
                "provider_id": directory.id,
                "name": directory.name,
                "client_id": directory.client_id,
                "secret": directory.secret,
                "settings": {"server_url": directory.server},
            }
            for directory in LINEOFSIGHT_SITE.directories
        ],
    }
}
AXES_FAILURE_LIMIT = 5
AXES_COOLOFF_TIME = 1  # hour
AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"]]
AXES_RESET_ON_SUCCESS = True
AXES_RESET_COOL_OFF_ON_FAILURE_DURING_LOCKOUT = False
AXES_DISABLE_ACCESS_LOG = True  # sign-ins stand among the changes
AXES_VERBOSE = False
AXES_ENABLE_ADMIN = False
AXES_LOCKOUT_CALLABLE = "lineofsight.web.accounts.signing_in.locked"
AXES_CLIENT_IP_CALLABLE = "lineofsight.web.accounts.recording.address_of"

# Limits on attempts must hold in all processes of the site: they are kept in the database.
CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.db.DatabaseCache",
        "LOCATION": "accounts_limits",
        "OPTIONS": {"MAX_ENTRIES": 100_000},  # when it is full a third is dropped at random: limits with it
    }
}

# A session ends after `idle_minutes` without a page, and `session_hours` after signing in (`accounts.sessions`).
SESSION_COOKIE_AGE = LINEOFSIGHT_SITE.idle_minutes * 60
SESSION_COOKIE_NAME = "__Host-session" if LINEOFSIGHT_SITE.https else "sessionid"
CSRF_COOKIE_NAME = "__Host-csrf" if LINEOFSIGHT_SITE.https else "csrftoken"
SESSION_EXPIRE_AT_BROWSER_CLOSE = True
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_HTTPONLY = True
CSRF_COOKIE_SAMESITE = "Lax"
MESSAGE_STORAGE = "django.contrib.messages.storage.session.SessionStorage"
CSRF_FAILURE_VIEW = "lineofsight.web.errors.form_too_old"

# Over https everything is strict; without an address the site answers on this machine alone.
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = SECURE_SSL_REDIRECT = LINEOFSIGHT_SITE.https
SECURE_HSTS_SECONDS = 31_536_000 if LINEOFSIGHT_SITE.https else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE_HSTS_PRELOAD = LINEOFSIGHT_SITE.https
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if LINEOFSIGHT_SITE.proxies else None
CSRF_TRUSTED_ORIGINS = [LINEOFSIGHT_SITE.address] if LINEOFSIGHT_SITE.https else []
ACCOUNT_DEFAULT_HTTP_PROTOCOL = "https" if LINEOFSIGHT_SITE.https else "http"

STATIC_URL = "/static/"
STATICFILES_DIRS = [HERE / "static"]
WHITENOISE_USE_FINDERS = True  # served from the package: no copying step
WHITENOISE_MAX_AGE = 3600
WHITENOISE_ALLOW_ALL_ORIGINS = False

SECURE_REFERRER_POLICY = "same-origin"
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"

LANGUAGE_CODE = "en-gb"
TIME_ZONE = "Europe/London"
USE_I18N = False
USE_TZ = True
DATE_FORMAT = "j F Y"

# A failure is written to standard error with its traceback, never with a request's query.
EMAIL_BACKEND = "django.core.mail.backends.dummy.EmailBackend"  # the site sends no mail
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "filters": {"without_addresses": {"()": "lineofsight.web.accounts.quiet.WithoutAddresses"}},
    "handlers": {"standard_error": {"class": "logging.StreamHandler", "filters": ["without_addresses"]}},
    "loggers": {
        "django": {"handlers": ["standard_error"], "level": "ERROR", "propagate": False},
        "django.security.DisallowedHost": {"handlers": [], "propagate": False},
        "axes": {"handlers": [], "level": "CRITICAL", "propagate": False},
    },
}
