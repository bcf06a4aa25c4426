"""The addresses of the trainers pages. Django's own code finds the password pages by their names."""

from django.contrib.auth import views as auth
from django.urls import path, register_converter

from trainers.access import by_trainers_only, trainer_required
from trainers.account_forms import ForgottenPasswordForm
from trainers.views import accounts, hours, impersonation, preferences, time_off


class KeyConverter:
    """A primary key that a database can be asked for."""

    regex = "[1-9][0-9]{0,17}"

    def to_python(self, value: str) -> int:
        return int(value)

    def to_url(self, value: int) -> str:
        return str(value)


register_converter(KeyConverter, "key")

urlpatterns = [
    path("", accounts.home, name="home"),
    path("sign-in/", accounts.SignInView.as_view(), name="sign-in"),
    path("sign-out/", auth.LogoutView.as_view(), name="sign-out"),
    path("working-as/stop/", impersonation.stop, name="stop-working-as"),
    path("hours/", hours.edit, name="hours"),
    path("hours/time-off/new/", time_off.new, name="time-off-new"),
    path("hours/time-off/<key:pk>/", time_off.edit, name="time-off"),
    path("hours/time-off/<key:pk>/remove/", time_off.remove, name="time-off-remove"),
    path("preferences/", preferences.edit, name="preferences"),
    path(
        "password/change/",
        trainer_required(by_trainers_only(accounts.ChangePasswordView.as_view())),
        name="password_change",
    ),
    path(
        "password/reset/",
        auth.PasswordResetView.as_view(
            form_class=ForgottenPasswordForm,
            template_name="trainers/password_reset.html",
            email_template_name="trainers/password_reset_email.txt",
            subject_template_name="trainers/password_reset_subject.txt",
        ),
        name="password_reset",
    ),
    path(
        "password/reset/sent/",
        auth.PasswordResetDoneView.as_view(template_name="trainers/password_reset_sent.html"),
        name="password_reset_done",
    ),
    path(
        "password/reset/<uidb64>/<token>/",
        auth.PasswordResetConfirmView.as_view(template_name="trainers/password_reset_confirm.html"),
        name="password_reset_confirm",
    ),
    path(
        "password/reset/complete/",
        auth.PasswordResetCompleteView.as_view(template_name="trainers/password_reset_complete.html"),
        name="password_reset_complete",
    ),
]
