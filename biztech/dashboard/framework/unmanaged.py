"""Unmanaged models: what a row of a dashboard list looks like to Django's admin.

Such a model names the columns, their labels and their types, has no table and is never
saved. Rows are built from what the queries return and are listed through
``biztech.dashboard.framework.listing``.
"""

from typing import Any, ClassVar, NoReturn

from django.db import models


class UnmanagedModel(models.Model):
    """Base of all of them; set ``managed = False`` and an ``app_label`` in ``Meta``."""

    objects: ClassVar[models.Manager[Any]]

    class Meta:
        abstract = True

    def save(self, *_arguments: Any, **_options: Any) -> NoReturn:
        """Refuse: changes go through a service."""
        raise NotImplementedError("A row is not stored; call the service instead.")

    def delete(self, *_arguments: Any, **_options: Any) -> NoReturn:
        """Refuse: changes go through a service."""
        raise NotImplementedError("A row is not stored; call the service instead.")
