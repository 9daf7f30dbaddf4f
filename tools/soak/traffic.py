"""An evening's traffic: everybody who calls the servers, and whoever kills them."""

import re
import threading
import time
import traceback
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from random import Random
from typing import Any

import requests
from django.conf import settings

from core.identity.links import one_time_link
from core.identity.local import issue_token
from payments.tests.stripe_posts import event_body, signature
from tools.soak.cluster import HOST, Cluster, Part
from tools.soak.ledger import Call, Ledger, Person, Tap

EXEC = "soak.exec@ubcbiztech.com"
# Longer than any answer may take, so that one which does is measured.
_GIVES_UP = 30.0
_INSISTS_FOR = 90.0
_TRY_AGAIN_AFTER = 0.3
# Not done, and nothing is said about whether it will be: asked for again.
_PASSING = (0, 429, 503)
_OK = 200
_AWAY_FOR = 3.0
# How many revocations keep the profile, and how many cards are replaced twice at once.
_KEEPS, _TWICE = 0.3, 0.5
# Taps of a card at the very moment at which it is replaced, or its owner revoked.
_BESIDE = 3
_HIDDEN = re.compile(r'<input type="hidden" name="([^"]+)" value="([^"]*)"')


class Unsettled(Exception):
    """A write was never answered for good, though everything ran again."""


class Evening:
    """What all actors share: where to call, what to note, when to go home."""

    def __init__(self, cluster: Cluster, ledger: Ledger, *, seed: int) -> None:
        self.cluster = cluster
        self.ledger = ledger
        self.seed = seed
        self.over = threading.Event()
        # Screens stay on until everything that happened has reached them.
        self.dark = threading.Event()
        self.exec_token = issue_token(EXEC)
        self._threads: dict[threading.Thread, threading.Event] = {}

    def rng(self, name: str) -> Random:
        """Return a source of choices that is the same for the same seed."""
        return Random(f"{self.seed} {name}")

    def begin(
        self,
        name: str,
        act: Callable[[], None],
        *,
        every: float,
        until: threading.Event | None = None,
    ) -> None:
        """Let somebody act again and again, about so many seconds apart."""
        rng = self.rng(f"pace of {name}")
        enough = until or self.over

        def go_on() -> None:
            try:
                while not enough.wait(rng.uniform(0, 2 * every)):
                    act()
            except Exception:  # noqa: BLE001 - the verdict tells of it
                self.ledger.faults.append(f"{name}: {traceback.format_exc()}")

        thread = threading.Thread(target=go_on, name=name, daemon=True)
        self._threads[thread] = enough
        thread.start()

    def end(self) -> None:
        """Let everybody but the screens finish what they are at, and wait for it."""
        self._stop(self.over)

    def turn_off_the_lights(self) -> None:
        """Turn the screens off, once the hubs had the time to look at the log."""
        self.dark.wait(1.5 * settings.WALL_POLL_SECONDS)
        self._stop(self.dark)

    def _stop(self, enough: threading.Event) -> None:
        enough.set()
        for thread, until in self._threads.items():
            if until is enough:
                thread.join()

    def call(
        self,
        kind: str,
        method: str,
        path: str,
        *,
        server: Part,
        session: requests.Session | None = None,
        **options: Any,
    ) -> requests.Response | None:
        """Call one server and note how it was answered, if it was."""
        ask = session.request if session else requests.request
        began = time.monotonic()
        try:
            answer = ask(
                method,
                f"http://{HOST}:{server.port}{path}",
                timeout=_GIVES_UP,
                allow_redirects=False,
                **options,
            )
        except requests.RequestException:
            answer = None
        self.ledger.calls.append(
            Call(
                kind=kind,
                server=server.name,
                began=began,
                ended=time.monotonic(),
                status=answer.status_code if answer is not None else 0,
                comes_back=answer is not None and "Retry-After" in answer.headers,
            )
        )
        return answer

    def insist(
        self, kind: str, method: str, path: str, *, rng: Random, **options: Any
    ) -> requests.Response:
        """Call either server until one says whether it is done."""
        give_up = time.monotonic() + _INSISTS_FOR
        while time.monotonic() < give_up:
            server = rng.choice(self.cluster.servers)
            answer = self.call(kind, method, path, server=server, **options)
            if answer is not None and answer.status_code not in _PASSING:
                return answer
            time.sleep(_TRY_AGAIN_AFTER)
        raise Unsettled(f"{method} {kind}")


def at_once(*acts: Callable[[], object]) -> None:
    """Do several things at the same moment, and wait for all of them."""
    with ThreadPoolExecutor(len(acts)) as pool:
        for done in [pool.submit(act) for act in acts]:
            done.result()


def bearer(token: str) -> dict[str, str]:
    """Return the headers of whoever has that token."""
    return {"Authorization": f"Bearer {token}"}


class Guest:
    """Taps the cards of others, and reads about them."""

    def __init__(self, evening: Evening, name: str) -> None:
        self._evening = evening
        self._rng = evening.rng(name)
        self._tokens: dict[str, str] = {}

    def tap(self, card_of: Person | None = None) -> None:
        """Let somebody tap a card, anybody's by default."""
        one, other = self._evening.ledger.members(self._rng, 2)
        if card_of is one:
            return
        other = card_of or other
        lives = (one.life, other.life)
        answer = self._evening.insist(
            "tap",
            "POST",
            "/interactions/",
            rng=self._rng,
            headers=self._known_as(one),
            json={"eventType": "CONNECTION", "eventParam": other.profile_id},
        )
        tap = Tap(one, lives[0], other, lives[1])
        # Beside a revocation nobody knows to which life it belongs.
        if answer.status_code == _OK and tap.holds and other.is_member:
            self._evening.ledger.taps.append(tap)

    def look(self) -> None:
        """Read what people read."""
        one, other = self._evening.ledger.members(self._rng, 2)
        kind, path = self._rng.choice(
            [
                ("journal", "/interactions/journal/"),
                ("met", f"/interactions/journal/{other.profile_id}"),
                ("own", "/profiles/user/"),
                ("profile", f"/profiles/profile/{other.profile_id}"),
                ("page", f"/profile/{other.profile_id}"),
                ("check", f"/users/check/{other.email}"),
                ("wall", "/interactions/wall?sinceSec=60"),
            ]
        )
        self._evening.call(
            kind,
            "GET",
            path,
            server=self._rng.choice(self._evening.cluster.servers),
            headers=self._known_as(one),
        )

    def _known_as(self, person: Person) -> dict[str, str]:
        if person.email not in self._tokens:
            self._tokens[person.email] = issue_token(person.email)
        return bearer(self._tokens[person.email])


class Exec:
    """Grants and revokes the memberships of people of their own."""

    def __init__(self, evening: Evening, name: str, *, people: int) -> None:
        self._evening = evening
        self._rng = evening.rng(name)
        self._guest = Guest(evening, f"{name}'s guest")
        self.people = [Person(f"{name}.{n}@example.org") for n in range(people)]
        for person in self.people:
            evening.ledger.welcome(person)

    def grant_or_revoke(self) -> None:
        """Change whether one of them is a member."""
        person = self._rng.choice(self.people)
        if person.is_member:
            self._revoke(person)
        else:
            self.grant(person)

    def grant(self, person: Person) -> None:
        """Make somebody a member, and learn which profile is theirs."""
        self._post(
            "grant", {"email": person.email, "firstName": "Soak", "lastName": "Ed"}
        )
        person.profile_id = self.profile_id_of(person)
        person.is_member = True

    def profile_id_of(self, person: Person) -> str:
        """Return the id of a member's profile as the API knows it."""
        answer = self._evening.insist(
            "member",
            "GET",
            f"/members/{person.email}",
            rng=self._rng,
            headers=bearer(self._evening.exec_token),
        )
        return str(answer.json()["profileID"])

    def _revoke(self, person: Person) -> None:
        keeps = self._rng.random() < _KEEPS
        if not keeps:
            person.life += 1
        person.is_member = False
        person.former_ids.add(person.profile_id)
        body = {"email": person.email, "reason": "Soak.", "keepProfile": keeps}
        at_once(
            lambda: self._post("revoke", body),
            *[lambda: self._guest.tap(person)] * _BESIDE,
        )

    def _post(self, act: str, body: dict[str, Any]) -> None:
        answer = self._evening.insist(
            act,
            "POST",
            f"/members/{act}",
            rng=self._rng,
            headers=bearer(self._evening.exec_token),
            json=body,
        )
        if answer.status_code != _OK:
            raise Unsettled(f"{act}: {answer.status_code} {answer.text}")


class CardDesk:
    """Replaces lost cards in the dashboard, where some press the button twice."""

    def __init__(self, evening: Evening, staff: Exec, name: str) -> None:
        self._evening = evening
        self._staff = staff
        self._rng = evening.rng(name)
        self._guest = Guest(evening, f"{name}'s guest")
        self._sessions = [requests.Session() for _ in range(2)]
        for session in self._sessions:
            # Kept open it may be closed just when it is used.
            session.headers["Connection"] = "close"
            path = one_time_link(EXEC).partition("/sign-in/")[2]
            evening.insist(
                "sign-in", "GET", f"/sign-in/{path}", rng=self._rng, session=session
            )

    def replace(self) -> None:
        """Replace the card of one of the desk's people."""
        person = self._rng.choice(self._staff.people)
        path = f"/admin/memberships/person/{person.email}/lost-card/"
        twice = self._rng.random() < _TWICE
        forms = [
            (session, self._form(path, session))
            for session in self._sessions[: 2 if twice else 1]
        ]
        lost = person.profile_id
        person.former_ids.add(lost)
        at_once(
            *(partial(self._press, path, *each) for each in forms),
            *[lambda: self._guest.tap(person)] * _BESIDE,
        )
        person.profile_id = self._staff.profile_id_of(person)
        if person.profile_id != lost:
            self._evening.ledger.replacements[person.email] += 1

    def _form(self, path: str, session: requests.Session) -> dict[str, str]:
        page = self._evening.insist(
            "card page", "GET", path, rng=self._rng, session=session
        )
        return {**dict(_HIDDEN.findall(page.text)), "reason": "Lost in the soak."}

    def _press(
        self, path: str, session: requests.Session, form: dict[str, str]
    ) -> None:
        server = self._rng.choice(self._evening.cluster.servers)
        self._evening.call(
            "lost card", "POST", path, server=server, session=session, data=form
        )


class Stripe:
    """Delivers really signed events, some of them more than once."""

    def __init__(self, evening: Evening, staff: Exec, name: str) -> None:
        self._evening = evening
        self._staff = staff
        self._rng = evening.rng(name)
        self._name = name
        self._count = 0

    def deliver(self) -> None:
        """Report that somebody new has paid, until that is taken."""
        self._count += 1
        number = f"{self._name}_{self._count}"
        person = Person(f"{number}@example.org")
        self._evening.ledger.welcome(person)
        body = event_body(
            f"evt_{number}",
            id=f"cs_test_{number}",
            payment_intent=f"pi_{number}",
            metadata={
                "paymentType": "OAuthMember",
                "email": person.email,
                "fname": "Soak",
                "lname": "Payer",
            },
        )
        times = self._rng.choice((1, 1, 2, 3))
        at_once(*[lambda: self._post(body)] * times)
        self._evening.ledger.payments[f"cs_test_{number}"] = person
        person.profile_id = self._staff.profile_id_of(person)
        person.is_member = True

    def _post(self, body: str) -> None:
        answer = self._evening.insist(
            "webhook",
            "POST",
            "/payments/webhook",
            rng=self._rng,
            data=body,
            headers={"Stripe-Signature": signature(body)},
        )
        if answer.status_code != _OK:
            raise Unsettled(f"webhook: {answer.status_code} {answer.text}")


class Killer:
    """Takes Redis, the engine and a server away, each of them twice."""

    def __init__(self, evening: Evening, *, seconds: float) -> None:
        rng = evening.rng("killer")
        cluster = evening.cluster
        self._victims = [cluster.redis, cluster.engine] * 2 + [
            rng.choice(cluster.servers) for _ in range(2)
        ]
        rng.shuffle(self._victims)
        # The last one is back before everybody goes home.
        self.every = max(1.0, 0.8 * seconds / len(self._victims) - 2 * _AWAY_FOR)

    def strike(self) -> None:
        """Kill the next one, and start it again a while later."""
        if self._victims:
            self._victims.pop().fail_for(_AWAY_FOR)
