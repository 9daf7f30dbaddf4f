"""The measured routes with nothing around them: our database calls, and the answer.

Tokens are not checked: the load names its caller in a header. What a call is made with
is the peer's own; both speak DynamoDB's wire form.
"""

import secrets
import time
import uuid
from collections.abc import Awaitable, Callable, Iterable, Mapping
from typing import Any

import orjson
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

Wire = dict[str, Any]
Call = Callable[[str, Wire], Awaitable[Wire]]

PROFILES, USERS, MEMBERS = "biztechProfiles", "biztechUsers", "biztechMembers2026"
CALLER = "x-caller"
_FACE = ("fname", "lname", "pronouns", "major", "year", "company", "title")
_AT_ONCE = 100


def application(call: Call, **lifespan: Any) -> Starlette:
    """Return the routes over a way to call the database."""

    async def profile(request: Request) -> Response:
        key = _profile(request.path_params["profile_id"])
        found = await call("GetItem", {"TableName": PROFILES, "Key": key})
        row = _plain(found["Item"])
        shown = row.get("viewableMap", {})
        return _answer({name: row[name] for name in row if shown.get(name, True)})

    async def membership(request: Request) -> Response:
        key = _wire({"id": request.path_params["email"].lower()})
        found = await call("GetItem", {"TableName": USERS, "Key": key})
        return _answer(bool(_plain(found.get("Item", {})).get("isMember")))

    async def tap(request: Request) -> Response:
        other = orjson.loads(await request.body())["eventParam"]
        return _answer(await _tap(call, request.headers[CALLER], other))

    async def grant(request: Request) -> Response:
        await _grant(call, orjson.loads(await request.body()))
        return _answer({"message": "Membership granted"})

    async def journal(request: Request) -> Response:
        email = request.headers[CALLER]
        rows = await _journal(call, email)
        return _answer({"message": f"all connections for {email}", "data": rows})

    async def members(request: Request) -> Response:
        return _answer([row async for row in _scanned(call, MEMBERS)])

    routes = [
        Route("/profiles/profile/{profile_id}", profile),
        Route("/users/checkMembership/{email}", membership),
        Route("/interactions", tap, methods=["POST"]),
        Route("/members/grant", grant, methods=["POST"]),
        Route("/interactions/journal", journal),
        Route("/members", members),
    ]
    return Starlette(routes=routes, **lifespan)


async def _tap(call: Call, email: str, other_id: str) -> Wire:
    read = await call(
        "TransactGetItems",
        {
            "TransactItems": [
                _get(MEMBERS, _wire({"id": email})),
                _get(PROFILES, _profile(other_id)),
                _get("biztechWall", _wire({"id": "current"})),
            ]
        },
    )
    owner, other = (_plain(each["Item"]) for each in read["Responses"][:2])
    now, mine = _now(), owner["profileID"]
    me = {
        "profileType": "ATTENDEE",
        "fname": owner["firstName"],
        "lname": owner["lastName"],
        "major": owner.get("major", ""),
        "year": owner.get("year", ""),
    }
    entry = {
        "eventId": "DEFAULT",
        "sk": f"ts#{now}#{secrets.token_hex(8)}",
        "createdAt": now,
        "from": _face(mine, me),
        "to": _face(other_id, other),
        "expiresAt": now // 1000 + 14 * 24 * 60 * 60,
    }
    await _write(
        call,
        _check(MEMBERS, _wire({"id": email}), "attribute_exists(id)"),
        _check(PROFILES, _profile(mine), "attribute_not_exists(hiddenAt)"),
        _check(PROFILES, _profile(other_id), "attribute_not_exists(hiddenAt)"),
        _put(PROFILES, _side(mine, other_id, other, now), "compositeID"),
        _put(PROFILES, _side(other_id, mine, me, now), "compositeID"),
        _put("bizLiveConnections", entry, "eventId"),
    )
    name = f"{other['fname']} {other['lname']}"
    return {"message": f"Connection created with {other['fname']}", "name": name}


async def _grant(call: Call, asked: Wire) -> None:
    email = asked["email"].lower()
    key = _wire({"id": email})
    await call(
        "TransactGetItems", {"TransactItems": [_get(USERS, key), _get(MEMBERS, key)]}
    )
    now, profile_id = _now(), secrets.token_hex(8)
    stamps = {"createdAt": now, "updatedAt": now}
    names = {"fname": asked["firstName"], "lname": asked["lastName"]}
    member = {
        "id": email,
        "firstName": asked["firstName"],
        "lastName": asked["lastName"],
        "studentNumber": "",
        "year": "",
        "major": asked["major"],
        "international": False,
        "prevMember": False,
        "admin": False,
        "cardCount": 0,
        "profileID": profile_id,
    }
    asking = ("hobby1", "hobby2", "funQuestion1", "funQuestion2", "linkedIn")
    blank = dict.fromkeys((*asking, "profilePictureURL", "pronouns", "year"), "")
    profile = {
        "compositeID": f"PROFILE#{profile_id}",
        "type": "PROFILE",
        "profileID": profile_id,
        "profileType": "ATTENDEE",
        "viewableMap": dict.fromkeys((*names, *blank), True),
        **names,
        **blank,
    }
    act = {
        "subject": email,
        "sk": f"{now}-{secrets.token_hex(8)}",
        "act": "grant",
        "at": now,
    }
    user = {"id": email, "isMember": True, "admin": False, **names}
    await _write(
        call,
        _put(USERS, {**user, **stamps}, "id"),
        _put(MEMBERS, {**member, **stamps}, "id"),
        _put(PROFILES, {**profile, **stamps}, "compositeID"),
        _put("biztechAudit", act, "subject"),
        _put(
            "biztechAudit",
            {
                "subject": f"rows#{act['sk']}",
                "sk": "0",
                "content": orjson.dumps([user, member, profile]).decode(),
            },
            "subject",
        ),
    )


async def _journal(call: Call, email: str) -> list[Wire]:
    found = await call("GetItem", {"TableName": MEMBERS, "Key": _wire({"id": email})})
    mine = _plain(found["Item"])["profileID"]
    asked = await call(
        "Query",
        {
            "TableName": PROFILES,
            "KeyConditionExpression": "compositeID = :me AND begins_with(#type, :met)",
            "ExpressionAttributeNames": {"#type": "type"},
            "ExpressionAttributeValues": _wire(
                {":me": f"PROFILE#{mine}", ":met": "CONNECTION#"}
            ),
            "ConsistentRead": True,
        },
    )
    met = [_plain(item) for item in asked["Items"]]
    people: dict[str, Wire] = {}
    for begin in range(0, len(met), _AT_ONCE):
        keys = [_profile(row["connectionID"]) for row in met[begin : begin + _AT_ONCE]]
        wanted = {PROFILES: {"Keys": keys, "ConsistentRead": True}}
        read = await call("BatchGetItem", {"RequestItems": wanted})
        for row in map(_plain, read["Responses"][PROFILES]):
            people[row["profileID"]] = row
    met.sort(key=lambda row: row["createdAt"], reverse=True)
    return [_met(row, people.get(row["connectionID"], {})) for row in met]


def _met(row: Wire, profile: Wire) -> Wire:
    shown = profile.get("viewableMap", {})
    return {
        **{name: row.get(name) for name in ("compositeID", "type", "connectionID")},
        "createdAt": row["createdAt"],
        "connectionType": profile.get("profileType"),
        "connectionName": f"{profile.get('fname', '')} {profile.get('lname', '')}",
        **{name: profile.get(name, "") for name in _FACE if shown.get(name)},
    }


async def _scanned(call: Call, table: str) -> Any:
    asked: Wire = {"TableName": table}
    while True:
        page = await call("Scan", asked)
        for item in page["Items"]:
            yield _plain(item)
        if "LastEvaluatedKey" not in page:
            return
        asked["ExclusiveStartKey"] = page["LastEvaluatedKey"]


async def _write(call: Call, *items: Wire) -> None:
    await call(
        "TransactWriteItems",
        {"ClientRequestToken": str(uuid.uuid4()), "TransactItems": list(items)},
    )


def _get(table: str, key: Wire) -> Wire:
    return {"Get": {"TableName": table, "Key": key}}


def _check(table: str, key: Wire, condition: str) -> Wire:
    checked = {"TableName": table, "Key": key, "ConditionExpression": condition}
    return {"ConditionCheck": checked}


def _put(table: str, row: Wire, key: str) -> Wire:
    condition = f"attribute_not_exists({key})"
    put = {"TableName": table, "Item": _wire(row), "ConditionExpression": condition}
    return {"Put": put}


def _side(mine: str, theirs: str, profile: Wire, now: int) -> Wire:
    return {
        "compositeID": f"PROFILE#{mine}",
        "type": f"CONNECTION#{theirs}",
        "connectionID": theirs,
        "connectionType": profile["profileType"],
        "connectionName": f"{profile['fname']} {profile['lname']}",
        **{name: profile[name] for name in _FACE if profile.get(name)},
        "createdAt": now,
    }


def _face(profile_id: str, profile: Wire) -> Wire:
    name = f"{profile['fname']} {profile['lname']}"
    more = {key: profile.get(key, "") for key in ("major", "year")}
    return {"id": profile_id, "name": name, "avatar": "", **more}


def _profile(profile_id: str) -> Wire:
    return _wire({"compositeID": f"PROFILE#{profile_id}", "type": "PROFILE"})


def _now() -> int:
    return time.time_ns() // 1_000_000


def _answer(value: Any) -> Response:
    return Response(orjson.dumps(value), media_type="application/json")


def _wire(row: Mapping[str, Any]) -> Wire:
    return {name: _packed(value) for name, value in row.items()}


def _packed(value: Any) -> Wire:
    if isinstance(value, bool):
        return {"BOOL": value}
    if isinstance(value, int):
        return {"N": str(value)}
    if isinstance(value, dict):
        return {"M": _wire(value)}
    return {"S": value}


def _plain(item: Mapping[str, Wire]) -> Wire:
    return {name: _unpacked(value) for name, value in item.items()}


def _unpacked(value: Wire) -> Any:
    kind, held = next(iter(value.items()))
    if kind == "N":
        return float(held) if "." in held else int(held)
    if kind == "M":
        return _plain(held)
    if kind == "L":
        return _listed(held)
    return held


def _listed(values: Iterable[Wire]) -> list[Any]:
    return [_unpacked(value) for value in values]
