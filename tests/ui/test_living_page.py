"""The living page in a real browser: reachable for everybody, within its width, and alive."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect
from pytest_django.live_server_helper import LiveServer

from tests.browser import Visitor, axe_violations

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

_PAIRS = [
    *((ink, paper) for ink in ("text", "text-muted") for paper in ("surface-0", "surface-1", "surface-2")),
    ("text", "surface-3"),
    ("text", "accent-soft"),
    *(("accent-text", paper) for paper in ("surface-0", "surface-1", "surface-2", "accent-soft")),
    *((tone, "surface-1") for tone in ("ok", "warn", "bad", "info", "busy", "ready", "deal")),
    *((tone, f"{tone}-soft") for tone in ("ok", "warn", "bad", "info", "busy", "ready")),
    *(("text", f"{tone}-soft") for tone in ("ok", "warn", "bad", "info")),
    *(("on-accent", paper) for paper in ("accent", "accent-hover", "accent-active")),
    ("on-bad", "bad"),
    ("surface-1", "text"),
]
_BRANDS = ["", "oklch(0.46 0.095 168)", "#e11d48", "#facc15", "#0ea5e9", "#111", "#fff", "oklch(0.7 0.3 145)"]
_LEAST = 4.5  # WCAG 2.2, 1.4.3
_CONTRASTS = """([brand, pairs]) => {
  if (brand) document.documentElement.style.setProperty("--brand", brand);
  const probe = document.body.appendChild(document.createElement("i"));
  const canvas = document.createElement("canvas").getContext("2d", { willReadFrequently: true });
  const luminance = (name) => {
    probe.style.color = `var(--${name})`;
    canvas.fillStyle = getComputedStyle(probe).color;
    canvas.fillRect(0, 0, 1, 1);
    const [r, g, b] = [...canvas.getImageData(0, 0, 1, 1).data].slice(0, 3)
      .map((c) => c / 255).map((c) => c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4);
    return 0.2126 * r + 0.7152 * g + 0.0722 * b;
  };
  return pairs.map(([ink, paper]) => {
    const [dark, light] = [luminance(ink), luminance(paper)].sort((a, b) => a - b);
    return [ink, paper, (light + 0.05) / (dark + 0.05)];
  });
}"""


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("brand", _BRANDS)
def test_text_can_be_read_whatever_the_brand(
    live_server: LiveServer, visitor: Visitor, scheme: str, brand: str
) -> None:
    page = visitor(color_scheme=scheme, bypass_csp=True)
    page.goto(f"{live_server.url}/components/")
    measured = page.evaluate(_CONTRASTS, [brand, _PAIRS])
    assert not [f"{ink} on {paper} is {ratio:.2f}" for ink, paper, ratio in measured if ratio < _LEAST]


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [390, 1280])
def test_axe_finds_nothing(live_server: LiveServer, visitor: Visitor, scheme: str, width: int) -> None:
    page = visitor(width, color_scheme=scheme)
    page.goto(f"{live_server.url}/components/")
    assert axe_violations(page) == []
    for opener in ("Cancel the order", "Basket", "Filters"):
        page.get_by_role("button", name=opener, exact=True).click()
        assert axe_violations(page) == []
        page.keyboard.press("Escape")


@pytest.mark.parametrize("density", ["roomy", "compact", "large"])
@pytest.mark.parametrize("width", [320, 390, 768, 1280, 1920])
def test_nothing_is_wider_than_the_screen(live_server: LiveServer, visitor: Visitor, width: int, density: str) -> None:
    page = visitor(width)
    page.goto(f"{live_server.url}/components/?density={density}")
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    page.evaluate("document.documentElement.dir = 'rtl'")
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")


def test_large_targets_fit_a_thumb(live_server: LiveServer, page: Page) -> None:
    page.goto(f"{live_server.url}/components/?density=large")
    heights = page.locator(".ui-button").evaluate_all("found => found.map(e => e.getBoundingClientRect().height)")
    assert min(height for height in heights if height) >= 56


def test_focus_is_always_visible(live_server: LiveServer, page: Page) -> None:
    page.goto(f"{live_server.url}/components/")
    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="Skip to the content")).to_be_in_viewport()
    for _ in range(25):
        page.keyboard.press("Tab")
        assert page.evaluate("getComputedStyle(document.activeElement).outlineStyle") == "solid"


def test_a_stepper_stays_within_its_limits(live_server: LiveServer, page: Page) -> None:
    page.goto(f"{live_server.url}/components/")
    stepper = page.locator(".ui-stepper").first
    more, fewer, input_ = stepper.get_by_label("One more"), stepper.get_by_label("One less"), stepper.locator("input")
    for _ in range(4):
        more.click()
    expect(input_).to_have_value("6")
    expect(more).to_be_disabled()
    expect(fewer).to_be_enabled()
    grams = page.locator(".ui-stepper").nth(1)
    grams.get_by_label("One less").click()
    expect(grams.locator("input")).to_have_value("1.15")


def test_a_dialog_opens_closes_and_gives_the_focus_back(live_server: LiveServer, page: Page) -> None:
    page.goto(f"{live_server.url}/components/")
    opener = page.get_by_role("button", name="Cancel the order", exact=True)
    opener.click()
    dialog = page.get_by_role("dialog", name="Cancel order K7M2-4?")
    expect(dialog).to_be_visible()
    dialog.get_by_role("button", name="Close").click()
    expect(dialog).to_be_hidden()
    expect(opener).to_be_focused()


def test_a_toast_can_be_undone(live_server: LiveServer, page: Page) -> None:
    page.goto(f"{live_server.url}/components/")
    page.evaluate(
        """document.dispatchEvent(new CustomEvent("ui:toast", {
             detail: { text: "<b>Removed</b>", undo: () => { document.title = "undone"; } } }))"""
    )
    toast = page.locator("#toasts .ui-toast")
    expect(toast).to_contain_text("<b>Removed</b>")
    toast.get_by_role("button", name="Undo").click()
    expect(page).to_have_title("undone")
    expect(toast).to_have_count(0)


def test_a_chosen_theme_is_kept(live_server: LiveServer, page: Page) -> None:
    page.goto(f"{live_server.url}/components/")
    before = page.evaluate("getComputedStyle(document.body).backgroundColor")
    page.get_by_role("button", name="Light or dark").click()
    assert page.evaluate("getComputedStyle(document.body).backgroundColor") != before
    page.reload()
    expect(page.locator("html")).to_have_attribute("data-theme", "dark")


def test_being_offline_is_told(live_server: LiveServer, page: Page) -> None:
    page.goto(f"{live_server.url}/components/")
    banner = page.get_by_text("You are offline.")
    expect(banner).to_be_hidden()
    page.context.set_offline(True)
    expect(banner).to_be_visible()
    page.context.set_offline(False)
    expect(banner).to_be_hidden()


def test_the_page_can_be_used_without_script(live_server: LiveServer, visitor: Visitor) -> None:
    page = visitor(java_script_enabled=False)
    page.goto(f"{live_server.url}/components/")
    expect(page.locator(".ui-stepper input").first).to_be_editable()
    expect(page.get_by_label("One more").first).to_be_hidden()
    page.get_by_text("Show as table").first.click()
    expect(page.get_by_role("region", name="Sales by hour and channel, today")).to_be_visible()
