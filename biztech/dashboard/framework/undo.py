"""Undo from the dashboard: one view, in which each subject fills in what differs."""

from django.contrib import admin, messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.views import View

from core.audit.errors import UndoRefused
from core.audit.reversal import undo
from core.clock import now_ms
from core.errors import Refused


class UndoView(View):
    """Undo one act, or show what stands in the way and offer what can be done."""

    undone = "Undone. Everything is as before."
    back_label = "Back"
    # What to do where something changed since; said instead of showing a page of it.
    advice = ""

    def subject(self) -> str:
        """Return under what the act is kept, by default as the form says."""
        return self.request.POST.get("subject", "")

    def crumbs(self, subject: str) -> list[tuple[str, str]]:
        """Return the ways back above the page that tells of a refusal."""
        return []

    def back(self, subject: str) -> str:
        """Return where to go, asked once the act is undone or refused."""
        raise NotImplementedError

    def post(self, request: HttpRequest, **_: str) -> HttpResponse:
        """Undo the act that the form names."""
        subject = self.subject()
        try:
            undo(
                subject,
                request.POST.get("act_id", ""),
                actor=request.user.get_username(),
                now=now_ms(),
                keep_later_edits="keep_later_edits" in request.POST,
            )
        except Refused as refusal:
            if isinstance(refusal, UndoRefused) and not self.advice:
                return self._refused(subject, refusal)
            messages.error(request, f"{refusal.message} {self.advice}".strip())
        else:
            messages.success(request, self.undone.format(subject=subject))
        return redirect(self.back(subject))

    def _refused(self, subject: str, refusal: UndoRefused) -> HttpResponse:
        context = {
            **admin.site.each_context(self.request),
            "title": "This can't be undone as it stands",
            "crumbs": self.crumbs(subject),
            "back": self.back(subject),
            "back_label": self.back_label,
            "subject": subject,
            "act_id": self.request.POST.get("act_id", ""),
            **refusal.facts,
        }
        return TemplateResponse(self.request, "admin/undo_refused.html", context)
