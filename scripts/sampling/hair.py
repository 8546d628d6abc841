"""Short and curly hair, the headscarf, and the table of all styles.

A style returns (parts behind the head, parts before it).
"""

import math

from ink import Part, dark, fill, light, line, mirrored, mix, oval, path, spline
from longhair import bob, bun, long, pony
from strands import BOX, cap, mass


def short(ink, who):
    back = Part(fill(spline(mirrored(cap(-0.05, 1.05, 1.42))), dark(who.hairColour, 0.35)), BOX, 0.25, "hair", 0.2)
    top = [
        (-1.02, 0.02),
        (-1.10, -0.55),
        (-0.86, -1.28),
        (-0.2, -1.62),
        (0.5, -1.55),
        (0.95, -1.20),
        (1.09, -0.55),
        (1.02, 0.02),
    ]
    line_ = [
        (0.945, -0.22),
        (0.86, -0.60),
        (0.58, -0.86),
        (0.1, -0.80),
        (-0.42, -0.90),
        (-0.80, -0.66),
        (-0.945, -0.22),
    ]
    guides = [
        [(-1.0, -0.02), (-1.04, -0.3), (-1.05, -0.5), (-0.98, -0.75)],
        [(-0.92, -0.30), (-1.02, -0.6), (-1.0, -0.9), (-0.80, -1.2)],
        [(-0.80, -0.62), (-0.92, -1.0), (-0.8, -1.3), (-0.40, -1.5)],
        [(-0.42, -0.86), (-0.6, -1.25), (-0.4, -1.5), (0.1, -1.62)],
        [(0.1, -0.78), (-0.25, -1.25), (0.1, -1.5), (0.5, -1.56)],
        [(0.58, -0.82), (0.25, -1.2), (0.6, -1.4), (0.86, -1.30)],
        [(0.86, -0.58), (0.75, -0.95), (0.95, -1.1), (1.0, -0.9)],
        [(0.98, -0.05), (1.02, -0.3), (1.05, -0.5), (1.0, -0.75)],
    ]
    return [back], [mass(ink, who, top + line_, guides, 620, round=0.15)]


def crop(ink, who):
    """Very short hair with a clean line."""
    back = Part(fill(spline(mirrored(cap(-0.1, 1.0, 1.31))), who.hairColour), BOX, 0.25, "hair", 0.2)
    top = [
        (-0.99, 0.0),
        (-1.04, -0.5),
        (-0.84, -1.08),
        (-0.4, -1.32),
        (0, -1.36),
        (0.4, -1.32),
        (0.84, -1.08),
        (1.04, -0.5),
        (0.99, 0.0),
    ]
    hairline = [
        (0.935, -0.2),
        (0.90, -0.52),
        (0.70, -0.80),
        (0.3, -0.88),
        (-0.3, -0.88),
        (-0.70, -0.80),
        (-0.90, -0.52),
        (-0.935, -0.2),
    ]
    d = spline(top + hairline, True, 0.85)
    art = fill(d, who.hairColour)
    clip = ink.clip(f'<path d="{d}"/>')
    dots = "".join(
        oval(
            who.rng.uniform(-1.05, 1.05),
            who.rng.uniform(-1.36, 0),
            0.020,
            0.016,
            mix(dark(who.hairColour, 0.4), light(who.hairColour, 0.28), who.rng.random()),
            'opacity="0.6"',
        )
        for _ in range(900)
    )
    return [back], [Part(art + f'<g clip-path="{clip}">{dots}</g>', BOX, 0.2, "hair", 0.25, 0.06)]


def _curl(x, y, r, angle):
    start, end = ((x + r * math.cos(a), y + r * math.sin(a)) for a in (angle, angle + 2.2))
    return path("M", *start, "A", r, r, "0 0 1 ", *end)


def curly(ink, who, size=1.0):
    """A round cloud of curls."""
    rng, colour = who.rng, who.hairColour

    def curls(spots, small, large):
        art = ""
        for x, y in spots:
            r = rng.uniform(small, large)
            tone = mix(dark(colour, 0.35), light(colour, 0.18), rng.random())
            art += oval(x, y, r, r * 0.94, tone)
            for k in range(3):
                a, q = rng.uniform(0, 6.28), r * (0.85 - 0.24 * k)
                art += line(_curl(x, y, q, a), light(tone, 0.22) if k % 2 else dark(tone, 0.3), 0.02, 'opacity="0.75"')
        return art

    cloud, rim = [], 1.42 * size
    for i in range(150):
        a, q = rng.uniform(0, 6.283), rng.random() ** 0.5 * rim
        cloud.append((math.cos(a) * q * 0.98, -0.42 + math.sin(a) * q * 0.98))
    for i in range(44):
        a = i / 44 * 6.283
        cloud.append((math.cos(a) * rim * rng.uniform(0.95, 1.05), -0.42 + math.sin(a) * rim * rng.uniform(0.94, 1.04)))
    back = Part(oval(0, -0.42, rim, rim, dark(colour, 0.3)) + curls(cloud, 0.12, 0.20), BOX, 0.42, "hair", 0.45, 0.14)
    brow = []
    for i in range(64):
        a = math.pi * (1 + (i + rng.random()) / 64)
        q = rng.uniform(0, 1) ** 1.3
        brow.append((math.cos(a) * (0.92 + 0.3 * q), -0.16 + math.sin(a) * (0.80 + 0.62 * q)))
    front = Part(curls(brow, 0.10, 0.17), BOX, 0.11, "hair", 0.45, 0.08)
    return [back], [front]


def scarf(ink, who):
    """A headscarf in soft folds; `hairColour` stays the brows', the scarf has its own."""
    cloth = who.scarf
    out = [
        (0, -1.50),
        (0.58, -1.42),
        (1.02, -1.0),
        (1.16, -0.2),
        (1.12, 0.6),
        (1.16, 1.3),
        (1.62, 1.95),
        (1.3, 2.65),
        (0.5, 2.95),
        (0, 3.0),
    ]
    hole = [(0, -0.98), (0.45, -0.92), (0.78, -0.60), (0.88, -0.1), (0.84, 0.40), (0.66, 0.86), (0.36, 1.12), (0, 1.19)]
    d = spline(mirrored(out)) + spline(mirrored(hole)[::-1])
    paint = ink.linear([(0, light(cloth, 0.10)), (1, dark(cloth, 0.14))])
    clip = ink.clip(f'<path d="{d}" clip-rule="evenodd"/>')
    folds = ""
    for i in range(10):
        s = 0.98 + i * 0.05
        tone = (light(cloth, 0.35), dark(cloth, 0.40))[i % 2]
        folds += line(
            spline(
                [
                    (-0.95 * s, -0.75),
                    (-1.02 * s, 0.2),
                    (-0.75 * s, 1.05 * s),
                    (0.1, 1.36 * s * s),
                    (0.9 * s, 1.1 + 0.55 * i * 0.2),
                    (1.35, 1.4 + 0.18 * i),
                ],
                False,
            ),
            tone,
            0.045,
            'opacity="0.28"',
        )
    art = fill(d, paint, 'fill-rule="evenodd"') + f'<g clip-path="{clip}">{folds}</g>'
    back = Part(fill(spline(mirrored(cap(0.6, 1.1, 1.44))), dark(cloth, 0.4)), BOX, 0.25, "cloth", 0.2)
    return [back], [Part(art, BOX, 0.20, "satin", 0.55, 0.12)]


STYLES = {
    "short": short,
    "crop": crop,
    "long": long,
    "bob": bob,
    "bun": bun,
    "curly": curly,
    "pony": pony,
    "scarf": scarf,
    "straight": lambda ink, who: long(ink, who, 2.5, 0.0),
    "loose": lambda ink, who: long(ink, who, 2.9, 0.16, 1.0),
    "afro": lambda ink, who: curly(ink, who, 1.12),
    "bald": lambda ink, who: ([], []),
}
