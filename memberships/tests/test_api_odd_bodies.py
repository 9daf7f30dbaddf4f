"""Whatever JSON is sent, the members' routes answer and never fail."""

from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from biztech.tests.callers import AMIRA, BEN, caller, send, store_member
from memberships.api.serializers import (
    GrantSerializer,
    MemberCreateSerializer,
    MemberEditSerializer,
    RevokeSerializer,
)

# JSON as clients can really send it; half of a surrogate pair is refused earlier.
TEXTS = st.text(st.characters(exclude_categories=["Cs"]), max_size=600)
SCALARS = st.one_of(
    st.none(), st.booleans(), st.integers(), st.floats(allow_nan=False), TEXTS
)
VALUES = st.recursive(
    SCALARS,
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(TEXTS, inner, max_size=3)
    ),
    max_leaves=5,
)


def _bodies(serializer: Any) -> st.SearchStrategy[dict[str, Any]]:
    names = st.sampled_from([*serializer().fields, "id", "year", "$inc", "a.b", "#x"])
    return st.dictionaries(names | TEXTS, VALUES, max_size=6)


@pytest.mark.parametrize(
    ("method", "path", "serializer"),
    [
        ("POST", "/members/grant", GrantSerializer),
        ("POST", "/members/revoke", RevokeSerializer),
        ("POST", "/members", MemberCreateSerializer),
        ("PATCH", f"/members/{AMIRA}", MemberEditSerializer),
    ],
)
@settings(
    max_examples=40,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(chosen=st.data(), with_email=st.booleans())
def test_odd_body_is_answered_without_a_fault(
    method: str, path: str, serializer: Any, chosen: st.DataObject, with_email: bool
) -> None:
    store_member(AMIRA)
    body = chosen.draw(_bodies(serializer))
    if with_email and method == "POST":
        body["email"] = AMIRA

    response = send(caller(BEN), method, path, body)

    assert response.status_code in {200, 201, 400, 406, 409}
    assert isinstance(response.json(), str | dict)
