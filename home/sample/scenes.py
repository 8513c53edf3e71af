"""The scenes: each function draws one kind of picture on a canvas."""
# ruff: noqa: PLR2004 - the numbers are proportions of a drawing

from __future__ import annotations

import math
from functools import partial

from home.sample.canvas import Canvas, Color, mix

WHITE: Color = (255, 255, 255)


def skyline(canvas: Canvas) -> None:
    """Rows of towers before a sun or moon."""
    width, height = canvas.width, canvas.height
    canvas.disc(width * 0.7, height * 0.28, height * 0.09, mix(canvas.accent, WHITE, 0.4))
    for depth, tone in enumerate(canvas.tones):
        floor = height * (0.9 + 0.03 * depth)
        x = -width * 0.02
        while x < width:
            wide = canvas.chance.uniform(0.03, 0.075) * width
            tall = canvas.chance.uniform(0.18, 0.62 - 0.1 * depth) * height
            canvas.pen.rectangle((x, floor - tall, x + wide, height), fill=tone)
            if canvas.chance.random() < 0.25:
                spire = (x + wide / 2, floor - tall * 1.18)
                canvas.pen.polygon([(x, floor - tall), spire, (x + wide, floor - tall)], fill=tone)
            if depth >= 2:
                _windows(canvas, x, floor - tall, wide, tall)
            x += wide * canvas.chance.uniform(1.0, 1.25)


def _windows(canvas: Canvas, left: float, top: float, wide: float, tall: float) -> None:
    step = canvas.height * 0.035
    y = top + step * 0.6
    while y < top + tall - step:
        x = left + step * 0.45
        while x < left + wide - step * 0.6:
            if canvas.chance.random() < 0.4:
                canvas.pen.rectangle((x, y, x + step * 0.32, y + step * 0.42), fill=canvas.accent)
            x += step * 0.75
        y += step


def waves(canvas: Canvas) -> None:
    """A low sun over wave after wave."""
    canvas.disc(canvas.width * 0.3, canvas.height * 0.34, canvas.height * 0.12, canvas.accent)
    for row in range(9):
        tone = mix(canvas.tones[0], canvas.tones[-1], row / 8)
        canvas.hills(canvas.height * (0.42 + 0.065 * row), canvas.height * 0.035, tone, waves=4)


def sails(canvas: Canvas) -> None:
    """Three sails on a wide river."""
    width, height = canvas.width, canvas.height
    canvas.hills(height * 0.52, height * 0.05, canvas.tones[0])
    canvas.hills(height * 0.62, height * 0.015, mix(canvas.tones[1], (60, 140, 170), 0.55))
    for place, scale in ((0.2, 0.7), (0.47, 1.0), (0.76, 0.8)):
        x, y, size = width * place, height * (0.62 + 0.12 * scale), height * 0.42 * scale
        sail = [(x, y), (x + size * 0.1, y - size), (x + size * 0.5, y - size * 0.12)]
        canvas.pen.polygon(sail, fill=mix(WHITE, canvas.tones[0], 0.25))
        hull = [
            (x - size * 0.2, y),
            (x + size * 0.6, y),
            (x + size * 0.45, y + size * 0.1),
            (x - size * 0.08, y + size * 0.1),
        ]
        canvas.pen.polygon(hull, fill=canvas.tones[3])
    for row in range(5):
        canvas.hills(
            height * (0.8 + 0.045 * row),
            height * 0.01,
            mix((70, 150, 175), canvas.tones[2], row / 6),
        )


def tiles(canvas: Canvas) -> None:
    """A wall of eight-pointed stars."""
    step = canvas.width / 6
    canvas.pen.rectangle((0, 0, canvas.width, canvas.height), fill=canvas.tones[3])
    for row in range(-1, int(canvas.height / step) + 2):
        for column in range(-1, 8):
            x, y = column * step + step / 2, row * step + step / 2
            tone = canvas.tones[canvas.chance.randrange(3)]
            for turn in (0.0, math.pi / 4):
                _square(canvas, x, y, step * 0.46, turn, tone)
            _square(canvas, x, y, step * 0.2, math.pi / 8, canvas.accent)
            canvas.disc(x, y, step * 0.09, canvas.sky[0])
            _square(canvas, x + step / 2, y + step / 2, step * 0.17, 0, canvas.accent)


def _square(canvas: Canvas, x: float, y: float, radius: float, turn: float, fill: Color) -> None:
    angles = (turn + math.pi / 4 + math.pi / 2 * corner for corner in range(4))
    canvas.pen.polygon(
        [(x + radius * math.cos(a), y + radius * math.sin(a)) for a in angles], fill=fill
    )


def mountains(canvas: Canvas) -> None:
    """A snow-topped volcano behind rows of hills."""
    width, height = canvas.width, canvas.height
    top, foot = (width * 0.68, height * 0.2), height * 0.66
    canvas.pen.polygon([top, (width * 1.02, foot), (width * 0.3, foot)], fill=canvas.tones[1])
    snow = [
        top,
        (width * 0.75, height * 0.36),
        (width * 0.71, height * 0.33),
        (width * 0.68, height * 0.38),
        (width * 0.64, height * 0.33),
        (width * 0.6, height * 0.36),
    ]
    canvas.pen.polygon(snow, fill=mix(WHITE, canvas.sky[0], 0.2))
    for row in range(5):
        tone = mix(canvas.tones[0], canvas.tones[3], row / 4)
        canvas.hills(height * (0.56 + 0.09 * row), height * 0.09, tone)
    for _ in range(60):
        x, y = canvas.chance.uniform(0, width), canvas.chance.uniform(height * 0.9, height)
        canvas.disc(x, y, height * 0.008, canvas.accent)


def bridges(canvas: Canvas) -> None:
    """A river in perspective under three round-arched bridges."""
    width, height = canvas.width, canvas.height
    canvas.hills(height * 0.4, height * 0.06, canvas.tones[0])
    water = mix(canvas.sky[0], canvas.tones[2], 0.35)
    canvas.pen.rectangle((0, height * 0.5, width, height), fill=water)
    for deck, share, tone in ((0.46, 0.05, 0), (0.52, 0.08, 1), (0.6, 0.13, 3)):
        _bridge(canvas, height * deck, height * share, canvas.tones[tone], water)
    for _ in range(90):
        x, y = canvas.chance.uniform(0, width), canvas.chance.uniform(height * 0.82, height)
        canvas.pen.line((x, y, x + width * 0.03, y), fill=mix(water, WHITE, 0.4), width=3)


def _bridge(canvas: Canvas, deck: float, rise: float, tone: Color, water: Color) -> None:
    canvas.pen.rectangle((0, deck, canvas.width, deck + rise * 1.6), fill=tone)
    span = rise * 3.2
    x = -canvas.chance.uniform(0, span)
    while x < canvas.width:
        canvas.pen.pieslice(
            (x, deck + rise * 0.35, x + span * 0.86, deck + rise * 3), 180, 360, fill=water
        )
        x += span


def city_map(canvas: Canvas) -> None:
    """A town plan with blocks, parks and a river."""
    width, height = canvas.width, canvas.height
    step = width / 22
    for row in range(int(height / step) + 1):
        for column in range(23):
            pick = canvas.chance.random()
            tone = canvas.tones[0] if pick < 0.7 else canvas.tones[1]
            if pick > 0.93:
                tone = mix((120, 170, 110), canvas.tones[0], 0.35)
            x, y, gap = column * step, row * step, step * 0.045
            foot = y + step * canvas.chance.choice((0.6, 1.0))
            canvas.pen.rectangle((x + gap, y + gap, x + step - gap, foot - gap), fill=tone)
    for _ in range(5):
        start, end = canvas.chance.uniform(0, width), canvas.chance.uniform(0, width)
        canvas.pen.line((start, 0, end, height), fill=canvas.sky[0], width=round(step * 0.35))
    bend = canvas.chance.uniform(0.3, 0.6)
    river = [
        (width * bend + math.sin(y / height * 5) * width * 0.16, y)
        for y in range(-40, height + 41, 20)
    ]
    canvas.pen.line(river, fill=canvas.accent, width=round(step * 1.7), joint="curve")


def network(canvas: Canvas) -> None:
    """Points of light joined by lines."""
    width, height = canvas.width, canvas.height
    points = [
        (canvas.chance.uniform(0.03, 0.97) * width, canvas.chance.uniform(0.06, 0.94) * height)
        for _ in range(70)
    ]
    for first in points:
        near = sorted(points, key=partial(math.dist, first))[1:5]
        for second in near:
            canvas.pen.line(
                (*first, *second), fill=mix(canvas.tones[0], canvas.accent, 0.35), width=3
            )
    for point in points:
        radius = canvas.chance.uniform(0.004, 0.014) * height
        canvas.disc(*point, radius * 1.8, mix(canvas.tones[0], canvas.accent, 0.5))
        canvas.disc(*point, radius, canvas.accent)


def windows(canvas: Canvas) -> None:
    """Light from tall windows over rows of tables."""
    width, height = canvas.width, canvas.height
    canvas.pen.rectangle(
        (0, 0, width, height * 0.62), fill=mix(canvas.tones[1], canvas.tones[2], 0.4)
    )
    canvas.pen.rectangle((0, height * 0.62, width, height), fill=canvas.tones[2])
    for column in range(5):
        x = width * (0.06 + 0.19 * column)
        canvas.pen.rectangle(
            (x, height * 0.08, x + width * 0.13, height * 0.52), fill=mix(canvas.sky[1], WHITE, 0.5)
        )
        canvas.pen.rectangle(
            (x + width * 0.062, height * 0.08, x + width * 0.068, height * 0.52),
            fill=canvas.tones[2],
        )
        beam = [
            (x, height * 0.62),
            (x + width * 0.13, height * 0.62),
            (x + width * 0.02, height),
            (x - width * 0.17, height),
        ]
        canvas.pen.polygon(beam, fill=mix(canvas.tones[1], canvas.sky[1], 0.45))
    for row in range(3):
        y, deep = height * (0.68 + 0.11 * row), height * (0.02 + 0.008 * row)
        for column in range(4):
            x = width * (0.05 + 0.24 * column)
            canvas.pen.rectangle((x, y, x + width * 0.18, y + deep), fill=canvas.tones[3])


def clock(canvas: Canvas) -> None:
    """A clock face without the hour between two and three."""
    x, y, radius = canvas.width / 2, canvas.height / 2, canvas.height * 0.4
    canvas.disc(x, y, radius, mix(WHITE, canvas.sky[1], 0.25))
    start = -90 + 60
    canvas.pen.pieslice(
        (x - radius, y - radius, x + radius, y + radius), start, start + 30, fill=canvas.accent
    )
    for hour in range(12):
        angle = math.radians(hour * 30 - 90)
        mark = (x + radius * 0.86 * math.cos(angle), y + radius * 0.86 * math.sin(angle))
        canvas.disc(*mark, radius * 0.045, canvas.tones[3])
    for angle, length in ((-30, 0.5), (-90, 0.72)):
        turn = math.radians(angle)
        tip = (x + radius * length * math.cos(turn), y + radius * length * math.sin(turn))
        canvas.pen.line((x, y, *tip), fill=canvas.tones[3], width=round(radius * 0.05))
    canvas.disc(x, y, radius * 0.06, canvas.tones[3])


def wind(canvas: Canvas) -> None:
    """Long curved lines across the sky."""
    width, height = canvas.width, canvas.height
    for row in range(26):
        base, often = height * row / 25, canvas.chance.uniform(0.8, 1.4)
        shift, swing = canvas.chance.uniform(0, 1.2), height * canvas.chance.uniform(0.03, 0.09)
        line = [
            (x, base + swing * math.sin(math.tau * often * x / width + shift))
            for x in range(-20, width + 40, 20)
        ]
        tone = canvas.accent if row % 9 == 4 else canvas.tones[row % 3]
        canvas.pen.line(line, fill=tone, width=canvas.chance.choice((4, 8, 14)), joint="curve")


def avatar(canvas: Canvas) -> None:
    """An abstract portrait: shoulders, head and hair, no features."""
    width, height = canvas.width, canvas.height
    for _ in range(7):
        spot = (canvas.chance.uniform(0, width), canvas.chance.uniform(0, height))
        canvas.disc(
            *spot,
            canvas.chance.uniform(0.08, 0.22) * width,
            mix(canvas.sky[0], canvas.tones[0], 0.5),
        )
    x, y, head = width / 2, height * 0.4, width * 0.19
    canvas.disc(x, y - head * 0.22, head * canvas.chance.uniform(1.18, 1.32), canvas.tones[3])
    canvas.pen.ellipse(
        (x - width * 0.36, height * 0.66, x + width * 0.36, height * 1.3), fill=canvas.tones[2]
    )
    neck = (x - head * 0.36, y + head * 0.5, x + head * 0.36, height * 0.72)
    skin = mix(
        canvas.accent, canvas.chance.choice(((250, 224, 196), (141, 85, 54), (198, 140, 96))), 0.65
    )
    canvas.pen.rectangle(neck, fill=mix(skin, canvas.tones[3], 0.15))
    canvas.pen.ellipse((x - head * 0.86, y - head, x + head * 0.86, y + head * 1.12), fill=skin)
    canvas.pen.pieslice(
        (x - head * 0.95, y - head * 1.15, x + head * 0.95, y + head * 0.75),
        185,
        355,
        fill=canvas.tones[3],
    )


SCENES = {
    "skyline": skyline,
    "waves": waves,
    "sails": sails,
    "tiles": tiles,
    "mountains": mountains,
    "bridges": bridges,
    "map": city_map,
    "network": network,
    "windows": windows,
    "clock": clock,
    "wind": wind,
    "avatar": avatar,
}
