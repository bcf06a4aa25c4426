"""The way in and out, and the first page."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.contrib.auth.forms import PasswordChangeForm
from django.contrib.auth.views import LoginView, PasswordChangeView
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse_lazy
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from trainers import impersonation
from trainers.access import no_calendar, trainer_of
from trainers.browsers import first_view
from trainers.staff import may_administer


@never_cache
@login_required
@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """To the trainer's week, on a phone to the day; staff without a calendar go to the desk or the admin."""
    if trainer_of(request):
        return redirect(f"{first_view(request)}-now")
    if getattr(request.user, "is_staff", False) and not impersonation.is_begun(request):
        return redirect("desk" if may_administer(request.user, "scheduling.view_session") else "admin:index")
    return no_calendar(request)


class SignInView(LoginView):
    template_name = "trainers/sign_in.html"
    redirect_authenticated_user = True

    def get_redirect_url(self, request: HttpRequest | None = None) -> str:
        """Where `next` says, but never back to this page: that would go round in circles."""
        target = super().get_redirect_url()
        return "" if target.partition("?")[0] == self.request.path else target


class ChangePasswordView(PasswordChangeView):
    template_name = "trainers/password_change.html"
    success_url = reverse_lazy("home")

    def form_valid(self, form: PasswordChangeForm) -> HttpResponse:
        messages.success(self.request, _("Your password is changed. Other devices are signed out."))
        return super().form_valid(form)
