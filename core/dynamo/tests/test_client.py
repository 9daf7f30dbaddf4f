"""Both clients meet what a network and a busy database do, and say the same of it."""

import datetime as dt
import json
import os
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest
from botocore.auth import SigV4Auth
from botocore.awsrequest import AWSRequest
from botocore.credentials import Credentials, RefreshableCredentials
from botocore.exceptions import ClientError, NoCredentialsError

from accounts.models import User
from core.dynamo.client import _client, _made, counted_calls, shared_client
from core.dynamo.errors import DatabaseSilent
from core.dynamo.tests.stand_in import (
    AMIRA,
    DAMAGED,
    FOUND,
    GET,
    HANG_UP,
    PASSING,
    Heard,
    StandIn,
    Step,
    answer,
    cancelled,
    lasting,
    refusal,
    said,
)

REGION = "us-west-2"


@pytest.fixture(params=["lean", "botocore"])
def client(request: pytest.FixtureRequest, settings: Any, stand_in: StandIn) -> Any:
    """Return each client, speaking to the stand-in."""
    settings.DYNAMODB_CLIENT = request.param
    return shared_client()


@pytest.fixture
def lean(stand_in: StandIn) -> Any:
    return _client(stand_in.endpoint, REGION, "lean")


@pytest.mark.parametrize("region", ["us-west-2", "ca-central-1", "mx-central-1"])
@pytest.mark.parametrize(
    "kinds", [(), ("FIPS",), ("DUALSTACK",), ("DUALSTACK", "FIPS")]
)
def test_both_know_where_aws_is_and_how_it_wants_requests_signed(
    kinds: tuple[str, ...], region: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    for kind in kinds:
        monkeypatch.setenv(f"AWS_USE_{kind}_ENDPOINT", "true")
    monkeypatch.setenv("AWS_ACCESS_KEY_ID", "local")
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "local")

    lean, stock = [_made(None, region, kind) for kind in ("lean", "botocore")]

    assert lean.meta.endpoint_url == stock.meta.endpoint_url
    assert lean.meta.partition == stock.meta.partition
    for signs in ("region_name", "signing_name", "signature_version"):
        assert getattr(lean._request_signer, signs) == getattr(
            stock._request_signer, signs
        )


@pytest.mark.parametrize("step", PASSING)
def test_what_passes_is_asked_again(client: Any, stand_in: StandIn, step: Step) -> None:
    stand_in.will(step, answer(FOUND))

    with counted_calls() as calls:
        found = client.get_item(**GET)

    assert found["Item"] == FOUND["Item"]
    assert [json.loads(heard.body) for heard in stand_in.heard] == [GET, GET]
    assert calls == ["GetItem"]


@pytest.mark.parametrize("step", PASSING)
def test_what_does_not_pass_is_an_outage_after_two_tries(
    client: Any, stand_in: StandIn, step: Step
) -> None:
    stand_in.will(step, step, answer(FOUND))

    with pytest.raises(DatabaseSilent):
        User.find(AMIRA)

    assert len(stand_in.heard) == 2


@pytest.mark.parametrize("step", DAMAGED)
def test_damaged_answer_is_asked_for_again(
    client: Any, stand_in: StandIn, step: Step
) -> None:
    stand_in.will(step, answer(FOUND))

    assert client.get_item(**GET)["Item"] == FOUND["Item"]
    assert len(stand_in.heard) == 2


@pytest.mark.parametrize("step", [*DAMAGED, answer("<html>Please sign in</html>")])
def test_answer_that_stays_unreadable_is_not_taken_for_an_empty_one(
    lean: Any, stand_in: StandIn, step: Step
) -> None:
    stand_in.will(step, step)

    with pytest.raises(DatabaseSilent):
        lean.get_item(**GET)


TEXT = json.dumps(FOUND).encode()
IN_CHUNKS = b"%x\r\n%b\r\n0\r\n\r\n" % (len(TEXT), TEXT)
HEADS = [
    pytest.param(b"Content-Length: %d\r\n" % len(TEXT), TEXT, True, id="capitals"),
    pytest.param(
        b"connection: Keep-Alive\r\ncontent-length:%d \r\n" % len(TEXT),
        TEXT,
        True,
        id="kept",
    ),
    pytest.param(
        b"x-folded: a\r\n b\r\ncontent-length: %d\r\n" % len(TEXT),
        TEXT,
        True,
        id="folded",
    ),
    pytest.param(b"transfer-encoding: chunked\r\n", IN_CHUNKS, True, id="chunks"),
    pytest.param(b"connection: close\r\n", TEXT, False, id="ends with it"),
]


@pytest.mark.parametrize(("head", "body", "kept"), HEADS)
@pytest.mark.parametrize("version", [b"HTTP/1.1 200 OK", b"HTTP/1.1 200 "])
def test_answer_is_read_however_its_server_writes_it(
    lean: Any, stand_in: StandIn, version: bytes, head: bytes, body: bytes, kept: bool
) -> None:
    text = b"%b\r\n%b\r\n%b" % (version, head, body)
    stand_in.will(Step(text, closes=not kept), answer(FOUND))

    assert lean.get_item(**GET) == FOUND
    assert lean.get_item(**GET) == FOUND
    first, second = stand_in.heard
    assert (first.connection == second.connection) == kept


def test_refusal_is_not_repeated(client: Any, stand_in: StandIn) -> None:
    stand_in.will(refusal("ConditionalCheckFailedException", Item=FOUND["Item"]))

    with pytest.raises(client.exceptions.ConditionalCheckFailedException) as refused:
        client.put_item(TableName="biztechUsers", Item=FOUND["Item"])

    response = refused.value.response
    assert response["Error"] == {
        "Code": "ConditionalCheckFailedException",
        "Message": "ConditionalCheckFailedException",
    }
    assert response["Item"] == FOUND["Item"]
    assert response["ResponseMetadata"]["HTTPHeaders"]["x-amzn-requestid"] == "R1"
    assert len(stand_in.heard) == 1


@pytest.mark.parametrize(
    ("step", "code"),
    [
        (refusal("SomethingNew"), "SomethingNew"),
        (answer("<html>Too large</html>", status=413), "413"),
        (answer({"Message": "no"}, status=403), "403"),
    ],
)
def test_refusal_that_nobody_knows_keeps_its_code(
    client: Any, stand_in: StandIn, step: Step, code: str
) -> None:
    stand_in.will(step)

    with pytest.raises(ClientError) as refused:
        client.get_item(**GET)

    assert refused.value.response["Error"]["Code"] == code


def test_repeated_transaction_of_a_lost_answer_carries_its_token(
    client: Any, stand_in: StandIn
) -> None:
    stand_in.will(HANG_UP, cancelled("ConditionalCheckFailed"))
    put = {"Put": {"TableName": "biztechUsers", "Item": FOUND["Item"]}}

    with pytest.raises(client.exceptions.TransactionCanceledException):
        client.transact_write_items(TransactItems=[put])

    first, second = [json.loads(heard.body) for heard in stand_in.heard]
    assert first == second
    assert len(first["ClientRequestToken"]) == 36


def test_slow_server_is_given_up_and_its_late_answer_is_nobodys(
    lean: Any, stand_in: StandIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    lean._connections._idle.clear()
    monkeypatch.setattr(lean.meta.config, "read_timeout", 0.1)
    late = said({"Item": {"id": {"S": "somebody else"}}})
    stand_in.will(Step(late, wait=0.3), answer(FOUND), Step(late, wait=0.3), HANG_UP)

    found = lean.get_item(**GET)
    with pytest.raises(DatabaseSilent):
        lean.get_item(**GET)

    assert found == FOUND
    assert len({heard.connection for heard in stand_in.heard[:2]}) == 2


def test_connection_is_kept_until_the_server_closes_it(
    client: Any, stand_in: StandIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("time.sleep", pytest.fail)
    closing = Step(said(FOUND), closes=True)
    stand_in.will(answer(FOUND), closing, answer(FOUND))

    client.get_item(**GET)
    stand_in.closed.clear()
    client.get_item(**GET)
    assert stand_in.closed.wait(10)
    client.get_item(**GET)

    first, second, third = [heard.connection for heard in stand_in.heard]
    assert first == second != third


def test_connection_that_a_server_wants_closed_is_not_kept(
    lean: Any, stand_in: StandIn
) -> None:
    stand_in.will(answer(FOUND, connection="close"), answer(FOUND))

    lean.get_item(**GET)
    lean.get_item(**GET)

    first, second = stand_in.heard
    assert first.connection != second.connection


def test_forked_process_takes_over_no_connection(lean: Any, stand_in: StandIn) -> None:
    stand_in.will(answer(FOUND))
    lean.get_item(**GET)
    ours = lean._connections._idle

    child = os.fork()
    if not child:
        os._exit(len(ours))

    assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 0
    assert len(ours) == 1


def test_threads_get_their_own_answers_and_keep_few_connections(engine: str) -> None:
    shared = shared_client()
    names = [f"{number}@example.org" for number in range(200)]
    for name in names:
        shared.put_item(TableName="biztechUsers", Item={"id": {"S": name}})

    def read(name: str) -> str:
        found = shared.get_item(TableName="biztechUsers", Key={"id": {"S": name}})
        own: str = found["Item"]["id"]["S"]
        return own

    with ThreadPoolExecutor(32) as pool:
        assert list(pool.map(read, names)) == names

    lean = _client(engine, REGION, "lean")
    assert len(lean._connections._idle) <= lean.meta.config.max_pool_connections


def test_expiring_credentials_are_refreshed(
    client: Any, stand_in: StandIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    refreshed: list[str] = []

    def refresh() -> dict[str, str]:
        refreshed.append("once")
        return lasting(f"NEW{len(refreshed)}", dt.timedelta(hours=6))

    old = lasting("OLD", dt.timedelta(seconds=-1))
    credentials = RefreshableCredentials.create_from_metadata(old, refresh, "fake")
    monkeypatch.setattr(client._request_signer, "_credentials", credentials)
    stand_in.will(answer(FOUND), answer(FOUND))

    client.get_item(**GET)
    client.get_item(**GET)

    assert refreshed == ["once"]
    for heard in stand_in.heard:
        assert "Credential=NEW1/" in heard.headers["authorization"]
        assert heard.headers["x-amz-security-token"] == "token of NEW1"


def test_nobody_signs_without_credentials(
    client: Any, stand_in: StandIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(client._request_signer, "_credentials", None)

    with pytest.raises(NoCredentialsError):
        client.get_item(**GET)

    assert stand_in.heard == []


@pytest.mark.parametrize("token", [None, "a+token/with=signs"])
@pytest.mark.parametrize("text", ["", "Amira", "é漢😀", "x" * 100_000])
def test_signature_is_the_one_that_botocore_makes(
    lean: Any,
    stand_in: StandIn,
    monkeypatch: pytest.MonkeyPatch,
    text: str,
    token: str | None,
) -> None:
    credentials = Credentials("AKIDEXAMPLE", "wJalrXUtnFEMI/K7MDENG", token)
    monkeypatch.setattr(lean._request_signer, "_credentials", credentials)
    stand_in.will(answer({}))

    item = {"id": {"S": AMIRA}, "fname": {"S": text}}
    lean.put_item(TableName="biztechUsers", Item=item)

    [heard] = stand_in.heard
    expected = signed_by_botocore(heard, stand_in, credentials, monkeypatch)
    assert heard.headers["authorization"] == expected
    assert heard.headers["accept-encoding"] == "identity"


def signed_by_botocore(
    heard: Heard,
    stand_in: StandIn,
    credentials: Credentials,
    monkeypatch: pytest.MonkeyPatch,
) -> str:
    at = dt.datetime.strptime(heard.headers["x-amz-date"], "%Y%m%dT%H%M%S%z")
    monkeypatch.setattr("botocore.auth.get_current_datetime", lambda: at)
    names = {"content-type", "x-amz-target", "x-amz-security-token"}
    signed = {k: v for k, v in heard.headers.items() if k in names}
    request = AWSRequest("POST", f"{stand_in.endpoint}/", signed, heard.body)
    SigV4Auth(credentials, "dynamodb", REGION).add_auth(request)
    return str(request.headers["Authorization"])


def test_server_that_nobody_vouches_for_hears_nothing(
    authority: tuple[StandIn, Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    server, _ = authority
    monkeypatch.setattr("time.sleep", lambda _: None)
    lean = _client(server.endpoint, REGION, "lean")

    with pytest.raises(DatabaseSilent) as silent:
        lean.get_item(**GET)

    assert "CERTIFICATE_VERIFY_FAILED" in str(silent.value.__cause__)
    assert server.heard == []


def test_server_is_trusted_under_the_name_of_its_certificate_alone(
    authority: tuple[StandIn, Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    server, vouching = authority
    monkeypatch.setattr("time.sleep", lambda _: None)
    monkeypatch.setenv("AWS_CA_BUNDLE", str(vouching))
    server.will(answer(FOUND), answer(FOUND))

    found = _client(server.endpoint, REGION, "lean").get_item(**GET)
    other = _client(server.endpoint.replace("127.0.0.1", "localhost"), REGION, "lean")
    with pytest.raises(DatabaseSilent) as silent:
        other.get_item(**GET)

    assert found == FOUND
    assert "CERTIFICATE_VERIFY_FAILED" in str(silent.value.__cause__)
    assert len(server.heard) == 1


def test_proxy_is_left_to_botocore(
    stand_in: StandIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HTTP_PROXY", stand_in.endpoint)
    lean = _client("http://dynamodb.test", REGION, "lean")
    stand_in.will(answer(FOUND))

    assert lean.get_item(**GET)["Item"] == FOUND["Item"]
    assert stand_in.heard[0].line == "POST http://dynamodb.test/ HTTP/1.1"


def test_user_agent_is_one_text(client: Any, stand_in: StandIn) -> None:
    stand_in.will(answer(FOUND))

    client.get_item(**GET)

    assert stand_in.heard[0].headers["user-agent"] == "biztech-identity"
