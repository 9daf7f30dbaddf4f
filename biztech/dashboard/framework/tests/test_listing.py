import pytest
from django.core.exceptions import FieldDoesNotExist, FieldError
from django.db.models import Q

from biztech.dashboard.framework.listing import Listing
from biztech.dashboard.framework.tests.shelf import Book, books


def shelf() -> Listing[Book]:
    return Listing(Book, books)


def titles(listing: Listing[Book]) -> list[str]:
    return [book.title for book in listing]


def test_filter_by_text_of_a_query_string_compares_typed_values() -> None:
    lent, not_lent = shelf().filter(lent="1"), shelf().filter(lent="0")

    assert titles(lent) == ["Emma"]
    assert titles(not_lent) == ["dubliners", "Ulysses"]


@pytest.mark.parametrize(
    ("lookup", "asked", "found"),
    [
        ("title__icontains", "UL", ["Ulysses"]),
        ("title__iexact", "EMMA", ["Emma"]),
        ("title__istartswith", "Dub", ["dubliners"]),
        ("title__exact", "emma", []),
        ("pk__in", ["1", "3"], ["Emma", "Ulysses"]),
        ("pages__in", ["200"], ["dubliners"]),
        ("pages__isnull", True, ["Ulysses"]),
        ("pages__icontains", "50", ["Emma"]),
    ],
)
def test_filter_with_lookup_finds_rows(
    lookup: str, asked: object, found: list[str]
) -> None:
    assert titles(shelf().filter(**{lookup: asked})) == found


def test_filter_with_combined_conditions_follows_and_or_not() -> None:
    either = shelf().filter(Q(title__icontains="emma") | Q(pages="200"))
    neither = shelf().filter(~(Q(title__icontains="emma") | Q(pages="200")))
    both = shelf().filter(Q(lent="1") & Q(pages="200"))
    anything = shelf().filter(Q())

    assert titles(either) == ["Emma", "dubliners"]
    assert titles(neither) == ["Ulysses"]
    assert titles(both) == []
    assert len(anything) == 3


@pytest.mark.parametrize(
    ("lookup", "error"),
    [("title__regex", FieldError), ("author", FieldDoesNotExist)],
)
def test_filter_unknown_lookup_raises_at_once(
    lookup: str, error: type[Exception]
) -> None:
    with pytest.raises(error):
        shelf().filter(**{lookup: "x"})


def test_order_by_ignores_case_and_puts_unknown_values_last() -> None:
    by_title = shelf().order_by("-title")
    by_pages, by_pages_down = shelf().order_by("pages"), shelf().order_by("-pages")

    assert titles(by_title) == ["Ulysses", "Emma", "dubliners"]
    assert titles(by_pages) == ["dubliners", "Emma", "Ulysses"]
    assert titles(by_pages_down) == ["Emma", "dubliners", "Ulysses"]


def test_order_by_two_names_sorts_by_the_first_then_the_second() -> None:
    assert titles(shelf().order_by("lent", "-title")) == [
        "Ulysses",
        "dubliners",
        "Emma",
    ]


def test_get_missing_row_raises_does_not_exist() -> None:
    with pytest.raises(Book.DoesNotExist):
        shelf().get(pk="9")


def test_narrowing_leaves_the_original_as_it_was() -> None:
    original = shelf()

    narrowed = original.filter(lent=True).having(lambda book: book.pages == 500)

    assert (original.count(), narrowed.count()) == (3, 1)
    assert (original.ordered, original.order_by("pk").ordered) == (False, True)
