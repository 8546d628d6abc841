"""Hats and glasses. Each takes (ink, who, colour) and returns parts in head units."""

import math

from flowers import leaf, rose
from ink import Part, dark, fill, light, line, mix, oval, path, placed, polygon, spline

HEAD = (-2.4, -3.6, 2.4, 1.6)


def tophat(ink, who, colour):
    felt = ink.linear(
        [(0, dark(colour, 0.25)), (0.3, light(colour, 0.14)), (0.6, colour), (1, dark(colour, 0.35))], x2=1, y2=0
    )
    crown = spline(
        [
            (-0.80, -1.10),
            (-0.82, -1.9),
            (-0.86, -2.14),
            (-0.5, -2.26),
            (0.5, -2.26),
            (0.86, -2.14),
            (0.82, -1.9),
            (0.80, -1.10),
            (0, -0.98),
        ],
        True,
        0.75,
    )
    band = spline([(-0.82, -1.52), (0, -1.40), (0.82, -1.52), (0.81, -1.16), (0, -1.03), (-0.81, -1.16)], True, 0.7)
    brim = spline(
        [
            (-1.42, -1.20),
            (-0.7, -1.02),
            (0, -0.96),
            (0.7, -1.02),
            (1.42, -1.20),
            (1.30, -1.05),
            (0.7, -0.86),
            (0, -0.80),
            (-0.7, -0.86),
            (-1.30, -1.05),
        ]
    )
    return [
        Part(fill(crown, felt), HEAD, 0.3, "satin", 0.3),
        Part(fill(band, who.accent), HEAD, 0.14, "satin", 0.2),
        Part(fill(brim, dark(colour, 0.1)), HEAD, 0.08, "cloth", 0.6, 0.14),
    ]


def cone(ink, who, colour):
    d = "M-0.55 -1.18Q0 -1.02 0.55 -1.18L0.05 -2.75Z"
    clip = ink.clip(f'<path d="{d}"/>')
    stripes = "".join(
        line(f"M-0.9 {-1.0 - i * 0.36}Q0 {-0.75 - i * 0.36} 0.9 {-1.25 - i * 0.36}", who.accent, 0.13) for i in range(6)
    )
    dots = "".join(
        oval(who.rng.uniform(-0.5, 0.5), who.rng.uniform(-2.5, -1.1), 0.05, 0.05, "#fff6df") for _ in range(26)
    )
    pom = "".join(
        line(
            f"M0.05 -2.75l{math.cos(a) * 0.24:.3f} {math.sin(a) * 0.24:.3f}",
            light(who.accent, who.rng.uniform(0, 0.5)),
            0.05,
        )
        for a in [i * 0.21 for i in range(30)]
    )
    return [
        Part(fill(d, colour) + f'<g clip-path="{clip}">{stripes}{dots}</g>', HEAD, 0.2, "satin", 0.5, 0.1),
        Part(pom, HEAD, 0.10, "matt", 0.3, 0.05),
    ]


def blossoms(ink, who, colour):
    """A wreath of flowers."""
    parts, art = [], ""
    for i in range(15):
        t = -1 + 2 * i / 14
        x, y = t * 1.02, -0.98 - 0.30 * math.cos(t * 1.5) + (0.42 * t * t)
        art += leaf(x, y - 0.05, 0.26, who.rng.uniform(0, 360), mix("#5d7a55", "#93a77f", who.rng.random()))
    parts.append(Part(art, HEAD, 0.03, "cloth", 0.4, 0.05))
    for layer in (0, 1):
        art = ""
        for i in range(layer, 11, 2):
            t = -1 + 2 * i / 10
            x, y = t * 0.95, -1.0 - 0.30 * math.cos(t * 1.5) + (0.42 * t * t)
            art += rose(who.rng, x, y, who.rng.uniform(0.15, 0.25), mix(colour, "#fff3ea", who.rng.uniform(0, 0.75)))
        parts.append(Part(art, HEAD, 0.07, "cloth", 0.5, 0.06))
    return parts


def tiara(ink, who, colour):
    art = line(spline([(-0.82, -1.0), (0, -1.24), (0.82, -1.0)], False), colour, 0.06)
    for i in range(7):
        t = (i - 3) / 3
        x, y, h = t * 0.72, -1.22 + 0.20 * t * t, 0.42 * (1 - 0.6 * abs(t))
        art += fill(path("M", x - 0.1, y, "Q", x, y - h * 0.4, x, y - h, "Q", x, y - h * 0.4, x + 0.1, y, "Z"), colour)
        art += oval(x, y - h, 0.05, 0.05, "#ffffff")
    return [Part(art, HEAD, 0.03, "gold", 0.5, 0.04)]


def ears(ink, who, colour):
    """Rabbit ears on a band."""
    outer, inner = "", ""
    for s, lean in ((-1, -12), (1, 16)):
        o = spline([(0, 0), (0.26, -0.5), (0.24, -1.1), (0, -1.5), (-0.24, -1.1), (-0.26, -0.5)])
        i = spline([(0, -0.2), (0.14, -0.6), (0.12, -1.05), (0, -1.28), (-0.12, -1.05), (-0.14, -0.6)])
        outer += placed(fill(o, colour), s * 0.42, -1.30, 1.0, lean)
        inner += placed(fill(i, "#f2a9b4"), s * 0.42, -1.30, 1.0, lean)
    return [Part(outer, HEAD, 0.14, "matt", 0.4), Part(inner, HEAD, 0.08, "matt", 0.1)]


def ribbon(ink, who, colour):
    wing = lambda s: fill(
        spline(
            [(0.05 * s, 0), (0.32 * s, -0.30), (0.62 * s, -0.26), (0.60 * s, 0.10), (0.58 * s, 0.36), (0.30 * s, 0.26)]
        ),
        colour,
    )
    art = placed(wing(-1) + wing(1) + oval(0, 0.02, 0.13, 0.15, light(colour, 0.12)), 0.62, -1.28, 0.95, 22)
    return [Part(art, HEAD, 0.11, "satin", 0.5, 0.07)]


def veil(ink, who, colour):
    return [
        Part(
            fill(
                spline(
                    [
                        (-0.7, -1.4),
                        (0, -1.62),
                        (0.7, -1.4),
                        (1.5, 0),
                        (1.9, 2.4),
                        (2.1, 5.5),
                        (1.2, 6.4),
                        (-1.2, 6.4),
                        (-2.1, 5.5),
                        (-1.9, 2.4),
                        (-1.5, 0),
                    ]
                ),
                "#ffffff",
                'opacity="0.62"',
            )
            + "".join(
                line(
                    f"M{t * 0.6:.2f} -1.5Q{t * 1.7:.2f} 0.5 {t * 1.95:.2f} 6",
                    ("#ffffff", "#cfc6c0")[i % 2],
                    0.05,
                    'opacity="0.5"',
                )
                for i, t in enumerate([k / 6 for k in range(-6, 7)])
            ),
            (-2.4, -2, 2.4, 7),
            0.5,
            "cloth",
            0.1,
        )
    ]


def _glasses(ink, who, frame, lens, outline, tint, width, glint=0.3):
    x = who.yaw * 0.27
    art, glass = "", ""
    for s in (-1, 1):
        d = placed("%s", x + s * 0.43, 0.0)
        glass += d.replace(
            "%s",
            fill(outline(s), lens, f'opacity="{tint}"')
            + line("M-0.22 0.10L0.02 -0.22M-0.10 0.16L0.10 -0.12", "#ffffff", 0.05, f'opacity="{glint}"'),
        )
        art += d.replace("%s", line(outline(s), frame, width)) + line(
            f"M{x + s * 0.78:.3f} -0.08L{s * 1.0:.3f} -0.02", frame, width
        )
    art += line(f"M{x - 0.12:.3f} -0.03Q{x:.3f} -0.11 {x + 0.12:.3f} -0.03", frame, width)
    return [Part(glass, HEAD, 0.5, "flat", 0.25, 0.06), Part(art, HEAD, 0.02, "shiny", 0.5, 0.06)]


def specs(ink, who, colour):
    ring = lambda s: spline([(math.cos(a) * 0.335, math.sin(a) * 0.305) for a in [i * math.pi / 6 for i in range(12)]])
    return _glasses(ink, who, colour, "#dfe9ee", ring, 0.08, 0.050, 0.08)


HEART = "M0 0.36C-0.16 0.22 -0.46 0.02 -0.44 -0.18S-0.14 -0.42 0 -0.18S0.42 -0.38 0.44 -0.18S0.16 0.22 0 0.36Z"


def hearts(ink, who, colour):
    lens = ink.linear([(0, dark(colour, 0.55)), (1, light(colour, 0.1))])
    return _glasses(ink, who, colour, lens, lambda side: HEART, 0.9, 0.075)


def stars(ink, who, colour):
    star = lambda s: polygon(
        [
            (math.sin(i * math.pi / 5) * r, -math.cos(i * math.pi / 5) * r + 0.02)
            for i in range(10)
            for r in [(0.47, 0.24)[i % 2]]
        ]
    )
    lens = ink.linear([(0, "#241a33"), (1, "#6d4f7d")])
    return _glasses(ink, who, colour, lens, star, 0.92, 0.075)


def shades(ink, who, colour):
    shape = lambda s: spline(
        [
            (-0.34 * s, -0.22),
            (0, -0.26),
            (0.38 * s, -0.24),
            (0.40 * s, 0.0),
            (0.24 * s, 0.27),
            (-0.05 * s, 0.30),
            (-0.30 * s, 0.12),
        ]
    )
    lens = ink.linear([(0, "#15171c"), (1, "#59606b")])
    return _glasses(ink, who, colour, lens, shape, 0.95, 0.055)


ALL = {
    "tophat": tophat,
    "cone": cone,
    "blossoms": blossoms,
    "tiara": tiara,
    "ears": ears,
    "ribbon": ribbon,
    "veil": veil,
    "specs": specs,
    "hearts": hearts,
    "stars": stars,
    "shades": shades,
}


ON_FACE = {"specs", "hearts", "stars", "shades"}
