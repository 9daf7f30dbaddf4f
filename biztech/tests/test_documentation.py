"""The documents that repeat what the code says must repeat it truly."""

from io import StringIO

from django.conf import settings
from django.core.management import call_command


def test_data_model_holds_the_table_map_of_the_registry() -> None:
    printed = StringIO()

    call_command("table_map", format="markdown", stdout=printed)

    page = (settings.BASE_DIR / "docs" / "data-model.md").read_text()
    assert page.endswith(f"\n{printed.getvalue()}")
