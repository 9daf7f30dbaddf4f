"""The dashboard as a Django app: the stock admin under our own site.

Django internals touched: ``ContentTypeManager._add_to_cache``. The stock change form
asks for the content type of what it shows; without tables there is none to ask for, so
each registered model gets one in the manager's cache.
"""

from typing import Any

from django.contrib import admin
from django.contrib.admin.apps import AdminConfig


class DashboardConfig(AdminConfig):
    """The admin app (label "admin"), with ``DashboardSite`` as ``admin.site``."""

    default_site = "biztech.dashboard.framework.site.DashboardSite"

    def ready(self) -> None:
        """Let every app register its pages, then name what they show."""
        super().ready()
        # Models can be imported only now, when all apps are loaded.
        from django.contrib.auth.models import Group
        from django.contrib.contenttypes.models import ContentType

        from biztech.dashboard import sessions  # noqa: F401 - registers by import
        from biztech.dashboard.checkin import registration as _check_in  # noqa: F401
        from biztech.dashboard.companion import registration as _companion  # noqa: F401
        from biztech.dashboard.events import registration as _events  # noqa: F401
        from biztech.dashboard.framework.audit_log import add_acts_page
        from biztech.dashboard.mail import registration as _mail  # noqa: F401
        from biztech.dashboard.people import registration as _people  # noqa: F401
        from biztech.dashboard.plans import registration as _plans  # noqa: F401
        from biztech.dashboard.profiles import registration as _profiles  # noqa: F401
        from biztech.dashboard.tables import registration as _tables  # noqa: F401
        from biztech.dashboard.wall import registration as _wall  # noqa: F401

        add_acts_page()

        admin.site.unregister(Group)

        # Private, so unknown to the type checker.
        known: Any = ContentType.objects
        for number, model in enumerate(admin.site._registry, start=1):
            meta = model._meta
            known._add_to_cache(
                "default",
                ContentType(
                    id=number, app_label=meta.app_label, model=str(meta.model_name)
                ),
            )
