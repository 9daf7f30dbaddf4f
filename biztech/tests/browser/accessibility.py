"""What holds for every page: everybody can use it, and it fits the window."""

from typing import Any, Literal

import pytest
from axe_playwright_python.base import AXE_SCRIPT
from playwright.sync_api import Page

WCAG = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa"]
CONTRAST = ["color-contrast"]

# Of what passed axe would tell as much as it took to find out.
_LOOK = """rules => axe
    .run({ runOnly: rules, resultTypes: ["violations"] })
    .then(found => found.violations)"""
# The dashboard asks the device for its scheme only when somebody chooses "System". No
# colour may be on its way to another one when contrast is measured.
_FOLLOW_THE_DEVICE = """async scheme => {
    const root = document.documentElement;
    const dashboard = globalThis.Alpine?.$data(root);
    if (dashboard) {
        dashboard.adminTheme = "light";
        dashboard.adminTheme = "auto";
        await Alpine.nextTick();
    }
    await new Promise(requestAnimationFrame);
    for (const one of document.getAnimations()) {
        if (one.effect.getComputedTiming().endTime !== Infinity) one.finish();
    }
    return !dashboard || root.classList.contains("dark") === (scheme === "dark");
}"""

widths = pytest.mark.parametrize("width", [1280, 390])


def check_the_page(page: Page) -> None:
    """Find no violation of WCAG A or AA, and nothing wider than the window.

    In the dark, where nothing but the colours differs, contrast alone is looked at.
    """
    page.wait_for_function("!document.querySelector('[x-cloak]')")
    page.evaluate(AXE_SCRIPT)
    reports = _violations(page, WCAG)
    too_wide = page.evaluate(
        "document.documentElement.scrollWidth - document.documentElement.clientWidth"
    )
    _show_in(page, "dark")
    reports += _violations(page, CONTRAST)
    _show_in(page, "light")
    assert reports == []
    assert too_wide == 0, f"{page.url} is {too_wide} px wider than the window"


def _violations(page: Page, rules: list[str]) -> list[str]:
    found: list[dict[str, Any]] = page.evaluate(_LOOK, rules)
    return [
        f"{page.url}: {violation['id']}: {node['html']}"
        for violation in found
        for node in violation["nodes"]
    ]


def _show_in(page: Page, scheme: Literal["light", "dark"]) -> None:
    page.emulate_media(color_scheme=scheme)
    assert page.evaluate(_FOLLOW_THE_DEVICE, scheme), f"{page.url} is not {scheme}"
