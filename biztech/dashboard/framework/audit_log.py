"""The audit trail as people read it: lines of a history, and the page of all acts."""

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.contrib import admin
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.urls import reverse

from biztech.dashboard.framework.labels import label_of, shown
from biztech.dashboard.framework.site import DashboardSite, Entry, Page
from core.audit.acts import CommonAct
from core.audit.changes import RowChange, effective
from core.audit.models import Act
from core.audit.trail import recent
from core.audit.wording import sentences_of
from core.clock import moment, now_ms
from events.models import event_of, is_event_key

PER_PAGE = 50

# What an act is about that is no person, by the table of its first change.
_ABOUT = {
    "bizJudge": "judging",
    "bizSockets": "voting",
    "biztechEvents": "event",
    "biztechPlans": "club",
    "biztechProfiles": "profile",
    "biztechQRs": "code",
    "biztechWall": "wall",
}

# Counts and times that every change moves.
_UNTOLD = frozenset({"updatedAt", "revision", "epoch"})


@dataclass(frozen=True, kw_only=True)
class FieldLine:
    """One attribute before and after."""

    name: str
    before: str
    after: str


@dataclass(frozen=True, kw_only=True)
class ChangeLine:
    """What an act did to one record; "member record created"."""

    sentence: str
    fields: list[FieldLine]


@dataclass(frozen=True, kw_only=True)
class ActLine:
    """One act as a line of a history."""

    act_id: str
    subject: str
    # Person, event, profile (of a partner or company), code, wall of an event, judging,
    # voting, or payment of nobody known.
    about: str
    actor: str
    did: str
    at: datetime
    reason: str
    changes: list[ChangeLine]
    may_undo: bool
    undone_by: str
    undone_at: datetime | None
    cursor: str
    # The event that a registration is for, and its page.
    event: str = ""
    event_url: str = ""


def line_of(act: Act, *, now: int) -> ActLine:
    """Return how an act reads, and whether it can still be undone."""
    notes, changes = _json(act.notes, {}), _json(act.changes, [])
    label = changes[0]["label"] if changes else "stored"
    return ActLine(
        act_id=act.act_id,
        subject=act.subject,
        about=_about(act.subject, changes),
        actor=act.actor or "somebody",
        did=_did(
            act.act or "",
            str(notes.get("undid", "")),
            label=label,
            person=str(notes.get("profileID", "")),
        ),
        at=moment(int(act.at or 0)),
        reason=act.reason or "",
        changes=[
            _line(change["label"], change["kind"], change["fields"])
            for change in changes
        ],
        may_undo=bool(act.undo_until and act.undo_until > now and not act.undone_at),
        undone_by=act.undone_by or "somebody",
        undone_at=moment(int(act.undone_at)) if act.undone_at else None,
        cursor=act.sk,
        **_event_of(str(notes.get("event", act.subject))),
    )


def acts_page(request: HttpRequest) -> HttpResponse:
    """Show all acts of the last twelve months, newest first, a page at a time."""
    now = now_ms()
    before = request.GET.get("before") or None
    # One more than is shown tells whether there is an older page.
    acts = recent(limit=PER_PAGE + 1, now=now, before=before)
    lines = [line_of(act, now=now) for act in acts[:PER_PAGE]]
    context = {
        **admin.site.each_context(request),
        "title": "Audit log",
        "acts": lines,
        "first_page": before is None,
        "older": lines[-1].cursor if len(acts) > PER_PAGE else None,
    }
    return TemplateResponse(request, "admin/acts.html", context)


def planned(changes: Iterable[RowChange]) -> list[ChangeLine]:
    """Return how changes read that are yet to be made."""
    return [
        _line(
            change.label,
            change.kind,
            change.fields() if change.kind == "changed" else {},
        )
        for change in effective(changes)
    ]


def add_acts_page() -> None:
    """Add the page of all acts to the dashboard."""
    # The stock admin's type knows nothing of pages and entries.
    site: DashboardSite = admin.site  # type: ignore[assignment]
    site.add_page(Page(route="acts/", name="acts", view=acts_page))
    site.add_entry(
        Entry(title="Audit log", icon="history", url_name="admin:acts", order=5)
    )


def _did(act: str, undid: str, *, label: str, person: str) -> str:
    if act == CommonAct.UNDO:
        undone = sentences_of(undid)
        said = (undone and undone.undone) or "undid an act on"
    else:
        done = sentences_of(act)
        said = done.done if done else f"did “{act}” to"
    return said.replace("{label}", label).replace("{person}", person)


def _event_of(key: str) -> dict[str, str]:
    if not is_event_key(key):
        return {}
    event_id, year = event_of(key)
    return {
        "event": f"{event_id} {year}",
        "event_url": reverse("admin:event", args=[event_id, year]),
    }


def _line(label: str, kind: str, fields: Mapping[str, Sequence[Any]]) -> ChangeLine:
    return ChangeLine(
        sentence=f"{label} record {kind}",
        fields=[
            line
            for name, (before, after) in fields.items()
            if name not in _UNTOLD
            for line in _field_lines(name, before, after)
        ],
    )


def _about(subject: str, changes: Sequence[Mapping[str, Any]]) -> str:
    if "@" in subject:
        return "person"
    table = changes[0]["table"] if changes else "biztechPlans"
    return _ABOUT.get(table, "payment")


def _field_lines(name: str, before: Any, after: Any) -> list[FieldLine]:
    """Return one line for a field, for the map of toggles one for each that moved."""
    if name != "viewableMap":
        return [
            FieldLine(
                name=label_of(name),
                before=shown(name, before),
                after=shown(name, after),
            )
        ]
    old, new = (
        toggles if isinstance(toggles, dict) else {} for toggles in (before, after)
    )
    return [
        FieldLine(
            name=f"{label_of(field)}, as others see it",
            before=_toggled(old.get(field)),
            after=_toggled(new.get(field)),
        )
        for field in {**old, **new}
        if (old.get(field) is True) is not (new.get(field) is True)
    ]


def _toggled(on: Any) -> str:
    return "shown" if on is True else "hidden"


def _json(text: str | None, otherwise: Any) -> Any:
    return json.loads(text) if text else otherwise
