"""The message that says what was done, with the button that undoes it."""

from django.contrib import messages
from django.http import HttpRequest
from django.middleware.csrf import get_token
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString


def say_done(
    request: HttpRequest,
    sentence: str,
    *,
    undo: str,
    values: dict[str, str],
    level: int = messages.SUCCESS,
) -> None:
    """Say on the next page what was done, and offer to undo it.

    ``undo`` is the address that the button posts the values to.
    """
    button = _undo_button(request, undo, values)
    messages.add_message(request, level, format_html("{} {}", sentence, button))


def _undo_button(
    request: HttpRequest, address: str, values: dict[str, str]
) -> SafeString:
    hidden = {"csrfmiddlewaretoken": get_token(request), **values}
    inputs = format_html_join(
        "", '<input type="hidden" name="{}" value="{}">', hidden.items()
    )
    return format_html(
        '<form method="post" action="{}" class="bt-inline">{}'
        '<button type="submit" class="bt-undo">Undo</button></form>',
        address,
        inputs,
    )
