"""What our admin pages have in common: lists over DynamoDB, rights of execs.

``DynamoAdmin`` mixes into any ``ModelAdmin`` (unfold's or Django's own) whose model is
an ``UnmanagedModel``. Reading is the mixin's; writing is not: a page calls the service,
which keeps its own audit trail, and shows a refusal on the form that caused it.

Django internals touched: ``get_queryset`` returns a ``Listing``; facets are off (they
call ``aggregate``); the history view leads to the object's own page, because the stock
one reads a table.
"""

from collections.abc import Sequence
from typing import Any, ClassVar

from django.contrib.admin import ShowFacets
from django.contrib.admin.sites import AdminSite
from django.contrib.admin.utils import unquote
from django.db.models import Model
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from biztech.dashboard.framework.listing import Listing
from biztech.dashboard.framework.request_cache import cached_on


class DynamoAdmin:
    """A ``ModelAdmin`` without a table; implement ``rows``."""

    model: type[Model]
    admin_site: AdminSite
    show_facets: ClassVar[ShowFacets] = ShowFacets.NEVER

    def rows(self, request: HttpRequest) -> Sequence[Any]:
        """Return all rows of the list, or records that ``row_of`` makes rows of.

        Called at most once per request.
        """
        raise NotImplementedError

    def row_of(self, record: Any) -> Any:
        """Return the row of a record; asked of those that are shown."""
        return record

    def get_queryset(self, request: HttpRequest) -> Listing[Any]:
        """Return the rows as a list that the admin can search, sort and page."""
        # Filters ask for the list again, to offer the values that occur in it.
        name = self.model._meta.label_lower
        return Listing(
            self.model,
            lambda: cached_on(request, name, lambda: self.rows(request)),
            row_of=self.row_of,
        )

    def history_view(
        self,
        request: HttpRequest,
        object_id: str,
        extra_context: dict[str, Any] | None = None,
    ) -> HttpResponse:
        """Lead to the history on the object's own page."""
        meta = self.model._meta
        page = f"admin:{meta.app_label}_{meta.model_name}_change"
        return redirect(page, unquote(object_id))

    def has_module_permission(self, request: HttpRequest) -> bool:
        """Let execs in, nobody else."""
        return self.admin_site.has_permission(request)

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Let execs see everything."""
        return self.admin_site.has_permission(request)

    has_add_permission = has_change_permission = has_view_permission
    has_delete_permission = has_view_permission
