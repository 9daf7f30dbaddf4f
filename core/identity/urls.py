"""The addresses of signing in and out."""

from django.urls import URLPattern, URLResolver, include, path

from core.identity import views

# The names under which the browsable API looks for its "Log in" and "Log out".
_browsable_api: list[URLPattern] = [
    path("sign-in/", views.sign_in, name="login"),
    path("sign-out/", views.sign_out, name="logout"),
]

urlpatterns: list[URLPattern | URLResolver] = [
    path("sign-in/", views.sign_in, name="sign-in"),
    path("sign-in/start/", views.start, name="sign-in-start"),
    path("sign-in/callback/", views.callback, name="sign-in-callback"),
    path("sign-in/link/<str:token>/", views.link, name="sign-in-link"),
    path("sign-in/dev/", views.development_sign_in, name="sign-in-dev"),
    path("sign-out/", views.sign_out, name="sign-out"),
    path("", include((_browsable_api, "rest_framework"))),
]
