from concurrent.futures import ThreadPoolExecutor

import pytest
from django.conf import settings
from django.core import signing
from django.test import Client, override_settings

from core.clock import now_ms
from core.identity.links import one_time_link
from core.identity.queries import sessions_of, sessions_of_execs
from core.identity.sessions import SessionStore
from core.identity.tests.signing_in import cookie, is_in, signed_in

AMIRA = "amira@student.ubc.ca"
BEN = "ben@ubcbiztech.com"
LATER = 15 * 60 * 1000


def path_of(link: str) -> str:
    return link.removeprefix("http://localhost:8000")


def test_link_signs_in_and_leads_to_the_dashboard() -> None:
    client = Client()

    answer = client.get(path_of(one_time_link(BEN)))

    assert (answer.status_code, answer["Location"]) == (302, "/admin/")
    assert is_in(client)
    assert [session.email for session in sessions_of_execs(now=now_ms())] == [BEN]


def test_link_cookie_is_kept_from_scripts_and_other_sites() -> None:
    morsel = signed_in(BEN).cookies["sessionid"]

    assert morsel["httponly"] is True
    assert morsel["samesite"] == "Lax"


def test_link_used_twice_opens_once_and_says_how_to_get_another() -> None:
    link = path_of(one_time_link(BEN))
    Client().get(link)
    second = Client()

    answer = second.get(link)

    assert answer.status_code == 410
    assert "has been used" in answer.text
    assert "manage.py login_link" in answer.text
    assert not is_in(second)


def test_link_opened_by_many_at_once_lets_one_in() -> None:
    link = path_of(one_time_link(BEN))

    with ThreadPoolExecutor(8) as threads:
        answers = threads.map(lambda _: Client().get(link).status_code, range(8))

    assert sorted(answers) == [302, *[410] * 7]


def test_link_too_old_is_refused() -> None:
    link = path_of(one_time_link(BEN, now=now_ms() - LATER))

    answer = Client().get(link)

    assert answer.status_code == 410
    assert "has expired" in answer.text
    assert sessions_of_execs(now=now_ms()) == []


def test_link_almost_too_old_still_opens() -> None:
    link = path_of(one_time_link(BEN, now=now_ms() - LATER + 60_000))

    assert Client().get(link).status_code == 302


def test_link_changed_or_signed_for_something_else_is_refused() -> None:
    link = path_of(one_time_link(BEN))
    other = signing.dumps([BEN, "secret", now_ms() + LATER], salt="something else")

    for forged in (link[:-3] + "xx/", f"/sign-in/link/{other}/", "/sign-in/link/x/"):
        answer = Client().get(forged)

        assert answer.status_code == 410
        assert "not a sign-in link of this server" in answer.text
    assert sessions_of_execs(now=now_ms()) == []


def test_link_asked_for_with_head_is_not_spent() -> None:
    link = path_of(one_time_link(BEN))

    assert Client().head(link).status_code == 405

    assert Client().get(link).status_code == 302


def test_link_with_next_leads_there() -> None:
    link = path_of(one_time_link(BEN))

    answer = Client().get(link, {"next": "/admin/people/?q=a"})

    assert answer["Location"] == "/admin/people/?q=a"


def test_link_of_a_member_leads_to_the_own_profile() -> None:
    client = Client()

    answer = client.get(path_of(one_time_link(AMIRA)))

    assert (answer.status_code, answer["Location"]) == (302, "/profile/")
    assert is_in(client)
    assert [session.email for session in sessions_of(AMIRA, now=now_ms())] == [AMIRA]


@pytest.mark.parametrize(
    "email",
    [
        AMIRA,
        "a@sub.ubcbiztech.com",
        "a@ubcbiztech.com.org",
        "a@xubcbiztech.com",
    ],
)
@pytest.mark.parametrize("onward", ["/admin", "/admin/people/", "/admin?x=1"])
def test_link_to_the_dashboard_lets_execs_in_alone(email: str, onward: str) -> None:
    client = Client()

    answer = client.get(path_of(one_time_link(email)), {"next": onward})

    assert answer.status_code == 403
    assert "The dashboard is for execs" in answer.text
    assert email not in answer.text
    assert not is_in(client)


def test_member_who_opens_the_dashboard_is_told_whom_it_is_for() -> None:
    client = signed_in(AMIRA)

    answer = client.get("/sign-in/", {"next": "/admin/"}, follow=True)

    assert answer.redirect_chain == [("/admin/", 302)]
    assert answer.status_code == 403
    assert "This page is for execs" in answer.text


def test_sign_in_page_when_signed_in_leads_a_member_home() -> None:
    answer = signed_in(AMIRA).get("/sign-in/")

    assert (answer.status_code, answer["Location"]) == (302, "/profile/")


def test_local_sign_in_is_absent_with_a_user_pool() -> None:
    link = path_of(one_time_link(BEN))

    with override_settings(LOCAL_IDENTITY=False):
        assert Client().get(link).status_code == 404
        assert Client().post("/sign-in/dev/", {"email": BEN}).status_code == 404

    assert sessions_of_execs(now=now_ms()) == []


def test_sign_in_page_asks_who_you_are() -> None:
    answer = Client().get("/sign-in/", {"next": "/admin/people/"})

    assert answer.status_code == 200
    assert '<label for="id_email"' in answer.text
    assert 'name="next" value="/admin/people/"' in answer.text
    assert "The dashboard is for execs" in answer.text
    assert "Become one" not in answer.text
    assert "no-store" in answer["Cache-Control"]


def test_sign_in_page_to_any_other_page_is_for_members_too() -> None:
    answer = Client().get("/sign-in/", {"next": "/profile/SillyPandasDeny"})

    assert 'name="next" value="/profile/SillyPandasDeny"' in answer.text
    assert "The dashboard is for execs" not in answer.text
    assert 'href="/membership">Become one' in answer.text


def test_sign_in_page_has_no_script_of_its_own() -> None:
    answer = Client().get("/sign-in/")

    assert "script-src 'self' 'unsafe-eval'" in answer["Content-Security-Policy"]
    assert all("src=" in part for part in answer.text.split("<script")[1:])
    assert "onclick=" not in answer.text


def test_development_sign_in_any_spelling_of_an_exec_enters() -> None:
    client = Client()

    answer = client.post(
        "/sign-in/dev/", {"email": " Ben@UBCBizTech.com", "next": "/admin/people/"}
    )

    assert (answer.status_code, answer["Location"]) == (302, "/admin/people/")
    assert [session.email for session in sessions_of_execs(now=now_ms())] == [BEN]


@pytest.mark.parametrize(
    ("email", "sentence"),
    [
        ("chloe@example.org", "The dashboard is for execs"),
        ("ben", "Enter an e-mail address."),
        ("", "This field is required."),
        ("<b>@ubcbiztech.com", "Enter an e-mail address."),
    ],
)
def test_development_sign_in_anyone_else_keeps_the_form(
    email: str, sentence: str
) -> None:
    client = Client()

    answer = client.post("/sign-in/dev/", {"email": email, "next": "/admin/people/"})

    assert answer.status_code == 403
    assert sentence in answer.text
    assert 'name="next" value="/admin/people/"' in answer.text
    assert "<b>" not in answer.text
    assert not is_in(client)


@pytest.mark.parametrize("onward", ["/profile/SillyPandasDeny", "", "/administer"])
def test_development_sign_in_any_address_enters_outside_the_dashboard(
    onward: str,
) -> None:
    client = Client()

    answer = client.post(
        "/sign-in/dev/", {"email": "Amira@Student.ubc.ca", "next": onward}
    )

    assert answer["Location"] == (onward or "/profile/")
    assert [session.email for session in sessions_of(AMIRA, now=now_ms())] == [AMIRA]


def test_development_sign_in_without_csrf_token_is_refused() -> None:
    client = Client(enforce_csrf_checks=True)

    answer = client.post("/sign-in/dev/", {"email": BEN})

    assert answer.status_code == 403
    assert sessions_of_execs(now=now_ms()) == []


def test_development_sign_in_by_get_is_refused() -> None:
    assert Client().get("/sign-in/dev/", {"email": BEN}).status_code == 405


@pytest.mark.parametrize(
    "elsewhere",
    [
        "https://evil.example",
        "//evil.example",
        "///evil.example",
        "/\\evil.example",
        "http:///evil.example",
        "javascript:alert(1)",
        "admin/",
        "/\t/evil.example",
        "http://testserver/admin/",
    ],
)
def test_sign_in_next_to_anywhere_else_leads_home(elsewhere: str) -> None:
    answer = Client().post("/sign-in/dev/", {"email": BEN, "next": elsewhere})

    assert answer["Location"] == "/admin/"
    answer = Client().post("/sign-in/dev/", {"email": AMIRA, "next": elsewhere})

    assert answer["Location"] == "/profile/"


def test_sign_in_page_when_signed_in_goes_on() -> None:
    answer = signed_in(BEN).get("/sign-in/", {"next": "/admin/people/"})

    assert (answer.status_code, answer["Location"]) == (302, "/admin/people/")


def test_sign_in_over_a_planted_session_gets_a_key_of_its_own() -> None:
    planted = SessionStore()
    planted["colour"] = "green"
    planted.save()
    key = planted.session_key or ""
    client = Client()
    client.cookies[settings.SESSION_COOKIE_NAME] = key

    client.get(path_of(one_time_link(BEN)))

    assert cookie(client) != key
    assert "colour" not in SessionStore(cookie(client))
    assert not SessionStore().exists(key)


def test_sign_in_as_somebody_else_ends_the_session_before() -> None:
    client = signed_in("dana@ubcbiztech.com")

    client.get(path_of(one_time_link(BEN)))

    assert [session.email for session in sessions_of_execs(now=now_ms())] == [BEN]


def test_sign_out_makes_a_captured_cookie_worthless() -> None:
    client, thief = signed_in(BEN), Client()
    thief.cookies[settings.SESSION_COOKIE_NAME] = cookie(client)
    assert is_in(thief)

    answer = client.post("/sign-out/")

    assert (answer.status_code, answer["Location"]) == (302, "/sign-in/?signed-out")
    thief.cookies[settings.SESSION_COOKIE_NAME] = thief.cookies["sessionid"].value
    assert not is_in(thief)
    assert "You are signed out." in client.get(answer["Location"]).text


def test_sign_out_everywhere_ends_every_session_of_that_person() -> None:
    here, there = signed_in(BEN), signed_in(BEN)
    colleague = signed_in("dana@ubcbiztech.com")

    here.post("/sign-out/", {"everywhere": "1"})

    assert not is_in(here)
    assert not is_in(there)
    assert is_in(colleague)


def test_sign_out_here_leaves_other_devices_alone() -> None:
    here, there = signed_in(BEN), signed_in(BEN)

    here.post("/sign-out/")

    assert is_in(there)


def test_sign_out_by_get_asks_first() -> None:
    client = signed_in(BEN)

    answer = client.get("/sign-out/")

    assert "Sign out on every device" in answer.text
    assert is_in(client)


def test_sign_out_without_csrf_token_is_refused() -> None:
    client = signed_in(BEN)
    strict = Client(enforce_csrf_checks=True)
    strict.cookies[settings.SESSION_COOKIE_NAME] = cookie(client)

    assert strict.post("/sign-out/").status_code == 403

    assert is_in(client)


def test_browsable_api_signs_in_and_out_here() -> None:
    client = signed_in(BEN)

    page = client.get("/members/", headers={"accept": "text/html"})

    assert page.status_code == 200
    assert 'action="/sign-out/?next=/members/"' in page.text
