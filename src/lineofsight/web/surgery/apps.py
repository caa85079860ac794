from django.apps import AppConfig


class SurgeryConfig(AppConfig):
    name = "lineofsight.web.surgery"
    label = "surgery"
    default_auto_field = "django.db.models.BigAutoField"
