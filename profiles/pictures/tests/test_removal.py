"""Execs take pictures away, and give them back."""

from dataclasses import replace

import pytest
from pytest_django import Settings

from biztech.tests.callers import AMIRA, BEN
from core.audit.reversal import undo
from core.audit.trail import history, snapshot_of
from core.errors import NotFound
from profiles.pictures.errors import NoPicture, PictureWithdrawn
from profiles.pictures.stores import thumbnail_address
from profiles.pictures.tests.conftest import PROFILE
from profiles.pictures.tests.pictures import a_picture
from profiles.pictures.tests.uploading import seen, stored, uploaded
from profiles.queries import own_profile
from profiles.services import edit_own_profile
from profiles.services.pictures.offers import Offer
from profiles.services.pictures.removal import put_back_pictures, remove_picture

ELSEWHERE = "https://avatars.example.org/amira.png"

pytestmark = pytest.mark.usefixtures("club")


@pytest.fixture
def offer(club: None, now: int) -> Offer:
    """Give amira a picture."""
    offer = uploaded(PROFILE, a_picture())
    edit_own_profile(AMIRA, {"profilePictureURL": offer.address}, now=now)
    return offer


def remove(now: int) -> None:
    remove_picture(
        PROFILE, subject=AMIRA, actor=BEN, reason="Shows somebody else.", now=now
    )


def statuses(offer: Offer) -> list[int]:
    addresses = [offer.address, thumbnail_address(offer.address)]
    return [seen(address).status_code for address in addresses]


def test_remove_picture_hides_row_and_files_and_records_why(
    offer: Offer, now: int
) -> None:
    assert statuses(offer) == [200, 200]

    remove(now + 1)

    stored = own_profile(AMIRA)
    assert (stored["profilePictureURL"], stored["updatedAt"]) == ("", now + 1)
    assert statuses(offer) == [404, 404]
    (act,) = history(AMIRA)
    assert (act.act, act.actor, act.reason) == (
        "remove picture",
        BEN,
        "Shows somebody else.",
    )


def test_removed_picture_cannot_be_saved_again(offer: Offer, now: int) -> None:
    remove(now)

    with pytest.raises(PictureWithdrawn, match="Upload another one"):
        edit_own_profile(AMIRA, {"profilePictureURL": offer.address}, now=now)

    assert statuses(offer) == [404, 404]


def test_owner_may_save_another_picture_after_a_removal(offer: Offer, now: int) -> None:
    remove(now)
    another = uploaded(PROFILE, a_picture("image/png"), "image/png")

    edit_own_profile(AMIRA, {"profilePictureURL": another.address}, now=now)

    assert statuses(another) == [200, 200]


def test_remove_picture_from_elsewhere_clears_the_row(now: int) -> None:
    edit_own_profile(AMIRA, {"profilePictureURL": ELSEWHERE}, now=now)

    remove(now)

    assert own_profile(AMIRA)["profilePictureURL"] == ""


def test_remove_picture_where_none_are_kept_clears_the_row(
    offer: Offer, settings: Settings, now: int
) -> None:
    settings.LOCAL_PICTURES = False

    remove(now)

    assert own_profile(AMIRA)["profilePictureURL"] == ""


def test_remove_picture_twice_is_refused_the_second_time(
    offer: Offer, now: int
) -> None:
    remove(now)

    with pytest.raises(NoPicture):
        remove(now)

    assert len(history(AMIRA)) == 1


def test_remove_picture_of_nobody_is_refused(now: int) -> None:
    with pytest.raises(NotFound):
        remove_picture("Nobody", subject=AMIRA, actor=BEN, reason="x", now=now)


def test_undo_of_a_removal_shows_row_and_files_again(offer: Offer, now: int) -> None:
    remove(now)
    (act,) = history(AMIRA)

    undo(AMIRA, act.act_id, actor=BEN, now=now + 1)

    assert own_profile(AMIRA)["profilePictureURL"] == stored(offer)
    assert statuses(offer) == [200, 200]


def test_put_back_twice_is_harmless(offer: Offer, now: int) -> None:
    remove(now)
    (act,) = history(AMIRA)
    undo(AMIRA, act.act_id, actor=BEN, now=now + 1)
    (change,) = snapshot_of(act.act_id)

    put_back_pictures([replace(change, before=change.after, after=change.before)])

    assert statuses(offer) == [200, 200]
