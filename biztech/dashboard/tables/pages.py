"""The pages of the explorer: all tables, the rows of one, one row, a file of all.

What is looked up comes in a body and goes on in sealed links: no key is ever part of
an address that somebody's log keeps.
"""

import json
from collections.abc import Iterator
from dataclasses import asdict
from typing import Any

from django.contrib import admin
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.template.response import TemplateResponse
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from biztech.dashboard.framework.labels import shown
from biztech.dashboard.plans.exporting import PurposeForm, given
from biztech.dashboard.tables.errors import LinkOver, NoSuchKey
from biztech.dashboard.tables.forms import LookupForm, key_words
from biztech.dashboard.tables.masking import masked
from biztech.dashboard.tables.people import people_in
from biztech.dashboard.tables.reading import (
    Question,
    count_of,
    key_in,
    page_of,
    row_of,
    rows_of,
)
from biztech.dashboard.tables.sealing import opened, sealed
from core.dynamo.registry import Table, tables
from core.dynamo.wire import Item
from core.errors import Refused
from core.exports.kinds import Export
from core.exports.taking import Wanted

# Of a row in a list: as much as tells it from others.
_MOST_LETTERS = 140
_asking = require_http_methods(["GET", "HEAD", "POST"])


@require_safe
def tables_page(request: HttpRequest) -> HttpResponse:
    """List every shared table with its key, indexes, owner and number of rows."""
    lines = [
        {
            "table": table,
            "key": key_words(table),
            "indexes": [f"{each.name} ({key_words(each)})" for each in table.indexes],
            "count": count_of(table),
            "address": reverse("admin:table", args=[table.name]),
        }
        for table in sorted(_shared(), key=lambda each: each.name.lower())
    ]
    return _framed(request, "tables.html", title="Tables", lines=lines)


@_asking
def table_page(request: HttpRequest, name: str) -> HttpResponse:
    """Show rows of a table: of all, or those that a POST looks up."""
    table = _named(name)
    form = LookupForm(table, request.POST if request.method == "POST" else None)
    context: dict[str, Any] = {}
    try:
        if not form.is_bound:
            context = _rows(table, *_place(table, request.GET.get("at", "")))
        elif form.is_valid():
            context = _rows(table, form.question, None)
    except NoSuchKey as refusal:
        form.add_error(None, refusal.message)
    except Refused as refusal:
        context = {"refusal": refusal.message}
    return _framed(
        request,
        "table.html",
        title=table.full_name,
        table=table,
        key=key_words(table),
        count=count_of(table),
        form=form,
        **context,
    )


@require_safe
def row_page(request: HttpRequest, name: str, key: str) -> HttpResponse:
    """Show one row, to read and as JSON, with links to whom it tells of."""
    table = _named(name)
    try:
        item = row_of(table, opened(table.name, key))
    except Refused as refusal:
        raise Http404(refusal.message) from refusal
    if item is None:
        raise Http404("This row is not there any more.")
    row = masked(item, table=table.name)
    return _framed(
        request,
        "row.html",
        title=_title(table, row),
        within=table,
        lines=[(each, shown(each, row[each])) for each in _in_order(table, row)],
        people=people_in(row),
        text=json.dumps(row, ensure_ascii=False, indent=2),
    )


@_asking
def download_page(request: HttpRequest, name: str) -> HttpResponseBase:
    """Ask what a file of all rows is for, and give it as JSON lines."""
    table = _named(name)
    form = PurposeForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        wanted = Wanted(export=_export_of(table), form="jsonl")
        actor = request.user.get_username()
        try:
            # Refused before anything is recorded.
            page_of(table, Question())
            return given(wanted, purpose=form.cleaned_data["purpose"], actor=actor)
        except Refused as refusal:
            form.add_error(None, refusal.message)
    return _framed(
        request,
        "download.html",
        title=f"Download {table.full_name}",
        within=table,
        back=reverse("admin:table", args=[name]),
        form=form,
        count=count_of(table),
    )


def _shared() -> list[Table]:
    return [table for table in tables() if not table.local]


def _named(name: str) -> Table:
    for table in _shared():
        if table.name == name:
            return table
    raise Http404("The registry has no such table.")


def _place(table: Table, letters: str) -> tuple[Question, Item | None]:
    if not letters:
        return Question(), None
    content = opened(table.name, letters)
    match content:
        case [dict(question), after]:
            return Question(**question), after
    raise LinkOver


def _rows(table: Table, question: Question, after: Item | None) -> dict[str, Any]:
    items, end = page_of(table, question, after=after)
    return {
        "lines": [_line(table, item) for item in items],
        "is_lookup": bool(question.hash_key),
        "is_later": after is not None,
        "next": sealed(table.name, [asdict(question), end]) if end else "",
    }


def _line(table: Table, item: Item) -> dict[str, str]:
    row = masked(item, table=table.name)
    says = ", ".join(
        f"{name}: {shown(name, row[name])}"
        for name in _in_order(table, row)
        if name not in key_in(table, item)
    )
    key = sealed(table.name, key_in(table, item))
    return {
        "title": _title(table, row),
        "says": says if len(says) <= _MOST_LETTERS else f"{says[:_MOST_LETTERS]}…",
        "address": reverse("admin:table_row", args=[table.name, key]),
    }


def _title(table: Table, row: dict[str, Any]) -> str:
    parts = [part for part in (table.hash_key, table.range_key) if part]
    return " · ".join(str(row[part.name]) for part in parts)


def _in_order(table: Table, row: dict[str, Any]) -> list[str]:
    """Return the names of a row's attributes: the key first, then by name."""
    keys = [part.name for part in (table.hash_key, table.range_key) if part]
    return [*keys, *sorted(row.keys() - set(keys), key=str.lower)]


def _export_of(table: Table) -> Export:
    def rows() -> Iterator[dict[str, Any]]:
        return (masked(item, table=table.name) for item in rows_of(table))

    return Export(
        name=table.name,
        title=table.purpose,
        key=table.hash_key.name,
        columns=(),
        rows=rows,
    )


def _framed(
    request: HttpRequest,
    template: str,
    *,
    title: str,
    within: Table | None = None,
    **context: Any,
) -> HttpResponse:
    crumbs = [("Tables", reverse("admin:tables"))]
    if within:
        address = reverse("admin:table", args=[within.name])
        crumbs.append((within.full_name, address))
    frame = {**admin.site.each_context(request), "title": title, "crumbs": crumbs}
    return TemplateResponse(request, f"admin/tables/{template}", {**frame, **context})
