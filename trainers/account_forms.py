"""The form of somebody who has forgotten the password."""

from typing import Any

from django.contrib.auth.forms import PasswordResetForm
from django.utils import translation

from trainers.models import Trainer


class ForgottenPasswordForm(PasswordResetForm):
    """Writes to trainers in their own language; to others in that of the page."""

    def send_mail(
        self, subject_template_name: Any, email_template_name: Any, context: Any, *args: Any, **more: Any
    ) -> None:
        trainer = Trainer.objects.filter(user=context["user"]).first()
        with translation.override(trainer.language if trainer else translation.get_language()):
            super().send_mail(subject_template_name, email_template_name, context, *args, **more)
