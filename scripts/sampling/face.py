"""Heads: face, features and expressions."""

from ink import Part, dark, fill, light, line, mirrored, mix, oval, placed, spline

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
        ink.soft(yaw * 0.3, 0.99, 0.24, 0.07, deep, 0.34),
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
    d = spline([(x * w, y) for x, y in ((-0.50, 0.5), (-0.47, 1.2), (-0.50, 1.6), (-0.85, 1.92), (-0.6, 2.3), (0.6, 2.3), (0.85, 1.92), (0.50, 1.6), (0.47, 1.2), (0.50, 0.5))])
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
    return out + ink.soft(x - 0.04, 0.27, 0.085, 0.075, "#ffffff", 0.55)


def eyes(ink, who, deep, yaw):
    out = []
    for side in (-1, 1):
        near = 1.07 * (1 - 0.20 * side * yaw)
        x = side * 0.385 + yaw * 0.27
        closed = who.eyes == "happy" or (who.eyes == "wink" and side == who.winks)
        art = closed_eye(ink, who, deep, side) if closed else open_eye(ink, who, deep, side)
        out.append(f'<g transform="translate({x:.4f} -0.02) scale({near:.4f} 1.07)">{art}</g>')
    return "".join(out)


def open_eye(ink, who, deep, side):
    wide = {"open": 1.0, "wide": 1.22, "soft": 0.86, "wink": 0.95}[who.eyes]
    h = 0.162 * wide
    o = side  # the outer corner is on this side
    d = spline([(-0.215 * o, 0.035), (-0.10 * o, -h * 0.86), (0.05 * o, -h), (0.17 * o, -h * 0.66), (0.228 * o, -0.015), (0.12 * o, 0.090), (-0.06 * o, 0.108)])
    inside = ink.clip(f'<path d="{d}"/>')
    gx, gy = who.gaze
    iris, ring = who.iris, dark(who.iris, 0.62)
    ball = ink.radial([(0, "#fffdfa"), (0.62, "#faf4ef"), (1, "#d9c6bd")])
    colour = ink.radial([(0, dark(iris, 0.3)), (0.45, iris), (0.78, light(iris, 0.16)), (0.9, iris), (1, ring)], 'cy="0.58"')
    shade = ink.linear([(0, "#2a1210", 0.55), (0.42, "#2a1210", 0.0)])
    art = fill(d, ball)
    art += f'<g clip-path="{inside}">{oval(gx, gy - 0.022, 0.148, 0.148, colour)}{oval(gx, gy - 0.022, 0.072, 0.072, "#120a0a")}'
    art += fill(d, shade) + "</g>"
    art += oval(gx - 0.052, gy - 0.068, 0.040, 0.040, "#ffffff") + oval(gx + 0.05, gy + 0.045, 0.019, 0.019, "#ffffff", 'opacity="0.75"')
    # Upper lid: crease, lash line that thickens outwards, lashes.
    lid = [(-0.225 * o, 0.045), (-0.10 * o, -h * 0.88), (0.05 * o, -h * 1.03), (0.175 * o, -h * 0.68), (0.245 * o, -0.03)]
    art += line(spline([(x, y - 0.075) for x, y in lid], False), mix(who.skin, deep, 0.8), 0.022, 'opacity="0.75"')
    if who.shadow:
        top = [(x * 1.08, y - 0.03) for x, y in lid] + [(0.2 * o, -h - 0.11), (0.0, -h - 0.15), (-0.16 * o, -h - 0.05)]
        art = fill(spline(top), who.shadow, 'opacity="0.35"') + art
    lash = dark(mix(who.hairColour, "#2a1712", 0.7), 0.4)
    inner = [(x, y + (0.030 if who.lashes else 0.02) * (0.4 + i * 0.2)) for i, (x, y) in enumerate(lid)]
    tip = [(0.30 * o, -0.10)] if who.lashes else [(0.25 * o, -0.025)]
    art += fill(spline(lid + tip + inner[::-1], True, 0.9), lash)
    if who.lashes:
        for t, (x, y, tx, ty) in enumerate(((0.12, -0.90, 0.155, -0.052), (0.175, -0.66, 0.235, -0.055), (0.215, -0.36, 0.285, -0.045))):
            art += line(f"M{x * o} {y * h:.4f}Q{(x + 0.03) * o} {y * h - 0.03:.4f} {tx * o + 0.01 * o} {y * h + ty:.4f}", lash, 0.016)
    low = [(0.215 * o, 0.005), (0.12 * o, 0.096), (-0.06 * o, 0.114), (-0.19 * o, 0.06)]
    art += line(spline(low, False), mix(who.skin, dark(deep, 0.3), 0.75), 0.014, 'opacity="0.7"')
    return art + line(f"M{-0.14 * o} 0.215Q0 0.255 {0.17 * o} 0.185", mix(who.skin, deep, 0.7), 0.018, 'opacity="0.45"')


def closed_eye(ink, who, deep, side):
    o = side
    lash = dark(mix(who.hairColour, "#2a1712", 0.7), 0.4)
    up = [(-0.21 * o, 0.07), (-0.09 * o, -0.055), (0.05 * o, -0.075), (0.17 * o, -0.01), (0.235 * o, 0.085)]
    under = [(x * 0.97, y + 0.03 + 0.022 * (2 - abs(i - 2))) for i, (x, y) in enumerate(up)]
    art = ink.soft(0.01 * o, -0.10, 0.24, 0.11, mix(who.skin, "#ffffff", 0.35), 0.35)
    art += fill(spline(up + under[::-1]), lash)
    if who.lashes:
        for x, y, tx, ty in ((0.13, -0.035, 0.165, -0.085), (0.19, 0.015, 0.25, -0.025), (0.225, 0.07, 0.29, 0.045)):
            art += line(f"M{x * o} {y}L{tx * o} {ty}", lash, 0.018)
    art += line(f"M{-0.18 * o} {-0.08}Q{0.03 * o} -0.23 {0.22 * o} -0.07", mix(who.skin, deep, 0.8), 0.020, 'opacity="0.6"')
    return art + line(f"M{-0.12 * o} 0.165Q{0.05 * o} 0.215 {0.20 * o} 0.15", mix(who.skin, deep, 0.75), 0.02, 'opacity="0.5"')


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
        for i in range(26):
            t = who.rng.random()
            k = min(int(t * 3), 2)
            f = t * 3 - k
            bx = pts[k][0] + (pts[k + 1][0] - pts[k][0]) * f
            by = pts[k][1] + (pts[k + 1][1] - pts[k][1]) * f + who.rng.uniform(-0.5, 0.5) * thick
            out += line(f"M{bx:.3f} {by + 0.02:.3f}l{side * 0.07:.3f} {-0.035 + 0.04 * t:.3f}", mix(colour, who.hairColour, who.rng.random()), 0.011)
    return Part(out, (-1, -0.8, 1, -0.1), 0.035, "hair", 0.25, 0.03)


def mouth(ink, who, deep, yaw):
    x = yaw * 0.36
    lip = who.lips or mix(who.skin, "#b0413a", 0.42)
    w = {"laugh": 0.345, "smile": 0.335, "closed": 0.30, "kiss": 0.12, "wow": 0.17}[who.mouth]
    if who.mouth == "closed":
        art = fill(spline([(-w, 0.66), (-0.16, 0.695), (0, 0.705), (0.16, 0.695), (w, 0.66), (0.2, 0.80), (0, 0.835), (-0.2, 0.80)]), light(lip, 0.08), 'opacity="0.9"')
        art += fill(spline([(-w, 0.655), (-0.12, 0.625), (0, 0.645), (0.12, 0.625), (w, 0.655), (0.15, 0.735), (0, 0.74), (-0.15, 0.735)]), lip, 'opacity="0.9"')
        art += line(spline([(-w - 0.03, 0.635), (-0.17, 0.725), (0, 0.738), (0.17, 0.725), (w + 0.03, 0.635)], False), dark(deep, 0.3), 0.026)
        art += ink.soft(-0.04, 0.79, 0.13, 0.03, "#ffffff", 0.4)
    elif who.mouth == "kiss":
        art = oval(0, 0.70, 0.15, 0.13, lip) + oval(0, 0.66, 0.10, 0.05, dark(lip, 0.12)) + oval(0, 0.70, 0.035, 0.028, dark(deep, 0.5))
        art += ink.soft(-0.03, 0.765, 0.07, 0.03, "#ffffff", 0.5)
    elif who.mouth == "wow":
        art = oval(0, 0.76, 0.205, 0.235, lip) + oval(0, 0.76, 0.155, 0.185, "#4a0f14") + oval(0, 0.87, 0.11, 0.065, "#c9585a")
        art += fill("M-0.11 0.635Q0 0.58 0.11 0.635Q0 0.69 -0.11 0.635Z", "#f6efe8")
    else:
        drop = 0.325 if who.mouth == "laugh" else 0.225
        top = [(-w, 0.575), (-0.18, 0.640), (0, 0.655), (0.18, 0.640), (w, 0.575)]
        low = [(w * 0.82, 0.60 + drop * 0.56), (0.2, 0.60 + drop * 0.94), (0, 0.60 + drop), (-0.2, 0.60 + drop * 0.94), (-w * 0.82, 0.60 + drop * 0.56)]
        hole = spline(top + low, True, 0.95)
        rim = spline([(px * 1.06, py + (-0.030 if py < 0.67 else 0.040) + (0.016 if abs(px) > 0.27 else 0)) for px, py in top + low], True, 0.95)
        inside = ink.clip(f'<path d="{hole}"/>')
        art = fill(rim, lip) + fill(hole, "#3d0b12")
        bite = 0.175 if who.mouth == "laugh" else 0.185
        teeth = ink.linear([(0, "#d9cbc2"), (0.3, "#fffaf5"), (0.8, "#fbf4ee"), (1, "#e6dad2")])
        row = spline([(-w * 0.93, 0.56), (0, 0.60), (w * 0.93, 0.56), (w * 0.84, 0.60 + bite * 0.52), (0.2, 0.605 + bite * 0.98), (0, 0.61 + bite), (-0.2, 0.605 + bite * 0.98), (-w * 0.84, 0.60 + bite * 0.52)])
        inner = ink.soft(0, 0.60 + drop, 0.24, 0.15, "#e07274", 1) + fill(row, teeth)
        for i in (-2, -1, 0, 1, 2):
            inner += line(f"M{i * 0.105} 0.6V0.84", "#c9b5ab", 0.007, 'opacity="0.35"')
        for side in (-1, 1):
            inner += ink.soft(side * w, 0.64, 0.17, 0.2, "#2c070c", 0.75)
        art += f'<g clip-path="{inside}">{inner}</g>'
        art += ink.soft(-0.05, 0.635 + drop, 0.15, 0.028, "#ffffff", 0.5)
    if who.mouth in ("laugh", "smile", "closed"):
        for side in (-1, 1):
            c = side * (w + 0.075)
            art += line(f"M{c} 0.56Q{c + side * 0.045} 0.63 {c - side * 0.012} 0.70", mix(who.skin, deep, 0.85), 0.022, 'opacity="0.55"')
            art += line(f"M{side * 0.26} 0.36Q{side * 0.44} 0.44 {side * 0.50} 0.60", mix(who.skin, deep, 0.7), 0.022, 'opacity="0.30"')
    return placed(art, x, 0)


def stubble(ink, who, yaw):
    colour = dark(mix(who.skin, who.hairColour, 0.6), 0.1)
    d = spline([(-1.0, 0.2), (-0.8, 0.45), (-0.52, 0.56), (-0.3, 0.48), (0, 0.52), (0.3, 0.48), (0.52, 0.56), (0.8, 0.45), (1.0, 0.2), (1.0, 1.4), (-1.0, 1.4)])
    dots = "".join(
        oval(who.rng.uniform(-0.98, 0.98), who.rng.uniform(0.3, 1.32), 0.011, 0.014, dark(colour, 0.3), 'opacity="0.35"') for _ in range(700)
    )
    clip = ink.clip(f'<path d="{d}"/>')
    shade = ink.soft(0, 1.18, 0.95, 0.62, colour, 0.55) + ink.soft(-0.72, 0.86, 0.42, 0.55, colour, 0.35) + ink.soft(0.72, 0.86, 0.42, 0.55, colour, 0.35)
    return shade + ink.soft(yaw * 0.36, 0.53, 0.34, 0.09, colour, 0.45) + f'<g clip-path="{clip}">{dots}</g>'


def beard(ink, who, yaw):
    colour, x = who.hairColour, yaw * 0.3
    low = 1.52 if who.beard == "full" else 1.36
    outer = [(-0.985, 0.05), (-0.985, 0.5), (-0.84, 1.0), (-0.5, low - 0.08), (0, low), (0.5, low - 0.08), (0.84, 1.0), (0.985, 0.5), (0.985, 0.05)]
    inner = [(0.90, 0.3), (0.72, 0.56), (0.50 + x, 0.54), (0.22 + x, 0.475), (x, 0.50), (-0.22 + x, 0.475), (-0.50 + x, 0.54), (-0.72, 0.56), (-0.90, 0.3)]
    gap = [(-0.43 + x, 0.60), (-0.2 + x, 0.605), (x, 0.615), (0.2 + x, 0.605), (0.43 + x, 0.60), (0.36 + x, 0.86), (0.16 + x, 1.03), (x, 1.05), (-0.16 + x, 1.03), (-0.36 + x, 0.86)]
    d = spline(outer + inner, True, 0.9) + spline(gap[::-1], True, 0.9)
    out = fill(d, colour, 'fill-rule="evenodd"')
    clip = ink.clip(f'<path d="{d}" clip-rule="evenodd"/>')
    hairs = ""
    for i in range(420):
        px = who.rng.uniform(-1, 1)
        py = who.rng.uniform(0.1, low)
        tone = mix(dark(colour, 0.4), light(colour, 0.25), who.rng.random())
        hairs += line(f"M{px:.3f} {py:.3f}q{px * 0.05:.3f} 0.06 {px * 0.02 + who.rng.uniform(-.03, .03):.3f} 0.13", tone, 0.014, 'opacity="0.6"')
    return Part(out + f'<g clip-path="{clip}">{hairs}</g>', (-1.1, -0.1, 1.1, 1.7), 0.10, "hair", 0.3, 0.06)


def freckles(rng, colour, yaw):
    out = ""
    for _ in range(46):
        x, y = rng.normal(0, 0.36) + yaw * 0.3, 0.31 + abs(rng.normal(0, 0.1)) - 0.04
        out += oval(x, y, 0.014, 0.012, colour, f'opacity="{rng.uniform(.25, .55):.2f}"')
    return out
