"""Charts drawn on the server as inline SVG: positions along x are per cent, so text keeps its size at any width."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from itertools import pairwise
from math import ceil, floor, log10
from zlib import crc32

from oneshelf.ui.formats import number_text

HEIGHT = 200  # of the plotting area, in pixels
SERIES_LIMIT = 6  # as many as can be told apart by pattern and marker
LABELS_SHOWN = 8  # along the x axis, the rest is in the table
_TICKS = 4

Number = int | float | Decimal


@dataclass(frozen=True)
class Series:
    """One named row of numbers, a value for each label, None where nothing is known. `links` lead to their rows."""

    name: str
    values: Sequence[Number | None]
    links: Sequence[str] = ()


@dataclass(frozen=True)
class Chart:
    """What a chart says. `title` is a sentence; `x_title` and `y_title` name the axes with their units."""

    title: str
    labels: Sequence[str]
    series: Sequence[Series]
    x_title: str
    y_title: str
    kind: str = "bar"
    text: Callable[[Number], str] = field(default=number_text)
    axis_text: Callable[[Number], str] | None = None  # shorter words along the axis, such as money without cents

    def __post_init__(self) -> None:
        assert self.kind in {"bar", "line"}, f"a chart is a bar or a line chart, not {self.kind!r}"
        assert len(self.series) <= SERIES_LIMIT, f"at most {SERIES_LIMIT} series can be told apart"
        for series in self.series:
            assert len(series.values) == len(self.labels), f"{series.name}: one value for each label"

    @property
    def uid(self) -> str:
        """A name for what the drawing refers to within the page."""
        return f"chart-{crc32(self.title.encode()):08x}"


@dataclass(frozen=True)
class Tick:
    """A line across the plot at `y` pixels from the top with its words."""

    y: float
    text: str


@dataclass(frozen=True)
class Mark:
    """A bar or a point: `x` and `width` in per cent, `y` and `height` in pixels, `style` 1.. its series."""

    x: float
    y: float
    width: float
    height: float
    style: int
    text: str
    link: str


@dataclass(frozen=True)
class Segment:
    """A piece of a line between two neighbouring points; x in per cent, y in pixels."""

    x1: float
    y1: float
    x2: float
    y2: float
    style: int


@dataclass(frozen=True)
class Drawing:
    """Everything the template needs to draw a chart."""

    ticks: list[Tick]
    zero: float
    marks: list[Mark]
    segments: list[Segment]
    labels: list[tuple[float, str]]


def draw(chart: Chart) -> Drawing:
    """Lay a chart out. The axis always includes zero, so that lengths can be compared."""
    known = [float(value) for series in chart.series for value in series.values if value is not None]
    steps = _steps(min([0.0, *known]), max([0.0, *known]))
    low, high = steps[0], steps[-1]

    def height_at(value: float) -> float:
        return round(HEIGHT * (high - value) / (high - low), 2)

    words = chart.axis_text or chart.text
    ticks = [Tick(height_at(step), words(int(step) if step == int(step) else step)) for step in steps]
    marks = [mark for at, series in enumerate(chart.series) for mark in _marks(chart, at, series, height_at)]
    segments = _segments(marks, 100 / max(len(chart.labels), 1)) if chart.kind == "line" else []
    return Drawing(ticks, height_at(0), marks, segments, _labels(chart.labels))


def sparkline(values: Sequence[Number], width: int = 120, height: int = 32) -> str:
    """Return the points of a polyline over `values`, oldest first, for a box of `width` by `height` pixels."""
    if not values:
        return ""
    known = [float(value) for value in values]
    low = min(known)
    span = (max(known) - low) or 1.0
    step = (width - 4) / max(len(values) - 1, 1)
    return " ".join(
        f"{2 + at * step:.1f},{2 + (height - 4) * (1 - (value - low) / span):.1f}" for at, value in enumerate(known)
    )


def _steps(low: float, high: float) -> list[float]:
    """Return round numbers that span low to high, about _TICKS of them."""
    span = (high - low) or 1.0
    power = 10.0 ** floor(log10(span / _TICKS))
    step = next(power * factor for factor in (1, 2, 2.5, 5, 10) if power * factor * _TICKS >= span)
    first, last = floor(low / step), max(ceil(high / step), 1 if high == low else 0)
    return [round(at * step, 10) for at in range(first, last + 1)]


def _marks(chart: Chart, at: int, series: Series, height_at: Callable[[float], float]) -> list[Mark]:
    band = 100 / max(len(chart.labels), 1)
    bar = band * 0.7 / len(chart.series)
    marks = []
    for index, value in enumerate(series.values):
        if value is None:
            continue
        top, zero = height_at(float(value)), height_at(0)
        middle = band * (index + 0.5)
        left = middle - band * 0.35 + bar * at if chart.kind == "bar" else middle
        words = f"{series.name}, {chart.labels[index]}: {chart.text(value)}"
        link = series.links[index] if series.links else ""
        y = min(top, zero) if chart.kind == "bar" else top
        marks.append(Mark(round(left, 3), y, round(bar, 3), round(abs(zero - top), 2), at + 1, words, link))
    return marks


def _segments(marks: list[Mark], band: float) -> list[Segment]:
    """Join neighbours of one series; where a value is unknown the line is broken rather than guessed."""
    return [
        Segment(a.x, a.y, b.x, b.y, a.style)
        for a, b in pairwise(marks)
        if a.style == b.style and b.x - a.x < 1.5 * band
    ]


def _labels(labels: Sequence[str]) -> list[tuple[float, str]]:
    every = max(1, ceil(len(labels) / LABELS_SHOWN))
    band = 100 / max(len(labels), 1)
    return [(round(band * (at + 0.5), 3), text) for at, text in enumerate(labels) if at % every == 0]
