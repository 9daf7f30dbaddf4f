"""The form of a user's own facts: what the account says, beside any membership."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect

from accounts.queries import find_user
from accounts.services import edit_user
from biztech.dashboard.people.forms import UserFactsForm
from biztech.dashboard.people.pages import done, email_of, page, person_url
from core.clock import now_ms
from core.errors import Refused


def edit_page(request: HttpRequest, object_id: str) -> HttpResponse:
    """Show the facts of the user record, and change those that were edited."""
    email = email_of(object_id)
    user = find_user(email)
    if user is None:
        raise Http404("There is no user record of that person.")
    form = UserFactsForm(request.POST or None, user=user)
    if request.method == "POST" and form.is_valid():
        try:
            return _edited(request, email, form)
        except Refused as refusal:
            form.add_error(None, refusal.message)
    return page(
        request,
        "edit.html",
        title="Edit details",
        email=email,
        form=form,
        is_member=bool(user.is_member),
    )


def _edited(request: HttpRequest, email: str, form: UserFactsForm) -> HttpResponse:
    edited = edit_user(
        email,
        form.edited(),
        actor=request.user.get_username(),
        by_exec=True,
        now=now_ms(),
    )
    if edited.act is None:
        messages.info(request, "Nothing was changed.")
        return redirect(person_url(email))
    return done(request, f"The details of {email} are changed.", edited.act)
