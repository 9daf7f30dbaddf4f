"""``manage.py check_pictures``: rows without files, and files without rows."""

from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from pytest_django import Settings

from biztech.tests.callers import AMIRA, store_profile
from core.audit.trail import UNDO_FOR
from core.clock import DAY, now_ms
from profiles.pictures.folder import FolderStore
from profiles.pictures.keys import PictureKey
from profiles.pictures.stores import State
from profiles.pictures.tests.conftest import OTHERS, PROFILE
from profiles.pictures.tests.pictures import SVG, a_picture, from_a_phone, opened
from profiles.pictures.tests.uploading import uploaded
from profiles.services import edit_own_profile
from profiles.services.pictures.checking import compare, take_away

pytestmark = pytest.mark.usefixtures("club")

TWO_DAYS = 2 * DAY


def run(*arguments: str) -> str:
    """Return what the command wrote."""
    written = StringIO()
    call_command("check_pictures", *arguments, stdout=written, stderr=StringIO())
    return written.getvalue()


def key_of(
    profile_id: str, *, ago: int = TWO_DAYS, part: str = "optimized"
) -> PictureKey:
    return PictureKey(
        profile_id=profile_id, part=part, at=now_ms() - ago, extension="jpg"
    )


def place(folder: Path, state: State, key: PictureKey, content: bytes = b"x") -> Path:
    """Put a file where one of that state is."""
    path = folder / state / str(key)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content)
    return path


def show(folder: Path, key: PictureKey) -> tuple[Path, Path]:
    """Put a picture and its square, as saving one does."""
    return place(folder, State.SHOWN, key), place(folder, State.SHOWN, key.thumbnail)


def point(profile_id: str, key: PictureKey) -> None:
    """Let a profile show a picture, whether it is there or not."""
    address = FolderStore().address(key)
    store_profile(profile_id, profilePictureURL=address)


def test_pictures_that_fit_their_rows_are_no_finding() -> None:
    offer = uploaded(PROFILE, a_picture())
    edit_own_profile(AMIRA, {"profilePictureURL": offer.address}, now=now_ms())
    store_profile(OTHERS, profilePictureURL="https://avatars.example.org/dan.png")

    assert run("--remove", "--clean") == (
        "Found 0 rows with a problem (mended 0) and"
        " 0 files that no row points to (removed 0).\n"
    )


def test_row_that_points_to_nothing_is_found() -> None:
    key = key_of(PROFILE)
    point(PROFILE, key)

    written = run("--remove", "--clean")

    assert f"{PROFILE}  " in written
    assert f"/pictures/{key}" in written
    assert "there is no such file" in written
    assert "Found 1 rows with a problem (mended 0)" in written


def test_row_that_points_to_no_picture_of_ours_is_found() -> None:
    store_profile(PROFILE, profilePictureURL="http://localhost:8000/pictures/x.svg")

    assert "there is no such file" in run()


def test_picture_of_a_company_counts_where_a_partner_shows_it(folder: Path) -> None:
    key = key_of("acme")
    picture, _ = show(folder, key)
    store_profile(PROFILE, companyProfilePictureURL=FolderStore().address(key))

    assert "0 files that no row points to" in run("--remove")
    assert picture.exists()


def test_files_of_nobody_are_listed_and_stay(folder: Path) -> None:
    waiting = place(folder, State.UPLOADED, key_of(PROFILE))
    picture, square = show(folder, key_of(PROFILE))

    written = run()

    assert "3 files that no row points to (removed 0)" in written
    assert all(path.exists() for path in (waiting, picture, square))


def test_remove_deletes_uploads_and_withdraws_shown_pictures(folder: Path) -> None:
    waiting = place(folder, State.UPLOADED, key_of(PROFILE, part="original"))
    key = key_of(PROFILE)
    show(folder, key)

    written = run("--remove")

    assert "3 files that no row points to (removed 3)" in written
    assert not waiting.exists()
    store = FolderStore()
    assert store.state_of(key) is store.state_of(key.thumbnail) is State.REMOVED
    assert "0 files that no row points to" in run("--remove")


def test_remove_leaves_what_is_younger_than_a_day(folder: Path) -> None:
    young = key_of(PROFILE, ago=DAY - 60_000)
    place(folder, State.UPLOADED, young)
    show(folder, young)

    assert "0 files that no row points to" in run("--remove")


def test_picture_that_its_owner_came_back_to_meanwhile_stays(folder: Path) -> None:
    store, key = FolderStore(), key_of(PROFILE)
    show(folder, key)
    found = compare([], store.files(), now=now_ms())
    point(PROFILE, key)

    taken = [take_away(store, file, now=now_ms()) for file in found.files]

    assert taken == [False, False]
    assert store.state_of(key) is State.SHOWN


@pytest.mark.parametrize(
    ("ago", "stays"), [(UNDO_FOR - DAY, True), (UNDO_FOR + DAY, False)]
)
def test_remove_deletes_removed_pictures_after_thirty_days(
    ago: int, stays: bool, folder: Path
) -> None:
    key = key_of(PROFILE)
    show(folder, key)
    FolderStore().withdraw(key, now=now_ms() - ago)

    run("--remove")

    assert FolderStore().has(key, State.REMOVED) is stays


def test_remove_brings_back_what_a_row_shows_again(folder: Path) -> None:
    key = key_of(PROFILE)
    show(folder, key)
    FolderStore().withdraw(key, now=now_ms() - UNDO_FOR - DAY)
    FolderStore().withdraw(key.thumbnail, now=now_ms() - UNDO_FOR - DAY)
    point(PROFILE, key)

    dry = run()
    done = run("--remove")

    assert "the file was removed" in dry and "put back" not in dry
    assert "put back" in done and "(mended 1)" in done
    assert FolderStore().state_of(key) is State.SHOWN
    assert FolderStore().state_of(key.thumbnail) is State.SHOWN


def test_clean_makes_pictures_of_before_safe(folder: Path) -> None:
    key = key_of(PROFILE)
    photo = place(folder, State.SHOWN, key, from_a_phone())
    point(PROFILE, key)

    dry = run()
    assert "never cleaned" in dry and len(opened(photo.read_bytes()).getexif()) == 3

    done = run("--clean")
    assert "cleaned" in done and "(mended 1)" in done
    assert dict(opened(photo.read_bytes()).getexif()) == {}
    assert "Found 0 rows" in run()


def test_clean_shows_an_upload_that_a_row_points_to(folder: Path) -> None:
    key = key_of(PROFILE)
    place(folder, State.UPLOADED, key, a_picture())
    point(PROFILE, key)

    run("--clean")

    assert FolderStore().has(key, State.SHOWN)


def test_clean_says_what_cannot_be_cleaned_and_leaves_it(folder: Path) -> None:
    key = key_of(PROFILE)
    picture = place(folder, State.SHOWN, key, SVG)
    point(PROFILE, key)

    written = run("--clean", "--remove")

    assert "not cleaned: the file is not a whole JPEG" in written
    assert "Found 1 rows with a problem (mended 0)" in written
    assert picture.read_bytes() == SVG


def test_files_with_other_names_are_left_alone(folder: Path) -> None:
    other = folder / "shown" / "profile-pictures" / "readme.txt"
    other.parent.mkdir(parents=True)
    other.write_text("ours")

    assert "0 files that no row points to" in run("--remove")
    assert other.exists()


def test_check_where_no_pictures_are_kept_is_refused(settings: Settings) -> None:
    settings.LOCAL_PICTURES = False

    with pytest.raises(CommandError, match="PROFILE_BUCKET"):
        run()
