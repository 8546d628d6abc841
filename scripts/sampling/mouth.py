"""Mouths: smiles, laughter, and the rest."""

from ink import dark, fill, light, line, mix, oval, path, placed, spline


def mouth(ink, who, deep, yaw):
    x = yaw * 0.36
    lip = who.lips or mix(who.skin, "#b0413a", 0.42)
    w = {"laugh": 0.345, "smile": 0.335, "closed": 0.30, "kiss": 0.12, "wow": 0.17}[who.mouth]
    if who.mouth == "closed":
        art = fill(
            spline(
                [
                    (-w, 0.66),
                    (-0.16, 0.695),
                    (0, 0.705),
                    (0.16, 0.695),
                    (w, 0.66),
                    (0.2, 0.80),
                    (0, 0.835),
                    (-0.2, 0.80),
                ]
            ),
            light(lip, 0.08),
            'opacity="0.9"',
        )
        art += fill(
            spline(
                [
                    (-w, 0.655),
                    (-0.12, 0.625),
                    (0, 0.645),
                    (0.12, 0.625),
                    (w, 0.655),
                    (0.15, 0.735),
                    (0, 0.74),
                    (-0.15, 0.735),
                ]
            ),
            lip,
            'opacity="0.9"',
        )
        art += line(
            spline([(-w - 0.03, 0.635), (-0.17, 0.725), (0, 0.738), (0.17, 0.725), (w + 0.03, 0.635)], False),
            dark(deep, 0.3),
            0.026,
        )
        art += ink.soft(-0.04, 0.79, 0.13, 0.03, "#ffffff", 0.4)
    elif who.mouth == "kiss":
        art = (
            oval(0, 0.70, 0.15, 0.13, lip)
            + oval(0, 0.66, 0.10, 0.05, dark(lip, 0.12))
            + oval(0, 0.70, 0.035, 0.028, dark(deep, 0.5))
        )
        art += ink.soft(-0.03, 0.765, 0.07, 0.03, "#ffffff", 0.5)
    elif who.mouth == "wow":
        art = (
            oval(0, 0.76, 0.205, 0.235, lip)
            + oval(0, 0.76, 0.155, 0.185, "#4a0f14")
            + oval(0, 0.87, 0.11, 0.065, "#c9585a")
        )
        art += fill("M-0.11 0.635Q0 0.58 0.11 0.635Q0 0.69 -0.11 0.635Z", "#f6efe8")
    else:
        drop = 0.34 if who.mouth == "laugh" else 0.25
        floor = 0.60 + drop
        side, heel = 0.60 + drop * 0.55, 0.62 + drop * 0.66
        hole = path("M", -w, 0.57, "C", -w * 0.55, 0.645, -w * 0.2, 0.655, 0, 0.655, "S", w * 0.55, 0.645, w, 0.57)
        hole += path("C", w * 0.96, side, w * 0.56, floor, 0, floor, "S", -w * 0.96, side, -w, 0.57, "Z")
        end, low = w + 0.025, floor + 0.075
        rim = path("M", -end, 0.555, "C", -w * 0.6, 0.6, -w * 0.3, 0.585, -0.055, 0.6, "Q", 0, 0.622, 0.055, 0.6)
        rim += path("C", w * 0.3, 0.585, w * 0.6, 0.6, end, 0.555)
        rim += path("C", w * 1.04, heel, w * 0.62, low, 0, low, "S", -w * 1.04, heel, -end, 0.555, "Z")
        inside = ink.clip(f'<path d="{hole}"/>')
        art = fill(rim, lip) + fill(hole, "#3d0b12")
        bite = 0.175 if who.mouth == "laugh" else 0.185
        teeth = ink.linear([(0, "#d9cbc2"), (0.3, "#fffaf5"), (0.8, "#fbf4ee"), (1, "#e6dad2")])
        row = spline(
            [
                (-w * 0.93, 0.56),
                (0, 0.60),
                (w * 0.93, 0.56),
                (w * 0.84, 0.60 + bite * 0.52),
                (0.2, 0.605 + bite * 0.98),
                (0, 0.61 + bite),
                (-0.2, 0.605 + bite * 0.98),
                (-w * 0.84, 0.60 + bite * 0.52),
            ]
        )
        inner = ink.soft(0, 0.60 + drop, 0.24, 0.15, "#e07274", 1) + fill(row, teeth)
        for i in (-2, -1, 0, 1, 2):
            inner += line(f"M{i * 0.105} 0.6V0.84", "#c9b5ab", 0.007, 'opacity="0.35"')
        for side in (-1, 1):
            inner += ink.soft(side * w, 0.64, 0.17, 0.2, "#2c070c", 0.75)
        art += f'<g clip-path="{inside}">{inner}</g>'
        art += ink.soft(-0.04, floor + 0.038, 0.13, 0.024, "#ffffff", 0.42)
    if who.mouth in ("laugh", "smile", "closed"):
        for side in (-1, 1):
            c = side * (w + 0.075)
            art += line(
                f"M{c} 0.56Q{c + side * 0.045} 0.63 {c - side * 0.012} 0.70",
                mix(who.skin, deep, 0.8),
                0.020,
                'opacity="0.34"',
            )
            art += line(
                f"M{side * 0.26} 0.36Q{side * 0.44} 0.44 {side * 0.50} 0.60",
                mix(who.skin, deep, 0.6),
                0.030,
                'opacity="0.13"',
            )
    return placed(art, x, 0)
