"""The judging board: who may open it, what execs do on it, and how it is undone."""

import pytest
from django.test import Client

from biztech.dashboard.companion.subjects import tiles_of
from biztech.dashboard.framework.tests.visitors import AMIRA, BEN, ben, visitor
from companion.judging.queries import (
    current_round,
    find_judge,
    is_released,
    judges_of,
)
from companion.judging.services import give_feedback
from companion.judging.tests.panels import (
    DAN,
    JO,
    KEY,
    KIM,
    OTTERS,
    PANDAS,
    SCORES,
    store_hackathon,
    store_partner,
)
from core.audit.trail import history
from events.models import Event
from events.tests.rows import store_event

BOARD = "/admin/companion/productx/2025/judging/"
POSTS = {
    "round/": {"round": "2"},
    "judges/": {"email": "lee@acme.example"},
    f"judges/{KIM}/dismiss/": {},
    "teams/": {"judge": KIM, "team": OTTERS},
    "release/": {"released": "yes"},
}


@pytest.fixture(autouse=True)
def hackathon(now: int) -> None:
    """Store the hackathon, in which jo has judged one team."""
    store_hackathon()
    store_partner("lee@acme.example")
    texts = {"idea": "Bold."}
    give_feedback(JO, OTTERS, KEY, scores=SCORES, texts=texts, now=now)


def read(client: Client, address: str = BOARD) -> str:
    return client.get(address).content.decode()


@pytest.mark.parametrize("where", ["", *POSTS])
def test_board_is_for_execs_alone(where: str) -> None:
    method = "post" if where else "get"

    codes = [
        getattr(visitor(who), method)(f"{BOARD}{where}", POSTS.get(where)).status_code
        for who in (None, AMIRA, JO, DAN)
    ]

    assert codes == [302, 403, 403, 403]
    assert len(judges_of(KEY)) == 2 and not is_released(KEY)
    assert current_round() == "1"


def test_board_shows_progress_and_where_teams_stand() -> None:
    page = ben().get(BOARD)

    judged = {line.email: line.judged for line in page.context["judges"]}
    assert judged == {JO: 1, KIM: 0}
    ((name, (team,)),) = page.context["tables"]
    assert (name, team.name, team.score, team.judges) == ("1", "Otters", "+0.00", 1)
    assert team.means.startswith("originality 4.0, technical work 5.0")


def test_board_of_an_event_without_judges_says_what_to_do() -> None:
    store_event()

    assert "Register them as one, check them in" in read(
        ben(), "/admin/companion/gala/2026/judging/"
    )


@pytest.mark.parametrize("where", POSTS)
def test_what_is_done_on_the_board_is_undone_there(where: str) -> None:
    before = _state()

    answer = ben().post(f"{BOARD}{where}", POSTS[where], follow=True)
    after = _state()

    assert answer.redirect_chain == [(BOARD, 302)]
    assert after != before and "Undo" in answer.content.decode()
    subject = {"round/": "round", "release/": KEY}.get(where)
    (act,) = [
        act
        for who in ([subject] if subject else [KIM, "lee@acme.example"])
        for act in history(who)
    ]
    assert act.actor == BEN
    sent = {"subject": act.subject, "act_id": act.act_id, "back": BOARD}
    undone = ben().post("/admin/events/undo/", sent)
    assert undone["Location"] == BOARD and _state() == before


@pytest.mark.parametrize(
    ("where", "sent", "said"),
    [
        ("round/", {"round": "1;2"}, "takes letters, digits"),
        ("judges/", {"email": AMIRA}, "Judges come as partners"),
        ("judges/", {"email": "nobody"}, "Invalid email"),
        ("teams/", {"judge": KIM, "team": "nobody's"}, "Team not found"),
        ("teams/", {"judge": JO, "team": OTTERS}, "already scored this team"),
        ("teams/", {"judge": AMIRA, "team": PANDAS}, "not a judge"),
    ],
)
def test_refusal_keeps_what_was_typed(
    where: str, sent: dict[str, str], said: str
) -> None:
    before = _state()

    page = ben().post(f"{BOARD}{where}", sent)

    assert said in page.content.decode() and page.status_code == 200
    assert all(f'value="{value}"' in _unescaped(page) for value in sent.values())
    assert _state() == before


def test_dismissing_nobody_is_said_on_the_board() -> None:
    page = ben().post(f"{BOARD}judges/{AMIRA}/dismiss/", follow=True)

    assert "Judge not found" in page.content.decode()


def test_release_says_first_who_will_read_what() -> None:
    page = ben().get(f"{BOARD}release/")

    assert (page.context["remarks"], page.context["people"]) == (1, 1)
    assert "Bold" not in page.content.decode() and not is_released(KEY)


def test_tile_tells_how_much_was_said() -> None:
    (tile,) = [
        each
        for each in tiles_of(Event.get("productx", "2025"))
        if each.title == "Judging"
    ]

    assert tile.figure == (1, "time a judge scored a team. Not released to teams.")


def test_audit_log_names_the_judging() -> None:
    ben().post(f"{BOARD}round/", {"round": "2"})
    ben().post(f"{BOARD}release/", {"released": "yes"})

    log = " ".join(read(ben(), "/admin/acts/").split())

    assert "set the round of the judging" in log
    assert "let teams read the results of the judging" in log


def _state() -> tuple[object, ...]:
    judge = find_judge(KIM)
    judges = [str(each.id) for each in judges_of(KEY)]
    return current_round(), is_released(KEY), judges, judge and judge.team


def _unescaped(page: object) -> str:
    return page.content.decode().replace("&#x27;", "'")  # type: ignore[attr-defined,no-any-return]
