from django.apps import AppConfig


class AccountsConfig(AppConfig):
    name = "lineofsight.web.accounts"
    label = "accounts"
    default_auto_field = "django.db.models.BigAutoField"
    verbose_name = "People"

    def ready(self) -> None:
        from lineofsight.web.accounts import sign_ins  # noqa: F401  (it listens)
