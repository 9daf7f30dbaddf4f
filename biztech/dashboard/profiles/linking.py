"""Partners and the company they stand for: named before it happens, then done."""

from collections.abc import Mapping

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect

from biztech.dashboard.people.reading import every_profile
from biztech.dashboard.profiles.pages import (
    Known,
    done,
    known_profile,
    page,
    profile_url,
)
from biztech.dashboard.profiles.partner_forms import LinkForm
from core.clock import now_ms
from core.errors import Refused
from profiles.models import Profile
from profiles.policy import Audience
from profiles.queries import find_profile, seen_by
from profiles.services import COMPANY, PARTNER, link_partner, unlink_partner


def people_of(company: Profile) -> list[tuple[str, str]]:
    """Return id and name of everybody who stands for a company."""
    seen = seen_by(company.delegates, Audience.EXEC)
    return [(one, _name(one, seen.get(one))) for one in company.delegates]


def link_page(request: HttpRequest, object_id: str) -> HttpResponse:
    """Ask for the other side, say what changes, then link."""
    known = known_profile(object_id)
    form = _form(request, known.profile)
    if request.method != "POST" or not form.is_valid():
        return _ask(request, known, form)
    other = find_profile(form.cleaned_data["other"])
    if other is None:
        form.add_error("other", "This profile is gone. Choose another one.")
        return _ask(request, known, form)
    is_company = known.profile.profile_type == COMPANY
    partner, company = (other, known.profile) if is_company else (known.profile, other)
    if "confirmed" not in request.POST:
        return page(
            request,
            "link_confirm.html",
            title="Link partner and company",
            known=known,
            partner=partner,
            company=company,
            other=other.profile_id,
            leaves=_company_left(partner, company),
        )
    return _link(request, known, form, partner=partner, company=company)


def unlink_page(request: HttpRequest, object_id: str) -> HttpResponse:
    """Say whom a partner stands for no more, then unlink; ``?of=`` leads back there."""
    known = known_profile(object_id)
    if known.profile.profile_type != PARTNER:
        raise Http404("Only partners stand for a company.")
    left = known.profile.company_profile_id or ""
    came_from = request.GET.get("of", "")
    back = came_from if came_from and find_profile(came_from) else known.id
    if request.method == "POST":
        return _unlink(request, known, back=back)
    return page(
        request,
        "unlink.html",
        title="Unlink partner and company",
        known=known,
        company=find_profile(left) if left else None,
        back=profile_url(back),
    )


def _form(request: HttpRequest, profile: Profile) -> LinkForm:
    kinds = {PARTNER: (COMPANY, "Company"), COMPANY: (PARTNER, "Partner")}
    if profile.profile_type not in kinds:
        raise Http404("Only partners and companies are linked.")
    kind, label = kinds[profile.profile_type]
    linked = {*profile.delegates, profile.company_profile_id}
    offered = [
        one
        for one in every_profile(request)
        if one.profile_type == kind and one.profile_id not in linked
    ]
    return LinkForm(request.POST or None, label=label, offered=offered)


def _ask(request: HttpRequest, known: Known, form: LinkForm) -> HttpResponse:
    title = "Link partner and company"
    return page(request, "link.html", title=title, known=known, form=form)


def _link(
    request: HttpRequest,
    known: Known,
    form: LinkForm,
    *,
    partner: Profile,
    company: Profile,
) -> HttpResponse:
    try:
        linked = link_partner(
            partner.profile_id,
            company.profile_id,
            actor=request.user.get_username(),
            now=now_ms(),
        )
    except Refused as refusal:
        form.add_error(None, refusal.message)
        return _ask(request, known, form)
    if linked.act is None:
        messages.info(request, "They were linked already. Nothing was changed.")
        return redirect(profile_url(known.id))
    sentence = f"{partner.name} stands for {company.name}."
    return done(request, sentence, profile_id=known.id, act=linked.act)


def _unlink(request: HttpRequest, known: Known, *, back: str) -> HttpResponse:
    try:
        unlinked = unlink_partner(
            known.id, actor=request.user.get_username(), now=now_ms()
        )
    except Refused as refusal:
        messages.error(request, refusal.message)
        return redirect(profile_url(back))
    if unlinked.act is None:
        messages.info(request, "They stood for no company. Nothing was changed.")
        return redirect(profile_url(back))
    sentence = f"{known.title} stands for no company any more."
    return done(request, sentence, profile_id=back, act=unlinked.act)


def _company_left(partner: Profile, company: Profile) -> Profile | None:
    left = partner.company_profile_id
    return find_profile(left) if left and left != company.profile_id else None


def _name(profile_id: str, seen: Mapping[str, object] | None) -> str:
    names = [str(seen[part]) for part in ("fname", "lname") if seen and seen.get(part)]
    return " ".join(names) or profile_id
