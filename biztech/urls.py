"""Every address of the product: the API at the root, the dashboard, sign-in."""

from django.contrib import admin
from django.urls import URLPattern, URLResolver, include, path, re_path
from django.views.generic import RedirectView
from drf_spectacular.views import SpectacularSwaggerSplitView

from biztech import pages
from biztech.schema import SchemaView
from interactions import profile_pages

handler500 = "biztech.pages.failed"

urlpatterns: list[URLPattern | URLResolver] = [
    path("", RedirectView.as_view(url="/admin/"), name="home"),
    re_path(r"^healthz/?$", pages.HealthView.as_view(), name="health"),
    path("admin", RedirectView.as_view(url="/admin/", query_string=True)),
    path("admin/", admin.site.urls),
    path("", include("biztech.identity.urls")),
    re_path(r"^api/schema/?$", SchemaView.as_view(), name="schema"),
    re_path(
        r"^api/docs/?$",
        SpectacularSwaggerSplitView.as_view(url_name="schema", metadata_class=None),
        name="docs",
    ),
    path("", include("accounts.urls")),
    path("", include("memberships.urls")),
    path("", include("profiles.urls")),
    path("", include("interactions.urls")),
    re_path(r"^profile/?$", profile_pages.own_page, name="own-profile-page"),
    re_path(
        r"^profile/(?P<profile_id>[^/]{1,200})/?$",
        profile_pages.profile_page,
        name="profile-page",
    ),
    re_path(
        r"^profile/(?P<profile_id>[^/]{1,200})/connect/?$",
        profile_pages.connect_page,
        name="profile-connect",
    ),
    path("_local/stripe/", include("memberships.payments.standin.urls")),
    re_path(r"", pages.unknown_route),
]
