"""What the dashboard's first page says about mail."""

from django.http import HttpRequest

from biztech.dashboard.framework.home import Figure, Tile
from biztech.dashboard.mail.pages import mails_url
from core.mail.models import OutgoingMail, Queue


def _given_up(request: HttpRequest) -> Figure:
    number = OutgoingMail.queued.count(Queue.GIVEN_UP)
    sentence = "were given up: send them again, or leave them."
    if not number:
        sentence = "No mail was given up."
    return Figure(number=number, sentence=sentence, link=f"{mails_url()}?show=given-up")


TILES = (Tile(title="Mails given up", order=9, read=_given_up),)
