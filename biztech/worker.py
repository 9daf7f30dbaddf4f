"""What the server does by itself, beside answering: jobs on a timer.

Each process has a worker; the one that holds the lease works. Every job is rows first,
harmless to repeat and to run twice at once, and a command as well.
"""

import logging
import secrets
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from threading import Event, Thread
from types import MappingProxyType

from django.conf import settings

from core.audit.pending_work import do_pending_work
from core.clock import now_ms
from core.doctor.keeping import examination_asked, examine_if_due
from core.leases import hold, let_go
from core.mail.delivery import deliver_some
from core.metrics import Counter, forget_samples, take_samples
from core.plans.deciding import work_asked
from core.plans.working import work_on_open_plans
from events.services.waitlist import release_all_run_out

logger = logging.getLogger("biztech.worker")

FAILURES = Counter("biztech_worker_failures", "Jobs of the worker that failed.", "job")
TURNS = Counter("biztech_worker_turns", "Turns that the worker took.")

LEASE = "worker"


def _free_seats() -> None:
    release_all_run_out(now=now_ms())


Jobs = Mapping[str, Callable[[], object]]
# Mails last, so that they tell of what the same turn decided.
JOBS: Jobs = MappingProxyType(
    {"unfinished": do_pending_work, "seats": _free_seats, "mail": deliver_some}
)

# A worker that misses so many turns is taken for dead.
_TURNS_HELD = 3
_STOPS_WITHIN = 5


class Worker:
    """Does the jobs whenever it is its turn."""

    def __init__(self, jobs: Jobs = JOBS) -> None:
        self._jobs = jobs
        self._holder = secrets.token_hex(8)

    def take_turn(self, *, now: int) -> bool:
        """Do every job once; False, and nothing done, while another process works."""
        for_ms = round(settings.WORKER_SECONDS * _TURNS_HELD * 1000)
        if not hold(LEASE, holder=self._holder, now=now, for_ms=for_ms):
            forget_samples()
            return False
        for name, job in self._jobs.items():
            with _told(name):
                job()
        TURNS.add()
        with _told("samples"):
            take_samples()
        return True

    def run(self, stop: Event) -> None:
        """Take turns until told to stop; no failure ends it."""
        while not stop.is_set():
            with _told(LEASE):
                self.take_turn(now=now_ms())
            stop.wait(settings.WORKER_SECONDS)
        with _told(LEASE):
            let_go(LEASE, holder=self._holder)


@contextmanager
def working(worker: Worker | None = None) -> Iterator[None]:
    """Have a worker take turns in the background, others work on plans and examine."""
    stop = Event()
    threads = [
        Thread(target=run, args=[stop], name=name, daemon=True)
        for name, run in (
            ("worker", (worker or Worker()).run),
            ("plans", _work_on_plans),
            ("doctor", _examine),
        )
    ]
    for thread in threads:
        thread.start()
    try:
        yield
    finally:
        stop.set()
        work_asked.set()
        examination_asked.set()
        for thread in threads:
            thread.join(timeout=_STOPS_WITHIN)


def _work_on_plans(stop: Event) -> None:
    """Work on plans apart from the jobs, which none of them may hold up."""
    while not stop.is_set():
        work_asked.clear()
        with _told("plans"):
            work_on_open_plans(stop=stop.is_set)
        work_asked.wait(settings.WORKER_SECONDS)


def _examine(stop: Event) -> None:
    """Examine all records when it is due, apart from everything else."""
    while not stop.is_set():
        examination_asked.clear()
        with _told("doctor"):
            examine_if_due(now=now_ms(), stop=stop.is_set)
        examination_asked.wait(settings.WORKER_SECONDS)


@contextmanager
def _told(job: str) -> Iterator[None]:
    """Log what fails and go on: the next turn tries again."""
    try:
        yield
    except Exception as error:  # noqa: BLE001 - see above
        FAILURES.add(job)
        logger.warning("worker.failed job=%s error=%s", job, type(error).__name__)
