"""Log lines that name nobody, whoever wrote them."""

import logging
import re
import threading

logger = logging.getLogger("core.logs")

# What stands before the "@"; quotes around an address stay.
_LOCAL = r"[\w.!#$%&*+=?^`{|}~-]"
# As it is, and as paths, the dashboard's addresses, JSON and pages write it.
_AT = r"(?:@|%(?:25)*40|_40|\\u0040|\\x40|&#(?:64|x40);)"
_DOMAIN = r"[\w-]{1,63}(?:\.[\w-]{1,63}){1,20}"
# It begins nowhere within what was tried already, and its parts end: a long line that
# somebody sends must not take for ever.
_ADDRESS = re.compile(
    rf"(?<!{_LOCAL})(?<!{_LOCAL}'){_LOCAL}+(?:'{_LOCAL}+)*{_AT}{_DOMAIN}",
    re.IGNORECASE,
)


class NamelessFormatter(logging.Formatter):
    """Formats a record with every e-mail address in it left out.

    Our own lines hold none; those of the framework and of libraries, and the text of
    their exceptions, quote paths and keys that do.
    """

    def format(self, record: logging.LogRecord) -> str:
        """Return the line and its traceback without addresses."""
        return without_addresses(super().format(record))


def without_addresses(text: str) -> str:
    """Return a text with every e-mail address in it left out, however it is written."""
    return _ADDRESS.sub("<address>", text)


def print_lines_only() -> None:
    """Have nothing printed beside lines: Python quotes what it could not log.

    What ends a thread is logged; a line that cannot be made is left out.
    """
    logging.raiseExceptions = False
    threading.excepthook = _thread_ended


def _thread_ended(ending: threading.ExceptHookArgs) -> None:
    if ending.exc_value is not None:
        logger.error(
            "thread.ended",
            exc_info=(ending.exc_type, ending.exc_value, ending.exc_traceback),
        )
