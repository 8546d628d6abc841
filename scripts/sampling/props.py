"""Things that guests wear and hold."""

import math

from ink import Part, dark, fill, light, line, mirrored, mix, oval, placed, polygon, spline

HEAD = (-2.4, -3.6, 2.4, 1.6)


# Worn. Each takes (ink, who, colour) and returns parts in head coordinates.


def tophat(ink, who, colour):
    felt = ink.linear([(0, dark(colour, 0.25)), (0.3, light(colour, 0.14)), (0.6, colour), (1, dark(colour, 0.35))], x2=1, y2=0)
    crown = spline([(-0.80, -1.10), (-0.82, -1.9), (-0.86, -2.14), (-0.5, -2.26), (0.5, -2.26), (0.86, -2.14), (0.82, -1.9), (0.80, -1.10), (0, -0.98)], True, 0.75)
    band = spline([(-0.82, -1.52), (0, -1.40), (0.82, -1.52), (0.81, -1.16), (0, -1.03), (-0.81, -1.16)], True, 0.7)
    brim = spline([(-1.42, -1.20), (-0.7, -1.02), (0, -0.96), (0.7, -1.02), (1.42, -1.20), (1.30, -1.05), (0.7, -0.86), (0, -0.80), (-0.7, -0.86), (-1.30, -1.05)])
    return [Part(fill(crown, felt), HEAD, 0.3, "satin", 0.3), Part(fill(band, who.accent), HEAD, 0.14, "satin", 0.2),
            Part(fill(brim, dark(colour, 0.1)), HEAD, 0.08, "cloth", 0.6, 0.14)]


def cone(ink, who, colour):
    d = "M-0.55 -1.18Q0 -1.02 0.55 -1.18L0.05 -2.75Z"
    clip = ink.clip(f'<path d="{d}"/>')
    stripes = "".join(line(f"M-0.9 {-1.0 - i * 0.36}Q0 {-0.75 - i * 0.36} 0.9 {-1.25 - i * 0.36}", who.accent, 0.13) for i in range(6))
    dots = "".join(oval(who.rng.uniform(-0.5, 0.5), who.rng.uniform(-2.5, -1.1), 0.05, 0.05, "#fff6df") for _ in range(26))
    pom = "".join(line(f"M0.05 -2.75l{math.cos(a) * 0.24:.3f} {math.sin(a) * 0.24:.3f}", light(who.accent, who.rng.uniform(0, 0.5)), 0.05) for a in [i * 0.21 for i in range(30)])
    return [Part(fill(d, colour) + f'<g clip-path="{clip}">{stripes}{dots}</g>', HEAD, 0.2, "satin", 0.5, 0.1), Part(pom, HEAD, 0.10, "matt", 0.3, 0.05)]


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
        art += fill(f"M{x - 0.10:.3f} {y:.3f}Q{x:.3f} {y - h * 0.4:.3f} {x:.3f} {y - h:.3f}Q{x:.3f} {y - h * 0.4:.3f} {x + 0.10:.3f} {y:.3f}Z", colour)
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
    wing = lambda s: fill(spline([(0.05 * s, 0), (0.32 * s, -0.30), (0.62 * s, -0.26), (0.60 * s, 0.10), (0.58 * s, 0.36), (0.30 * s, 0.26)]), colour)
    art = placed(wing(-1) + wing(1) + oval(0, 0.02, 0.13, 0.15, light(colour, 0.12)), 0.62, -1.28, 0.95, 22)
    return [Part(art, HEAD, 0.11, "satin", 0.5, 0.07)]


def veil(ink, who, colour):
    return [Part(fill(spline([(-0.7, -1.4), (0, -1.62), (0.7, -1.4), (1.5, 0), (1.9, 2.4), (2.1, 5.5), (1.2, 6.4), (-1.2, 6.4), (-2.1, 5.5), (-1.9, 2.4), (-1.5, 0)]), "#ffffff", 'opacity="0.62"')
                 + "".join(line(f"M{t * 0.6:.2f} -1.5Q{t * 1.7:.2f} 0.5 {t * 1.95:.2f} 6", ("#ffffff", "#cfc6c0")[i % 2], 0.05, 'opacity="0.5"') for i, t in enumerate([k / 6 for k in range(-6, 7)])),
                 (-2.4, -2, 2.4, 7), 0.5, "cloth", 0.1)]


def _glasses(ink, who, frame, lens, outline, tint, width):
    x = who.yaw * 0.27
    art, glass = "", ""
    for s in (-1, 1):
        d = placed("%s", x + s * 0.43, 0.0)
        glass += d.replace("%s", fill(outline(s), lens, f'opacity="{tint}"') + line("M-0.22 0.10L0.02 -0.22M-0.10 0.16L0.10 -0.12", "#ffffff", 0.05, 'opacity="0.30"'))
        art += d.replace("%s", line(outline(s), frame, width)) + line(f"M{x + s * 0.78:.3f} -0.08L{s * 1.0:.3f} -0.02", frame, width)
    art += line(f"M{x - 0.12:.3f} -0.03Q{x:.3f} -0.11 {x + 0.12:.3f} -0.03", frame, width)
    return [Part(glass, HEAD, 0.5, "flat", 0.25, 0.06), Part(art, HEAD, 0.02, "shiny", 0.5, 0.06)]


def specs(ink, who, colour):
    ring = lambda s: spline([(math.cos(a) * 0.335, math.sin(a) * 0.305) for a in [i * math.pi / 6 for i in range(12)]])
    return _glasses(ink, who, colour, "#dfe9ee", ring, 0.13, 0.050)


def hearts(ink, who, colour):
    heart = lambda s: "M0 0.36C-0.16 0.22 -0.46 0.02 -0.44 -0.18C-0.42 -0.38 -0.14 -0.42 0 -0.18C0.14 -0.42 0.42 -0.38 0.44 -0.18C0.46 0.02 0.16 0.22 0 0.36Z"
    lens = ink.linear([(0, dark(colour, 0.55)), (1, light(colour, 0.1))])
    return _glasses(ink, who, colour, lens, heart, 0.9, 0.075)


def stars(ink, who, colour):
    star = lambda s: polygon([(math.sin(i * math.pi / 5) * r, -math.cos(i * math.pi / 5) * r + 0.02) for i in range(10) for r in [(0.47, 0.24)[i % 2]]])
    lens = ink.linear([(0, "#241a33"), (1, "#6d4f7d")])
    return _glasses(ink, who, colour, lens, star, 0.92, 0.075)


def shades(ink, who, colour):
    shape = lambda s: spline([(-0.34 * s, -0.22), (0, -0.26), (0.38 * s, -0.24), (0.40 * s, 0.0), (0.24 * s, 0.27), (-0.05 * s, 0.30), (-0.30 * s, 0.12)])
    lens = ink.linear([(0, "#15171c"), (1, "#59606b")])
    return _glasses(ink, who, colour, lens, shape, 0.95, 0.055)


WORN = {"tophat": tophat, "cone": cone, "blossoms": blossoms, "tiara": tiara, "ears": ears, "ribbon": ribbon, "veil": veil,
        "specs": specs, "hearts": hearts, "stars": stars, "shades": shades}
ON_FACE = {"specs", "hearts", "stars", "shades"}


# Flowers, shared with backdrops.


def rose(rng, x, y, r, colour):
    art = oval(x, y, r * 0.9, r * 0.88, dark(colour, 0.22))
    for ring, count in ((0.78, 6), (0.56, 5), (0.34, 4)):
        turn = rng.uniform(0, 6.28)
        for i in range(count):
            a = turn + i * 6.283 / count
            px, py = x + math.cos(a) * r * (0.08 + 0.42 * ring), y + math.sin(a) * r * (0.08 + 0.42 * ring)
            tone = mix(light(colour, 0.26), dark(colour, 0.22), (1 - ring) * 0.5 + rng.uniform(0.0, 0.5))
            art += oval(px, py, r * (0.12 + ring * 0.52), r * (0.12 + ring * 0.48), tone, f'stroke="{dark(colour, 0.34)}" stroke-opacity="0.55" stroke-width="{r * 0.05:.4f}"')
    swirl = f"M{x - r * 0.16:.4f} {y:.4f}a{r * 0.16:.4f} {r * 0.14:.4f} 0 1 1 {r * 0.22:.4f} {r * 0.1:.4f}"
    return art + line(swirl, dark(colour, 0.4), f"{r * 0.06:.4f}", 'opacity="0.7"')


def leaf(x, y, size, angle, colour):
    art = fill(spline([(0, 0), (0.18, -0.35), (0.12, -0.8), (0, -1), (-0.12, -0.8), (-0.18, -0.35)]), colour) + line("M0 0L0 -0.9", light(colour, 0.2), 0.03)
    return placed(art, x, y, size, angle)


# Held. Each takes (ink, who, hand, at, colour, text): where the hand is and where the thing is.


def _stick(hand, at):
    return Part(line(f"M{hand[0] * 1.08 - at[0] * 0.08:.3f} {hand[1] * 1.08 - at[1] * 0.08:.3f}L{at[0]:.3f} {at[1]:.3f}", "#e9dcc4", 0.085), _span(hand, at), 0.035, "matt", 0.5, 0.06)


def _span(*points, more=1.6):
    return (min(p[0] for p in points) - more, min(p[1] for p in points) - more, max(p[0] for p in points) + more, max(p[1] for p in points) + more)


def moustache(ink, who, hand, at, colour, text):
    half = [(0, 0.02), (0.18, 0.13), (0.42, 0.13), (0.66, -0.04), (0.80, -0.22), (0.72, -0.02), (0.60, -0.02), (0.42, -0.12), (0.20, -0.17), (0, -0.06)]
    art = fill(spline(half, True, 0.9), colour) + fill(spline([(-x, y) for x, y in half], True, 0.9), colour)
    return [_stick(hand, (at[0] + 0.45, at[1])), Part(placed(art, *at, 0.92, -4), _span(at), 0.07, "shiny", 0.6, 0.07)]


def lips(ink, who, hand, at, colour, text):
    art = fill(spline([(-0.56, 0), (-0.26, -0.20), (-0.1, -0.24), (0, -0.18), (0.1, -0.24), (0.26, -0.20), (0.56, 0), (0.26, 0.22), (0, 0.28), (-0.26, 0.22)]), colour)
    art += line("M-0.46 0Q-0.15 0.03 0 0.01Q0.15 0.03 0.46 0", dark(colour, 0.55), 0.05)
    return [_stick(hand, (at[0] + 0.25, at[1])), Part(placed(art, *at, 1.05, 5), _span(at), 0.08, "shiny", 0.6, 0.07)]


def board(ink, who, hand, at, colour, text):
    words, lean = text
    rows = words.split("/")
    w, h = max(len(r) for r in rows) * 0.235 + 0.62, len(rows) * 0.66 + 0.36
    ground = "#fffaf0" if colour != "#2a2c30" else colour
    ink_ = colour if colour != "#2a2c30" else "#f6f1e6"
    art = f'<rect x="{-w / 2}" y="{-h / 2}" width="{w}" height="{h}" rx="0.13" fill="{ground}"/>'
    art += f'<rect x="{-w / 2 + 0.10}" y="{-h / 2 + 0.10}" width="{w - 0.2}" height="{h - 0.2}" rx="0.07" fill="none" stroke="{ink_}" stroke-width="0.035"/>'
    for i, row in enumerate(rows):
        y = (i - (len(rows) - 1) / 2) * 0.66 + 0.19
        art += f'<text x="0" y="{y:.3f}" font-family="Kaushan Script, Dancing Script, cursive" font-size="0.60" text-anchor="middle" fill="{ink_}">{row}</text>'
    return [_stick(hand, at), Part(placed(art, *at, 1.0, lean), _span(at, more=2.6), 0.05, "matt", 0.6, 0.12)]


def bubble(ink, who, hand, at, colour, text):
    words, lean = text
    w = len(words) * 0.17 + 0.55
    art = oval(0, 0, w, 0.62, "#ffffff") + fill(f"M{-w * 0.5} 0.3L{-w * 0.75} 1.0L{-w * 0.1} 0.5Z", "#ffffff")
    art += f'<ellipse cx="0" cy="0" rx="{w - 0.09:.3f}" ry="0.53" fill="none" stroke="{colour}" stroke-width="0.045"/>'
    art += f'<text x="0" y="0.22" font-family="Kaushan Script, Dancing Script, cursive" font-size="0.66" text-anchor="middle" fill="{colour}">{words}</text>'
    return [_stick(hand, at), Part(placed(art, *at, 1.0, lean), _span(at, more=2.4), 0.05, "matt", 0.6, 0.12)]


def bouquet(ink, who, hand, at, colour, text):
    rng, parts = who.rng, []
    stems = "".join(line(f"M{at[0] + dx * 0.5:.3f} {at[1]:.3f}L{hand[0] - dx * 0.28:.3f} {hand[1] + 0.75:.3f}", mix("#49633f", "#7d9468", rng.random()), 0.06) for dx in [k / 5 - 0.8 for k in range(9)])
    parts.append(Part(stems, _span(hand, at), 0.03, "cloth", 0.5))
    green = "".join(leaf(at[0] + math.cos(a) * 0.42, at[1] + math.sin(a) * 0.40, rng.uniform(0.5, 0.78), math.degrees(a) + 90 + rng.uniform(-25, 25), mix("#5b7653", "#a9b99a", rng.random())) for a in [i * 0.31 for i in range(21)])
    parts.append(Part(green, _span(at, more=2), 0.05, "cloth", 0.5, 0.1))
    for count, radius, size in ((11, 0.66, 0.22), (8, 0.42, 0.26), (4, 0.16, 0.28)):
        art = ""
        for i in range(count):
            a = i * 6.283 / count + rng.uniform(-0.2, 0.2)
            art += rose(rng, at[0] + math.cos(a) * radius, at[1] + math.sin(a) * radius * 0.9, size * rng.uniform(0.85, 1.1), mix(colour, "#fff4ea", rng.choice([0.0, 0.3, 0.75, 0.9])))
        parts.append(Part(art, _span(at, more=1.6), 0.085, "cloth", 0.5, 0.07))
    return parts


def flute(ink, who, hand, at, colour, text):
    glass = spline([(-0.21, -0.95), (-0.24, -0.4), (-0.14, 0.05), (-0.03, 0.2), (0.03, 0.2), (0.14, 0.05), (0.24, -0.4), (0.21, -0.95)], True, 0.8)
    wine = spline([(-0.222, -0.66), (-0.22, -0.4), (-0.12, 0.03), (0, 0.14), (0.12, 0.03), (0.22, -0.4), (0.222, -0.66)], True, 0.8)
    gold = ink.linear([(0, "#ffe9a8"), (1, "#d99a2b")])
    art = fill(glass, "#ffffff", 'opacity="0.20"') + fill(wine, gold, 'opacity="0.88"') + oval(0, -0.66, 0.222, 0.035, "#fff5cf")
    art += "".join(oval(who.rng.uniform(-0.15, 0.15), who.rng.uniform(-0.6, 0.0), 0.014, 0.014, "#fffbe8", 'opacity="0.8"') for _ in range(26))
    art += line("M-0.15 -0.85Q-0.18 -0.4 -0.10 -0.05", "#ffffff", 0.04, 'opacity="0.75"') + line("M0.17 -0.9Q0.20 -0.5 0.15 -0.2", "#ffffff", 0.02, 'opacity="0.6"')
    stem = line("M0 0.18V1.1", "#e9eef0", 0.045, 'opacity="0.7"') + oval(0, 1.12, 0.26, 0.05, "#e9eef0", 'opacity="0.6"')
    return [Part(placed(stem + art, *at, 1.0, text or 0), _span(at), 0.10, "shiny", 0.3, 0.06)]


def balloon(ink, who, hand, at, colour, text):
    string = line(f"M{hand[0]:.3f} {hand[1]:.3f}Q{(hand[0] + at[0]) / 2 + 0.3:.3f} {(hand[1] + at[1]) / 2:.3f} {at[0]:.3f} {at[1] + 1.2:.3f}", "#d8cfc0", 0.03)
    body = spline([(0, -1.15), (0.72, -0.85), (0.92, -0.1), (0.55, 0.72), (0, 1.1), (-0.55, 0.72), (-0.92, -0.1), (-0.72, -0.85)])
    art = fill(body, colour) + fill("M-0.1 1.22L0 1.06L0.1 1.22Z", dark(colour, 0.2)) + oval(-0.36, -0.55, 0.13, 0.22, "#ffffff", 'opacity="0.55" transform="rotate(28 -0.36 -0.55)"')
    return [Part(string, _span(hand, at), 0.01, "flat", 0.1), Part(placed(art, *at), _span(at), 0.36, "shiny", 0.35, 0.3)]


HELD = {"moustache": moustache, "lips": lips, "board": board, "bubble": bubble, "bouquet": bouquet, "flute": flute, "balloon": balloon}
