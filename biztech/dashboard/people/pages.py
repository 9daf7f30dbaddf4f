"""What the pages about one person have in common: address, frame, closing message."""

from typing import Any

from django.contrib import admin
from django.contrib.admin.utils import unquote
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import reverse

from biztech.dashboard.framework.buttons import say_done
from core.audit.models import Act


def email_of(object_id: str) -> str:
    """Return the address that an admin URL names, in the admin's quoting or plain."""
    # A quoted id never contains "@"; in a plain one "_23" means what it says.
    email = object_id if "@" in object_id else unquote(object_id)
    if "@" not in email:
        raise Http404("That is not the address of a person.")
    return email


def person_url(email: str) -> str:
    """Return the address of a person's page."""
    return reverse("admin:memberships_person_change", args=[email])


def people_url() -> str:
    """Return the address of the people list."""
    return reverse("admin:memberships_person_changelist")


def page(
    request: HttpRequest,
    template: str,
    *,
    title: str,
    email: str | None = None,
    **context: Any,
) -> HttpResponse:
    """Return a page of the dashboard, with the way back to the list and the person."""
    crumbs = [("People", people_url())]
    if email:
        crumbs.append((email, person_url(email)))
    frame = {
        **admin.site.each_context(request),
        "title": title,
        "crumbs": crumbs,
        "email": email,
    }
    return TemplateResponse(
        request, f"admin/memberships/{template}", {**frame, **context}
    )


def done(
    request: HttpRequest, sentence: str, act: Act, *, to: str | None = None
) -> HttpResponse:
    """Lead to the person's page, which says what was done and offers to undo it.

    ``to`` is the address of another page to lead to.
    """
    say_done(
        request,
        sentence,
        undo=reverse("admin:memberships_person_undo", args=[act.subject]),
        values={"act_id": act.act_id},
    )
    return redirect(to or person_url(act.subject))
