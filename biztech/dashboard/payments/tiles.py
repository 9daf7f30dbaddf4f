"""What the dashboard's first page says about payments."""

from django.http import HttpRequest

from biztech.dashboard.framework.home import Figure, Tile
from biztech.dashboard.payments.listing import paid_in, payments_url
from core.audit.models import Act
from core.clock import now_ms
from payments.ledger import payments_in, waiting_for_attention


def _waiting(request: HttpRequest) -> Figure:
    number = len(waiting_for_attention())
    sentence = "need a decision: refunds, disputes, money that does not fit."
    if not number:
        sentence = "Every payment has had its effect."
    return Figure(number=number, sentence=sentence, link=payments_url(show="attention"))


def _this_month(request: HttpRequest) -> Figure:
    month = Act.month_of(now_ms())
    payments = payments_in(month)
    return Figure(
        number=len(payments),
        sentence=f"this month; {paid_in(payments)} came in.",
        link=payments_url(month=month),
    )


PAYMENT_TILES = (
    Tile(title="Payments to decide", order=5, read=_waiting),
    Tile(title="Payments", order=6, read=_this_month),
)
