"""Heads: face, features and expressions."""

from eyes import eyes
from ink import Part, dark, fill, light, line, mirrored, mix, oval, spline
from mouth import mouth

SOFT = [(0, -1.2), (0.5, -1.11), (0.85, -0.74), (0.955, -0.18), (0.90, 0.34), (0.68, 0.84), (0.34, 1.13), (0, 1.21)]


STRONG = [(0, -1.2), (0.5, -1.11), (0.87, -0.74), (0.97, -0.18), (0.95, 0.38), (0.82, 0.86), (0.48, 1.22), (0, 1.30)]


def head(ink, who):
    """The parts of a head, back to front, without hair."""
    skin, yaw = who.skin, who.yaw
    shape = STRONG if who.strong else SOFT
    outline = spline(mirrored(shape))
    deep, warm = mix(skin, "#7a2418", 0.42), mix(skin, "#e0503c", 0.36)
    ears = []
    for side in (-1, 1):
        x = side * (0.985 - 0.05 * side * yaw)
        ears.append(oval(x, 0.08, 0.15, 0.25, skin) + oval(x + side * 0.01, 0.09, 0.075, 0.15, mix(skin, deep, 0.5)))
    art = [fill(outline, skin)]
    inside = ink.clip(f'<path d="{outline}"/>')
    marks = [
        # Planes of the face: brow, sockets, cheeks, the shadow beside the nose and under the lip.
        ink.soft(0.1 + yaw * 0.2, -0.72, 0.62, 0.36, light(skin, 0.5), 0.32),
        ink.soft(yaw * 0.25 - 0.36, -0.04, 0.36, 0.30, deep, 0.30),
        ink.soft(yaw * 0.25 + 0.36, -0.04, 0.36, 0.30, deep, 0.30),
        ink.soft(yaw * 0.2 - 0.56, 0.42, 0.36, 0.27, warm, 0.46 * who.blush),
        ink.soft(yaw * 0.2 + 0.56, 0.42, 0.36, 0.27, warm, 0.46 * who.blush),
        ink.soft(yaw * 0.22 - 0.52, 0.29, 0.24, 0.13, light(skin, 0.6), 0.30),
        ink.soft(yaw * 0.22 + 0.50, 0.29, 0.24, 0.13, light(skin, 0.6), 0.22),
        ink.soft(yaw * 0.3, 1.16, 0.34, 0.15, light(skin, 0.4), 0.22),
        ink.soft(yaw * 0.3, 1.03, 0.20, 0.05, deep, 0.22),
        ink.soft(0.85, 0.5, 0.36, 0.9, deep, 0.24),
    ]
    if who.beard:
        marks.append(stubble(ink, who, yaw))
    features = nose(ink, skin, deep, warm, yaw) + mouth(ink, who, deep, yaw) + eyes(ink, who, deep, yaw)
    if who.freckles:
        marks.append(freckles(who.rng, mix(skin, "#8a3d1c", 0.6), yaw))
    art.append(f'<g clip-path="{inside}">{"".join(marks)}</g>{features}')
    parts = [
        Part(neck(ink, skin, deep, who.strong), (-0.8, 0.4, 0.8, 2.4), 0.26, "skin", 0.3),
        Part("".join(ears), (-1.25, -0.3, 1.25, 0.45), 0.07, "skin", 0.3, 0.08),
        Part("".join(art), (-1.15, -1.4, 1.15, 1.5), 0.40, "face", 0.62, 0.2),
    ]
    if who.beard and who.beard != "stubble":
        parts.append(beard(ink, who, yaw))
    parts.append(brows(who, yaw))
    return parts


def neck(ink, skin, deep, strong):
    w = 1.0 if strong else 0.86
    d = spline(
        [
            (x * w, y)
            for x, y in (
                (-0.50, 0.5),
                (-0.47, 1.2),
                (-0.50, 1.6),
                (-0.85, 1.92),
                (-0.6, 2.3),
                (0.6, 2.3),
                (0.85, 1.92),
                (0.50, 1.6),
                (0.47, 1.2),
                (0.50, 0.5),
            )
        ]
    )
    return fill(d, mix(skin, deep, 0.12)) + ink.soft(0.08, 1.28, 0.62, 0.34, deep, 0.55)


def nose(ink, skin, deep, warm, yaw):
    x = yaw * 0.42
    out = ink.soft(x + 0.08, 0.12, 0.10, 0.36, deep, 0.26)
    out += ink.soft(x - 0.03, 0.05, 0.07, 0.34, light(skin, 0.7), 0.36)
    out += ink.soft(x, 0.43, 0.25, 0.10, deep, 0.55)
    out += ink.soft(x, 0.33, 0.20, 0.16, mix(skin, warm, 0.55), 0.95)
    for side in (-1, 1):
        out += ink.soft(x + side * 0.15, 0.37, 0.09, 0.085, mix(skin, warm, 0.7), 0.8)
        out += ink.soft(x + side * 0.085, 0.425, 0.055, 0.032, dark(deep, 0.45), 0.85)
    return out + ink.soft(x - 0.04, 0.27, 0.085, 0.075, "#ffffff", 0.34)


def brows(who, yaw):
    colour = dark(mix(who.hairColour, "#3a241a", 0.35), 0.22)
    lift = who.browLift
    thick = 0.046 if who.strong else 0.030
    out = ""
    for side in (-1, 1):
        x = yaw * 0.27 + side * 0.385
        raise_ = lift + (0.09 if side == who.raised else 0)
        mid = [(-0.235, -0.005), (-0.10, -0.055), (0.08, -0.07), (0.265, 0.03)]
        pts = [(x + side * a, -0.385 - raise_ + b) for a, b in mid]
        width = [thick * 0.62, thick * 1.0, thick * 0.85, 0.010]
        top = [(px, py - w) for (px, py), w in zip(pts, width)]
        low = [(px, py + w) for (px, py), w in zip(pts, width)]
        out += fill(spline(top + low[::-1], True, 0.8), colour)
        for _ in range(34):
            t = who.rng.random() * 0.72
            k = min(int(t * 3), 2)
            f = t * 3 - k
            bx = pts[k][0] + (pts[k + 1][0] - pts[k][0]) * f
            by = pts[k][1] + (pts[k + 1][1] - pts[k][1]) * f + who.rng.uniform(-0.5, 0.5) * thick
            out += line(
                f"M{bx:.3f} {by + 0.02:.3f}l{side * 0.06:.3f} {-0.045 + 0.055 * t:.3f}",
                mix(colour, who.hairColour, who.rng.random()),
                0.008,
            )
    return Part(out, (-1, -0.8, 1, -0.1), 0.035, "hair", 0.25, 0.03)


def stubble(ink, who, yaw):
    colour = dark(mix(who.skin, who.hairColour, 0.6), 0.1)
    d = spline(
        [
            (-1.0, 0.2),
            (-0.8, 0.45),
            (-0.52, 0.56),
            (-0.3, 0.48),
            (0, 0.52),
            (0.3, 0.48),
            (0.52, 0.56),
            (0.8, 0.45),
            (1.0, 0.2),
            (1.0, 1.4),
            (-1.0, 1.4),
        ]
    )
    dots = "".join(
        oval(
            who.rng.uniform(-0.98, 0.98), who.rng.uniform(0.3, 1.32), 0.011, 0.014, dark(colour, 0.3), 'opacity="0.35"'
        )
        for _ in range(700)
    )
    clip = ink.clip(f'<path d="{d}"/>')
    shade = (
        ink.soft(0, 1.18, 0.95, 0.62, colour, 0.55)
        + ink.soft(-0.72, 0.86, 0.42, 0.55, colour, 0.35)
        + ink.soft(0.72, 0.86, 0.42, 0.55, colour, 0.35)
    )
    return shade + ink.soft(yaw * 0.36, 0.53, 0.34, 0.09, colour, 0.45) + f'<g clip-path="{clip}">{dots}</g>'


def beard(ink, who, yaw):
    colour, x = who.hairColour, yaw * 0.3
    low = 1.52 if who.beard == "full" else 1.36
    outer = [
        (-0.985, 0.05),
        (-0.985, 0.5),
        (-0.84, 1.0),
        (-0.5, low - 0.08),
        (0, low),
        (0.5, low - 0.08),
        (0.84, 1.0),
        (0.985, 0.5),
        (0.985, 0.05),
    ]
    inner = [
        (0.90, 0.3),
        (0.72, 0.56),
        (0.50 + x, 0.54),
        (0.22 + x, 0.475),
        (x, 0.50),
        (-0.22 + x, 0.475),
        (-0.50 + x, 0.54),
        (-0.72, 0.56),
        (-0.90, 0.3),
    ]
    gap = [
        (-0.43 + x, 0.60),
        (-0.2 + x, 0.605),
        (x, 0.615),
        (0.2 + x, 0.605),
        (0.43 + x, 0.60),
        (0.36 + x, 0.86),
        (0.16 + x, 1.03),
        (x, 1.05),
        (-0.16 + x, 1.03),
        (-0.36 + x, 0.86),
    ]
    d = spline(outer + inner, True, 0.9) + spline(gap[::-1], True, 0.9)
    out = fill(d, colour, 'fill-rule="evenodd"')
    clip = ink.clip(f'<path d="{d}" clip-rule="evenodd"/>')
    hairs = ""
    for i in range(420):
        px = who.rng.uniform(-1, 1)
        py = who.rng.uniform(0.1, low)
        tone = mix(dark(colour, 0.4), light(colour, 0.25), who.rng.random())
        hairs += line(
            f"M{px:.3f} {py:.3f}q{px * 0.05:.3f} 0.06 {px * 0.02 + who.rng.uniform(-.03, .03):.3f} 0.13",
            tone,
            0.014,
            'opacity="0.6"',
        )
    return Part(out + f'<g clip-path="{clip}">{hairs}</g>', (-1.1, -0.1, 1.1, 1.7), 0.10, "hair", 0.3, 0.06)


def freckles(rng, colour, yaw):
    out = ""
    for _ in range(46):
        x, y = rng.normal(0, 0.36) + yaw * 0.3, 0.31 + abs(rng.normal(0, 0.1)) - 0.04
        out += oval(x, y, 0.014, 0.012, colour, f'opacity="{rng.uniform(.25, .55):.2f}"')
    return out
