"""What guests hold. Each takes (ink, who, hand, at, colour, text): where the hand is and where the thing is."""

import math

from flowers import leaf, rose
from ink import Part, dark, fill, line, mix, oval, path, placed, spline


def _stick(hand, at):
    return Part(
        line(
            f"M{hand[0] * 1.08 - at[0] * 0.08:.3f} {hand[1] * 1.08 - at[1] * 0.08:.3f}L{at[0]:.3f} {at[1]:.3f}",
            "#e9dcc4",
            0.085,
        ),
        _span(hand, at),
        0.035,
        "matt",
        0.5,
        0.06,
    )


def _span(*points, more=1.6):
    return (
        min(p[0] for p in points) - more,
        min(p[1] for p in points) - more,
        max(p[0] for p in points) + more,
        max(p[1] for p in points) + more,
    )


def moustache(ink, who, hand, at, colour, text):
    half = [
        (0, 0.02),
        (0.18, 0.13),
        (0.42, 0.13),
        (0.66, -0.04),
        (0.80, -0.22),
        (0.72, -0.02),
        (0.60, -0.02),
        (0.42, -0.12),
        (0.20, -0.17),
        (0, -0.06),
    ]
    art = fill(spline(half, True, 0.9), colour) + fill(spline([(-x, y) for x, y in half], True, 0.9), colour)
    return [_stick(hand, (at[0] + 0.45, at[1])), Part(placed(art, *at, 0.92, -4), _span(at), 0.07, "shiny", 0.6, 0.07)]


def lips(ink, who, hand, at, colour, text):
    art = fill(
        spline(
            [
                (-0.56, 0),
                (-0.26, -0.20),
                (-0.1, -0.24),
                (0, -0.18),
                (0.1, -0.24),
                (0.26, -0.20),
                (0.56, 0),
                (0.26, 0.22),
                (0, 0.28),
                (-0.26, 0.22),
            ]
        ),
        colour,
    )
    art += line("M-0.46 0Q-0.15 0.03 0 0.01Q0.15 0.03 0.46 0", dark(colour, 0.55), 0.05)
    return [_stick(hand, (at[0] + 0.25, at[1])), Part(placed(art, *at, 1.05, 5), _span(at), 0.08, "shiny", 0.6, 0.07)]


def _words(text, y, size, colour):
    font = f'font-family="Kaushan Script, Dancing Script, cursive" font-size="{size}" text-anchor="middle"'
    return f'<text x="0" y="{y:.3f}" {font} fill="{colour}">{text}</text>'


def board(ink, who, hand, at, colour, text):
    words, lean = text
    rows = words.split("/")
    w, h = max(len(r) for r in rows) * 0.235 + 0.62, len(rows) * 0.66 + 0.36
    ground = "#fffaf0" if colour != "#2a2c30" else colour
    ink_ = colour if colour != "#2a2c30" else "#f6f1e6"
    art = f'<rect x="{-w / 2}" y="{-h / 2}" width="{w}" height="{h}" rx="0.13" fill="{ground}"/>'
    art += f'<rect x="{-w / 2 + 0.10}" y="{-h / 2 + 0.10}" width="{w - 0.2}" height="{h - 0.2}" rx="0.07" '
    art += f'fill="none" stroke="{ink_}" stroke-width="0.035"/>'
    for i, row in enumerate(rows):
        y = (i - (len(rows) - 1) / 2) * 0.66 + 0.19
        art += _words(row, y, 0.60, ink_)
    return [_stick(hand, at), Part(placed(art, *at, 1.0, lean), _span(at, more=2.6), 0.05, "matt", 0.6, 0.12)]


def bubble(ink, who, hand, at, colour, text):
    words, lean = text
    w = len(words) * 0.17 + 0.55
    art = oval(0, 0, w, 0.62, "#ffffff") + fill(f"M{-w * 0.5} 0.3L{-w * 0.75} 1.0L{-w * 0.1} 0.5Z", "#ffffff")
    art += f'<ellipse cx="0" cy="0" rx="{w - 0.09:.3f}" ry="0.53" fill="none" stroke="{colour}" stroke-width="0.045"/>'
    art += _words(words, 0.22, 0.66, colour)
    return [_stick(hand, at), Part(placed(art, *at, 1.0, lean), _span(at, more=2.4), 0.05, "matt", 0.6, 0.12)]


def bouquet(ink, who, hand, at, colour, text):
    rng, parts = who.rng, []
    stems = "".join(
        line(
            f"M{at[0] + dx * 0.5:.3f} {at[1]:.3f}L{hand[0] - dx * 0.28:.3f} {hand[1] + 0.75:.3f}",
            mix("#49633f", "#7d9468", rng.random()),
            0.06,
        )
        for dx in [k / 5 - 0.8 for k in range(9)]
    )
    parts.append(Part(stems, _span(hand, at), 0.03, "cloth", 0.5))
    green = "".join(
        leaf(
            at[0] + math.cos(a) * 0.42,
            at[1] + math.sin(a) * 0.40,
            rng.uniform(0.5, 0.78),
            math.degrees(a) + 90 + rng.uniform(-25, 25),
            mix("#5b7653", "#a9b99a", rng.random()),
        )
        for a in [i * 0.31 for i in range(21)]
    )
    parts.append(Part(green, _span(at, more=2), 0.05, "cloth", 0.5, 0.1))
    for count, radius, size in ((11, 0.66, 0.22), (8, 0.42, 0.26), (4, 0.16, 0.28)):
        art = ""
        for i in range(count):
            a = i * 6.283 / count + rng.uniform(-0.2, 0.2)
            art += rose(
                rng,
                at[0] + math.cos(a) * radius,
                at[1] + math.sin(a) * radius * 0.9,
                size * rng.uniform(0.85, 1.1),
                mix(colour, "#fff4ea", rng.choice([0.0, 0.3, 0.75, 0.9])),
            )
        parts.append(Part(art, _span(at, more=1.6), 0.085, "cloth", 0.5, 0.07))
    return parts


def flute(ink, who, hand, at, colour, text):
    glass = spline(
        [
            (-0.21, -0.95),
            (-0.24, -0.4),
            (-0.14, 0.05),
            (-0.03, 0.2),
            (0.03, 0.2),
            (0.14, 0.05),
            (0.24, -0.4),
            (0.21, -0.95),
        ],
        True,
        0.8,
    )
    wine = spline(
        [(-0.222, -0.66), (-0.22, -0.4), (-0.12, 0.03), (0, 0.14), (0.12, 0.03), (0.22, -0.4), (0.222, -0.66)],
        True,
        0.8,
    )
    gold = ink.linear([(0, "#ffe9a8"), (1, "#d99a2b")])
    art = (
        fill(glass, "#ffffff", 'opacity="0.20"')
        + fill(wine, gold, 'opacity="0.88"')
        + oval(0, -0.66, 0.222, 0.035, "#fff5cf")
    )
    art += "".join(
        oval(who.rng.uniform(-0.15, 0.15), who.rng.uniform(-0.6, 0.0), 0.014, 0.014, "#fffbe8", 'opacity="0.8"')
        for _ in range(26)
    )
    art += line("M-0.15 -0.85Q-0.18 -0.4 -0.10 -0.05", "#ffffff", 0.04, 'opacity="0.75"') + line(
        "M0.17 -0.9Q0.20 -0.5 0.15 -0.2", "#ffffff", 0.02, 'opacity="0.6"'
    )
    stem = line("M0 0.18V1.1", "#e9eef0", 0.045, 'opacity="0.7"') + oval(
        0, 1.12, 0.26, 0.05, "#e9eef0", 'opacity="0.6"'
    )
    return [Part(placed(stem + art, *at, 1.0, text or 0), _span(at), 0.10, "shiny", 0.3, 0.06)]


def balloon(ink, who, hand, at, colour, text):
    string = line(
        path("M", *hand, "Q", (hand[0] + at[0]) / 2 + 0.3, (hand[1] + at[1]) / 2, at[0], at[1] + 1.2), "#d8cfc0", 0.03
    )
    body = spline(
        [(0, -1.15), (0.72, -0.85), (0.92, -0.1), (0.55, 0.72), (0, 1.1), (-0.55, 0.72), (-0.92, -0.1), (-0.72, -0.85)]
    )
    art = (
        fill(body, colour)
        + fill("M-0.1 1.22L0 1.06L0.1 1.22Z", dark(colour, 0.2))
        + oval(-0.36, -0.55, 0.13, 0.22, "#ffffff", 'opacity="0.55" transform="rotate(28 -0.36 -0.55)"')
    )
    return [
        Part(string, _span(hand, at), 0.01, "flat", 0.1),
        Part(placed(art, *at), _span(at), 0.36, "shiny", 0.35, 0.3),
    ]


ALL = {
    "moustache": moustache,
    "lips": lips,
    "board": board,
    "bubble": bubble,
    "bouquet": bouquet,
    "flute": flute,
    "balloon": balloon,
}
