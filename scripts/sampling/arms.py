"""Arms that reach a given point, and hands with a gesture."""

import math

from ink import Part, dark, fill, line, placed, spline

SHOULDER = (1.30, 2.42)


UPPER, LOWER = 1.72, 1.62


def arm(ink, who, side, reach, gesture, angle, bend=1.0):
    """Upper arm, forearm and hand so that the wrist is at `reach`; `angle` turns the hand (0: fingers up)."""
    k = 1.08 if who.strong else 0.90
    sx, sy = side * SHOULDER[0] * k, SHOULDER[1]
    dx, dy = reach[0] - sx, reach[1] - sy
    # An arm that is folded also points at the camera, and looks shorter.
    far = math.hypot(dx, dy)
    short = min(max(far / (UPPER + LOWER) * 1.5, 0.66), 1.0)
    upper, lower = UPPER * short, LOWER * short
    far = min(max(far, 0.5), (upper + lower) * 0.985)
    across = math.acos(min(max((upper**2 + far**2 - lower**2) / (2 * upper * far), -1), 1))
    base = math.atan2(dy, dx)
    # Of the two ways to bend, the elbow goes down and outwards.
    ways = [
        (base + turn, sx + math.cos(base + turn) * upper, sy + math.sin(base + turn) * upper)
        for turn in (across, -across)
    ]
    a, *elbow = max(ways, key=lambda w: (w[2] * 0.8 + side * w[1]) * bend)
    elbow = tuple(elbow)
    wrist = (sx + math.cos(base) * far, sy + math.sin(base) * far)
    bare = who.outfit in ("dress", "bride", "sequins") or who.sleeves == "bare"
    sleeve = who.colours[0]
    w = (0.40, 0.35, 0.28) if not bare else (0.29, 0.255, 0.18)
    if who.strong:
        w = tuple(v * 1.10 for v in w)
    parts, box = [], (
        min(sx, elbow[0], wrist[0]) - 1.5,
        min(sy, elbow[1], wrist[1]) - 1.5,
        max(sx, elbow[0], wrist[0]) + 1.5,
        max(sy, elbow[1], wrist[1]) + 1.5,
    )
    limb = tube([(sx, sy), elbow, wrist], w)
    if bare:
        parts.append(Part(fill(limb, who.skin), box, 0.17, "skin", 0.55))
    elif who.sleeves == "short":
        near = tuple(elbow[i] + ((sx, sy)[i] - elbow[i]) * 0.25 for i in (0, 1))
        thin = tube([(sx, sy), elbow, wrist], (0.33, 0.29, 0.2))
        parts.append(Part(fill(thin, who.skin), box, 0.17, "skin", 0.55))
        parts.append(
            Part(
                fill(tube([(sx, sy), ((sx + near[0]) / 2, (sy + near[1]) / 2), near], (0.46, 0.45, 0.43)), sleeve),
                box,
                0.2,
                "cloth",
                0.4,
                0.07,
            )
        )
    else:
        art = fill(limb, sleeve)
        ux, uy = math.cos(a + 1.57), math.sin(a + 1.57)
        for t in (-0.22, -0.08, 0.08, 0.2):
            art += ink.soft(elbow[0] + t * ux * 1.4, elbow[1] + t * uy, 0.30, 0.06, dark(sleeve, 0.7), 0.35)
        parts.append(Part(art, box, 0.21, "cloth", 0.55))
        if who.outfit == "suit":
            e = [wrist[i] + (elbow[i] - wrist[i]) * 0.10 for i in (0, 1)]
            parts.append(
                Part(
                    line(
                        f"M{e[0]} {e[1]}L{wrist[0]} {wrist[1]}",
                        who.colours[1],
                        w[2] * 1.75,
                        'style="stroke-linecap:butt"',
                    ),
                    box,
                    0.1,
                    "cloth",
                    0.2,
                )
            )
    return parts, hand(ink, who, wrist, gesture, angle, side)


def tube(joints, widths):
    """The outline of a limb: a bone after the other, round at the joints, thinner towards the end."""
    out = ""
    for (ax, ay), (bx, by), near, far in zip(joints, joints[1:], widths, widths[1:]):
        length = math.hypot(bx - ax, by - ay) or 1
        nx, ny = -(by - ay) / length, (bx - ax) / length
        out += (
            f"M{ax + nx * near:.4f} {ay + ny * near:.4f}L{bx + nx * far:.4f} {by + ny * far:.4f}"
            f"A{far} {far} 0 0 0 {bx - nx * far:.4f} {by - ny * far:.4f}"
            f"L{ax - nx * near:.4f} {ay - ny * near:.4f}A{near} {near} 0 0 0 {ax + nx * near:.4f} {ay + ny * near:.4f}Z"
        )
    return out


FINGERS = {
    # (base x, base y, tip x, tip y, width) with the palm around (0, -0.38); thumb last.
    "open": [
        (-0.20, -0.60, -0.34, -1.02, 0.155),
        (-0.07, -0.66, -0.12, -1.18, 0.165),
        (0.07, -0.66, 0.09, -1.20, 0.165),
        (0.20, -0.58, 0.30, -1.04, 0.16),
        (0.22, -0.28, 0.50, -0.60, 0.17),
    ],
    "peace": [
        (-0.16, -0.62, -0.06, -0.46, 0.17),
        (-0.05, -0.64, 0.02, -0.50, 0.17),
        (0.04, -0.66, -0.13, -1.20, 0.17),
        (0.19, -0.60, 0.30, -1.16, 0.17),
        (0.24, -0.30, -0.02, -0.42, 0.17),
    ],
    "thumb": [
        (-0.05, -0.30, 0.24, -0.28, 0.18),
        (-0.05, -0.44, 0.27, -0.42, 0.18),
        (-0.05, -0.16, 0.21, -0.15, 0.17),
        (-0.05, -0.57, 0.25, -0.55, 0.17),
        (-0.10, -0.56, -0.10, -1.00, 0.19),
    ],
    "fist": [
        (0.20, -0.20, -0.16, -0.18, 0.17),
        (0.22, -0.34, -0.19, -0.33, 0.18),
        (0.22, -0.49, -0.20, -0.48, 0.18),
        (0.20, -0.63, -0.17, -0.62, 0.17),
        (-0.20, -0.40, 0.02, -0.54, 0.16),
    ],
    "rest": [
        (-0.16, -0.58, -0.17, -0.96, 0.16),
        (-0.05, -0.62, -0.05, -1.06, 0.165),
        (0.06, -0.62, 0.07, -1.05, 0.165),
        (0.17, -0.56, 0.18, -0.94, 0.16),
        (0.22, -0.28, 0.36, -0.60, 0.165),
    ],
}


def hand(ink, who, wrist, gesture, angle, side):
    fingers = FINGERS[gesture]
    skin = who.skin
    palm = fill(
        spline(
            [
                (-0.15, 0.06),
                (-0.22, -0.22),
                (-0.26, -0.52),
                (-0.16, -0.70),
                (0.16, -0.70),
                (0.27, -0.5),
                (0.26, -0.22),
                (0.15, 0.06),
            ]
        ),
        skin,
    )
    box = (wrist[0] - 1.5, wrist[1] - 1.5, wrist[0] + 1.5, wrist[1] + 1.5)

    def put(svg):
        return placed(
            f'<g transform="scale({side} 1)">{svg}</g>', wrist[0], wrist[1], 1.04 if who.strong else 0.93, angle
        )

    def digit(x0, y0, x1, y1, w):
        nail = ""
        if who.nails and gesture in ("open", "peace", "rest", "fist"):
            n = math.hypot(x1 - x0, y1 - y0)
            ux, uy = (x1 - x0) / n, (y1 - y0) / n
            nail = line(
                f"M{x1 - ux * 0.015:.3f} {y1 - uy * 0.015:.3f}l{ux * 0.045:.3f} {uy * 0.045:.3f}", who.nails, w * 0.55
            )
        return line(f"M{x0} {y0}L{x1} {y1}", skin, w) + nail

    parts = [Part(put(palm), box, 0.11, "skin", 0.5, 0.08)]
    for d in fingers[:4]:
        parts.append(Part(put(digit(*d)), box, 0.05, "skin", 0.30, 0.03))
    parts.append(Part(put(digit(*fingers[4])), box, 0.055, "skin", 0.40, 0.04))
    return parts
