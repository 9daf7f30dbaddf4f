from urllib.parse import quote

import pytest
from django.contrib import admin
from django.contrib.auth.models import Group
from django.contrib.contenttypes.models import ContentType
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.test import RequestFactory

from biztech.dashboard.framework.tests.visitors import AMIRA, BEN, CHLOE, ben, visitor
from core.identity.users import SessionUser

PEOPLE = "/admin/memberships/person/"
HER = f"{PEOPLE}{AMIRA}/"
ADDRESSES = [
    "/admin/",
    "/admin/acts/",
    "/admin/problems/",
    "/admin/problems/examine/",
    "/admin/problems/repair/",
    "/admin/sessions/",
    "/admin/search/",
    "/admin/jsi18n/",
    "/admin/memberships/",
    PEOPLE,
    f"{PEOPLE}add/",
    f"{PEOPLE}grant-many/",
    f"{PEOPLE}revoke-many/",
    f"{PEOPLE}undo-batch/",
    f"{HER}change/",
    f"{HER}edit/",
    f"{HER}seen/",
    f"{HER}unlink-discord/",
    f"{HER}revoke/",
    f"{HER}delete/",
    f"{HER}undo/",
    f"{HER}history/",
    "/admin/no/such/page/",
]


@pytest.mark.parametrize("address", ADDRESSES)
def test_page_for_a_stranger_leads_to_sign_in(address: str) -> None:
    browser = visitor(None)

    answers = [browser.get(address), browser.post(address)]

    expected = (302, f"/sign-in/?next={quote(address)}")
    assert [(a.status_code, a["Location"]) for a in answers] == [expected, expected]


@pytest.mark.parametrize("address", ADDRESSES)
@pytest.mark.parametrize("email", [AMIRA, CHLOE])
def test_page_for_anybody_else_who_is_signed_in_is_refused(
    address: str, email: str
) -> None:
    browser = visitor(email)

    answers = [browser.get(address), browser.post(address)]

    assert [answer.status_code for answer in answers] == [403, 403]
    assert all("This page is for execs" in answer.text for answer in answers)


def test_every_address_of_the_dashboard_is_guarded() -> None:
    def page(request: HttpRequest) -> HttpResponse:
        return HttpResponse("secret")

    request = RequestFactory().get("/admin/")
    request.user = SessionUser(email=AMIRA)

    with pytest.raises(PermissionDenied):
        admin.site.admin_view(page)(request)


@pytest.mark.parametrize(
    "address", ["/admin/", "/admin/acts/", "/admin/problems/", "/admin/sessions/"]
)
def test_page_for_an_exec_opens(address: str) -> None:
    assert ben().get(address).status_code == 200


@pytest.mark.parametrize(
    "address",
    ["/admin/password_change/", "/admin/r/1/1/", "/admin/auth/group/"],
)
def test_page_that_needs_a_password_or_a_table_is_absent(address: str) -> None:
    assert ben().get(address).status_code == 404


def test_writing_without_a_csrf_token_is_refused() -> None:
    browser = ben()
    browser.handler.enforce_csrf_checks = True

    answers = [
        browser.post(f"{PEOPLE}add/"),
        browser.post(f"{HER}revoke/"),
        browser.post(f"{HER}delete/"),
        browser.post(f"{HER}undo/"),
        browser.post(f"{PEOPLE}undo-batch/"),
        browser.post(f"{PEOPLE}revoke-many/"),
        browser.post("/admin/sessions/"),
    ]

    assert [answer.status_code for answer in answers] == [403] * 7


@pytest.mark.parametrize("address", [f"{HER}undo/", f"{PEOPLE}grant-many/"])
def test_writing_by_a_mere_link_is_refused(address: str) -> None:
    assert ben().get(address).status_code == 405


def test_login_leads_to_sign_in_and_back() -> None:
    answer = visitor(None).get("/admin/login/?next=/admin/acts/")

    assert answer["Location"] == "/sign-in/?next=/admin/acts/"


def test_logout_hands_the_post_over_to_sign_out() -> None:
    answer = ben().post("/admin/logout/")

    assert (answer.status_code, answer["Location"]) == (307, "/sign-out/")


def test_pages_carry_no_inline_script_and_the_policy_forbids_it() -> None:
    answer = ben().get("/admin/")

    scripts = answer.content.decode().split("<script")[1:]
    assert [script for script in scripts if not script.startswith(" src=")] == []
    policy = answer["Content-Security-Policy"]
    assert "script-src 'self' 'unsafe-eval'" in policy


def test_unknown_person_and_page_say_where_to_look() -> None:
    answers = [
        ben().get(f"{PEOPLE}{CHLOE}/change/"),
        ben().get(f"{PEOPLE}unfinished/change/"),
        ben().get("/admin/no/such/page/"),
    ]

    assert [answer.status_code for answer in answers] == [404] * 3
    assert all(b"Look for a person" in answer.content for answer in answers)


def test_registered_models_have_a_content_type_without_a_table() -> None:
    model = next(iter(admin.site._registry))

    assert ContentType.objects.get_for_model(model).model == model._meta.model_name
    assert not admin.site.is_registered(Group)


def test_session_ended_by_an_exec_opens_nothing() -> None:
    elsewhere, here = ben(), ben()
    page = here.get("/admin/sessions/").context["sessions"]
    other = next(line["id"] for line in page if not line["mine"])

    answer = here.post("/admin/sessions/", {"session": other})

    assert answer["Location"] == "/admin/sessions/"
    assert elsewhere.get("/admin/").status_code == 302
    assert here.get("/admin/").status_code == 200


def test_session_of_a_member_is_found_by_address_and_ended() -> None:
    hers, here = visitor(AMIRA), ben()
    everyone = here.get("/admin/sessions/").context["sessions"]
    (line,) = here.get("/admin/sessions/", {"email": AMIRA}).context["sessions"]

    answer = here.post(
        f"/admin/sessions/?email={quote(AMIRA)}", {"session": line["id"]}
    )

    assert [line["email"] for line in everyone] == [BEN]
    assert line["email"] == AMIRA
    assert answer["Location"] == f"/admin/sessions/?email={quote(AMIRA)}"
    assert hers.get("/admin/").status_code == 302


def test_own_session_ended_leads_to_sign_in() -> None:
    browser = ben()
    (line,) = browser.get("/admin/sessions/").context["sessions"]

    answer = browser.post("/admin/sessions/", {"session": line["id"]})

    assert (line["email"], line["mine"]) == (BEN, True)
    assert answer["Location"] == "/sign-in/"
    assert browser.get("/admin/").status_code == 302
