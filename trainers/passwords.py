"""How long a password may be that somebody chooses for themselves (OWASP ASVS 2.1.1, 2.1.2)."""

from django.core.exceptions import ValidationError
from django.utils.translation import ngettext

from trainers.models import User


class MaximumLengthValidator:
    """Long enough for any sentence; beyond it, hashing would only be work for the server."""

    MOST = 128

    def validate(self, password: str, user: User | None = None) -> None:
        if len(password) > self.MOST:
            raise ValidationError(self.get_help_text(), code="password_too_long")

    def get_help_text(self) -> str:
        words = ngettext(
            "Your password must contain at most %(count)s character.",
            "Your password must contain at most %(count)s characters.",
            self.MOST,
        )
        return words % {"count": self.MOST}
