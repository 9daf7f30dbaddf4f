"""The public reads over a real connection: who answers makes no difference."""

import pytest

from biztech.tests.callers import AMIRA, store_profile, store_user
from core.serving.tests.conftest import Serve

ORIGIN = "https://app.ubcbiztech.com"
EACH_ITS = {"date", "x-request-id"}


@pytest.mark.parametrize(
    "path",
    ["/profiles/profile/Amira", "/profiles/profile/Nobody", f"/users/check/{AMIRA}"],
)
def test_first_and_next_answers_are_alike(serve: Serve, path: str) -> None:
    store_user(AMIRA)
    store_profile("Amira", fname="Amira")
    clients = serve()

    told = [clients.ask("GET", path, Origin=ORIGIN) for _ in range(3)]

    bodies = [each.read() for each in told]
    heads = [
        (each.status, [pair for pair in each.getheaders() if pair[0] not in EACH_ITS])
        for each in told
    ]
    assert bodies == [bodies[0]] * 3
    assert heads == [heads[0]] * 3
    assert ("access-control-allow-origin", ORIGIN) in heads[0][1]
