"""Long, bobbed and tied hair: functions of (ink, who) that return the parts behind and before the head."""

import math

from ink import Part, dark, fill, light, line, mirrored, mix, path, spline
from strands import BOX, cap, mass, strands


def long(ink, who, length=2.7, wave=0.10, loose=0.0):
    out = [
        (0, -1.62),
        (0.55, -1.54),
        (1.06, -1.10),
        (1.26, -0.2),
        (1.30 + wave, 0.6),
        (1.26 - wave * 0.4, 1.3),
        (1.38 + wave, 1.9),
        (1.12, length - 0.15),
        (0.7, length),
        (0.45, length * 0.8),
        (0.0, 1.2),
    ]
    guides = []
    for i in range(9):
        t = (i - 4) / 4
        guides.append(
            [
                (t * 0.75, -1.56 + 0.2 * t * t),
                (t * 1.52, -1.0 + 0.1 * abs(t)),
                (t * (1.32 + wave * 3), length * 0.45),
                (t * 1.12 + wave * math.sin(i * 2.1) * 0.8, length - 0.1 + 0.3 * (1 - abs(t))),
            ]
        )
    back = mass(ink, who, mirrored(out), guides, 900, round=0.3, spread=0.06, loose=loose)
    fronts = []
    for side in (-1, 1):
        p = 0.16
        lock = [
            (p, -1.44),
            (p + side * 0.34, -1.58),
            (side * 0.95, -1.20),
            (side * 1.19, -0.4),
            (side * (1.20 + wave), 0.5),
            (side * (1.18 - wave * 0.5), 1.25),
            (side * (1.28 + wave), 1.95),
            (side * 1.02, length - 0.3),
            (side * 0.80, 1.8),
            (side * 0.92, 1.0),
            (side * 0.94, 0.3),
            (side * 0.88, -0.30),
            (side * 0.62 + p * 0.2, -0.78),
        ]
        g = [
            [(p, -1.38), (side * 0.5, -1.05), (side * 0.92, -0.6), (side * 0.93, 0.5)],
            [(p, -1.40), (side * 0.72, -1.2), (side * 1.02, -0.4), (side * (0.95), 1.6)],
            [
                (p + side * 0.1, -1.48),
                (side * 1.05, -1.4),
                (side * (1.15 + wave * 2), 0.2),
                (side * 1.02, length - 0.35),
            ],
            [(p + side * 0.25, -1.58), (side * 1.42, -1.6), (side * (1.52 + wave), 0.3), (side * 1.30, 2.0)],
        ]
        fronts.append(mass(ink, who, lock, g, 420, round=0.13, spread=0.025))
    if loose:
        fronts.append(flyaway(who, length))
    return [back], fronts


def flyaway(who, length):
    """Single hairs that stand off the head: what a green screen has to keep."""
    art, rng = "", who.rng
    for side in (-1, 1):
        for _ in range(120):
            y = rng.uniform(-1.3, length * 0.75)
            x = side * (1.0 + 0.25 * min(1, (y + 1.4) / 1.2)) * (0.9 if y < -0.9 else 1.0)
            out, down = side * rng.gamma(2.0, 0.14), rng.uniform(0.25, 0.95)
            curl = side * rng.normal(0.05, 0.16)
            root = (x - side * rng.uniform(0.02, 0.2), y - rng.uniform(0.3, 0.7))
            tone = mix(dark(who.hairColour, 0.2), light(who.hairColour, 0.35), rng.random())
            art += line(
                path("M", *root, "C", x + out * 0.1, y - 0.1, x + out * 0.8, y + down * 0.4, x + out + curl, y + down),
                tone,
                round(rng.uniform(0.007, 0.014), 4),
                f'opacity="{rng.uniform(0.55, 0.95):.2f}"',
            )
    for _ in range(60):
        x = rng.uniform(-0.85, 0.85)
        y, rise = -1.58 + 0.5 * x * x, rng.uniform(0.15, 0.4)
        art += line(
            path("M", x, y + 0.15, "q", x * 0.2, -rise, x * 0.5 + rng.normal(0, 0.12), -rise * 0.5),
            light(who.hairColour, 0.2),
            0.009,
            'opacity="0.7"',
        )
    return Part(art, BOX, 0.01, "hair", 0.0)


def bob(ink, who):
    out = [
        (0, -1.52),
        (0.6, -1.47),
        (1.10, -1.0),
        (1.30, -0.1),
        (1.38, 0.7),
        (1.22, 1.26),
        (0.80, 1.30),
        (0.4, 1.2),
        (0, 1.2),
    ]
    guides = [
        [(t * 0.45, -1.48), (t * 1.4, -1.1), (t * 1.42, 0.3), (t * 1.15, 1.26)]
        for t in (-1, -0.66, -0.33, 0, 0.33, 0.66, 1)
    ]
    back = mass(ink, who, mirrored(out), guides, 600, round=0.28, spread=0.04)
    fringe = [
        (-1.06, -0.55),
        (-0.92, -1.15),
        (-0.4, -1.50),
        (0.1, -1.54),
        (0.6, -1.42),
        (1.0, -1.0),
        (1.07, -0.5),
        (0.90, -0.43),
        (0.45, -0.47),
        (0, -0.44),
        (-0.45, -0.47),
        (-0.90, -0.43),
    ]
    g = [
        [(t * 0.25, -1.50), (t * 0.75, -1.35), (t * 0.98, -0.9), (t * 0.98, -0.44)]
        for t in (-1, -0.6, -0.2, 0.2, 0.6, 1)
    ]
    parts = [mass(ink, who, fringe, g, 420, round=0.13, spread=0.015)]
    for side in (-1, 1):
        lock = [
            (side * 0.90, -0.9),
            (side * 1.12, -0.7),
            (side * 1.30, 0.1),
            (side * 1.33, 0.8),
            (side * 1.16, 1.24),
            (side * 0.86, 1.22),
            (side * 0.93, 0.6),
            (side * 0.97, -0.1),
        ]
        g = [
            [(side * 0.9, -0.85), (side * 1.0, -0.2), (side * 0.98, 0.5), (side * 0.9, 1.2)],
            [(side * 1.0, -0.8), (side * 1.34, -0.1), (side * 1.4, 0.7), (side * 1.12, 1.22)],
        ]
        parts.insert(0, mass(ink, who, lock, g, 240, round=0.12))
    return [back], parts


def bun(ink, who):
    ball = [(math.cos(a) * 0.50, -1.72 + math.sin(a) * 0.43) for a in [i * math.pi / 5 for i in range(10)]]
    swirl = [
        [
            (math.cos(a) * 0.45, -1.72 + math.sin(a) * 0.4),
            (math.cos(a + 0.7) * 0.5, -1.72 + math.sin(a + 0.7) * 0.42),
            (math.cos(a + 1.6) * 0.35, -1.72 + math.sin(a + 1.6) * 0.3),
            (math.cos(a + 2.4) * 0.15, -1.72 + math.sin(a + 2.4) * 0.12),
        ]
        for a in [i * 0.8 for i in range(9)]
    ]
    knot = mass(ink, who, ball, swirl, 260, round=0.17, spread=0.02)
    back = Part(fill(spline(mirrored(cap(0.3, 1.06, 1.44))), dark(who.hairColour, 0.3)), BOX, 0.25, "hair", 0.2)
    top = [
        (-1.0, 0.12),
        (-1.10, -0.5),
        (-0.86, -1.16),
        (-0.4, -1.45),
        (0, -1.5),
        (0.4, -1.45),
        (0.86, -1.16),
        (1.10, -0.5),
        (1.0, 0.12),
    ]
    inner = [
        (0.955, -0.15),
        (0.88, -0.55),
        (0.55, -0.86),
        (0.12, -1.02),
        (-0.3, -0.92),
        (-0.72, -0.74),
        (-0.90, -0.5),
        (-0.955, -0.15),
    ]
    g = [
        [(-0.96, -0.05), (-1.04, -0.6), (-0.8, -1.1), (-0.3, -1.45)],
        [(-0.88, -0.5), (-0.85, -0.95), (-0.5, -1.3), (-0.1, -1.48)],
        [(-0.3, -0.9), (-0.3, -1.1), (-0.1, -1.35), (0, -1.5)],
        [(0.3, -0.95), (0.3, -1.1), (0.15, -1.35), (0, -1.5)],
        [(0.88, -0.5), (0.85, -0.95), (0.5, -1.3), (0.1, -1.48)],
        [(0.96, -0.05), (1.04, -0.6), (0.8, -1.1), (0.3, -1.45)],
    ]
    wisps = strands(
        who.rng,
        [
            [(-0.95, -0.2), (-1.1, 0.1), (-1.0, 0.5), (-1.08, 0.95)],
            [(-0.9, -0.2), (-1.0, 0.2), (-0.95, 0.5), (-0.98, 0.85)],
        ],
        14,
        who.hairColour,
        0.009,
    )
    wisps += strands(
        who.rng,
        [[(0.95, -0.2), (1.1, 0.1), (1.0, 0.5), (1.08, 0.95)], [(0.9, -0.2), (1.0, 0.2), (0.95, 0.5), (0.98, 0.85)]],
        14,
        who.hairColour,
        0.009,
    )
    front = mass(ink, who, top + inner, g, 620, round=0.15)
    front.svg += wisps
    return [knot, back], [front]


def pony(ink, who):
    backs, fronts = bun(ink, who)
    tail = [
        (0.35, -1.5),
        (0.95, -1.62),
        (1.5, -1.1),
        (1.72, -0.1),
        (1.62, 1.0),
        (1.42, 1.75),
        (1.28, 1.1),
        (1.22, 0.2),
        (1.02, -0.6),
        (0.55, -1.1),
    ]
    g = [[(0.45, -1.4), (1.0, -1.4), (1.25, -0.2), (1.38, 1.6)], [(0.5, -1.5), (1.5, -1.7), (1.75, -0.1), (1.48, 1.6)]]
    return [mass(ink, who, tail, g, 420, round=0.2), backs[1]], fronts
