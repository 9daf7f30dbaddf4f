"""What is refused of a body, and what arrives of it, over a real connection."""

import json
from pathlib import Path
from typing import Any

import pytest
from pytest_django import Settings

from core.serving import limits
from core.serving.bridge import Bridge
from core.serving.incoming import limit_at
from core.serving.tests.clients import everything
from core.serving.tests.conftest import Serve

ORIGIN = "https://app.ubcbiztech.com"


def told(environ: dict[str, Any], start: Any) -> list[bytes]:
    """Answer what the application was told."""
    told = {name: value for name, value in environ.items() if isinstance(value, str)}
    text = json.dumps({**told, "body": environ["wsgi.input"].read().decode()})
    start("200 OK", [("Content-Length", str(len(text)))])
    return [text.encode()]


def bridged(*, each: int = 10) -> Bridge:
    return Bridge(told, threads=2, each=each)


@pytest.mark.parametrize(
    ("path", "limit"),
    [
        ("/payments", limits.API),
        ("/payments/webhook", limits.API),
        ("/nowhere", limits.API),
        ("/membership/", limits.FORM),
        ("/sign-in/", limits.FORM),
        ("/profile/SillyPandasDeny/connect", limits.FORM),
        ("/_local/stripe/checkout/cs_test_1/", limits.FORM),
        ("/admin/people/", limits.DASHBOARD),
        ("/_uploads/token", limits.PICTURE),
    ],
)
def test_body_may_be_as_large_as_its_reader_needs(
    path: str, limit: limits.BodyLimit
) -> None:
    assert limit_at(path) == limit


@pytest.mark.parametrize("path", ["/payments", "/membership/", "/admin/people/"])
def test_body_that_is_announced_too_large_is_refused_unread(
    serve: Serve, path: str
) -> None:
    limit = limit_at(path)
    clients = serve()

    with clients.begin(path, announced=limit.largest + 1) as client:
        answer = everything(client)

    assert answer.startswith(b"HTTP/1.1 413 ")
    assert f"larger than {limit.largest // 1024} KB.".encode() in answer


def test_refusal_is_json_to_a_program_whose_web_client_can_read_it(
    serve: Serve,
) -> None:
    body = b"x" * (limits.API.largest + 1)

    answer = serve().ask("POST", "/payments", body, Origin=ORIGIN)

    assert answer.status == 413
    assert json.loads(answer.read()) == {"message": "The body is larger than 256 KB."}
    assert answer.getheader("Access-Control-Allow-Origin") == ORIGIN
    assert answer.getheader("X-Content-Type-Options") == "nosniff"


def test_refusal_is_a_sentence_to_a_person(serve: Serve) -> None:
    body = b"x" * (limits.FORM.largest + 1)

    answer = serve().ask("POST", "/membership/", body)

    assert answer.getheader("Content-Type") == "text/plain; charset=utf-8"
    assert answer.read() == b"The body is larger than 64 KB. Go back and send less.\n"


def test_body_of_unknown_length_is_refused_where_it_becomes_too_large(
    serve: Serve,
) -> None:
    clients = serve()
    chunk = b"10000\r\n" + b"x" * 65536 + b"\r\n"

    with clients.send(
        b"POST /payments HTTP/1.1\r\nHost: localhost\r\n"
        b"Transfer-Encoding: chunked\r\n\r\n" + 5 * chunk
    ) as client:
        answer = everything(client)

    assert answer.startswith(b"HTTP/1.1 413 ")


def test_body_of_unknown_length_arrives_whole(serve: Serve) -> None:
    clients = serve(bridged())

    with clients.send(
        "POST /x HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\n"
        "Connection: close\r\n\r\n2\r\n{}\r\n0\r\n\r\n"
    ) as client:
        answer = json.loads(everything(client).split(b"\r\n\r\n")[1])

    assert (answer["body"], answer["CONTENT_LENGTH"]) == ("{}", "2")
    assert "HTTP_TRANSFER_ENCODING" not in answer


def test_unfinished_bodies_are_counted_by_address(
    serve: Serve, settings: Settings
) -> None:
    settings.REST_FRAMEWORK = {**settings.REST_FRAMEWORK, "NUM_PROXIES": 1}
    clients = serve(bridged(each=1))

    with clients.begin("/x", X_Forwarded_For="10.0.0.1") as client:
        # The first is known to be counted once another is refused.
        codes = {
            address: clients.ask("POST", "/x", b"{}", X_Forwarded_For=address)
            for address in ("10.0.0.1", "made-up, 10.0.0.1", "10.0.0.2")
        }
        without_a_body = clients.ask("GET", "/x", X_Forwarded_For="10.0.0.1")
        client.sendall(b" " * 998 + b"}")
        finished = client.recv(1000)

    assert [answer.status for answer in codes.values()] == [429, 429, 200]
    assert codes["10.0.0.1"].getheader("Retry-After") == "5"
    assert without_a_body.status == 200
    assert finished.startswith(b"HTTP/1.1 200 ")


def test_bodies_beyond_what_a_process_holds_are_refused(
    serve: Serve, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(limits, "ALL_BODIES", 100)
    clients = serve(bridged())

    refused = clients.ask("POST", "/x", b"x" * 101)
    taken = [clients.ask("POST", "/x", b"x" * 100).status for _ in range(2)]

    assert (refused.status, refused.getheader("Retry-After")) == (503, "5")
    assert taken == [200, 200]


def test_header_cannot_pass_for_one_that_a_proxy_sets(serve: Serve) -> None:
    clients = serve(bridged())

    with clients.send(
        "GET /x HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n"
        "X-Forwarded-For: 10.0.0.1\r\nX_Forwarded_For: 10.0.0.2\r\n\r\n"
    ) as client:
        answer = json.loads(everything(client).split(b"\r\n\r\n")[1])

    assert answer["HTTP_X_FORWARDED_FOR"] == "10.0.0.1"


def test_page_arrives_with_its_cookie(serve: Serve) -> None:
    answer = serve().ask("GET", "/membership/")

    assert answer.status == 200
    assert (answer.getheader("Set-Cookie") or "").startswith("csrftoken=")
    assert b"</html>" in answer.read()


def test_file_that_is_sent_to_a_form_reaches_no_disk(
    serve: Serve, monkeypatch: pytest.MonkeyPatch, settings: Settings, tmp_path: Path
) -> None:
    monkeypatch.setattr(limits, "FORM", limits.BodyLimit(8_000_000))
    settings.FILE_UPLOAD_TEMP_DIR = str(tmp_path / "nowhere")
    body = (
        b'--x\r\nContent-Disposition: form-data; name="a"; filename="a.png"\r\n\r\n'
        + b"x" * 4_000_000
        + b"\r\n--x--\r\n"
    )

    answer = serve().ask(
        "POST",
        "/membership/",
        body,
        Content_Type="multipart/form-data; boundary=x",
        Cookie=f"csrftoken={'a' * 32}",
    )

    # The form was read and its token missed; nothing failed to be written.
    assert answer.status == 403
