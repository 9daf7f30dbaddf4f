"""The console of the live wall: what it shows, what it does."""

import asyncio
import re

import pytest

from biztech.dashboard.framework.tests.visitors import BEN, ben
from biztech.dashboard.wall.tests.console import (
    EVENT,
    ITS_WALL,
    OTHER,
    WALL,
    fill_hall,
    operate,
    text_of,
)
from core.audit.trail import history
from core.clock import now_ms
from interactions.tests.wall.screens import log, screen, tap
from interactions.wall import controls, screens
from interactions.wall.names import current_event
from interactions.wall.state import State, read_state


@pytest.fixture(autouse=True)
def evening() -> None:
    """Fill the hall: two events, three people, two meetings at the one that is on."""
    fill_hall()


def state_now() -> State:
    return read_state(EVENT, now=now_ms())


def test_console_opens_with_the_event_that_is_on_and_its_numbers() -> None:
    page = text_of(ben().get(WALL))

    assert "Blueprint 2026 On now" in page
    assert re.search(r"People 3 Connections 2 Last tap \d\d:\d\d", page)


@pytest.mark.parametrize("alias", ["kickstart;2025", "kickstart#2025", OTHER])
def test_console_of_another_event_says_that_it_is_not_on(alias: str) -> None:
    page = text_of(ben().get(WALL, {"event": alias}))

    assert "Kickstart 2025 (not published) This event is not the one that is on" in page
    assert "taps go to the wall of Blueprint 2026" in page


def test_console_costs_a_fixed_number_of_database_calls(
    database_calls: list[str],
) -> None:
    browser = ben()
    database_calls.clear()

    browser.get(WALL)

    # Session; current event; controls, log, faces; screens; events; history.
    assert database_calls == [
        "GetItem",
        "GetItem",
        "BatchGetItem",
        "Query",
        "BatchGetItem",
        "Scan",
        "Scan",
        "Query",
    ]


def test_fresh_parts_cost_six_database_calls(database_calls: list[str]) -> None:
    browser = ben()
    database_calls.clear()

    browser.get(f"{WALL}now/?event={EVENT}")

    assert database_calls == [
        "GetItem",
        "GetItem",
        "BatchGetItem",
        "Query",
        "BatchGetItem",
        "Scan",
    ]


def test_screens_are_listed_kiosks_first_with_what_they_show() -> None:
    at = now_ms()
    screens.put_up("1", event=EVENT, screen="page", now=at - 60_000)
    screens.put_up("2", event=OTHER, screen="client", now=at - 50_000)
    screens.put_up("3", event=EVENT, screen="kiosk", now=at)
    screens.put_up("dead", event=EVENT, screen="kiosk", now=at - 10 * 60_000)

    answer = ben().get(f"{WALL}now/?event={EVENT}")

    said = re.sub(r"since [^,]+, \d\d:\d\d", "since", text_of(answer))
    assert "Screens 2" in said
    assert said.endswith(
        "1 kiosk, 1 page, 1 other client. Kiosk shows this event since"
        f" Page shows this event since Other client shows {OTHER} since"
    )


def test_more_screens_than_fit_are_counted() -> None:
    for number in range(15):
        screens.put_up(f"{number}", event=EVENT, screen="page", now=now_ms())

    said = text_of(ben().get(f"{WALL}now/"))

    assert said.count("Page shows") == 12
    assert said.endswith("And 3 more.")


def test_wall_is_paused_and_goes_on() -> None:
    paused = text_of(operate("pause"))
    log("Bo", "Dara", event=EVENT, at=now_ms() + 5)
    waiting = text_of(ben().get(ITS_WALL))

    assert "The wall is paused." in paused
    assert "Paused since" in paused
    assert "1 connection waits until the wall goes on." in waiting
    assert state_now().paused

    assert "The wall goes on" in text_of(operate("go-on"))
    assert not state_now().paused


@pytest.mark.parametrize(
    ("act", "sentence"),
    [
        ("go-on", "The wall was not paused."),
        ("take-away", "There was no message on the wall."),
        ("stop", "No time lapse was playing."),
        ("show", "This person was not hidden."),
        ("bring-back", "The wall was not cleared."),
        ("drop", "The screens did not show it."),
    ],
)
def test_act_that_changes_nothing_says_so(act: str, sentence: str) -> None:
    assert sentence in text_of(operate(act, profile_id="Bo"))
    assert len(history(EVENT)) == 1


def test_message_is_shown_and_taken_away() -> None:
    said = text_of(operate("say", message="Pizza is here"))

    assert "The message is on the wall." in said
    assert state_now().message == "Pizza is here"
    assert "Pizza is here" in ben().get(ITS_WALL).content.decode()

    operate("take-away", message="Pizza is here")
    assert state_now().message == ""


@pytest.mark.parametrize(
    ("act", "values", "field", "sentence"),
    [
        ("say", {"message": " "}, "Message", "Enter what the wall is to say."),
        ("say", {"message": "x" * 281}, "Message", "at most 280 characters"),
        ("replay", {"takes": "1"}, "Takes", "Select a valid choice"),
        ("hide", {"profile_id": "Bo", "reason": "x" * 501}, "Reason", "at most 500"),
        ("switch", {"event": "nowhere"}, "Event", "Select a valid choice"),
        ("switch", {"other": "nowhere"}, "Or its name", "There is no such event."),
        ("switch", {"other": "current"}, "Or its name", "There is no such event."),
    ],
)
def test_refused_form_stays_open_and_names_the_field(
    act: str, values: dict[str, str], field: str, sentence: str
) -> None:
    answer = operate(act, **values)

    said = text_of(answer)
    assert f"Not done yet: please check {field}" in said
    assert sentence in said
    assert 'aria-invalid="true"' in answer.content.decode()
    assert len(history(EVENT)) == 1


def test_refusal_of_the_service_is_told_beside_the_field() -> None:
    answer = ben().post(f"{WALL}replay/", {"wall": OTHER, "takes": "60000"})

    assert "Nobody has met at this event yet, so there is no replay." in text_of(answer)


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("", ["Dara", "Amira", "Bo"]),
        ("haddad", ["Amira"]),
        (" amira   HADDAD ", ["Amira"]),
        ("bo", ["Bo"]),
        ("nobody", []),
    ],
)
def test_people_on_the_wall_are_found_by_name_or_id(
    query: str, found: list[str]
) -> None:
    answers = [
        ben().get(f"{WALL}people/", {"event": EVENT, "q": query}),
        ben().get(WALL, {"event": EVENT, "q": query}),
    ]

    hidden_by = r'name="profile_id" value="(\w+)"'
    both = [re.findall(hidden_by, answer.content.decode()) for answer in answers]
    assert both == [found, found]


def test_hidden_person_is_told_by_name_shown_again_and_back_by_undo() -> None:
    browser = ben()
    said = text_of(operate("hide", browser, profile_id="Amira", reason="asked for it"))

    assert "Amira Haddad is hidden from this wall. Undo" in said
    assert "Hidden now Amira Haddad Amira Show again" in said
    assert re.search(r"People 0 Connections 0 Last tap none", said)
    assert "hid Amira from this wall" in said
    assert "Reason: asked for it" in said
    assert state_now().hidden == {"Amira"}

    assert "Amira Haddad is on the wall again. Undo" in text_of(
        operate("show", browser, profile_id="Amira")
    )
    assert state_now().hidden == frozenset()


def test_person_whom_no_wall_shows_cannot_be_hidden() -> None:
    for profile_id in ("", "nobody", "x" * 3000):
        said = text_of(operate("hide", profile_id=profile_id))
        assert "Nobody of that id is on a wall." in said
    assert state_now().hidden == frozenset()


def test_hidden_person_who_is_gone_is_listed_by_id() -> None:
    controls.hide(EVENT, profile_id="Gone", actor=BEN, now=now_ms())

    assert "Hidden now Gone Gone Show again" in text_of(ben().get(ITS_WALL))


def test_undo_brings_a_hidden_person_back() -> None:
    operate("hide", profile_id="Amira")
    act = history(EVENT, limit=1)[0]

    said = text_of(operate("undo", subject=EVENT, act_id=act.act_id))

    assert "Undone. The wall is as before." in said
    assert "undid hiding a person from this wall" in said
    assert state_now().hidden == frozenset()


def test_undo_after_another_act_is_refused_with_what_to_do() -> None:
    operate("clear")
    act = history(EVENT, limit=1)[0]
    operate("say", message="Welcome")

    said = text_of(operate("undo", subject=EVENT, act_id=act.act_id))

    assert "The wall record changed since" in said
    assert "what was cleared can still be shown again, below." in said
    assert state_now().cleared_at


def test_clear_says_what_disappears_before_it_does() -> None:
    screens.put_up("1", event=EVENT, screen="kiosk", now=now_ms())

    said = text_of(ben().get(f"{WALL}clear/?event={EVENT}"))

    assert "Blueprint 2026: the wall will be empty" in said
    assert "2 connections of 3 people disappear from 1 screen, at once." in said
    assert state_now().cleared_at is None


def test_cleared_wall_is_empty_and_can_be_shown_again() -> None:
    said = text_of(operate("clear"))
    assert "The wall is empty. Its log keeps the evening. Undo" in said
    assert "People 0 Connections 0" in said

    operate("say", message="Welcome")
    assert "People 3 Connections 2" in text_of(operate("bring-back"))


def test_time_lapse_is_played_and_stopped() -> None:
    said = text_of(operate("replay", takes="120000"))

    assert "Time lapse until" in said
    assert state_now().replay_ms == 120_000
    assert "Stop it now" in said

    operate("stop")
    assert state_now().replay is None


def test_time_lapse_that_is_over_is_not_offered_to_be_stopped() -> None:
    controls.replay(EVENT, takes=15_000, actor=BEN, now=now_ms() - 15_000)

    said = text_of(ben().get(ITS_WALL))

    assert "Stop it now" not in said
    assert "Play it" in said


def test_teams_and_quests_are_off_until_they_are_switched_on() -> None:
    page = text_of(ben().get(ITS_WALL))
    assert "Switch on Teams" in page
    assert "Switch on Quests" in page

    said = text_of(operate("add", code="teams"))

    assert "The screens show it beside the connections. Undo" in said
    assert "Teams On" in said
    assert "showed more on this wall" in said
    assert state_now().additions == {"teams"}
    said = text_of(operate("drop", code="teams"))
    assert "The screens show it no more. Undo" in said
    assert state_now().additions == frozenset()


def test_what_nobody_can_switch_on_is_refused_in_words() -> None:
    said = text_of(operate("add", code="fireworks"))

    assert "is unknown: choose from what the page of the wall lists." in said
    assert len(history(EVENT)) == 1


def test_switch_says_what_happens_to_screens_before_it_does() -> None:
    screens.put_up("1", event=EVENT, screen="kiosk", now=now_ms())

    said = text_of(operate("switch", event=OTHER))

    assert "Kickstart 2025 (not published) will be on instead of Blueprint 2026" in said
    assert "1 screen shows the event that is on now." in said
    assert current_event(now=now_ms()) == EVENT


@pytest.mark.parametrize("named", [{"event": OTHER}, {"other": "kickstart"}])
def test_switched_event_is_on_and_back_by_undo(named: dict[str, str]) -> None:
    said = text_of(operate("switch", **named, confirmed="yes"))

    assert "taps are logged for it, and screens that follow show it. Undo" in said
    assert current_event(now=now_ms()) == OTHER

    act = history(OTHER, limit=1)[0]
    operate("undo", subject=OTHER, act_id=act.act_id)
    assert current_event(now=now_ms()) == EVENT


def test_switch_to_the_event_that_is_on_changes_nothing() -> None:
    said = text_of(operate("switch", event=EVENT))

    assert "Blueprint 2026 was on already." in said
    assert len(history(EVENT)) == 1


def test_links_lead_to_the_wall_as_kiosk_in_themes_and_for_the_event() -> None:
    page = ben().get(ITS_WALL).content.decode().replace("&amp;", "&")

    assert re.findall(r'href="(/wall[^"]*)"', page) == [
        "/wall/",
        "/wall/?kiosk=1",
        "/wall/?kiosk=1&theme=dark",
        "/wall/?kiosk=1&theme=contrast",
        f"/wall/?kiosk=1&event={EVENT}",
    ]
    assert 'src="/wall/qr.svg"' in page


def test_first_page_tells_of_tonight() -> None:
    screens.put_up("1", event=EVENT, screen="kiosk", now=now_ms())

    said = text_of(ben().get("/admin/"))

    assert "Connections tonight 2 on the wall, at Blueprint." in said
    assert "Screens 1 1 kiosk up now." in said


def test_act_on_a_wall_leads_to_its_console_from_all_acts() -> None:
    operate("hide", profile_id="Bo")

    page = ben().get("/admin/acts/").content.decode()

    assert f'href="{ITS_WALL}"' in page
    assert f'action="{WALL}undo/"' in page


def test_what_the_console_does_is_on_the_screens() -> None:
    async def evening() -> None:
        async with screen() as wall:
            answer = await wall.subscribe(EVENT)
            assert len(answer["nodes"]) == 3

            await asyncio.to_thread(operate, "hide", profile_id="Bo")
            snapshot = await wall.next("snapshot")
            assert [node["id"] for node in snapshot["nodes"]] == ["Dara", "Amira"]
            assert (await wall.next("state"))["epoch"] == snapshot["epoch"]

            await asyncio.to_thread(operate, "pause")
            assert (await wall.next("state"))["paused"] is True
            await tap("Amira", "Dara", event=EVENT, at=now_ms() + 5)
            assert await wall.is_quiet()
            await asyncio.to_thread(operate, "go-on")
            assert len((await wall.next("snapshot"))["links"]) == 2

            await asyncio.to_thread(operate, "say", message="Pizza is here")
            while (await wall.next("state"))["message"] != "Pizza is here":
                pass
            await asyncio.to_thread(operate, "clear")
            assert (await wall.next("snapshot"))["links"] == []

    asyncio.run(evening())
