"""The dashboard's pages about mail, registered when Django starts."""

from django.contrib import admin

from biztech.dashboard.framework.home import register
from biztech.dashboard.framework.site import DashboardSite, Entry, Page
from biztech.dashboard.mail import mailbox, outbox, samples, suppressed
from biztech.dashboard.mail.tiles import TILES

_KINDS = "mail/kinds/"
_ONE = "mail/one/<str:mail_id>/"

register(*TILES)

# The stock admin's type knows nothing of pages and entries.
site: DashboardSite = admin.site  # type: ignore[assignment]
for page in (
    Page(route="mail/", name="mail", view=outbox.mails_page),
    Page(route=_ONE, name="mail_one", view=outbox.one_page),
    Page(route=f"{_ONE}again/", name="mail_again", view=outbox.again),
    Page(route=_KINDS, name="mail_kinds", view=samples.kinds_page),
    Page(route=f"{_KINDS}<str:kind>/", name="mail_sample", view=samples.sample_page),
    Page(route=f"{_KINDS}<str:kind>/send/", name="mail_test", view=samples.send_to_me),
    Page(
        route="mail/suppressed/",
        name="mail_suppressed",
        view=suppressed.suppressed_page,
    ),
    Page(route="mail/mailbox/", name="mail_mailbox", view=mailbox.mailbox_page),
    Page(route="mail/mailbox/<str:key>/", name="mail_kept", view=mailbox.kept_page),
):
    site.add_page(page)
site.add_entry(Entry(title="Mail", icon="mail", url_name="admin:mail", order=4))
