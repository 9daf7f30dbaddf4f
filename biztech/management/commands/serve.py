"""``manage.py serve``: everything on one machine, with one command."""

import json
import os
import signal
import socket
from argparse import ArgumentParser
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from types import FrameType
from typing import Any, NoReturn

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from biztech.demo import DEMO_EXEC
from biztech.demo.first_run import prepare_demo_club
from biztech.worker import working
from core.clock import now_ms
from core.command_line import refusals_as_errors
from core.dynamo.engine import EngineUnavailable, local_engine, release_engine
from core.dynamo.kept_tables import complete_kept_tables
from core.dynamo.registry import tables
from core.dynamo.tables import TableMismatch, create_tables
from core.identity.links import one_time_link
from core.logs import print_lines_only
from core.relay import relay
from core.serving.server import allow_connections, server

# The applications of ``biztech.asgi``.
EVERYTHING, WEB, WALL = "application", "web", "wall"


class Command(BaseCommand):
    """Starts the database if it is local, prepares it, and serves all faces."""

    help = (
        "Serve dashboard, API and live wall from this process. Locally it also starts"
        " the embedded database, creates missing tables and fills in a demo club on the"
        " first run (DEMO=0: no demo club). Ctrl-C stops both."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Declare the options."""
        parser.add_argument(
            "--host", default="127.0.0.1", help="Address to listen on (127.0.0.1)."
        )
        parser.add_argument(
            "--only",
            choices=[WEB, WALL],
            help="Serve requests (web) or the wall's websockets (wall) alone.",
        )

    def handle(
        self, *args: Any, host: str, only: str | None = None, **options: Any
    ) -> None:
        """Prepare what is needed, then serve until told to stop."""
        if only and not settings.REDIS_URL:
            raise CommandError(
                f"--only {only} needs REDIS_URL: through Redis the two kinds of process"
                " tell each other what happens. Without it one process serves"
                " everything: manage.py serve"
            )
        listener = _listener(host, int(os.environ.get("PORT") or 8000))
        signal.signal(signal.SIGTERM, _leave)
        print_lines_only()
        embedded = settings.DEBUG and not settings.DYNAMODB_ENDPOINT
        try:
            with refusals_as_errors():
                self._prepare(embedded=embedded)
            # Whoever follows the printed address at once waits instead of failing.
            listener.listen()
            with relay.listening(), ExitStack() as stack:
                if only != WALL:
                    stack.enter_context(_described())
                    stack.enter_context(working())
                self._introduce(embedded=embedded)
                allow_connections()
                server(only or EVERYTHING).run(sockets=[listener])
        except (EngineUnavailable, TableMismatch) as refusal:
            raise CommandError(str(refusal)) from refusal
        except KeyboardInterrupt:
            pass
        finally:
            if embedded:
                release_engine()

    def _prepare(self, *, embedded: bool) -> None:
        # On AWS tables are made on purpose, by whoever runs create_tables.
        added = 0
        if embedded:
            added = complete_kept_tables(tables())
        elif settings.DYNAMODB_ENDPOINT:
            added = create_tables(tables())
        if added:
            self.stdout.write(f"Added {added} missing tables and expiry settings.")
        if embedded:
            prepare_demo_club(self.stdout, now=now_ms())

    def _introduce(self, *, embedded: bool) -> None:
        if embedded:
            engine = local_engine()
            database = (
                f"{engine.name} (embedded) at {engine.endpoint},"
                f" kept in {settings.VAR_DIR / 'dynamodb'}"
            )
        else:
            database = settings.DYNAMODB_ENDPOINT or f"AWS, {settings.AWS_REGION}"
        sign_in = "local development sign-in" if settings.LOCAL_IDENTITY else "Cognito"
        live = "Redis" if settings.REDIS_URL else "in this process"
        pictures = settings.PROFILE_BUCKET or (
            f"files in {settings.VAR_DIR / 'pictures'}"
            if settings.LOCAL_PICTURES
            else "none, as PROFILE_BUCKET is not set"
        )
        mail = {"ses": f"Amazon SES, {settings.AWS_REGION}"}.get(
            settings.MAIL_BACKEND,
            f"kept in {settings.MAILBOX_DIR}"
            if settings.LOCAL_MAIL
            else "waits, as MAIL_BACKEND is not set",
        )
        for subject, choice in (
            ("Database", database),
            ("Sign-in", sign_in),
            ("Live wall", live),
            ("Pictures", pictures),
            ("Mail", mail),
            ("Dashboard", f"{settings.PUBLIC_URL}/admin/"),
        ):
            self.stdout.write(f"{subject:<10} {choice}")
        if settings.OPEN_REGISTRATION_READS:
            self.stdout.write("Warning    OPEN_REGISTRATION_READS: anybody can read")
            self.stdout.write("           what people said when they registered")
        if settings.LOCAL_IDENTITY:
            link = one_time_link(DEMO_EXEC)
            self.stdout.write(f"{'Sign in':<10} {link}  (works once)")
        self.stdout.flush()


@contextmanager
def _described() -> Iterator[None]:
    """Tell other processes of this checkout where the server is while it runs."""
    path = settings.VAR_DIR / "server.json"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps({"url": settings.PUBLIC_URL, "pid": os.getpid()}))
    try:
        yield
    finally:
        path.unlink(missing_ok=True)


def _listener(host: str, port: int) -> socket.socket:
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    # The loop sends answers at once only over sockets that say that they are TCP.
    listener = socket.socket(family, socket.SOCK_STREAM, socket.IPPROTO_TCP)
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listener.bind((host, port))
    except OSError as error:
        raise CommandError(
            f"Port {port} cannot be used ({error.strerror}). Stop what listens there,"
            f" or choose another port: make run PORT={port + 1}"
        ) from error
    return listener


def _leave(signal_number: int, frame: FrameType | None) -> NoReturn:
    # The default would end the process without stopping the engine.
    raise SystemExit(0)
