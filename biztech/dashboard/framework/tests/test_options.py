from typing import Any

import pytest
from django.contrib import admin
from django.contrib.messages.storage.cookie import CookieStorage
from django.http import HttpRequest, HttpResponse
from django.test import RequestFactory

from biztech.dashboard.framework.tests.shelf import Book, PlainShelf, Shelf, UnfoldShelf
from biztech.dashboard.framework.tests.visitors import AMIRA, BEN
from core.identity.users import SessionUser

Kind = type[Any]

both_themes = pytest.mark.parametrize("kind", [PlainShelf, UnfoldShelf])


@pytest.fixture(autouse=True)
def unread_shelf() -> None:
    Shelf.readings = PlainShelf.readings = UnfoldShelf.readings = 0


def asked(query: dict[str, str], email: str = BEN) -> HttpRequest:
    request = RequestFactory().get("/admin/shelf/book/", query)
    request.user = SessionUser(email=email)
    request._messages = CookieStorage(request)  # type: ignore[attr-defined]
    return request


def listed(kind: Kind, query: dict[str, str]) -> list[str]:
    changelist = kind(Book, admin.site).get_changelist_instance(asked(query))
    return [book.title for book in changelist.result_list]


@both_themes
def test_list_search_filter_and_sort_work_under_both_themes(kind: Kind) -> None:
    everything = listed(kind, {})
    searched = listed(kind, {"q": "emm"})
    filtered = listed(kind, {"lent__exact": "0"})
    sorted_by_pages = listed(kind, {"o": "1"})

    assert sorted(everything) == ["Emma", "Ulysses", "dubliners"]
    assert searched == ["Emma"]
    assert sorted(filtered) == ["Ulysses", "dubliners"]
    assert sorted_by_pages == ["dubliners", "Emma", "Ulysses"]


@both_themes
def test_list_with_unknown_lookup_leads_back_with_a_mark(kind: Kind) -> None:
    response: HttpResponse = kind(Book, admin.site).changelist_view(
        asked({"nonsense": "1"})
    )

    assert (response.status_code, response["Location"]) == (
        302,
        "/admin/shelf/book/?e=1",
    )


@both_themes
def test_list_reads_its_rows_once_per_request(kind: Kind) -> None:
    request, shelf = asked({"q": "e", "lent__exact": "0"}), kind(Book, admin.site)

    changelist = shelf.get_changelist_instance(request)
    list(changelist.result_list)
    list(shelf.get_queryset(request))

    assert kind.readings == 1


@both_themes
def test_object_is_found_by_its_key_or_not_at_all(kind: Kind) -> None:
    shelf = kind(Book, admin.site)

    found, missing = shelf.get_object(asked({}), "2"), shelf.get_object(asked({}), "9")

    assert (found.title, missing) == ("dubliners", None)


@both_themes
def test_rights_belong_to_execs_alone(kind: Kind) -> None:
    shelf = kind(Book, admin.site)

    rights = [
        [
            shelf.has_module_permission(request),
            shelf.has_view_permission(request),
            shelf.has_add_permission(request),
            shelf.has_change_permission(request),
            shelf.has_delete_permission(request),
        ]
        for request in (asked({}), asked({}, AMIRA))
    ]

    assert rights == [[True] * 5, [False] * 5]


def test_row_is_neither_saved_nor_deleted() -> None:
    book = Book(isbn="1", title="Emma")

    with pytest.raises(NotImplementedError):
        book.save()
    with pytest.raises(NotImplementedError):
        book.delete()
