"""Reads of user accounts."""

from accounts.models import User
from core.dynamo.on_loop import row_on_loop


def find_user(email: str) -> User | None:
    """Return the user of a normalized address, or None."""
    return User.find(*User.key(email))


def is_user(email: str) -> bool:
    """Tell whether a normalized address has an account; one call."""
    return find_user(email) is not None


def is_member(email: str) -> bool:
    """Tell whether the user of a normalized address is a member; one call."""
    return _counts_as_member(find_user(email))


async def is_user_on_loop(email: str) -> bool:
    """Tell what ``is_user`` does without a thread, or raise ``NeedsThread``."""
    return await row_on_loop(User, User.key(email)) is not None


async def is_member_on_loop(email: str) -> bool:
    """Tell what ``is_member`` does without a thread, or raise ``NeedsThread``."""
    return _counts_as_member(await row_on_loop(User, User.key(email)))


def _counts_as_member(user: User | None) -> bool:
    return bool(user and user.is_member)


def all_users() -> list[User]:
    """Return every user; for exec lists and commands."""
    return list(User.read_all())
