"""The builder of an event's questions: with its buttons alone, as without a script."""

from typing import Any

import pytest

from biztech.dashboard.framework.tests.visitors import AMIRA, ben, visitor
from core.audit.trail import history
from events.models import Event
from events.tests.rows import GALA, GALA_KEY, store_event

PAGE = "/admin/events/gala/2026/questions/"
ASKED, FEEDBACK = f"{PAGE}registration/", f"{PAGE}feedback/"
UNDO = "/admin/events/undo/"

MEAL = {
    "questionId": "meal",
    "type": "SELECT",
    "label": "What do you eat?",
    "required": True,
    "choices": "Rice,Soup",
    "participantCap": "5,",
    "questionImageUrl": "https://example.org/menu.png",
}
WHY = {"questionId": "why", "type": "TEXT", "label": "Why do you come?"}


def stored(attribute: str = "registrationQuestions") -> list[dict[str, Any]]:
    questions: list[dict[str, Any]] = Event.get(*GALA).plain()[attribute]
    return questions


def labels() -> list[str]:
    return [entry["label"] for entry in stored()]


def shown(answer: Any) -> dict[str, Any]:
    """Return what a browser sends of a builder that nobody touched."""
    sent: dict[str, Any] = {"row": [], "seen": answer.context["seen"]}
    for row in answer.context["rows"]:
        sent["row"].append(row.token)
        for bound in row:
            value = bound.value()
            if value is True:
                sent[bound.html_name] = "on"
            elif value not in (None, False):
                sent[bound.html_name] = str(value)
    return sent


def text_of(answer: Any) -> str:
    return " ".join(answer.content.decode().split())


@pytest.fixture(autouse=True)
def gala() -> None:
    """Store an event that asks two questions."""
    store_event(registrationQuestions=[MEAL, WHY])


@pytest.mark.parametrize("address", [ASKED, FEEDBACK])
def test_builder_is_for_execs_alone(address: str) -> None:
    stranger = visitor(None).get(address)
    member = visitor(AMIRA).post(address, {"row": []})

    assert stranger["Location"].startswith("/sign-in/")
    assert member.status_code == 403
    assert labels() == ["What do you eat?", "Why do you come?"]


def test_builder_of_an_unknown_form_is_not_found() -> None:
    assert ben().get(f"{PAGE}lunch/").status_code == 404


def test_builder_saved_untouched_changes_nothing() -> None:
    browser, before = ben(), stored()

    answer = browser.post(ASKED, shown(browser.get(ASKED)), follow=True)

    assert "Nothing was changed." in text_of(answer)
    assert stored() == before


def test_question_is_added_checked_saved_and_undone() -> None:
    browser = ben()
    added = browser.post(ASKED, {**shown(browser.get(ASKED)), "add": "one"})
    filled = {
        **shown(added),
        "n0-label": "Which workshop?",
        "n0-type": "WORKSHOP_SELECTION",
        "n0-choices": "Pottery | 20\nChess",
    }

    looked = browser.post(ASKED, filled)
    untouched = labels()
    browser.post(ASKED, {**filled, "confirmed": "yes"})
    then = stored()
    (act,) = history(GALA_KEY)
    browser.post(UNDO, {"subject": GALA_KEY, "act_id": act.act_id})

    assert looked.context["differences"] == ["“Which workshop?” is new."]
    assert len(untouched) == 2
    assert {**then[2], "questionId": ""} == {
        "questionId": "",
        "type": "WORKSHOP_SELECTION",
        "label": "Which workshop?",
        "required": False,
        "choices": "Pottery,Chess",
        "participantCap": "20,",
    }
    assert then[:2] == [{**MEAL}, {**WHY, "required": False, "choices": ""}]
    assert len(stored()) == 2


@pytest.mark.parametrize(("button", "row"), [("up", "q1"), ("down", "q0")])
def test_questions_are_moved(button: str, row: str) -> None:
    browser = ben()
    moved = browser.post(ASKED, {**shown(browser.get(ASKED)), button: row})

    looked = browser.post(ASKED, shown(moved))
    browser.post(ASKED, {**shown(moved), "confirmed": "yes"})

    assert looked.context["differences"] == ["The questions come in another order."]
    assert labels() == ["Why do you come?", "What do you eat?"]


@pytest.mark.parametrize(("button", "row"), [("up", "q0"), ("down", "q1")])
def test_first_and_last_question_move_no_further(button: str, row: str) -> None:
    browser = ben()

    moved = browser.post(ASKED, {**shown(browser.get(ASKED)), button: row})

    assert [one.token for one in moved.context["rows"]] == ["q0", "q1"]


def test_removed_question_is_named_before_it_goes() -> None:
    browser = ben()
    removed = browser.post(ASKED, {**shown(browser.get(ASKED)), "remove": "q0"})

    looked = browser.post(ASKED, shown(removed))
    browser.post(ASKED, {**shown(removed), "confirmed": "yes"})

    said = "“What do you eat?” is asked no more. Answers to it are kept."
    assert looked.context["differences"] == [said]
    assert labels() == ["Why do you come?"]


def test_edited_question_keeps_its_id_and_what_the_form_does_not_show() -> None:
    browser = ben()
    filled = {**shown(browser.get(ASKED)), "q0-choices": "Rice | 9\nSoup"}

    looked = browser.post(ASKED, filled)
    browser.post(ASKED, {**filled, "confirmed": "yes"})

    said = "“What do you eat?” changes: the limits of its choices."
    assert looked.context["differences"] == [said]
    assert stored()[0] == {**MEAL, "participantCap": "9,"}


@pytest.mark.parametrize(
    ("changes", "field", "said"),
    [
        (
            {"q0-label": ""},
            "label",
            "Write what is asked, or remove this question.",
        ),
        (
            {"q0-choices": " \n"},
            "choices",
            "Write at least one choice, each on its line.",
        ),
        ({"q0-choices": "Rice\nRice"}, "choices", "“Rice” is there twice."),
        (
            {"q0-choices": "x" * 201},
            "choices",
            "A choice has over 200 characters.",
        ),
        (
            {"q0-type": "POEM"},
            "type",
            "Select a valid choice. POEM is not one of the available choices.",
        ),
    ],
)
def test_refused_question_is_named_and_keeps_what_was_typed(
    changes: dict[str, str], field: str, said: str
) -> None:
    browser = ben()
    filled = {**shown(browser.get(ASKED)), "q1-label": "Why not?", **changes}

    answer = browser.post(ASKED, filled)

    ((place, row),) = answer.context["wrong"]
    assert (place, row.errors) == (1, {field: [said]})
    assert "Question 1, " in text_of(answer)
    assert answer.context["rows"][1]["label"].value() == "Why not?"
    assert history(GALA_KEY) == []


def test_questions_changed_meanwhile_are_not_replaced_unseen() -> None:
    browser = ben()
    mine = shown(browser.get(ASKED))
    theirs = {**mine, "q1-label": "Theirs", "confirmed": "yes"}
    browser.post(ASKED, theirs)

    answer = browser.post(ASKED, {**mine, "q1-label": "Mine", "confirmed": "yes"})
    kept = labels()
    browser.post(ASKED, {**shown(answer), "confirmed": "yes"})

    assert "Somebody else changed these questions" in text_of(answer)
    assert kept[1] == "Theirs"
    assert labels()[1] == "Mine"


def test_feedback_is_asked_on_a_scale_after_the_rating() -> None:
    browser = ben()
    filled = {
        "row": ["n0"],
        "seen": browser.get(FEEDBACK).context["seen"],
        "n0-label": "How was the food?",
        "n0-type": "LINEAR_SCALE",
        "n0-least": "1",
        "n0-most": "7",
    }

    backwards = browser.post(FEEDBACK, {**filled, "n0-most": "1"})
    browser.post(FEEDBACK, {**filled, "confirmed": "yes"})

    ((_, row),) = backwards.context["wrong"]
    assert list(row.errors) == ["most"]
    first, own = stored("attendeeFeedbackQuestions")
    assert first["questionId"] == "overall-rating"
    assert (own["label"], own["scaleMin"], own["scaleMax"]) == (
        "How was the food?",
        1,
        7,
    )


def test_builder_takes_no_more_questions_than_a_form_holds() -> None:
    browser = ben()
    sent = {"row": [f"n{number}" for number in range(50)], "add": "one"}

    answer = browser.post(ASKED, sent)

    assert len(answer.context["rows"]) == 50
    assert "A form holds at most 50 questions." in text_of(answer)


def test_builder_opens_whatever_old_rows_hold() -> None:
    odd = [{"type": "POEM", "label": "?"}, "text", {"questionId": "x"}, None]
    store_event(registrationQuestions=odd)

    rows = ben().get(ASKED).context["rows"]

    assert [row["label"].value() for row in rows] == ["?", ""]
