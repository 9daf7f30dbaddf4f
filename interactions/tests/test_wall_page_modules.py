"""The page's own modules, tested where they run: in JavaScript."""

import re
import shutil
import subprocess
from pathlib import Path

import pytest

TESTS = Path(__file__).parent / "wall_page"
# Older ones do not read a module in a plain ``.js`` file.
NODE = (20, 19)


def test_modules_of_the_wall_page_pass_their_own_tests() -> None:
    node = shutil.which("node")
    if node is None or _version_of(node) < NODE:
        pytest.skip(f"no node {'.'.join(map(str, NODE))} or later: NOT TESTED")

    run = subprocess.run(
        [
            node,
            "--test",
            "--test-reporter=tap",
            *sorted(map(str, TESTS.glob("*.test.mjs"))),
        ],
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )

    assert run.returncode == 0, run.stdout
    passed = re.search(r"^# pass (\d+)$", run.stdout, re.MULTILINE)
    assert passed is not None, run.stdout
    assert int(passed[1]) > 0


def _version_of(node: str) -> tuple[int, ...]:
    said = subprocess.run(
        [node, "--version"], capture_output=True, text=True, check=True
    )
    return tuple(map(int, said.stdout.strip().removeprefix("v").split(".")))
