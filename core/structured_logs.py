"""Log lines as JSON objects, for machines that collect them."""

import logging
import re
from typing import Any

import structlog
from structlog.typing import EventDict

from core.calls import current_call
from core.logs import without_addresses

# How our own lines are written: "what.happened name=%s other=%d".
_FACTS = re.compile(r"([\w.]+)((?: \w+=%[sd])+)")
_NAME = re.compile(r" (\w+)=")


class StructuredFormatter(structlog.stdlib.ProcessorFormatter):
    """Formats a record as one JSON object that names nobody.

    It has the time, the level, the logger, the event, the facts that our own lines
    tell by name, the id of the call that was being answered, and a traceback.
    """

    def __init__(self, **options: Any) -> None:
        super().__init__(
            processors=[
                _with_facts,
                _with_call,
                structlog.stdlib.add_log_level,
                structlog.stdlib.add_logger_name,
                structlog.processors.TimeStamper(fmt="iso", utc=True),
                structlog.processors.StackInfoRenderer(),
                structlog.processors.format_exc_info,
                self.remove_processors_meta,
                _nameless,
                structlog.processors.JSONRenderer(),
            ],
            pass_foreign_args=True,
            **options,
        )


def _with_facts(logger: Any, method: str, event: EventDict) -> EventDict:
    """Tell apart what happened and its facts, where a line is one of ours."""
    record: logging.LogRecord = event["_record"]
    facts = event.pop("positional_args", None)
    told = _FACTS.fullmatch(str(record.msg))
    if told and isinstance(facts, tuple):
        named = zip(_NAME.findall(told[2]), facts, strict=True)
        return {**dict(named), **event, "event": told[1]}
    return event


def _with_call(logger: Any, method: str, event: EventDict) -> EventDict:
    call = current_call.get()
    return {**event, "request_id": call.id} if call else event


def _nameless(logger: Any, method: str, event: EventDict) -> EventDict:
    return {
        name: value
        if value is None or isinstance(value, bool | int | float)
        else without_addresses(str(value))
        for name, value in event.items()
    }
