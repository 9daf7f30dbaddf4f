"""Log lines that name nobody, whoever wrote them."""

import logging
import re

# In a path "@" may be escaped; quotes around an address stay.
_LOCAL_PART = r"[\w.!#$&*+=?^`{|}~-]+"
_ADDRESS = re.compile(
    rf"{_LOCAL_PART}('{_LOCAL_PART})*(@|%40)[\w-]+(\.[\w-]+)+", re.IGNORECASE
)


class NamelessFormatter(logging.Formatter):
    """Formats a record with every e-mail address in it left out.

    Our own lines hold none; those of the framework and of libraries, and the text of
    their exceptions, quote paths and keys that do.
    """

    def format(self, record: logging.LogRecord) -> str:
        """Return the line and its traceback without addresses."""
        return _ADDRESS.sub("<address>", super().format(record))
