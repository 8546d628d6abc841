"""Flowers and leaves, for wreaths, bouquets and backdrops."""

import math

from ink import dark, fill, light, line, mix, oval, placed, spline

# Flowers, shared with backdrops.


def rose(rng, x, y, r, colour):
    art = oval(x, y, r * 0.9, r * 0.88, dark(colour, 0.22))
    for ring, count in ((0.78, 6), (0.56, 5), (0.34, 4)):
        turn = rng.uniform(0, 6.28)
        for i in range(count):
            a = turn + i * 6.283 / count
            px, py = x + math.cos(a) * r * (0.08 + 0.42 * ring), y + math.sin(a) * r * (0.08 + 0.42 * ring)
            tone = mix(light(colour, 0.26), dark(colour, 0.22), (1 - ring) * 0.5 + rng.uniform(0.0, 0.5))
            art += oval(
                px,
                py,
                r * (0.12 + ring * 0.52),
                r * (0.12 + ring * 0.48),
                tone,
                f'stroke="{dark(colour, 0.34)}" stroke-opacity="0.55" stroke-width="{r * 0.05:.4f}"',
            )
    swirl = f"M{x - r * 0.16:.4f} {y:.4f}a{r * 0.16:.4f} {r * 0.14:.4f} 0 1 1 {r * 0.22:.4f} {r * 0.1:.4f}"
    return art + line(swirl, dark(colour, 0.4), f"{r * 0.06:.4f}", 'opacity="0.7"')


def leaf(x, y, size, angle, colour):
    art = fill(spline([(0, 0), (0.18, -0.35), (0.12, -0.8), (0, -1), (-0.12, -0.8), (-0.18, -0.35)]), colour) + line(
        "M0 0L0 -0.9", light(colour, 0.2), 0.03
    )
    return placed(art, x, y, size, angle)
