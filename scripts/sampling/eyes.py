"""Eyes: open, winking or closed by laughter."""

from ink import dark, fill, light, line, mix, oval, spline


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
    d = spline(
        [
            (-0.215 * o, 0.035),
            (-0.10 * o, -h * 0.86),
            (0.05 * o, -h),
            (0.17 * o, -h * 0.66),
            (0.228 * o, -0.015),
            (0.12 * o, 0.090),
            (-0.06 * o, 0.108),
        ]
    )
    inside = ink.clip(f'<path d="{d}"/>')
    gx, gy = who.gaze
    iris, ring = who.iris, dark(who.iris, 0.62)
    ball = ink.radial([(0, "#fffdfa"), (0.62, "#faf4ef"), (1, "#d9c6bd")])
    colour = ink.radial(
        [(0, dark(iris, 0.3)), (0.45, iris), (0.78, light(iris, 0.16)), (0.9, iris), (1, ring)], 'cy="0.58"'
    )
    shade = ink.linear([(0, "#2a1210", 0.55), (0.42, "#2a1210", 0.0)])
    art = fill(d, ball)
    art += f'<g clip-path="{inside}">' + oval(gx, gy - 0.030, 0.158, 0.158, colour)
    art += oval(gx, gy - 0.030, 0.078, 0.078, "#120a0a")
    art += fill(d, shade) + "</g>"
    art += oval(gx - 0.052, gy - 0.068, 0.040, 0.040, "#ffffff") + oval(
        gx + 0.05, gy + 0.045, 0.019, 0.019, "#ffffff", 'opacity="0.75"'
    )
    # Upper lid: crease, lash line that thickens outwards, lashes.
    lid = [
        (-0.225 * o, 0.045),
        (-0.10 * o, -h * 0.88),
        (0.05 * o, -h * 1.03),
        (0.175 * o, -h * 0.68),
        (0.245 * o, -0.03),
    ]
    art += line(spline([(x, y - 0.075) for x, y in lid], False), mix(who.skin, deep, 0.8), 0.017, 'opacity="0.5"')
    if who.shadow:
        top = [(x * 1.08, y - 0.03) for x, y in lid] + [(0.2 * o, -h - 0.11), (0.0, -h - 0.15), (-0.16 * o, -h - 0.05)]
        art = fill(spline(top), who.shadow, 'opacity="0.35"') + art
    lash = dark(mix(who.hairColour, "#2a1712", 0.7), 0.4)
    inner = [(x, y + (0.030 if who.lashes else 0.02) * (0.4 + i * 0.2)) for i, (x, y) in enumerate(lid)]
    tip = [(0.305 * o, -0.095)] if who.lashes else [(0.25 * o, -0.025)]
    art += fill(spline(lid, False) + "L%.4f %.4fL" % tip[0] + spline(inner[::-1], False)[1:] + "Z", lash)
    if who.lashes:
        for x, y, tx, ty in ((0.115, -0.92, 0.145, -0.045), (0.165, -0.72, 0.215, -0.050)):
            art += line(
                f"M{x * o} {y * h:.4f}Q{(x + 0.03) * o} {y * h - 0.03:.4f} {tx * o + 0.01 * o} {y * h + ty:.4f}",
                lash,
                0.016,
            )
    low = [(0.215 * o, 0.005), (0.12 * o, 0.096), (-0.06 * o, 0.114), (-0.19 * o, 0.06)]
    art += line(spline(low, False), mix(who.skin, dark(deep, 0.3), 0.75), 0.014, 'opacity="0.7"')
    return art + line(f"M{-0.14 * o} 0.215Q0 0.255 {0.17 * o} 0.185", mix(who.skin, deep, 0.6), 0.022, 'opacity="0.16"')


def closed_eye(ink, who, deep, side):
    o = side
    lash = dark(mix(who.hairColour, "#2a1712", 0.7), 0.4)
    up = [(-0.21 * o, 0.07), (-0.09 * o, -0.055), (0.05 * o, -0.075), (0.17 * o, -0.01), (0.235 * o, 0.085)]
    under = [(x * 0.97, y + 0.03 + 0.022 * (2 - abs(i - 2))) for i, (x, y) in enumerate(up)]
    art = ink.soft(0.01 * o, -0.10, 0.24, 0.11, mix(who.skin, "#ffffff", 0.35), 0.35)
    art += fill(spline(up, False) + "L" + spline(under[::-1], False)[1:] + "Z", lash)
    if who.lashes:
        for x, y, tx, ty in ((0.13, -0.035, 0.165, -0.085), (0.19, 0.015, 0.25, -0.025), (0.225, 0.07, 0.29, 0.045)):
            art += line(f"M{x * o} {y}L{tx * o} {ty}", lash, 0.018)
    art += line(
        f"M{-0.18 * o} {-0.08}Q{0.03 * o} -0.23 {0.22 * o} -0.07", mix(who.skin, deep, 0.8), 0.016, 'opacity="0.4"'
    )
    return art + line(
        f"M{-0.12 * o} 0.165Q{0.05 * o} 0.215 {0.20 * o} 0.15", mix(who.skin, deep, 0.6), 0.022, 'opacity="0.2"'
    )
