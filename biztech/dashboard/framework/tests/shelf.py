"""Rows that only tests list: books on a shelf."""

from collections.abc import Sequence

from django.contrib.admin import ModelAdmin
from django.db import models
from django.http import HttpRequest
from unfold.admin import ModelAdmin as UnfoldModelAdmin

from biztech.dashboard.framework.options import DynamoAdmin
from biztech.dashboard.framework.unmanaged import UnmanagedModel


class Book(UnmanagedModel):
    """One book."""

    isbn = models.CharField(primary_key=True, max_length=20)
    title = models.CharField(max_length=100)
    pages = models.IntegerField(null=True)
    lent = models.BooleanField(default=False)

    class Meta:
        managed = False
        app_label = "shelf"


def books() -> list[Book]:
    """Return three books, one of unknown length."""
    return [
        Book(isbn="1", title="Emma", pages=500, lent=True),
        Book(isbn="2", title="dubliners", pages=200),
        Book(isbn="3", title="Ulysses", pages=None),
    ]


class Shelf(DynamoAdmin):
    """A list of books; ``readings`` counts how often it was read."""

    list_display = ("title", "pages", "lent")
    search_fields = ("title",)
    list_filter = ("lent",)
    readings = 0

    def rows(self, request: HttpRequest) -> Sequence[Book]:
        """Return the books."""
        type(self).readings += 1
        return books()


class PlainShelf(Shelf, ModelAdmin):  # type: ignore[misc,type-arg]  # see options.py
    """The shelf under Django's own theme."""


class UnfoldShelf(Shelf, UnfoldModelAdmin):  # type: ignore[misc]  # see options.py
    """The shelf under unfold."""
