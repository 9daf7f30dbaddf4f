"""Reads of user accounts."""

from accounts.models import User


def find_user(email: str) -> User | None:
    """Return the user of a normalized address, or None."""
    return User.find(*User.key(email))


def is_user(email: str) -> bool:
    """Tell whether a normalized address has an account; one call."""
    return find_user(email) is not None


def is_member(email: str) -> bool:
    """Tell whether the user of a normalized address is a member; one call."""
    user = find_user(email)
    return bool(user and user.is_member)


def all_users() -> list[User]:
    """Return every user; for exec lists and commands."""
    return list(User.read_all())
