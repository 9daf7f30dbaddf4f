"""The dashboard's pages about payments: the list, a payment, and deciding about it."""

from biztech.dashboard.framework.site import Page
from biztech.dashboard.payments.decide import (
    attach_payment,
    keep_payment,
    retry_payment,
    revoke_payment,
)
from biztech.dashboard.payments.listing import payments_page
from biztech.dashboard.payments.payment import payment_page

_LIST = "memberships/payment/"
_ONE = f"{_LIST}<str:session_id>/"

# Named as the stock admin names the pages of a model.
PAGES = (
    Page(route=_LIST, name="memberships_payment_changelist", view=payments_page),
    Page(route=f"{_ONE}change/", name="memberships_payment_change", view=payment_page),
    Page(route=f"{_ONE}retry/", name="memberships_payment_retry", view=retry_payment),
    Page(
        route=f"{_ONE}attach/", name="memberships_payment_attach", view=attach_payment
    ),
    Page(
        route=f"{_ONE}revoke/", name="memberships_payment_revoke", view=revoke_payment
    ),
    Page(route=f"{_ONE}keep/", name="memberships_payment_keep", view=keep_payment),
)
