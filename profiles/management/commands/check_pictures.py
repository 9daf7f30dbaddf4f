"""``manage.py check_pictures [--clean] [--remove]``."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils.timezone import localtime

from core.clock import moment, now_ms
from core.command_line import refusals_as_errors, write_table
from core.long_runs import progress, stoppable
from profiles.models import Profile
from profiles.pictures.errors import NoPlaceForPictures
from profiles.pictures.stores import PictureStore, StoredFile, picture_store
from profiles.queries import all_profiles
from profiles.services.pictures.checking import (
    Comparison,
    Pointing,
    Problem,
    clean,
    compare,
    pointing,
    put_back,
    take_away,
)

# As many as one call reads.
_AT_ONCE = 100

_STOPPED = "Stopped before the end; run it again to go on."


class Command(BaseCommand):
    """Finds rows without their picture, and pictures without their row."""

    help = (
        "Compare profiles with the stored pictures: rows that point to a missing,"
        " removed or never cleaned file, and files older than a day that no row points"
        " to (uploads never saved, old pictures). Changes nothing without --clean or"
        " --remove; running it again is harmless."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        """Take what to do about what is found."""
        parser.add_argument(
            "--clean",
            action="store_true",
            help="clean pictures from before they were cleaned when saved",
        )
        parser.add_argument(
            "--remove",
            action="store_true",
            help="delete uploads that nobody saved, withdraw old pictures, delete"
            " withdrawn ones after 30 days, bring back those that a row has again",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        """Compare, do what was asked, and tell of everything that was found."""
        with refusals_as_errors():
            store = picture_store()
            if store is None:
                raise NoPlaceForPictures
            found = self._compare(store, now=now_ms())
            rows = [
                (row, problem, self._mended(store, row, problem, options))
                for row, problem in found.rows
            ]
            taken = self._take_away(store, found.files) if options["remove"] else 0
        write_table(
            self.stdout,
            ("Profile", "Picture", "Problem", "Done"),
            ((row.profile_id, row.address, said, done) for row, said, done in rows),
        )
        write_table(
            self.stdout,
            ("File that no row points to", "State", "Since"),
            ((str(one.key), one.state.value, _day(one.at)) for one in found.files),
        )
        mended = sum(done in _DONE.values() for *_, done in rows)
        self.stdout.write(
            f"Found {len(rows)} rows with a problem (mended {mended}) and"
            f" {len(found.files)} files that no row points to (removed {taken})."
        )

    def _compare(self, store: PictureStore, *, now: int) -> Comparison:
        files: list[StoredFile] = []
        rows: list[Pointing] = []
        with stoppable() as stop:
            # Files first: whoever saves a picture meanwhile is seen among the rows.
            with progress(self.stderr, "Listing pictures") as advance:
                for file in store.files():
                    _go_on(stop=bool(stop))
                    files.append(file)
                    advance("")
            keys = [profile.key_of() for profile in all_profiles()]
            with progress(self.stderr, "Reading", total=len(keys)) as advance:
                for start in range(0, len(keys), _AT_ONCE):
                    read = Profile.find_many(keys[start : start + _AT_ONCE])
                    for profile in read.values():
                        rows += pointing(store, profile)
                        advance("")
        return compare(rows, files, now=now)

    def _mended(
        self,
        store: PictureStore,
        row: Pointing,
        problem: Problem,
        options: dict[str, Any],
    ) -> str:
        if problem is Problem.REMOVED and options["remove"]:
            put_back(store, row)
        elif problem is Problem.NOT_CLEAN and options["clean"]:
            if why := clean(store, row):
                return f"not cleaned: {why}"
        else:
            return "-"
        return _DONE[problem]

    def _take_away(self, store: PictureStore, files: list[StoredFile]) -> int:
        taken = 0
        with (
            stoppable() as stop,
            progress(self.stderr, "Removing", total=len(files)) as advance,
        ):
            for file in files:
                _go_on(stop=bool(stop))
                taken += take_away(store, file, now=now_ms())
                advance(str(file.key))
        return taken


_DONE = {Problem.REMOVED: "put back", Problem.NOT_CLEAN: "cleaned"}


def _go_on(*, stop: bool) -> None:
    if stop:
        raise CommandError(_STOPPED)


def _day(at: int) -> str:
    return f"{localtime(moment(at)):%Y-%m-%d}"
