"""Who is signed in, and how an exec ends a session."""

from django.contrib import admin, messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse

from biztech.dashboard.framework.site import DashboardSite, Entry, Page
from core.clock import moment, now_ms
from core.email import one_spelling
from core.identity.models import Session
from core.identity.queries import sessions_of, sessions_of_execs, stored_id
from core.identity.services import end_session

ADDRESS = "admin:sessions"


def sessions_page(request: HttpRequest) -> HttpResponse:
    """Show where execs, or the person asked for, are signed in; a POST ends one."""
    mine = stored_id(request.session.session_key or "")
    email = one_spelling(request.GET.get("email", ""))
    now = now_ms()
    sessions = sessions_of(email, now=now) if email else sessions_of_execs(now=now)
    if request.method == "POST":
        # The table holds other marks too; only what the list shows can be ended here.
        asked = request.POST.get("session", "")
        for session in sessions:
            if session.id == asked:
                end_session(session.id)
        if asked == mine:
            return redirect("/sign-in/")
        messages.success(request, "The session is over; its cookie opens nothing now.")
        return redirect(request.get_full_path())
    context = {
        **admin.site.each_context(request),
        "title": "Sessions",
        "email": email,
        "sessions": [_line(session, mine) for session in sessions],
    }
    return TemplateResponse(request, "admin/sessions.html", context)


def _line(session: Session, mine: str) -> dict[str, object]:
    return {
        "id": session.id,
        "email": session.email,
        "agent": session.agent or "an unnamed browser",
        "started_at": moment(int(session.started_at or 0)),
        "seen_at": moment(int(session.seen_at or 0)),
        "mine": session.id == mine,
    }


# The stock admin's type knows nothing of pages and entries.
site: DashboardSite = admin.site  # type: ignore[assignment]
site.add_page(Page(route="sessions/", name="sessions", view=sessions_page))
site.add_entry(Entry(title="Sessions", icon="devices", url_name=ADDRESS, order=6))
