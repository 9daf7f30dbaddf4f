"""The people who call: with a session, with a token, or unknown.

All three have ``email``, ``is_authenticated`` and ``is_exec``. An exec is somebody
whose verified address is of the club's own domain; what a row says about a person is no
authority here.
"""

from collections.abc import Iterable
from typing import Any

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.auth.models import AnonymousUser
from django.db import models

from core.email import is_exec_email


class _Rights:
    """What a caller may do: everything for an exec, nothing in the dashboard else."""

    email: str
    # Always: an ended session or an expired token is of nobody.
    is_active = True

    @property
    def is_exec(self) -> bool:
        """Whether the verified address is of the club's own domain."""
        return is_exec_email(self.email)

    @property
    def is_staff(self) -> bool:
        """Whether the dashboard opens."""
        return self.is_exec

    @property
    def is_superuser(self) -> bool:
        """Whether every page of the dashboard opens."""
        return self.is_exec

    def has_perm(self, perm: str, obj: Any = None) -> bool:
        """Tell whether this is an exec; there are no finer rights."""
        return self.is_exec

    def has_perms(self, perm_list: Iterable[str], obj: Any = None) -> bool:
        """Tell whether this is an exec; there are no finer rights."""
        return self.is_exec

    def has_module_perms(self, app_label: str) -> bool:
        """Tell whether this is an exec; there are no finer rights."""
        return self.is_exec

    def get_all_permissions(self, obj: Any = None) -> set[str]:
        """Return nothing: rights are not kept one by one."""
        return set()


class SessionUser(_Rights, AbstractBaseUser):
    """Somebody who signed in in a browser, rebuilt from the session's address.

    Never stored; a model only because Django's sign-in asks one for its primary key.
    """

    # None keeps Django from writing them when somebody signs in.
    password = None  # type: ignore[assignment]
    last_login = None
    email = models.EmailField("e-mail address", primary_key=True)

    objects = BaseUserManager["SessionUser"]()

    USERNAME_FIELD = EMAIL_FIELD = "email"

    class Meta:
        managed = False
        app_label = "identity"
        default_permissions = ()

    def has_usable_password(self) -> bool:
        """Return False: passwords are the identity provider's."""
        return False


class ApiUser(_Rights):
    """The bearer of a verified token."""

    is_authenticated = True
    is_anonymous = False

    def __init__(self, email: str) -> None:
        self.email = self.pk = self.id = self.username = email

    def __str__(self) -> str:
        return self.email

    def get_username(self) -> str:
        """Return the address."""
        return self.email


class Anonymous(AnonymousUser):
    """Nobody we know."""

    email = ""
    is_exec = False


Caller = SessionUser | ApiUser | Anonymous
