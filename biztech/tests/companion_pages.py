"""What the pages of the club's client ask of the companion, and what they read.

A line is one request of a page, as whom it is made, and fields of the answer: ``[]`` is
each row of a list, ``*`` each value of an object, and there has to be one.
"""

from decimal import Decimal
from typing import Any, NamedTuple

from biztech.tests.callers import (
    AMIRA,
    BEN,
    CHLOE,
    store_member,
    store_profile,
    store_user,
)
from companion.credits.services import book, create_prize
from companion.investments.services import invest
from companion.judging.models import Judge
from companion.judging.services import give_feedback, set_release
from companion.judging.tests.panels import (
    DAN,
    JO,
    KIM,
    OTTERS,
    PANDAS,
    SCORES,
    said,
    store_hackathon,
)
from companion.quests.definitions import Counts, Quest
from companion.quests.services import define_quests
from companion.quizzes.models import Quiz
from companion.quizzes.scores import AVERAGES
from companion.recommendations.keeping import kept_overlap
from companion.voting.services import give_sticker, run, score_team
from core.dynamo.rows import store_rows
from events.models import Event, Registration, Team
from interactions.services import connect
from profiles.models import QR

HERS, CHLOES, PARTNERS = "SillyPandasDeny", "CalmOttersSing", "TwoBusesTell"
KICKSTART = {"eventID": "kickstart", "year": 2025}
ROOM = "productx;2025"


class Ask(NamedTuple):
    """One request of a page; ``reads`` are fields of its answer."""

    who: str
    method: str
    path: str
    body: Any
    reads: str


PAGES = {
    "quests": [
        Ask(
            AMIRA, "GET", "/quests/blueprint/2026", None,
            "quests.*.progress quests.*.target quests.*.description"
            " quests.new_connections_1.completedAt"
            " quests.unique_companies_talked_to.items.[]",
        ),
        Ask(
            AMIRA, "PATCH", "/quests/blueprint/2026",
            {"type": "connection", "argument": {"profileId": PARTNERS}},
            "quests.*.progress alreadyConnected",
        ),
        Ask("", "GET", f"/quests/kiosk/blueprint/2026/{HERS}", None, "quests.*.target"),
        Ask(
            BEN, "GET", "/quests/event/blueprint/2026", None,
            "quests.[].userId quests.[].quests.*.progress",
        ),
    ],
    "quiz": [
        Ask(
            AMIRA, "POST", "/quizzes/upload",
            {"id": HERS, "domain": [1], "mode": {"a": 9}, "environment": [2],
             "focus": [3], "event": "blueprint;2026"},
            "message",
        ),
        Ask(
            "", "GET", f"/quizzes/report/{HERS}", None,
            "data.id data.fname data.lname data.mbti data.domainAvg data.modeAvg"
            " data.environmentAvg data.focusAvg",
        ),
        Ask(
            AMIRA, "GET", "/quizzes/perMbti/TMFL", None,
            "mbtiQuizzes-TMFL.[].id mbtiQuizzes-TMFL.[].fname mbtiQuizzes-TMFL.[].lname"
            " mbtiQuizzes-TMFL.[].mbti",
        ),
        Ask(
            "", "GET", "/quizzes/aggregate/blueprint%3B2026", None,
            "message data.totalResponses data.averages.domainAvg data.averages.modeAvg"
            " data.averages.environmentAvg data.averages.focusAvg data.mbtiCount.*",
        ),
        Ask(
            "", "POST", "/quizzes/wrapped", {"mbti": "TMFL"},
            "totalResponses totalWithMbtiCount",
        ),
        Ask(BEN, "GET", "/quizzes/blueprint%3B2026", None, "[].id [].mbti [].fname"),
    ],
    "recommendations": [
        Ask(
            AMIRA, "GET", "/profiles/recommendations/self", None,
            "results.[].profileID results.[].fname results.[].lname results.[].major"
            " results.[].year results.[].score results.[].reason",
        ),
    ],
    "teams": [
        Ask(
            CHLOE, "POST", "/team/make",
            {**KICKSTART, "team_name": "New", "memberIDs": [CHLOE]},
            "message response.id response.teamName response.memberIDs.[]"
            " response.eventID;year",
        ),
        Ask(
            DAN, "POST", "/team/join",
            {**KICKSTART, "memberID": DAN, "teamID": "t1"},
            "message response.teamID response.memberID memberIDs.[] teamName",
        ),
        Ask(
            AMIRA, "POST", "/team/getTeamFromUserID", {**KICKSTART, "user_id": AMIRA},
            "message response.id response.teamName response.memberIDs.[]"
            " response.memberNames.[] response.points response.funding"
            " response.eventID;year",
        ),
        *(
            Ask(
                AMIRA, "POST", path,
                {**KICKSTART, "user_id": AMIRA, "team_name": "Otters"},
                "message response.teamName",
            )
            for path in ("/team/changeTeamName", "/team/changeName/")
        ),
        *(
            Ask(
                BEN, "PUT", path, {**KICKSTART, "user_id": AMIRA, "change_points": 5},
                "message updatedPoints",
            )
            for path in ("/team/points", "/team/updatePoints/")
        ),
        Ask(
            BEN, "PUT", "/team/addQuestions",
            {**KICKSTART, "user_id": AMIRA, "answered_questions": ["Q1"], "points": 5},
            "message response.scannedQRs.[] response.points",
        ),
        Ask(
            BEN, "GET", "/team/kickstart/2025", None,
            "[].id [].teamName [].points [].memberIDs.[]",
        ),
        Ask(
            AMIRA, "POST", "/team/leave", {**KICKSTART, "memberID": AMIRA},
            "message response.memberID",
        ),
    ],
    "Kickstart": [
        Ask(AMIRA, "GET", "/team/kickstart/2025", None, "[].id [].teamName"),
        Ask(
            AMIRA, "GET", "/investments/teamStatus/t1", None,
            "funding investments.[].id investments.[].investorName"
            " investments.[].investorId investments.[].amount investments.[].comment"
            " investments.[].isPartner investments.[].createdAt",
        ),
        Ask(
            CHLOE, "GET", f"/investments/investorStatus/{CHLOE}", None,
            "balance investments.[].teamName investments.[].amount"
            " investments.[].comment investments.[].createdAt",
        ),
        Ask(
            AMIRA, "GET", "/investments?limit=10", None,
            "[].investorName [].amount [].teamName",
        ),
        Ask(
            CHLOE, "POST", "/investments/invest",
            {"investorId": CHLOE, "teamId": "t1", "amount": 5, "comment": "Good"},
            "message",
        ),
    ],
    "prizes": [
        Ask(AMIRA, "GET", "/prizes/", None, "[].id [].name [].price"),
        Ask(
            BEN, "POST", "/prizes/", {"id": "cap", "name": "Cap", "price": 5},
            "message response item.id item.createdAt",
        ),
        Ask(BEN, "PATCH", "/prizes/hoodie", {"price": 6}, "response.Attributes.price"),
        Ask(BEN, "DELETE", "/prizes/hoodie", None, "message response"),
        Ask(AMIRA, "GET", "/transactions/", None, "[].id [].credits [].reason"),
        Ask(
            AMIRA, "GET", f"/transactions/?userId={AMIRA}", None,
            "count transactions.[].credits totalCredits",
        ),
        Ask(
            BEN, "POST", "/transactions/",
            {"userId": AMIRA, "reason": "Workshop", "credits": 5},
            "message response item.id item.userId",
        ),
    ],
    "scanner": [
        Ask(
            AMIRA, "POST", "/qrscan",
            {"qrCodeID": "booth", "eventID": "blueprint", "year": 2026, "email": AMIRA,
             "negativePointsConfirmed": False},
            "message response.current_points response.redeemed_points"
            " response.redemption_type response.qr_data.partnerID",
        ),
    ],
    "judging": [
        Ask(JO, "GET", "/team/round", None, "round"),
        Ask(BEN, "PUT", "/team/round/2", None, "message round"),
        Ask(
            JO, "GET", f"/team/judge/currentTeamID/{JO}", None,
            "message currentTeamID currentTeamName id judgeName",
        ),
        Ask(
            DAN, "PUT", f"/team/judge/currentTeam/{OTTERS}", {"judgeIDs": [KIM]},
            "message response.updatedJudges.[] response.newTeamID",
        ),
        Ask(
            JO, "POST", "/team/judge/feedback", said(team=PANDAS, round="1"),
            "message newFeedback.scores.metric1 newFeedback.teamID",
        ),
        Ask(
            JO, "PUT", "/team/judge/feedback",
            {"teamID": OTTERS, "round": "1", "judgeID": JO, "scores": SCORES},
            "message updatedFeedback.scores.metric5",
        ),
        Ask(
            JO, "GET", f"/team/judge/feedback/{JO}", None,
            "message scores.1.[].round scores.1.[].judgeID scores.1.[].judgeName"
            " scores.1.[].scores.metric1 scores.1.[].feedback scores.1.[].teamID"
            " scores.1.[].teamName scores.1.[].createdAt",
        ),
        Ask(
            DAN, "GET", f"/team/feedback/{OTTERS}", None,
            "message scores.1.[].judgeID scores.1.[].judgeName"
            " scores.1.[].scores.metric1 scores.1.[].feedback scores.1.[].createdAt"
            " scores.1.[].teamName",
        ),
        Ask(
            BEN, "GET", "/team/scores-all", None,
            "[].teamID [].teamName [].zScoreWeighted [].judges.[]"
            " [].originalResponses.[].judge [].originalResponses.[].metric5",
        ),
        Ask(
            BEN, "PUT", "/team/release",
            {"eventID": "productx", "year": 2025, "released": True}, "released",
        ),
    ],
    "stickers": [
        *(
            Ask(BEN, "GET", path, None, "data.[].teamName data.[].data.[].score")
            for path in ("/scores/", f"/scores/{ROOM}")
        ),
        Ask(
            BEN, "GET", "/scores/team/Otters", None,
            "data.[].teamName data.[].userID data.[].score",
        ),
        *(
            Ask(
                BEN, "GET", path, None,
                "message data.[].teamName data.[].data.[].stickerName"
                " data.[].data.[].count data.[].data.[].limit",
            )
            for path in ("/stickers/", f"/stickers/{ROOM}")
        ),
        Ask(
            BEN, "GET", "/stickers/team/Otters", None,
            "message data.[].stickerName data.[].count data.[].limit",
        ),
    ],
}  # fmt: skip


def store_what_pages_show(now: int) -> None:
    """Store what every page has something to show of."""
    _store_people(now)
    _store_kickstart(now)
    _store_judging(now)
    create_prize("hoodie", {"name": "Hoodie", "price": 30}, actor=BEN, now=now)
    book(AMIRA, amount=Decimal(50), reason="Workshop", actor=BEN, now=now)
    code = {"id": "booth", "eventID;year": "blueprint;2026", "type": "Booth"}
    store_rows(QR.of({**code, "points": 5, "data": {"partnerID": "acme"}}))


def _store_people(now: int) -> None:
    store_user(AMIRA)
    named = {"lname": "Haddad", "major": "Biology", "year": "3", "mbti": "TMFL"}
    for email, profile_id in ((AMIRA, HERS), (CHLOE, CHLOES)):
        store_member(email, profileID=profile_id)
        store_profile(profile_id, fname=email[:5].title(), email=email, **named)
        row = {"id": profile_id, "eventID;year": "blueprint;2026", "mbti": "TMFL"}
        names = {"fname": "Former", "lname": "Name"}
        store_rows(Quiz.of({**row, **names, **dict.fromkeys(AVERAGES, 2)}))
    store_profile(PARTNERS, fname="Pat", profileType="PARTNER", company="Acme")
    store_rows(Event.of({"id": "blueprint", "year": 2026}))
    quests = [Quest(Counts.CONNECTIONS, 1), Quest(Counts.COMPANIES, 2)]
    define_quests("blueprint", 2026, quests, actor=BEN, now=now)
    connect(AMIRA, PARTNERS, now=now, event="blueprint-2026")
    registered = {"id": AMIRA, "eventID;year": "blueprint;2026", "points": 5}
    store_rows(Registration.of({**registered, "registrationStatus": "checkedIn"}))
    assert kept_overlap.begin().wait(10)


def _store_kickstart(now: int) -> None:
    store_rows(Event.of({"id": "kickstart", "year": 2025}))
    coming = {"eventID;year": "kickstart;2025", "registrationStatus": "checkedIn"}
    for email, joined in ((AMIRA, "t1"), (CHLOE, None), (DAN, None)):
        person = {"id": email, "fname": email[:5].title(), "teamID": joined}
        store_rows(Registration.of({**coming, **person, "balance": 100}))
    team = {"id": "t1", "eventID;year": "kickstart;2025", "teamName": "Pandas"}
    money = {"points": 0, "funding": 0}
    store_rows(Team.of({**team, "memberIDs": [AMIRA], **money}))
    invest(CHLOE, "t1", amount=Decimal(9), comment="Nice", actor=CHLOE, now=now)


def _store_judging(now: int) -> None:
    store_hackathon()
    store_rows(Judge.of({**Judge.get(JO).plain(), "currentTeam": OTTERS}))
    give_feedback(JO, OTTERS, ROOM, scores=SCORES, texts={"idea": "Bold"}, now=now)
    set_release("productx", 2025, released=True, actor=BEN, now=now)
    run(ROOM, "changeTeam", team="Otters", actor=BEN, now=now)
    run(ROOM, "start", actor=BEN, now=now + 1)
    give_sticker(ROOM, AMIRA, "heart")
    score_team(ROOM, AMIRA, {"design": 4})
    run(ROOM, "release", actor=BEN, now=now + 2)
