"""Templates keep the strict Content-Security-Policy, escape what people typed, and load nothing from elsewhere."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.architecture.tree import agree, texts

RULES: dict[re.Pattern[str], str] = {
    re.compile(
        r"<[^>]*\son[a-z]+\s*=\s*[\"']", re.IGNORECASE
    ): "give the element a data attribute and behave in a script",
    re.compile(r"<script(?![^>]*\bsrc=)(?![^>]*application/(?:ld\+)?json)[^>]*>", re.IGNORECASE): (
        "put the script into a file of its own and load it with src"
    ),
    re.compile(r"<style\b", re.IGNORECASE): "put the style into the component's CSS file",
    re.compile(r"<[^>]*\sstyle\s*=\s*[\"']", re.IGNORECASE): "style by class",
    re.compile(r"javascript:", re.IGNORECASE): "use a button and a script",
    re.compile(r"\|\s*safe\b|\{%\s*autoescape\s+off"): "return a SafeString from format_html where the markup is made",
    re.compile(r"(?:src|href|action)\s*=\s*[\"'](?:https?:)?//[^\"']*\.(?:js|css|woff2?)\b", re.IGNORECASE): (
        "depend on a package that brings the file, and load it with {% static %}"
    ),
    re.compile(r"hx-on|hx-vals\s*=\s*[\"']js:|hx-vars"): "behave in a script; htmx would need unsafe-eval for this",
}
"""What a template may not hold -> the cure."""


def unsafe(path: Path, text: str) -> Iterator[str]:
    """Say where a template breaks a rule."""
    text = re.sub(r"\{#.*?#\}|\{% comment %\}.*?\{% endcomment %\}", lambda gone: "\n" * gone[0].count("\n"), text)
    for pattern, cure in RULES.items():
        for found in pattern.finditer(text):
            line = text.count("\n", 0, found.start()) + 1
            yield f"{path}:{line}: “{' '.join(found.group().split())[:60]}” is not allowed. Cure: {cure}."


def test_templates_keep_the_rules() -> None:
    agree(complaint for path, text in texts(".html", below="src/") for complaint in unsafe(path, text))


@pytest.mark.parametrize(
    "html",
    [
        '<button onclick="go()">',
        "<script>alert(1)</script>",
        "<style>a{}</style>",
        '<p style="color: red">',
        '<a href="javascript:go()">',
        "{{ review|safe }}",
        "{% autoescape off %}",
        '<script src="https://cdn.example/htmx.js"></script>',
        '<div hx-on:click="go()">',
    ],
)
def test_an_unsafe_template_is_refused(html: str) -> None:
    assert any("Cure:" in complaint for complaint in unsafe(Path("x.html"), html))


@pytest.mark.parametrize(
    "html",
    [
        '<script type="module" src="{% static \'till/sale.js\' %}"></script>',
        '<script type="application/json" id="quote">{}</script>',
        '<a href="https://openmoji.org/">',
        "{# <style> is not used here #}",
        '<c-ui.button on="true" data-onward="x">',
    ],
)
def test_a_careful_template_is_left_alone(html: str) -> None:
    assert list(unsafe(Path("x.html"), html)) == []
