"""Backdrops: linear light, planes (3, height, width). Drawn small, since the lens leaves them out of focus."""

import math

import numpy

from ink import Ink, Part, atlas, dark, fill, light, line, mix, oval, polygon, rgb
from light import LINEAR, Layer, Light, lit, noise
from flowers import leaf, rose


def linear(colour):
    return LINEAR[list(rgb(colour))]


def plain(width, height, colour):
    return numpy.repeat(linear(colour), width * height).reshape(3, height, width).astype(numpy.float32)


def fall(width, height, x=0.42, y=0.3, near=1.12, far=0.62):
    """The spot of a soft light on a wall."""
    v, u = numpy.mgrid[0:height, 0:width].astype(numpy.float32)
    d = ((u / width - x) / 0.75) ** 2 + ((v / height - y) / 0.85) ** 2
    return far + (near - far) * numpy.exp(-1.3 * d)


def paint(planes, rng, parts, ink, lamp):
    """Lit parts, in units of the backdrop's height, over planes."""
    height, width = planes.shape[1:]
    layer = Layer(width, height)
    layer.planes[:], layer.alpha[:] = planes, 1
    for part, left, top, rgba in atlas(parts, ink, height, (0, 0, width, height)):
        lightened, alpha = lit(part, rgba, height, lamp, rng)
        layer.shade(alpha, left, top, part.shadow, part.reach * height, lamp)
        layer.lay(lightened, alpha, left, top)
    return layer.planes


def glow(planes, x, y, radius, colour, power):
    """A lamp out of focus: a disc, slightly brighter at its rim."""
    height, width = planes.shape[1:]
    x0, x1, y0, y1 = (
        max(int(x - radius - 2), 0),
        min(int(x + radius + 3), width),
        max(int(y - radius - 2), 0),
        min(int(y + radius + 3), height),
    )
    if x1 <= x0 or y1 <= y0:
        return
    v, u = numpy.mgrid[y0:y1, x0:x1].astype(numpy.float32)
    d = numpy.sqrt((u - x) ** 2 + (v - y) ** 2) / radius
    disc = numpy.clip((1 - d) * radius / 2.0 + 0.5, 0, 1) * (0.72 + 0.28 * numpy.clip(d, 0, 1) ** 4)
    for c, value in enumerate(linear(colour)):
        planes[c, y0:y1, x0:x1] += disc * (value * power)


def fringe(rng, width, height, tones=("#d8ab58", "#f6dda0", "#a8742c")):
    """A curtain of narrow foil strips."""
    count = 150
    pitch = width / count
    u = numpy.arange(width, dtype=numpy.float32)
    planes = numpy.zeros((3, height, width), numpy.float32)
    waves = noise(rng, width, height, pitch * 2.2)
    twist = (
        numpy.repeat(rng.uniform(0, 6.28, count + 2), math.ceil(pitch))[:width]
        if pitch >= 1
        else rng.uniform(0, 6.28, width)
    )
    v = numpy.linspace(0, 1, height, dtype=numpy.float32)[:, None]
    sheen = numpy.sin(twist[None] * 3 + v * (3 + 4 * numpy.sin(twist[None])) + waves * 0.9 + u[None] * 0.012)
    gleam = numpy.clip(sheen, 0, 1) ** 5
    across = 0.75 + 0.25 * numpy.sin(u * 6.2832 / pitch)[None]
    low, high, deep = (linear(t) for t in tones)
    for c in range(3):
        planes[c] = (deep[c] + (low[c] - deep[c]) * (0.5 + 0.5 * sheen)) * across + gleam * high[c] * 0.85
    return planes * fall(width, height)


def flowers(rng, width, height, tones=("#f0c9c0", "#f8ece2", "#e3a6a1", "#f5dfd3")):
    """A wall of roses and leaves."""
    aspect = width / height
    ink, parts = Ink(), []
    box = (-0.1, -0.1, aspect + 0.1, 1.1)
    art = "".join(
        leaf(
            rng.uniform(0, aspect),
            rng.uniform(0, 1.05),
            rng.uniform(0.07, 0.13),
            rng.uniform(0, 360),
            mix("#55694b", "#93a583", rng.random()),
        )
        for _ in range(420)
    )
    parts.append(Part(art, box, 0.006, "cloth", 0.5, 0.02))
    for count, small, large in ((150, 0.035, 0.05), (130, 0.045, 0.065), (70, 0.055, 0.085)):
        art = "".join(
            rose(
                rng,
                rng.uniform(-0.02, aspect + 0.02),
                rng.uniform(-0.02, 1.02),
                rng.uniform(small, large),
                mix(tones[rng.integers(len(tones))], "#fffaf4", rng.uniform(0, 0.4)),
            )
            for _ in range(count)
        )
        parts.append(Part(art, box, 0.010, "cloth", 0.6, 0.02))
    return paint(plain(width, height, "#46573f"), rng, parts, ink, Light()) * fall(width, height) * 1.05


def balloons(rng, width, height, tones=("#f3b6a6", "#f7ddc9", "#d98f86", "#ffffff", "#c9a65e"), wall="#e9dccb"):
    """A balloon garland round the top and the sides of a plain wall."""
    aspect = width / height
    planes = (
        plain(width, height, wall) * fall(width, height, near=1.0, far=0.55) * (1 + 0.03 * noise(rng, width, height, 9))
    )
    ink, parts = Ink(), []
    spots = []
    for i in range(170):
        t = rng.random()
        if t < 0.27:
            x, y = rng.normal(0.05, 0.07), t / 0.27 * 1.1
        elif t < 0.73:
            x = (t - 0.27) / 0.46 * aspect
            y = rng.normal(0.03 + 0.07 * math.sin(x * 4), 0.06)
        else:
            x, y = aspect - rng.normal(0.05, 0.07), (t - 0.73) / 0.27 * 1.0
        spots.append((x, y, rng.uniform(0.03, 0.105)))
    for x, y, r in spots:
        tone = tones[rng.integers(len(tones))]
        art = (
            oval(x, y, r, r * 1.1, tone)
            + oval(x - r * 0.38, y - r * 0.5, r * 0.13, r * 0.2, "#ffffff", 'opacity="0.8"')
            + ink.soft(x + r * 0.3, y + r * 0.5, r * 0.7, r * 0.6, dark(tone, 0.6), 0.35)
        )
        parts.append(Part(art, (x - r * 1.1, y - r * 1.2, x + r * 1.1, y + r * 1.2), r * 0.45, "shiny", 0.4, 0.02))
    return paint(planes, rng, parts, ink, Light())


def drapes(rng, width, height, tone="#efe6dc", lamps=90):
    """A hanging curtain with strings of small lights."""
    u = numpy.linspace(0, width / height, width, dtype=numpy.float32)
    v = numpy.linspace(0, 1, height, dtype=numpy.float32)[:, None]
    folds = noise(rng, width, 4, height * 0.05)[1][None] * 0.9 + noise(rng, width, 4, height * 0.02)[2][None] * 0.35
    sway = numpy.sin(u[None] * 26 + v * 1.4 + folds * 1.6)
    shade = 0.62 + 0.24 * sway + 0.09 * folds + 0.05 * noise(rng, width, height, height * 0.12)
    planes = (
        linear(tone)[:, None, None].astype(numpy.float32)
        * numpy.clip(shade, 0.12, 1.2)[None]
        * fall(width, height, near=1.1, far=0.5)
    )
    for i in range(lamps):
        x, y = rng.uniform(0, width), height * rng.beta(1.1, 1.8)
        glow(planes, x, y, height * rng.uniform(0.008, 0.017), "#ffd9a0", rng.uniform(0.7, 1.8))
    return planes


def greenery(rng, width, height):
    """Painted planks behind hanging eucalyptus."""
    aspect = width / height
    planes = plain(width, height, "#e8e2d8")
    grain = noise(rng, width, height // 40 + 4, 5)
    grain = numpy.repeat(grain, 40, axis=0)[:height] * 0.02
    plank = (numpy.arange(width) / width * 15) % 1
    groove = 1 - 0.55 * numpy.exp(-(((plank - 0.5) / 0.018) ** 2))[None]
    tone = numpy.repeat(rng.uniform(0.93, 1.04, 17), math.ceil(width / 15))[:width][None]
    planes = planes * (groove * tone + grain) * fall(width, height)
    ink, parts = Ink(), []
    for layer in range(4):
        art = ""
        for _ in range(16):
            x, y = rng.uniform(-0.05, aspect + 0.05), rng.uniform(-0.12, 0.03)
            sway, length = rng.uniform(-0.12, 0.12), rng.uniform(0.14, 0.42) * (
                1.2 if min(x, aspect - x) < 0.25 else 0.62
            )
            art += line(f"M{x:.4f} {y:.4f}q0 {length / 2:.4f} {sway:.4f} {length:.4f}", "#6d7a5c", 0.004)
            for k in range(18):
                t = k / 18
                lx, ly = x + sway * t * t, y + length * t
                art += leaf(
                    lx,
                    ly,
                    rng.uniform(0.032, 0.055) * (1.2 - 0.6 * t),
                    180 + (55 if k % 2 else -55) + rng.uniform(-20, 20),
                    mix("#6f8a70", "#b4c3ab", rng.random()),
                )
        parts.append(Part(art, (-0.1, -0.2, aspect + 0.1, 0.8), 0.006, "cloth", 0.45, 0.016))
    art = "".join(
        rose(rng, x, y, rng.uniform(0.03, 0.055), mix("#f2d9cc", "#ffffff", rng.random()))
        for x, y in ((rng.uniform(0, aspect), abs(rng.normal(0, 0.035))) for _ in range(34))
    )
    parts.append(Part(art, (-0.1, -0.1, aspect + 0.1, 0.4), 0.012, "cloth", 0.5, 0.015))
    return paint(planes, rng, parts, ink, Light())


def evening(rng, width, height):
    """A garden at night: dark leaves, warm strings of lamps far out of focus."""
    v = numpy.linspace(0, 1, height, dtype=numpy.float32)[:, None]
    planes = numpy.stack(
        [linear("#1a2233")[c] * (1.1 - 0.6 * v) + linear("#2b1a12")[c] * v for c in range(3)]
    ) * numpy.ones((1, 1, width), numpy.float32)
    planes *= 1 + 0.35 * noise(rng, width, height, height * 0.09)[None]
    for row in range(5):
        y0, sag = rng.uniform(0.02, 0.42), rng.uniform(0.04, 0.16)
        for i in range(17):
            t = (i + rng.uniform(-0.2, 0.2)) / 16
            y = y0 + sag * 4 * t * (1 - t) + rng.normal(0, 0.006)
            glow(
                planes,
                t * width,
                y * height,
                height * rng.uniform(0.018, 0.034),
                ("#ffb765", "#ffd49a", "#ff9a4c")[rng.integers(3)],
                rng.uniform(0.25, 1.0),
            )
    for _ in range(46):
        glow(
            planes,
            rng.uniform(0, width),
            height * rng.uniform(0.35, 1.0),
            height * rng.uniform(0.014, 0.045),
            ("#ff9d55", "#5f83c9", "#c96b86", "#ffcf8a")[rng.integers(4)],
            rng.uniform(0.05, 0.32),
        )
    return numpy.clip(planes, 0, None)


def screen(rng, width, height):
    """A green cloth, lit evenly but not perfectly, with two soft creases."""
    planes = plain(width, height, "#2fae4a") * fall(width, height, 0.38, 0.35, 1.06, 0.74)
    planes *= 1 + 0.022 * noise(rng, width, height, height * 0.22) + 0.008 * noise(rng, width, height, 5)
    u = numpy.linspace(0, width / height, width, dtype=numpy.float32)[None]
    v = numpy.linspace(0, 1, height, dtype=numpy.float32)[:, None]
    for x, lean, depth in ((0.22, 0.05, 0.10), (1.22, -0.08, 0.13), (0.95, 0.03, 0.06)):
        d = (u - x - lean * v) / 0.018
        planes *= 1 - depth * numpy.exp(-d * d) + depth * 0.6 * numpy.exp(-((d - 1.4) ** 2))
    return planes


def fans(rng, width, height, wall="#0f5c63", tones=("#e9b44c", "#f3e9d8", "#dd6e5a", "#157f86", "#f0cf8e")):
    """Paper fans on a coloured wall."""
    aspect = width / height
    planes = (
        plain(width, height, wall)
        * fall(width, height, near=1.25, far=0.55)
        * (1 + 0.025 * noise(rng, width, height, 4))
    )
    ink, parts = Ink(), []
    spots = [(rng.uniform(-0.02, aspect + 0.02), rng.uniform(-0.02, 1.0), rng.uniform(0.08, 0.19)) for _ in range(34)]
    for i, (x, y, r) in enumerate(spots):
        tone = tones[rng.integers(len(tones))]
        folds = 28
        art = ""
        for k in range(folds):
            a, b = k * 6.2832 / folds, (k + 1) * 6.2832 / folds
            m = (a + b) / 2
            for p, q, t in ((a, m, dark(tone, 0.16)), (m, b, light(tone, 0.14))):
                art += fill(polygon([(x, y), *((x + r * math.cos(k), y + r * math.sin(k)) for k in (p, q))]), t)
        art += oval(
            x,
            y,
            r * 0.62,
            r * 0.62,
            "none",
            f'stroke="{light(tone, 0.5)}" stroke-width="{r * 0.05:.4f}" stroke-opacity="0.7"',
        ) + oval(x, y, r * 0.14, r * 0.14, light(tone, 0.55))
        parts.append(Part(art, (x - r * 1.1, y - r * 1.1, x + r * 1.1, y + r * 1.1), 0.012, "matt", 0.55, 0.02))
    return paint(planes, rng, parts, ink, Light())


def shimmer(rng, width, height, tones=("#c9828d", "#f3c9c4", "#a45b6b")):
    """A wall of square sequins that each catch the light differently."""
    across = 46
    cell = width / across
    down = math.ceil(height / cell)
    low, high, deep = (linear(t) for t in tones)
    v, u = numpy.mgrid[0:height, 0:width].astype(numpy.float32)
    i, j = (u / cell).astype(int) % across, (v / cell).astype(int)
    tilt = rng.random((down + 1, across)).astype(numpy.float32)[j, i] * 0.6 + 0.4 * (
        0.5 + 0.5 * numpy.sin(v / height * 9 + i * 0.3)
    )
    edge = numpy.minimum(numpy.minimum(u % cell, cell - u % cell), numpy.minimum(v % cell, cell - v % cell)) / cell
    bevel = numpy.clip(edge * 14, 0.35, 1) * (0.85 + 0.3 * ((u % cell) / cell))
    gleam = numpy.clip(tilt - 0.72, 0, 1) * 3.2
    return numpy.stack([(deep[c] + (low[c] - deep[c]) * tilt + gleam * high[c]) * bevel for c in range(3)]) * fall(
        width, height
    )


ALL = {f.__name__: f for f in (fringe, flowers, balloons, drapes, greenery, evening, screen, fans, shimmer)}
