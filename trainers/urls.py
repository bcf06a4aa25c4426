"""The addresses of the trainers pages. Django's own code finds the password pages by their names."""

from django.contrib.auth import views as auth
from django.urls import path

from trainers.access import trainer_required
from trainers.views import accounts

urlpatterns = [
    path("", accounts.home, name="home"),
    path("sign-in/", accounts.SignInView.as_view(), name="sign-in"),
    path("sign-out/", auth.LogoutView.as_view(), name="sign-out"),
    path("password/change/", trainer_required(accounts.ChangePasswordView.as_view()), name="password_change"),
    path(
        "password/reset/",
        auth.PasswordResetView.as_view(
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
