"""What every test gets: an engine of its own in memory, emptied after each test.

The environment is set here, before Django reads its settings, so that no ``.env`` file
and nothing of the developer's own configuration reaches the tests. But for
``DYNAMODB_CLIENT``: all of them hold with either client, whichever it names.
"""

import gc
import os
import shutil
import tempfile
from collections.abc import Generator, Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import TYPE_CHECKING, Any

import django
import pytest

if TYPE_CHECKING:
    from biztech.tests.recorder import Recorder
    from biztech.tests.wiping import WrittenRows

pytest_plugins = ["biztech.tests.live_server", "core.dynamo.tests.stand_in"]

ROOT = Path(__file__).resolve().parent
RECORDER: "pytest.StashKey[Recorder]" = pytest.StashKey()
WRITTEN: "pytest.StashKey[WrittenRows]" = pytest.StashKey()
# What workers of one run found, in the process that directs them.
VIOLATIONS: pytest.StashKey[set[str]] = pytest.StashKey()
VAR_DIR = Path(tempfile.mkdtemp(prefix="biztech-tests-"))

CONFIGURED_BY_TESTS = (
    "ALLOWED_HOSTS",
    "ANONYMOUS_CALLS_PER_MINUTE",
    "AWS_REGION",
    "CHECKOUTS_PER_MINUTE",
    "CHECKOUT_MINUTES",
    "CHECKOUT_ORIGINS",
    "CHECKOUT_PAGES",
    "COGNITO_CLIENT_ID",
    "COGNITO_CLIENT_SECRET",
    "COGNITO_ENDPOINT",
    "COGNITO_ISSUER",
    "COGNITO_USER_POOL_ID",
    "CONNECTIONS_PER_ADDRESS",
    "CORS_ALLOWED_ORIGINS",
    "CSRF_TRUSTED_ORIGINS",
    "CURRENT_EVENT",
    "DEMO",
    "DIRECTORY_SECONDS",
    "DISCORD_PUBLIC_KEY",
    "DYNAMODB_ENDPOINT",
    "ENVIRONMENT",
    "EVENTS_SECONDS",
    "EVENT_ORGANISER",
    "EXAMINATION_HOURS",
    "EVENT_IMAGES_BUCKET",
    "EXISTENCE_CHECKS_PER_MINUTE",
    "FEEDBACK_PER_MINUTE",
    "FULL_REFUND_REVOKES",
    "HTTP_THREADS",
    "INVESTMENT_EVENTS",
    "LEADERBOARDS_PER_MINUTE",
    "LIST_DRAFTS",
    "LOG_FORMAT",
    "MAIL_BACKEND",
    "MAILS_PER_HOUR",
    "MAIL_FROM",
    "MAIL_WEBHOOK_SECRET",
    "MEMBERSHIP_PRICE_CENTS",
    "MEMBERSHIP_PRICE_UBC_CENTS",
    "MEMBERSHIP_YEAR",
    "QUIZ_EVENT",
    "METRICS_TOKEN",
    "OPEN_REGISTRATION_READS",
    "PARTNER_WRITES",
    "PARTNER_WRITES_PER_MINUTE",
    "PAYMENT_CURRENCY",
    "PICTURES_ENDPOINT",
    "PORT",
    "PROFILE_BUCKET",
    "PROFILE_EDITOR_URL",
    "PUBLIC_URL",
    "REDIS_URL",
    "REGISTRATIONS_OF_ONE_PER_MINUTE",
    "REGISTRATIONS_PER_MINUTE",
    "SCREENS_PER_ADDRESS",
    "SECRET_KEY",
    "SECRET_KEY_FALLBACKS",
    "OTEL_EXPORTER_OTLP_ENDPOINT",
    "SENTRY_DSN",
    "SIGNED_IN_CALLS_PER_MINUTE",
    "SIGN_UPS_PER_MINUTE",
    "STATIC_ROOT",
    "STRIPE_API_BASE",
    "STRIPE_API_VERSION",
    "STRIPE_SECRET_KEY",
    "STRIPE_WEBHOOK_SECRET",
    "TAPS_PER_MINUTE",
    "TAP_URL",
    "TIME_ZONE",
    "TRUSTED_PROXIES",
    "UNFINISHED_PER_ADDRESS",
    "WALL_HEARTBEAT_SECONDS",
    "WALL_JOIN_URL",
    "WALL_POLL_SECONDS",
    "WALL_SENDS_EDGE",
    "WALL_SNAPSHOTS_PER_MINUTE",
    "WORKER_SECONDS",
)
for _name in CONFIGURED_BY_TESTS:
    os.environ.pop(_name, None)
os.environ.update(
    DEBUG="true",
    DJANGO_SETTINGS_MODULE="biztech.settings",
    # At whatever hour tests run, their servers examine when asked.
    EXAMINATION_HOURS="",
    ENV_FILE=str(VAR_DIR / "no.env"),
    VAR_DIR=str(VAR_DIR),
)


def pytest_configure(config: pytest.Config) -> None:
    """Load Django once the environment above is in place, and start recording."""
    django.setup()
    from biztech.tests.recorder import Recorder
    from biztech.tests.wiping import WrittenRows
    from core.dynamo.client import listening

    config.stash[VIOLATIONS] = set()
    config.stash[RECORDER] = Recorder(root=ROOT)
    config.stash[WRITTEN] = WrittenRows()
    recording = ExitStack()
    recording.enter_context(listening(config.stash[RECORDER].hear))
    recording.enter_context(listening(config.stash[WRITTEN].hear))
    config.add_cleanup(recording.close)


@pytest.hookimpl(wrapper=True)
def pytest_collection() -> Generator[None, object, object]:
    """Look for no garbage among the tests and their modules: they stay to the end."""
    gc.disable()
    collected = yield
    gc.freeze()
    gc.enable()
    return collected


def pytest_unconfigure() -> None:
    """Leave nothing behind on the machine."""
    shutil.rmtree(VAR_DIR, ignore_errors=True)


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_setupnodes() -> None:
    """Let workers, too, read the settings after this module."""
    del os.environ["DJANGO_SETTINGS_MODULE"]


@pytest.hookimpl(optionalhook=True)
def pytest_testnodedown(node: Any) -> None:
    """Take over what a worker of pytest-xdist recorded."""
    found = getattr(node, "workeroutput", {}).get("violations", ())
    node.config.stash[VIOLATIONS].update(found)


def pytest_sessionfinish(session: pytest.Session) -> None:
    """Fail a run in which an app went past the table ownership map."""
    violations = session.config.stash[VIOLATIONS]
    recorder = session.config.stash[RECORDER]
    violations.update(map(str, (*recorder.violations, *recorder.uncovered)))
    if hasattr(session.config, "workeroutput"):
        session.config.workeroutput["violations"] = sorted(violations)
    elif violations and not session.exitstatus:
        session.exitstatus = pytest.ExitCode.TESTS_FAILED


def pytest_terminal_summary(
    terminalreporter: pytest.TerminalReporter, config: pytest.Config
) -> None:
    """Say which calls the table ownership map does not allow."""
    violations = config.stash[VIOLATIONS]
    if violations:
        terminalreporter.section("table ownership map", red=True)
        for violation in sorted(violations):
            terminalreporter.line(f"FAILED {violation}")


@pytest.fixture(scope="session", autouse=True)
def engine() -> Iterator[str]:
    """Run an engine in memory with every table, and return its endpoint."""
    from django.conf import settings

    from biztech.tests.wiping import tables_with_rows
    from core.dynamo.engine import start_engine
    from core.dynamo.registry import tables
    from core.dynamo.tables import create_tables

    running = start_engine(None)
    settings.DYNAMODB_ENDPOINT = running.endpoint
    os.environ["DYNAMODB_ENDPOINT"] = running.endpoint
    create_tables(tables())
    yield running.endpoint
    left = tables_with_rows()
    running.stop()
    if left:
        pytest.fail(f"Rows of another process stayed in {left}: mark other_process.")


@pytest.fixture
def written_rows(pytestconfig: pytest.Config) -> "WrittenRows":
    """Return the rows that the test wrote so far."""
    return pytestconfig.stash[WRITTEN]


@pytest.fixture(scope="session", autouse=True)
def nameless_logs() -> Iterator[None]:
    """Fail a run that logged somebody's address."""
    from biztech.tests.log_reader import reading

    with reading() as reader:
        yield
    if reader.named:
        pytest.fail("Logged with an address:\n" + "\n".join(reader.named))


@pytest.fixture(autouse=True)
def empty_tables(
    request: pytest.FixtureRequest, engine: str, written_rows: "WrittenRows"
) -> Iterator[None]:
    """Remove what the test wrote, and what another process did where one does."""
    from biztech.tests.wiping import empty_our_tables

    yield
    written_rows.remove()
    if request.node.get_closest_marker("other_process"):
        empty_our_tables()


@pytest.fixture(autouse=True)
def nothing_remembered() -> None:
    """Forget whom and what earlier tests' process knew, and how often it was called."""
    from django.core.cache import cache

    from biztech.dashboard.people import stranded
    from companion.credits.queries import hear_write as forget_prizes
    from companion.recommendations.keeping import kept_overlap
    from core.membership_year import pin
    from events.queries import hear_write as forget_kept_events
    from interactions.wall.names import forget_events
    from memberships.directory.keeping import directory
    from memberships.years import forget_years
    from profiles.faces import kept_faces

    cache.clear()
    # The setting's year, and no look for another one in between.
    pin(None)
    forget_years()
    directory.forget()
    stranded.forget()
    forget_kept_events()
    forget_events()
    forget_prizes()
    kept_faces.forget_all()
    kept_overlap.forget()


@pytest.fixture
def now() -> int:
    """Return one fixed moment: 2026-11-20 12:00 UTC."""
    return 1_795_176_000_000


@pytest.fixture
def database_calls() -> Iterator[list[str]]:
    """Collect the names of the database calls made from here on."""
    from core.dynamo.client import counted_calls

    with counted_calls() as calls:
        yield calls
