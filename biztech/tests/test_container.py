"""The image and what runs it: nothing secret inside, nobody is root, one door."""

import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import yaml
from django.conf import settings
from dockerfile_parse import DockerfileParser

from core.serving.tests.conftest import Serve, serve

# A fixture.
__all__ = ["serve"]

ROOT: Path = settings.BASE_DIR
SECRET = re.compile(r"secret|token|password|credential|_key", re.IGNORECASE)
# A name and the version that is meant.
PINNED = re.compile(r"[\w./-]+:\d+\.\d+[\w.-]*")
PRINTED = "from django.conf import settings as s; print(s.STATIC_ROOT, s.VAR_DIR)"


def steps() -> list[dict[str, Any]]:
    """Return the steps of the image."""
    file = DockerfileParser(path=str(ROOT / "Dockerfile"))
    return [step for step in file.structure if step["instruction"] != "COMMENT"]


def last_stage() -> list[tuple[str, str]]:
    told = [(step["instruction"], step["value"]) for step in steps()]
    begin = max(place for place, (name, _) in enumerate(told) if name == "FROM")
    return told[begin:]


def compose() -> Any:
    return yaml.safe_load((ROOT / "compose.yaml").read_text())


def servers() -> dict[str, Any]:
    services = compose()["services"]
    return {name: one for name, one in services.items() if "build" in one}


def test_images_are_pinned_by_version() -> None:
    bases = [
        step["value"].split()[0] for step in steps() if step["instruction"] == "FROM"
    ]
    images = [
        one["image"] for one in compose()["services"].values() if "build" not in one
    ]

    assert len(bases) == 2
    assert [name for name in (*bases, *images) if not PINNED.fullmatch(name)] == []


def test_nothing_secret_is_kept_in_the_image() -> None:
    kept = [step["value"] for step in steps() if step["instruction"] in ("ENV", "ARG")]

    assert [value for value in kept if SECRET.search(value)] == []
    ignored = (ROOT / ".dockerignore").read_text().splitlines()
    assert {".env", "*.env", ".git/", "var/", "**/*.pem", "**/*.key"} <= set(ignored)


def test_server_in_the_image_is_not_root_and_tells_its_health() -> None:
    told = dict(last_stage())

    assert int(told["USER"]) > 0
    assert "tools.container.alive" in told["HEALTHCHECK"]
    assert told["ENTRYPOINT"] == '["python", "manage.py"]'
    names = [name for name, _ in last_stage()]
    assert names.index("USER") > max(
        place for place, name in enumerate(names) if name in ("COPY", "RUN")
    )


def test_two_servers_write_nothing_and_share_one_redis() -> None:
    kinds = {name: server["command"][-1] for name, server in servers().items()}
    assert kinds == {"web": "web", "wall": "wall"}
    for server in servers().values():
        assert server["read_only"] is True
        assert server["tmpfs"] == ["/tmp"]  # noqa: S108 - of the container
        assert server["cap_drop"] == ["ALL"]
        assert server["command"][:3] == ["serve", "--host", "0.0.0.0"]  # noqa: S104
        assert server["environment"]["REDIS_URL"].startswith("redis://redis:")
        assert server["environment"]["TRUSTED_PROXIES"] == "1"


def test_proxy_alone_is_reached_from_outside() -> None:
    services = compose()["services"]

    assert [name for name, one in services.items() if "ports" in one] == ["proxy"]
    (configuration,) = [
        volume.partition(":")[0]
        for volume in services["proxy"]["volumes"]
        if "nginx.conf" in volume
    ]
    text = (ROOT / configuration).read_text()
    for name in servers():
        assert f"server {name}:8000;" in text
    # Addresses of requests hold e-mail addresses.
    assert "access_log off;" in text
    assert "proxy_request_buffering on;" in text


def alive(port: int) -> int:
    return subprocess.run(
        [sys.executable, "-m", "tools.container.alive"],
        cwd=ROOT,
        env={"PORT": str(port)},
        capture_output=True,
        check=False,
    ).returncode


def test_health_check_of_the_container_follows_the_server(serve: Serve) -> None:
    assert alive(serve().port) == 0
    assert alive(9) == 1


def test_static_files_may_be_beside_the_code(tmp_path: Path) -> None:
    finished = subprocess.run(
        [sys.executable, "-c", PRINTED],
        cwd=ROOT,
        env={
            "DJANGO_SETTINGS_MODULE": "biztech.settings",
            "DEBUG": "true",
            "STATIC_ROOT": "/app/collected",
            "VAR_DIR": str(tmp_path),
        },
        capture_output=True,
        text=True,
        check=True,
    )

    assert finished.stdout.split() == ["/app/collected", str(tmp_path)]
