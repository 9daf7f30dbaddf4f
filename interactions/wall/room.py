"""One event's wall in this process: what it shows, and the screens that show it.

Nothing in here waits: whatever changes the picture and has the screens told of it
happens in one step of the event loop, so a screen's picture becomes the room's.
"""

import asyncio
from bisect import bisect_left, insort
from collections.abc import Collection, Iterable, Mapping
from typing import Any

from interactions.models import LiveConnection
from interactions.wall import frames
from interactions.wall.additions import Evening
from interactions.wall.audience import Audience, News
from interactions.wall.graph import Meeting, ids_in, meeting, meetings
from interactions.wall.log import OVERLAP, Entry, Face, moment_of
from interactions.wall.state import State
from interactions.wall.viewer import Burst

# After so long, in ms, everything is read anew, also what nobody spoke of.
EVERYTHING_AFTER = 5 * 60_000

# A screen that takes no snapshots asks for one over HTTP when it opens and every half
# hour: what it may have missed is no older, in ms.
MISSED_AT_MOST = 30 * 60_000
# So many at once leave its queue room for what happens meanwhile.
MOST_AT_ONCE = 100

# A snapshot holds no more connections than these, the newest: 600 kB or so.
MOST_IN_SNAPSHOT = 5000
# So many connections are sent after a snapshot before another one is drawn: a crowd
# that comes while others tap would have one drawn for each tap.
MOST_AFTER_SNAPSHOT = 100


class Room:
    """The picture of one wall, and its viewers."""

    def __init__(
        self, event: str, *, opened: int, audience: Audience | None = None
    ) -> None:
        self.event = event
        self.title = event
        self.state = State(event=event, current=event)
        self.audience = audience or Audience()
        # Screens that will join once the picture is fresh.
        self.expected = 0
        self.inbox: list[Entry] = []
        # Reading and applying what was read is for one at a time.
        self.lock = asyncio.Lock()
        self.renewal: asyncio.Task[None] | None = None
        # When the last look at the database began, and the last that succeeded.
        self.look_began_at = self.looked_at = 0
        self.newest = ""
        self._opened = opened
        self._everything_at: int | None = None
        self._entries: dict[str, Entry] = {}
        # Whose face was looked up, and the faces of those who show one.
        self._asked: set[str] = set()
        self._faces: dict[str, Face] = {}
        self._shown: dict[str, Meeting] = {}
        # Their sequences, in order.
        self._order: list[str] = []
        # When each of the last sequences was heard: an echo is told no more.
        self._heard: dict[str, int] = {}
        self._tidied_at = opened
        self._snapshot: str | None = None
        self._after_snapshot: list[Meeting] = []
        # What is shown beside the connections, while something is.
        self.beside: Burst | None = None
        # Whether that is to be looked up, and whether somebody does.
        self.beside_is_due = self.beside_is_read = False
        # What everybody is answered who joins before anything happens.
        self._answer: Burst | None = None

    @property
    def is_deserted(self) -> bool:
        """Whether nobody watches, nor is about to."""
        return not self.audience.viewers and not self.expected

    @property
    def is_empty(self) -> bool:
        """Whether nothing of the log is known."""
        return not self._entries

    def lacks(self, entries: Iterable[Entry]) -> bool:
        """Tell whether the end of the log misses an entry: it was taken out of it."""
        newest = max(self._entries, default=None)
        return newest not in {None, *(entry.sequence for entry in entries)}

    def wants_everything(self, state: State, *, now: int) -> bool:
        """Tell whether the whole log is to be read, not only its end."""
        if self._everything_at is None or state.epoch != self.state.epoch:
            return True
        return now - self._everything_at >= EVERYTHING_AFTER

    def read_from(self, now: int) -> int:
        """Return the moment from which the log may hold something unheard."""
        newest = max(self._entries, default="")
        # A process whose clock is ahead must not hide what others write.
        return min(moment_of(newest) or self._opened, now) - OVERLAP

    def strangers_in(self, entries: Iterable[Entry]) -> set[str]:
        """Return the ids in the entries whose faces were not looked up yet."""
        return {one for one in ids_in(entries) if one not in self._asked}

    def known_as(self, profile_id: str) -> set[str]:
        """Return the ids in the log that lead to the person of that profile."""
        return {
            known
            for known in self._asked
            if profile_id in (known, self._faces.get(known, {}).get("id"))
        }

    def take(
        self, entries: Iterable[Entry], *, faces: Mapping[str, Face], now: int
    ) -> None:
        """Add entries not heard of yet, and have screens told of each that is shown.

        ``faces`` are those of the strangers in them.
        """
        fresh = [entry for entry in entries if self._is_news(entry, now=now)]
        self._meet(self.strangers_in(fresh), faces)
        for entry in fresh:
            self._entries[entry.sequence] = entry
            if shown := meeting(entry, state=self.state, faces=self._faces):
                self._show(shown)
        self._forget_heard(now)

    def replace(
        self,
        entries: Iterable[Entry],
        *,
        state: State,
        faces: Mapping[str, Face],
        now: int,
    ) -> None:
        """Take the whole log as read just now, and tell the screens what differs."""
        gone = self._entries
        self._entries = {entry.sequence: entry for entry in entries}
        self._heard |= dict.fromkeys(gone.keys() - self._entries.keys(), now)
        self._asked, self._faces = set(), {}
        self._meet(set(ids_in(self._entries.values())), faces)
        self._everything_at = now
        self._become(state)

    def look_again(self, faces: Mapping[str, Face], *, at: Iterable[str]) -> None:
        """Take the faces of some people as they are now, and tell what differs."""
        self._meet(at, faces)
        self._become(self.state)

    def follow_state(self, state: State) -> None:
        """Tell the screens what differs in how the wall is run, its entries aside."""
        if state != self.state:
            self.state = state
            self._answer = self._snapshot = None
            self.audience.tell(News(frames.state(state)))

    def evening(self) -> Evening:
        """Return what additions are made of, as it is now."""
        return Evening(
            state=self.state,
            entries=list(self._entries.values()),
            shown=list(self._shown.values()),
            ids={one: str(face["id"]) for one, face in self._faces.items()},
        )

    def put_beside(self, found: Mapping[str, Any]) -> None:
        """Tell the screens what is shown beside the connections, if that is news."""
        on = {code: found[code] for code in found if code in self.state.additions}
        text = frames.additions(self.event, on)
        before = self.beside or Burst(frames.additions(self.event, {}))
        if text not in before.texts:
            self.audience.tell(News(text, to_others=False))
        self.beside = Burst(text) if on else None

    def in_order(self, *, since: str = "") -> list[Meeting]:
        """Return what is shown, from a sequence on, in the order of the log."""
        first = bisect_left(self._order, since)
        return [self._shown[sequence] for sequence in self._order[first:]]

    def snapshot(self) -> Burst:
        """Return everything that is shown, but for what a snapshot has no room for."""
        if len(self._after_snapshot) > MOST_AFTER_SNAPSHOT:
            self._answer = self._snapshot = None
        if self._snapshot is None:
            self._snapshot = self._draw()
            self._after_snapshot = []
        if self._answer is None:
            later = self._after_snapshot
            texts = [frames.connections(later)] if later else []
            self._answer = Burst(self._snapshot, *texts)
        return self._answer

    def missed(self, *, since: str, seen: Collection[str]) -> Burst:
        """Return what is shown after a sequence, and before it what was not seen."""
        overlap = LiveConnection.from_moment(moment_of(since) - OVERLAP)
        known = {since, *seen}
        missed = [
            shown
            for shown in self.in_order(since=min(overlap, since))
            if shown.entry.sequence > since or shown.entry.sequence not in known
        ]
        if len(missed) > MOST_IN_SNAPSHOT:
            return self.snapshot()
        return Burst(frames.missed(missed, state=self.state, newest=self.newest))

    def lately(self, *, now: int) -> Burst:
        """Return what a screen without snapshots may have missed, the oldest first."""
        since = now - MISSED_AT_MOST
        shown = [one for one in self.in_order() if one.entry.at >= since]
        return Burst(*map(frames.connection, shown[-MOST_AT_ONCE:]))

    def _draw(self) -> str:
        older = max(len(self._order) - MOST_IN_SNAPSHOT, 0)
        return frames.snapshot(
            [self._shown[sequence] for sequence in self._order[older:]],
            state=self.state,
            title=self.title,
            newest=self.newest,
            older=older,
        )

    def _become(self, state: State) -> None:
        shown = meetings(self._entries.values(), state=state, faces=self._faces)
        before, was = self._shown, self.state
        self._shown = {one.entry.sequence: one for one in shown}
        self._order = list(self._shown)
        self.newest = self._order[-1] if self._order else ""
        self.state = state
        self._answer = self._snapshot = None
        new = sorted(self._shown.keys() - before.keys())
        same = all(self._shown.get(key) == one for key, one in before.items())
        if same and (not new or state == was):
            self.audience.tell(*(News(self._shown[sequence]) for sequence in new))
        elif self.audience.viewers:
            self._tell_picture(new)
        if state != was:
            self.audience.tell(News(frames.state(state)))

    def _tell_picture(self, new: list[str]) -> None:
        """Tell the whole picture, or what is new in it to who takes no snapshots."""
        self.audience.tell(
            *(News(text, to_others=False) for text in self.snapshot().texts),
            *(
                News(self._shown[sequence], to_pages=False)
                for sequence in new[-MOST_AT_ONCE:]
            ),
        )

    def _show(self, shown: Meeting) -> None:
        sequence = shown.entry.sequence
        self._shown[sequence] = shown
        insort(self._order, sequence)
        self.newest = max(self.newest, sequence)
        self._after_snapshot.append(shown)
        self._answer = None
        self.audience.tell(News(shown))

    def _meet(self, ids: Iterable[str], faces: Mapping[str, Face]) -> None:
        for one in ids:
            self._asked.add(one)
            self._faces.pop(one, None)
            if one in faces:
                self._faces[one] = faces[one]

    def _is_news(self, entry: Entry, *, now: int) -> bool:
        if entry.sequence in self._entries or entry.sequence in self._heard:
            return False
        self._heard[entry.sequence] = now
        return True

    def _forget_heard(self, now: int) -> None:
        oldest = now - 2 * OVERLAP
        if self._tidied_at > now - OVERLAP:
            return
        self._tidied_at = now
        self._heard = {
            sequence: at
            for sequence, at in self._heard.items()
            if at > oldest or moment_of(sequence) > oldest
        }
