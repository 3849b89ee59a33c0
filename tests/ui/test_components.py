"""Every component stands on the living page, and says what it is told, escaped."""

from __future__ import annotations

import re
from html import unescape
from pathlib import Path

import pytest
from django.core.paginator import Paginator
from django.template import RequestContext, Template
from django.template.loader import render_to_string
from django.test import Client, RequestFactory
from django.urls import reverse
from django.utils.translation import override
from django_cotton.compiler_regex import CottonCompiler

import oneshelf.ui
from oneshelf.kernel.money import Money
from oneshelf.ui.states import StateHasNoLook, known_states, look_of

ROOM = Path(oneshelf.ui.__file__).parent
COMPONENTS = sorted(path.stem.replace("_", "-") for path in (ROOM / "templates/cotton/ui").glob("*.html"))


def _render(source: str, language: str = "en", **context: object) -> str:
    request = RequestFactory().get("/", {"q": "milk", "page": "3"})
    template = Template(CottonCompiler().process(source))
    with override(language):
        return re.sub(r"\s+", " ", template.render(RequestContext(request, context)))


@pytest.mark.parametrize("density", ["roomy", "compact", "large", "<script>"])
def test_the_living_page_opens_in_every_density(client: Client, density: str) -> None:
    answer = client.get(reverse("ui:components"), {"density": density})
    assert answer.status_code == 200
    assert "<script>alert" not in answer.content.decode()


@pytest.mark.database
@pytest.mark.django_db
def test_the_icon_is_found_where_browsers_look_by_themselves(client: Client) -> None:
    answer = client.get("/favicon.ico")
    assert (answer.status_code, answer.headers["Location"].endswith(".svg")) == (302, True)
    assert "public" in answer.headers["Cache-Control"]


@pytest.mark.parametrize("component", COMPONENTS)
def test_each_component_is_shown_and_described(component: str) -> None:
    shown = "".join(path.read_text(encoding="utf-8") for path in ROOM.glob("templates/**/*.html"))
    assert re.search(rf"<c-ui\.{component}[\s/>]", shown), f"show <c-ui.{component}> on the living page"
    readme = (ROOM / "README.md").read_text(encoding="utf-8")
    assert f"`{component}`" in readme, f"describe `{component}` in ui/README.md"


def test_nothing_needs_what_the_content_security_policy_refuses(client: Client) -> None:
    page = client.get(reverse("ui:components")).content.decode()
    assert not re.search(r"<[^>]+ (style|on[a-z]+)=", page)
    scripts = re.findall(r"<script[^>]*>", page)
    assert scripts
    assert all(" src=" in tag for tag in scripts)


def test_what_a_component_is_told_is_escaped() -> None:
    evil = '"><img src=x onerror=alert(1)>'
    drawn = _render(
        '<c-ui.field name="q" label="{{ evil }}" value="{{ evil }}" data-x="{{ evil }}" />'
        '<c-ui.button :label="evil" /><c-ui.stock :available="2" :place="evil" />'
        '<c-ui.empty :title="evil">{{ evil }}</c-ui.empty><c-ui.avatar :name="evil" />',
        evil=evil,
    )
    assert "<img" not in drawn


def test_a_component_sees_nothing_of_its_caller() -> None:
    assert "caller" not in _render("<c-ui.button>Save</c-ui.button>", icon="caller", href="/caller", label="caller")


def test_a_field_ties_hint_and_error_to_its_control() -> None:
    drawn = _render('<c-ui.field name="pin" label="PIN" hint="Six digits" error="Too short" />')
    assert 'aria-describedby="pin-hint pin-error"' in drawn
    assert 'aria-invalid="true"' in drawn
    assert '<label class="ui-label" for="pin">' in drawn


def test_a_disabled_link_is_no_link() -> None:
    drawn = _render('<c-ui.button href="/pay" :disabled="no">Pay</c-ui.button>', no=True)
    assert "href" not in drawn
    assert "<button" in drawn


def test_a_reduced_price_names_both_prices() -> None:
    drawn = _render('<c-ui.price :amount="now" :was="was" />', now=Money(349, "USD"), was=Money(499, "USD"))
    words = unescape(re.sub(r"<[^>]+>", "", drawn))
    assert re.sub(r"\s+", " ", words).strip() == "Now $3.49 before $4.99"


def test_a_stepper_takes_smallest_units_and_shows_shown_ones() -> None:
    drawn = _render('<c-ui.stepper :value="1250" :most="100000" :least="100" unit="kg" />', language="pl")
    assert 'value="1.25" min="0.1" max="100" step="0.001"' in drawn


def test_pages_keep_the_filters() -> None:
    drawn = _render('<c-ui.pagination :page="page" />', page=Paginator(range(100), 10).page(3))
    assert 'href="?q=milk&amp;page=4"' in drawn
    assert '<span aria-current="page">3</span>' in drawn


def test_an_empty_table_teaches_instead() -> None:
    drawn = _render('<c-ui.table label="Orders"><c-slot name="empty">No orders yet</c-slot></c-ui.table>')
    assert "<table" not in drawn
    assert "No orders yet" in drawn


@pytest.mark.parametrize("state", known_states())
def test_every_state_has_a_word_and_an_icon(state: str) -> None:
    drawn = _render('<c-ui.badge :state="state" />', state=state)
    assert str(look_of(state).label) in drawn
    assert "<svg" in drawn


def test_a_state_without_a_look_is_named() -> None:
    with pytest.raises(StateHasNoLook, match=r"'lost'.*states\.py"):
        look_of("lost")


def test_the_error_page_says_what_happened_and_what_to_do() -> None:
    request = RequestFactory().get("/")
    said = {"title": "Sold out", "text": "The last one went.", "cure": "Try York.", "reference": "r1"}
    page = render_to_string("ui/error.html", said, request)
    for words in ("Sold out", "The last one went.", "Try York.", "r1"):
        assert words in page
