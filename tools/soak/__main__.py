"""``make soak``: an evening of everything at once, and what is left of it.

Two servers share Redis and the engine. While members tap, execs grant, revoke and
replace cards, Stripe reports and walls are watched, Redis, the engine and a server are
each killed twice. Exits with 1 and names each promise that was not kept.
"""

import argparse
import os
import secrets
import shutil
import tempfile
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import TYPE_CHECKING

import django

from tools.soak.cluster import Cluster, new_cluster, settings_of

if TYPE_CHECKING:
    from tools.soak.traffic import Evening

_SHOWN = 5


def main() -> int:
    """Run the soak that the command line asks for; return the exit code."""
    options = _options()
    folder = Path(tempfile.mkdtemp(prefix="biztech-soak-"))
    environment = settings_of(folder)
    # Nothing of the developer's own configuration reaches the soak.
    os.environ.clear()
    os.environ.update(environment)
    django.setup()
    cluster = new_cluster(folder, environment)
    print(f"Seed {options.seed}, {options.seconds} s, logs in {folder}", flush=True)
    try:
        for part in cluster.parts:
            part.start()
        kept = _soak(cluster, options)
    finally:
        cluster.stop()
    if kept:
        shutil.rmtree(folder)
    return 0 if kept else 1


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m tools.soak", description=__doc__)
    parser.add_argument("--seconds", type=int, default=210, help="How long (210).")
    parser.add_argument(
        "--seed",
        type=int,
        default=secrets.randbelow(10_000),
        help="Makes the same choices again.",
    )
    parser.add_argument(
        "--kill",
        action=argparse.BooleanOptionalAction,
        default=True,
        help="Kill Redis, the engine and a server, each twice.",
    )
    return parser.parse_args()


def _soak(cluster: Cluster, options: argparse.Namespace) -> bool:
    """Let the evening happen; tell whether every promise was kept."""
    from tools.soak.ledger import Ledger
    from tools.soak.traffic import Evening
    from tools.soak.verdict import broken_promises, table, wait_for_pending_work

    ledger = Ledger()
    evening = Evening(cluster, ledger, seed=options.seed)
    _open(evening, seconds=options.seconds, kills=options.kill)
    evening.over.wait(options.seconds)
    evening.end()
    wait_for_pending_work()
    evening.turn_off_the_lights()
    broken = broken_promises(cluster, ledger)
    for line in table(cluster, ledger):
        print(line)
    for promise, cases in broken.items():
        print(f"BROKEN: {promise} ({len(cases)})")
        for case in cases[:_SHOWN]:
            print(f"  {case}")
    print("Broken promises: " + (str(len(broken)) if broken else "none."))
    return not broken


def _open(evening: "Evening", *, seconds: int, kills: bool) -> None:
    """Let everybody in."""
    from tools.soak.crowd import Loiterer, Viewer
    from tools.soak.traffic import CardDesk, Exec, Guest, Killer, Stripe

    staff = Exec(evening, "regular", people=24)
    execs = [Exec(evening, f"exec{number}", people=4) for number in range(3)]
    everybody = [(each, one) for each in (staff, *execs) for one in each.people]
    with ThreadPoolExecutor(4) as pool:
        list(pool.map(lambda pair: pair[0].grant(pair[1]), everybody))

    for number in range(4):
        guest = Guest(evening, f"guest{number}")
        evening.begin(f"guest{number}", guest.tap, every=0.1)
        evening.begin(f"reader{number}", guest.look, every=0.2)
        viewer = Viewer(evening, f"viewer{number}")
        evening.begin(f"viewer{number}", viewer.watch, every=0.5, until=evening.dark)
    for number, each in enumerate(execs):
        evening.begin(f"exec{number}", each.grant_or_revoke, every=0.3)
    evening.begin("desk", CardDesk(evening, staff, "desk").replace, every=1.5)
    evening.begin("stripe", Stripe(evening, staff, "payer").deliver, every=1)
    idle = Loiterer(evening, "idle", address="127.0.0.2")
    for name, act in (
        ("half", idle.half_send),
        ("deaf", idle.read_nothing),
        ("mute", idle.stay_silent),
    ):
        evening.begin(name, act, every=5)
    if kills:
        killer = Killer(evening, seconds=seconds)
        evening.begin("killer", killer.strike, every=killer.every)


if __name__ == "__main__":
    raise SystemExit(main())
