"""Buttons that are part of a message."""

from django.http import HttpRequest
from django.middleware.csrf import get_token
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString


def undo_button(
    request: HttpRequest, address: str, values: dict[str, str], label: str
) -> SafeString:
    """Return a form of one button, safe to be part of a message."""
    hidden = {"csrfmiddlewaretoken": get_token(request), **values}
    inputs = format_html_join(
        "", '<input type="hidden" name="{}" value="{}">', hidden.items()
    )
    return format_html(
        '<form method="post" action="{}" class="bt-inline">{}'
        '<button type="submit" class="bt-undo">{}</button></form>',
        address,
        inputs,
        label,
    )
