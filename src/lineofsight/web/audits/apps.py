from django.apps import AppConfig
from django.db.models.signals import post_migrate


class AuditsConfig(AppConfig):
    name = "lineofsight.web.audits"
    label = "audits"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from lineofsight.web.actions.in_scope import WITHHELD
        from lineofsight.web.actions.register import action_changed
        from lineofsight.web.audits.auditing import follow_action
        from lineofsight.web.audits.seeing import withheld_actions
        from lineofsight.web.audits.shipped import install_after_migrating

        WITHHELD.append(withheld_actions)
        action_changed.connect(follow_action, dispatch_uid="audits follow their actions")
        post_migrate.connect(install_after_migrating, sender=self, dispatch_uid="audit tools are installed")
