"""The dashboard's admin site: who may enter, which pages there are, how one leaves.

Django and unfold internals touched: ``admin_view`` (the one gate of every page),
``get_log_entries`` (the stock one reads a table), unfold's ``extra_urls`` and
``get_sidebar_list``.
"""

from collections.abc import Callable
from dataclasses import dataclass
from functools import update_wrapper
from typing import Any

from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.templatetags.static import static
from django.urls import URLPattern, path, reverse
from unfold.sites import UnfoldAdminSite

SIGN_OUT = "/sign-out/"

# Stock pages that need a password or a table.
_ABSENT = {"password_change", "password_change_done", "view_on_site"}

View = Callable[..., HttpResponseBase]
Instead = Callable[[HttpRequest, Any], HttpResponseBase]


def stylesheet(request: HttpRequest) -> str:
    """Return the address of the dashboard's own styles (unfold's ``STYLES``)."""
    return static("dashboard/dashboard.css")


def keys(request: HttpRequest) -> str:
    """Return the address of the dashboard's own script (unfold's ``SCRIPTS``)."""
    return static("dashboard/keys.js")


def icon(request: HttpRequest) -> str:
    """Return the address of the icon in the browser's tab (unfold's setting)."""
    return static("dashboard/icon.svg")


@dataclass(frozen=True, kw_only=True)
class Page:
    """A page of the dashboard that is no ``ModelAdmin``'s."""

    route: str
    name: str
    view: View


@dataclass(frozen=True, kw_only=True)
class Entry:
    """An entry of the sidebar; ``order`` sorts it among the others."""

    title: str
    icon: str
    url_name: str
    order: int


class DashboardSite(UnfoldAdminSite):
    """The admin site for execs; apps add their pages when they are ready."""

    index_title = "Home"
    enable_nav_sidebar = True

    def __init__(self, name: str = "admin") -> None:
        super().__init__(name)
        self._pages: list[Page] = []
        self._instead: dict[type[Exception], Instead] = {}
        self._entries = [
            Entry(title="Home", icon="home", url_name="admin:index", order=0)
        ]
        self.disable_action("delete_selected")

    def add_page(self, page: Page) -> None:
        """Serve a page under the dashboard's address, for execs only."""
        self._pages.append(page)

    def add_entry(self, entry: Entry) -> None:
        """Show a page in the sidebar."""
        self._entries.append(entry)

    def show_instead(self, obstacle: type[Exception], page: Instead) -> None:
        """Show another page in place of any that raises ``obstacle``."""
        self._instead[obstacle] = page

    def has_permission(self, request: HttpRequest) -> bool:
        """Let in active people of the club's own domain."""
        user: Any = request.user
        return bool(user.is_active and user.is_exec)

    def admin_view(self, view: Any, cacheable: bool = False) -> Any:
        """Guard a page: sign-in for a stranger, a plain refusal for a member."""
        protected: View = super().admin_view(view, cacheable)

        def guarded(
            request: HttpRequest, *args: Any, **kwargs: Any
        ) -> HttpResponseBase:
            if self.has_permission(request):
                try:
                    return protected(request, *args, **kwargs)
                except tuple(self._instead) as obstacle:
                    return self._instead[type(obstacle)](request, obstacle)
            if request.user.is_authenticated:
                raise PermissionDenied("The dashboard is for execs of the club.")
            return redirect_to_login(request.get_full_path())

        return update_wrapper(guarded, view)

    def login(
        self, request: HttpRequest, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        """Lead to the sign-in page, and from there back here."""
        return redirect_to_login(request.GET.get("next") or reverse("admin:index"))

    def logout(  # type: ignore[override]  # a redirect, not a page
        self, request: HttpRequest, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        """Hand over to the one place that ends a session."""
        return redirect(SIGN_OUT, preserve_request=True)

    def get_log_entries(self, request: HttpRequest) -> Any:
        """Return nothing: the audit trail is shown by pages of its own."""
        return []

    def get_sidebar_list(self, request: HttpRequest) -> list[dict[str, Any]]:
        """Return the sidebar: one group, sorted."""
        entries = sorted(self._entries, key=lambda entry: entry.order)
        return [{"items": [self._sidebar_item(request, entry) for entry in entries]}]

    def get_urls(self) -> list[Any]:
        """Return every address but those that need a password or a table."""
        urls = super().get_urls()
        return [url for url in urls if getattr(url, "name", None) not in _ABSENT]

    def extra_urls(self) -> list[URLPattern]:
        """Return the addresses of the pages that apps added."""
        return [
            path(page.route, self.admin_view(page.view), name=page.name)
            for page in self._pages
        ]

    def _sidebar_item(self, request: HttpRequest, entry: Entry) -> dict[str, Any]:
        link = reverse(entry.url_name)
        home = entry.url_name == "admin:index"
        active = request.path == link if home else request.path.startswith(link)
        return {
            "title": entry.title,
            "icon": entry.icon,
            "link": link,
            "active": active,
            "has_permission": True,
        }
