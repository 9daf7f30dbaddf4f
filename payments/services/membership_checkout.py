"""Becoming a member by paying, for somebody who fills in our own form."""

from collections.abc import Mapping
from typing import Any

from accounts.models import User
from core.dynamo.transactions import read_together
from memberships.models import Member
from payments.errors import MemberAlready
from payments.models import PaymentType
from payments.services.orders import Order, open_checkout


def open_membership_checkout(
    answers: Mapping[str, Any],
    *,
    password: str,
    success_url: str,
    cancel_url: str,
    signed_in_as: str,
    now: int,
) -> str:
    """Return the address of a checkout for a membership; ``answers`` name the e-mail.

    The payment's type follows from what is known: with a password it is
    ``UserMember``, whose sign-in is created first; without one ``Member`` for who has
    a user record, and ``OAuthMember`` for who has none yet. All three end in the same
    membership. Raises ``MemberAlready``, and what ``open_checkout`` raises.
    """
    email = str(answers["email"])
    user, member = read_together((User, User.key(email)), (Member, Member.key(email)))
    if user and user.is_member and member:
        raise MemberAlready
    without_password = PaymentType.MEMBER if user else PaymentType.OAUTH_MEMBER
    order = Order(
        payment_type=PaymentType.USER_MEMBER if password else without_password,
        email=email,
        success_url=success_url,
        cancel_url=cancel_url,
        answers=answers,
        signed_in=email == signed_in_as,
        password=password or None,
    )
    return open_checkout(order, now=now)
