"""What guests wear below the neck."""

import math

from ink import Part, dark, fill, light, line, mirrored, mix, oval, polygon, spline

BOX = (-2.6, 1.2, 2.6, 9.5)


def trunk(who):
    w = 1.10 if who.strong else 0.90
    waist = 1.30 if who.strong else 0.98
    hip = 1.36 if who.strong else 1.42
    return mirrored(
        [
            (0, 1.80),
            (0.46, 1.74),
            (0.86, 1.88),
            (1.38 * w, 2.08),
            (1.62 * w, 2.46),
            (1.46 * w, 3.3),
            (waist, 4.7),
            (hip, 6.3),
            (hip * 1.1, 9.4),
            (0, 9.4),
        ]
    )


def torso(ink, who):
    return OUTFITS[who.outfit](ink, who)


def _cloth(ink, colour):
    return ink.linear([(0, light(colour, 0.05)), (0.55, colour), (1, dark(colour, 0.25))])


def _folds(ink, who, colour, count=9):
    out = ""
    for _ in range(count):
        x, y = who.rng.uniform(-1.0, 1.0), who.rng.uniform(2.9, 6.0)
        out += ink.soft(x, y, 0.10, who.rng.uniform(0.5, 1.0), dark(colour, 0.6), 0.13)
        out += ink.soft(x + 0.16, y, 0.08, who.rng.uniform(0.4, 0.9), light(colour, 0.6), 0.10)
    return out


def suit(ink, who):
    colour, shirt = who.colours[0], who.colours[1]
    body = spline(trunk(who), True, 0.9)
    inside = ink.clip(f'<path d="{body}"/>')
    under = fill("M-0.62 1.4Q0 2.5 0.62 1.4L0.55 4.6L-0.55 4.6Z", shirt)
    under += line("M0 2.2V4.6", dark(shirt, 0.22), 0.02) + "".join(
        oval(0.0, y, 0.035, 0.035, dark(shirt, 0.3)) for y in (2.75, 3.2, 3.65, 4.1)
    )
    jacket = fill("M-3 1L-0.50 1.55L-0.34 2.1L0 4.35L0.34 2.1L0.50 1.55L3 1V10H-3Z", _cloth(ink, colour)) + _folds(
        ink, who, colour
    )
    jacket += (
        line("M0 4.35V9", dark(colour, 0.5), 0.03)
        + oval(0.05, 4.75, 0.07, 0.07, dark(colour, 0.5))
        + oval(0.05, 5.5, 0.07, 0.07, dark(colour, 0.5))
    )
    parts = [Part(f'<g clip-path="{inside}">{under}</g>', BOX, 0.4, "cloth", 0.2)]
    parts.append(Part(f'<g clip-path="{inside}">{jacket}</g>', BOX, 0.42, "cloth", 0.45))
    lapels = ""
    for s in (-1, 1):
        edge = [
            (s * 0.50, 1.60),
            (s * 0.86, 1.92),
            (s * 1.04, 2.75),
            (s * 0.80, 2.80),
            (s * 0.86, 3.02),
            (s * 0.02, 4.36),
            (s * 0.36, 2.4),
        ]
        lapels += fill(polygon(edge), who.colours[2] if len(who.colours) > 2 else light(colour, 0.05))
    lapels += fill("M0.78 3.32L1.20 3.26L1.19 3.34L0.79 3.40Z", dark(colour, 0.35))
    parts.append(Part(lapels, BOX, 0.07, "satin" if len(who.colours) > 2 else "cloth", 0.5, 0.06))
    square = fill("M0.82 3.30L0.86 3.06L0.95 3.16L1.02 3.00L1.10 3.13L1.17 3.04L1.18 3.26Z", who.accent)
    parts.append(Part(square, BOX, 0.04, "satin", 0.3, 0.03))
    collar = "".join(
        fill(
            polygon([(s * 0.50, 1.48), (s * 0.60, 1.72), (s * 0.36, 2.30), (s * 0.02, 2.02), (s * 0.20, 1.85)]),
            light(shirt, 0.2),
        )
        for s in (-1, 1)
    )
    parts.append(Part(collar, BOX, 0.05, "cloth", 0.4, 0.05))
    parts.append(bow(who) if who.neckwear == "bow" else tie(ink, who))
    return parts


def bow(who, y=2.10):
    wing = lambda s: fill(
        spline(
            [
                (s * 0.06, y - 0.05),
                (s * 0.30, y - 0.22),
                (s * 0.47, y - 0.20),
                (s * 0.45, y + 0.02),
                (s * 0.47, y + 0.22),
                (s * 0.28, y + 0.20),
                (s * 0.06, y + 0.06),
            ]
        ),
        who.accent,
    )
    art = (
        wing(-1)
        + wing(1)
        + line(f"M-0.12 {y}L-0.34 {y - 0.05}M0.12 {y}L0.34 {y - 0.05}", dark(who.accent, 0.4), 0.02, 'opacity="0.6"')
    )
    art += f'<rect x="-0.10" y="{y - 0.12}" width="0.20" height="0.24" rx="0.06" fill="{light(who.accent, 0.08)}"/>'
    return Part(art, BOX, 0.08, "satin", 0.5, 0.06)


def tie(ink, who):
    d = polygon([(-0.14, 2.06), (0.14, 2.06), (0.10, 2.30), (0.24, 4.0), (0, 4.5), (-0.24, 4.0), (-0.10, 2.30)])
    stripes = "".join(
        line(f"M-0.5 {2.2 + i * 0.3}L0.5 {2.6 + i * 0.3}", light(who.accent, 0.35), 0.05, 'opacity="0.6"')
        for i in range(9)
    )
    clip = ink.clip(f'<path d="{d}"/>')
    return Part(fill(d, who.accent) + f'<g clip-path="{clip}">{stripes}</g>', BOX, 0.09, "satin", 0.5, 0.06)


def dress(ink, who, sequins=False, straps=True):
    colour = who.colours[0]
    shape = trunk(who)
    whole = spline(shape, True, 0.9)
    inside = ink.clip(f'<path d="{whole}"/>')
    skin = fill(whole, who.skin) + ink.soft(0, 2.2, 0.9, 0.3, light(who.skin, 0.4), 0.25)
    for s in (-1, 1):
        skin += line(
            f"M{s * 0.12} 2.28Q{s * 0.55} 2.12 {s * 1.05} 2.16", mix(who.skin, "#7a2418", 0.4), 0.035, 'opacity="0.35"'
        )
    neckline = [
        (-1.9, 3.0),
        (-1.22, 2.86),
        (-0.92, 2.74),
        (-0.55, 2.72),
        (0, 3.02),
        (0.55, 2.72),
        (0.92, 2.74),
        (1.22, 2.86),
        (1.9, 3.0),
    ]
    cut = spline(neckline, False) + "L3 10L-3 10Z"
    gown = fill(cut, _cloth(ink, colour)) + _folds(ink, who, colour, 12)
    for s in (-1, 1):
        gown += ink.soft(s * 0.52, 3.66, 0.55, 0.26, dark(colour, 0.5), 0.16) + ink.soft(
            s * 0.52 - 0.08, 3.12, 0.40, 0.34, light(colour, 0.5), 0.20
        )
    gown += line(spline([(-1.3, 4.62), (0, 4.78), (1.3, 4.62)], False), dark(colour, 0.25), 0.16, 'opacity="0.7"')
    if straps:
        for s in (-1, 1):
            gown += line(f"M{s * 0.78} 2.85L{s * 0.92} 1.80", colour, 0.17)
    material = "sequin" if sequins else "satin"
    parts = [
        Part(skin, BOX, 0.42, "skin", 0.3),
        Part(f'<g clip-path="{inside}">{gown}</g>', BOX, 0.40, material, 0.35, 0.07),
    ]
    if who.outfit == "bride":
        parts.append(lace(ink, who, inside, neckline))
    return parts + [necklace(who)]


def lace(ink, who, inside, neckline):
    art = ""
    for i in range(60):
        x = -1.35 + 2.7 * i / 59
        y = 2.80 + 0.20 * math.cos(x * 3.0) * math.exp(-x * x * 2) + (0.04 if i % 2 else 0)
        art += oval(x, y, 0.055, 0.06, "#ffffff")
    for _ in range(150):
        x, y = who.rng.uniform(-1.3, 1.3), 2.95 + abs(who.rng.normal(0, 0.7))
        for k in range(5):
            a = k * 1.2566 + x * 9
            art += oval(x + 0.045 * math.cos(a), y + 0.045 * math.sin(a), 0.03, 0.03, "#ffffff", 'opacity="0.75"')
    return Part(f'<g clip-path="{inside}">{art}</g>', BOX, 0.02, "cloth", 0.35, 0.02)


def necklace(who):
    art = ""
    for i in range(31):
        t = (i - 15) / 15
        r = 0.030 + 0.018 * (1 - abs(t))
        art += oval(t * 0.62, 1.86 + 0.50 * (1 - t * t), r, r, "#f4ece2")
    return Part(art, BOX, 0.02, "shiny", 0.5, 0.03)


def top(ink, who):
    """A shirt, blouse or knit with a round neck."""
    colour = who.colours[0]
    body = spline(trunk(who), True, 0.9)
    inside = ink.clip(f'<path d="{body}"/>')
    chest = fill(body, who.skin)
    gap = "M-3 1L-0.62 1.66Q0 2.75 0.62 1.66L3 1V10H-3Z"
    cloth = fill(gap, _cloth(ink, colour)) + _folds(ink, who, colour)
    if len(who.colours) > 1:
        for i in range(16):
            y = 2.2 + i * 0.42
            cloth += line(spline([(-2, y - 0.10), (0, y + 0.14), (2, y - 0.10)], False), who.colours[1], 0.13)
        cloth += _folds(ink, who, colour, 6)
    rib = line("M-0.62 1.66Q0 2.75 0.62 1.66", light(colour, 0.12), 0.12)
    return [
        Part(chest, BOX, 0.4, "skin", 0.2),
        Part(f'<g clip-path="{inside}">{cloth}</g>', BOX, 0.42, "cloth", 0.35, 0.08),
        Part(rib, BOX, 0.05, "cloth", 0.35, 0.05),
    ]


def shirt(ink, who):
    """A buttoned shirt with a collar, open at the neck; braces when there is a third colour."""
    colour = who.colours[0]
    body = spline(trunk(who), True, 0.9)
    inside = ink.clip(f'<path d="{body}"/>')
    cloth = fill("M-3 1L-0.50 1.60L0 2.72L0.50 1.60L3 1V10H-3Z", _cloth(ink, colour))
    if len(who.colours) > 1:
        for i in range(-9, 10):
            cloth += line(f"M{i * 0.22} 1.5L{i * 0.235} 9", who.colours[1], 0.035, 'opacity="0.65"')
    cloth += _folds(ink, who, colour) + line("M0 2.7V9", dark(colour, 0.3), 0.022)
    cloth += "".join(oval(0.0, y, 0.045, 0.045, light(colour, 0.5)) for y in (3.1, 3.75, 4.4, 5.05))
    collar = "".join(
        fill(
            polygon([(s * 0.52, 1.46), (s * 0.66, 1.74), (s * 0.52, 2.42), (s * 0.03, 2.66), (s * 0.38, 2.0)]),
            light(colour, 0.16),
        )
        for s in (-1, 1)
    )
    parts = [
        Part(fill(body, who.skin), BOX, 0.4, "skin", 0.2),
        Part(f'<g clip-path="{inside}">{cloth}</g>', BOX, 0.42, "cloth", 0.4, 0.08),
    ]
    if len(who.colours) > 2:
        straps = "".join(line(f"M{s * 0.98} 1.95Q{s * 1.0} 4 {s * 0.86} 9", who.colours[2], 0.19) for s in (-1, 1))
        parts.append(Part(straps, BOX, 0.05, "cloth", 0.5, 0.05))
    parts.append(Part(collar, BOX, 0.05, "cloth", 0.45, 0.06))
    return parts + ([bow(who, 2.36)] if who.neckwear == "bow" else [])


OUTFITS = {
    "suit": suit,
    "dress": dress,
    "top": top,
    "shirt": shirt,
    "bride": lambda ink, who: dress(ink, who, straps=False),
    "sequins": lambda ink, who: dress(ink, who, sequins=True),
}
