"""How the web site runs. What a council may change comes from the environment: LINEOFSIGHT_HOME."""

from __future__ import annotations

from pathlib import Path

from lineofsight.home import Home
from lineofsight.web.secret_key import kept_secret_key

HERE = Path(__file__).parent
HOME = Home.from_environment()

LINEOFSIGHT_HOME = HOME.path
SECRET_KEY = kept_secret_key(HOME)
DEBUG = False
ALLOWED_HOSTS = ["127.0.0.1", "localhost"]

ROOT_URLCONF = "lineofsight.web.urls"
WSGI_APPLICATION = "lineofsight.web.wsgi.application"
INSTALLED_APPS = ["django.contrib.staticfiles", "lineofsight.web.performance"]
MIDDLEWARE = [
    "lineofsight.web.headers.SecurityHeaders",
    "django.middleware.security.SecurityMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.middleware.common.CommonMiddleware",
]
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [HERE / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {"context_processors": ["django.template.context_processors.request"]},
    }
]
# No page keeps anything yet, and nobody signs in.
DATABASES: dict[str, dict[str, str]] = {}

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

# A failure is written to standard error with its traceback, never with a request's query.
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "handlers": {"standard_error": {"class": "logging.StreamHandler"}},
    "loggers": {
        "django": {"handlers": ["standard_error"], "level": "ERROR", "propagate": False},
        "django.security.DisallowedHost": {"handlers": [], "propagate": False},
    },
}
