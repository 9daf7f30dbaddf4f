"""Creating partners and companies."""

from collections.abc import Callable
from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse

from biztech.dashboard.profiles.pages import done, page
from biztech.dashboard.profiles.partner_forms import CompanyForm, PartnerForm
from core.clock import now_ms
from core.errors import NotFound, Refused
from profiles.errors import CompanyExists, NamelessCompany, PartnerExists
from profiles.services import Created, create_company, create_partner

# What a refusal is about, and how it reads beside that field.
_BESIDE: tuple[tuple[type[Refused], str, str], ...] = (
    (PartnerExists, "email", "This partner has a profile for that event already."),
    (CompanyExists, "name", "There is a company whose name makes the same id."),
    (NamelessCompany, "name", "Use at least one letter from a to z, or a digit."),
    (NotFound, "event_id", "There is no such event in that year."),
)


def partner_page(request: HttpRequest) -> HttpResponse:
    """Take what there is to know of a partner's representative."""
    form = PartnerForm(request.POST or None)
    return _create(
        request, form, "partner", lambda **by: create_partner(form.facts(), **by)
    )


def company_page(request: HttpRequest) -> HttpResponse:
    """Take what there is to know of a company."""
    form = CompanyForm(request.POST or None)
    return _create(
        request, form, "company", lambda **by: create_company(form.facts(), **by)
    )


def _create(
    request: HttpRequest,
    form: forms.Form,
    kind: str,
    create: Callable[..., Created],
) -> HttpResponse:
    if request.method == "POST" and form.is_valid():
        try:
            made = create(actor=request.user.get_username(), now=now_ms())
        except Refused as refusal:
            form.add_error(*_told(form, refusal))
        else:
            profile_id: Any = made.profile["profileID"]
            sentence = f"The {kind} has a profile. Its id is {profile_id}."
            return done(request, sentence, profile_id=profile_id, act=made.act)
    return page(request, "create.html", title=f"New {kind}", form=form, kind=kind)


def _told(form: forms.Form, refusal: Refused) -> tuple[str | None, str]:
    """Return the field that a refusal is about, if one is, and what to say."""
    for refused, field, sentence in _BESIDE:
        if isinstance(refusal, refused) and field in form.fields:
            return field, sentence
    return None, refusal.message
