"""The figures as small SVG drawings, which GitHub and browsers show in light and dark."""

from __future__ import annotations

from html import escape
from math import floor, log10
from pathlib import Path
from typing import Any

from .queries import QUERIES

FOLDER = Path("docs/performance")
WIDTH, HEIGHT = 640, 320
LEFT, RIGHT, TOP, BOTTOM = 64, 96, 40, 44
# Ticks of an axis, and pixels between two labels.
TICKS, LABEL = 4, 14
COLOURS = ("#0b6e99", "#b3541e", "#3f7d20", "#7a3e9d", "#a11d33")
STYLE = (
    "text{font:12px system-ui,sans-serif;fill:#444}.axis{stroke:#888}.grid{stroke:#8884}"
    "@media(prefers-color-scheme:dark){text{fill:#ccc}}"
)

Series = dict[str, list[tuple[float, float]]]


def write(results: dict[str, Any]) -> list[Path]:
    """Write all drawings that the results have figures for."""
    FOLDER.mkdir(parents=True, exist_ok=True)
    drawings = {"ratios": ratios(results["queries"])}
    for axis, by_query in results.get("growth", {}).items():
        title = f"Requests per second by {axis}"
        drawings[axis] = lines(title, axis, _series(by_query))
    paths = []
    for name, drawing in drawings.items():
        path = FOLDER / f"{name}.svg"
        path.write_text(drawing, encoding="utf-8")
        paths.append(path)
    return paths


def _series(by_query: dict[str, Any]) -> Series:
    return {
        query.upper() if query in QUERIES else "": [
            (float(size), float(figures["requests_per_second"])) for size, figures in sizes.items()
        ]
        for query, sizes in by_query.items()
    }


def ratios(queries: dict[str, Any]) -> str:
    """Bars: each query's requests per second in parts of the floor's, on a logarithmic scale."""
    lowest, decades = 0.001, 4.5
    span = WIDTH - LEFT - RIGHT
    step = (HEIGHT - TOP - BOTTOM) / len(queries)

    def across(ratio: float) -> float:
        return LEFT + span * max(log10(max(ratio, lowest) / lowest), 0) / decades

    parts = [_text(LEFT, 20, "Requests per second in parts of the floor’s")]
    for mark in (0.001, 0.01, 0.1, 1, 10):
        x = across(mark)
        parts += [
            _line(x, TOP, x, HEIGHT - BOTTOM, "grid"),
            _text(x, HEIGHT - 24, f"{mark:g}", "middle"),
        ]
    for row, (query, figures) in enumerate(queries.items()):
        y = TOP + row * step
        parts.append(_text(LEFT - 8, y + step / 2 + 4, query.upper(), "end"))
        systems = [name for name in ("stored", "product", "stock") if name in figures]
        for place, system in enumerate(systems):
            ratio, share = figures[system]["ratio"], (step - 8) / len(systems)
            top, height = y + 4 + place * share, share - 2
            bar = f'<rect x="{LEFT}" y="{top:.1f}" width="{across(ratio) - LEFT:.1f}"'
            parts.append(f'{bar} height="{height:.1f}" fill="{COLOURS[place]}"/>')
            parts.append(_text(across(ratio) + 6, top + height / 2 + 4, f"{system} {ratio:.3f}"))
    return _drawing(parts)


def lines(title: str, axis: str, series: Series) -> str:
    """Lines: a figure by the size of the content, which has a logarithmic scale."""
    sizes = sorted({x for points in series.values() for x, _ in points})
    step = _round_step(max(y for points in series.values() for _, y in points) / TICKS)
    highest = step * TICKS
    first, last = log10(sizes[0]), log10(sizes[-1])

    def across(x: float) -> float:
        return LEFT + (WIDTH - LEFT - RIGHT) * (log10(x) - first) / (last - first)

    def down(y: float) -> float:
        return HEIGHT - BOTTOM - (HEIGHT - TOP - BOTTOM) * y / highest

    parts = [_text(LEFT, 20, title), _text(WIDTH - RIGHT, HEIGHT - 8, axis, "end")]
    parts += [_text(across(size), HEIGHT - 24, f"{size:g}", "middle") for size in sizes]
    for tick in range(TICKS + 1):
        y = step * tick
        parts.append(_line(LEFT, down(y), WIDTH - RIGHT, down(y), "axis" if y == 0 else "grid"))
        parts.append(_text(LEFT - 8, down(y) + 4, f"{y:g}", "end"))
    ends = {name: down(points[-1][1]) for name, points in series.items()}
    labels = _apart(ends, LABEL)
    for (name, points), colour in zip(series.items(), COLOURS, strict=False):
        places = [(across(x), down(y)) for x, y in points]
        path = " ".join(f"{x:.1f},{y:.1f}" for x, y in places)
        parts.append(f'<polyline points="{path}" fill="none" stroke="{colour}" stroke-width="2"/>')
        parts += [f'<circle cx="{x:.1f}" cy="{y:.1f}" r="3" fill="{colour}"/>' for x, y in places]
        parts.append(_text(places[-1][0] + 10, labels[name] + 4, name))
    return _drawing(parts)


def _round_step(least: float) -> float:
    """The smallest of 1, 2 and 5, and their decades, that is not below."""
    decade = 10.0 ** floor(log10(least))
    return next(decade * part for part in (1, 2, 5, 10) if decade * part >= least * 0.999)


def _apart(places: dict[str, float], distance: float) -> dict[str, float]:
    """The places of labels, from the lowest up, none nearer to the next than so many pixels."""
    found: dict[str, float] = {}
    limit = float(HEIGHT)
    for name, y in sorted(places.items(), key=lambda item: -item[1]):
        limit = found[name] = min(y, limit)
        limit -= distance
    return found


def _drawing(parts: list[str]) -> str:
    head = f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}" role="img">'
    return "\n".join([head, f"<style>{STYLE}</style>", *parts, "</svg>"]) + "\n"


def _text(x: float, y: float, text: str, anchor: str = "start") -> str:
    return f'<text x="{x:.1f}" y="{y:.1f}" text-anchor="{anchor}">{escape(text)}</text>'


def _line(x1: float, y1: float, x2: float, y2: float, name: str) -> str:
    return f'<line x1="{x1:.1f}" y1="{y1:.1f}" x2="{x2:.1f}" y2="{y2:.1f}" class="{name}"/>'
