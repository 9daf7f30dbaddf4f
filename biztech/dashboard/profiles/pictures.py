"""Taking a picture from a profile."""

from django.http import HttpRequest, HttpResponse

from biztech.dashboard.framework.forms import ReasonForm
from biztech.dashboard.profiles.pages import done, known_profile, page
from core.clock import now_ms
from core.errors import Refused
from profiles.policy import web_address
from profiles.services.pictures.removal import remove_picture


def picture_page(request: HttpRequest, object_id: str) -> HttpResponse:
    """Show the picture that would go, ask why, then remove it."""
    known = known_profile(object_id)
    form = ReasonForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            act = remove_picture(
                known.id,
                subject=known.subject,
                actor=request.user.get_username(),
                reason=form.cleaned_data["reason"],
                now=now_ms(),
            )
        except Refused as refusal:
            form.add_error(None, refusal.message)
        else:
            return done(
                request,
                f"The picture of {known.title} is removed.",
                profile_id=known.id,
                act=act,
            )
    return page(
        request,
        "picture.html",
        title="Remove picture",
        known=known,
        form=form,
        picture=web_address(known.profile.plain().get("profilePictureURL")),
    )
