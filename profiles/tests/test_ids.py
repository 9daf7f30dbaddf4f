"""Profile ids: the documented shape, and room for more when it gets crowded."""

import re

import pytest

from profiles.ids import draw_profile_id


@pytest.mark.parametrize("attempt", [0, 4])
def test_profile_id_is_three_capitalised_words(attempt: int) -> None:
    for _ in range(200):
        assert re.fullmatch(r"([A-Z][a-z]+){3}", draw_profile_id(attempt))


def test_profile_id_after_five_lost_draws_ends_in_two_digits() -> None:
    assert re.fullmatch(r"([A-Z][a-z]+){3}\d\d", draw_profile_id(5))


def test_profile_ids_hold_no_unkind_word() -> None:
    drawn = "".join(draw_profile_id() for _ in range(5_000))

    assert re.search(r"Kill|Die(?=[A-Z])|Dead|Lose(?=[A-Z])", drawn) is None
