"""Hair: a mass behind the head and locks before it, combed with strands that follow guide curves."""

import math

from ink import Part, dark, fill, light, line, mirrored, mix, oval, spline

BOX = (-2.2, -2.4, 2.2, 3.6)


def strands(rng, guides, count, colour, width=0.016, spread=0.03, opacity=0.62):
    """`count` hairs between guide curves; a guide is four points, root to tip."""
    tones = [mix(dark(colour, 0.42), light(colour, 0.30), i / 5) for i in range(6)]
    paths = [[] for _ in tones]
    for _ in range(count):
        t = rng.random() * (len(guides) - 1)
        i = min(int(t), len(guides) - 2)
        f = t - i
        shift = rng.normal(0, spread), rng.normal(0, spread)
        p = []
        for k in range(4):
            grow = 0.3 + 0.35 * k
            p.append(tuple(guides[i][k][a] * (1 - f) + guides[i + 1][k][a] * f + shift[a] * grow for a in (0, 1)))
        tone = min(max(int(rng.normal(2.4, 1.4)), 0), 5)
        paths[tone].append("M%.3f %.3fC%.3f %.3f %.3f %.3f %.3f %.3f" % (*p[0], *p[1], *p[2], *p[3]))
    return "".join(line("".join(d), tone, width, f'opacity="{opacity}"') for d, tone in zip(paths, tones) if d)


def mass(ink, who, outline, guides, count, box=BOX, round=0.16, width=0.018, spread=0.03, shadow=0.45, loose=0.0, strength=1.0):
    colour = who.hairColour
    d = spline(outline, True, strength)
    base = ink.linear([(0, light(colour, 0.06)), (1, dark(colour, 0.28))])
    clip = ink.clip(f'<path d="{d}"/>')
    art = fill(d, base) + f'<g clip-path="{clip}">{strands(who.rng, guides, count, colour, width, spread)}</g>'
    if loose:
        art += strands(who.rng, guides, int(count * loose), colour, 0.011, 0.075 * (1 + loose), 0.85)
    else:
        art += strands(who.rng, guides, count // 5, colour, 0.011, spread * 1.4, 0.7)
    return Part(art, box, round, "hair", shadow, 0.10)


def cap(low=0.1, wide=1.1, high=1.46):
    return [(0, -high), (0.52, -high * 0.955), (wide * 0.90, -high * 0.68), (wide * 1.01, -0.42), (wide * 0.97, low), (0.8, low + 0.25), (0, low + 0.3)]


def short(ink, who):
    back = Part(fill(spline(mirrored(cap(-0.05, 1.05, 1.42))), dark(who.hairColour, 0.35)), BOX, 0.25, "hair", 0.2)
    top = [(-1.02, 0.02), (-1.10, -0.55), (-0.86, -1.28), (-0.2, -1.62), (0.5, -1.55), (0.95, -1.20), (1.09, -0.55), (1.02, 0.02)]
    line_ = [(0.945, -0.22), (0.86, -0.60), (0.58, -0.86), (0.1, -0.80), (-0.42, -0.90), (-0.80, -0.66), (-0.945, -0.22)]
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
    top = [(-0.99, 0.0), (-1.04, -0.5), (-0.84, -1.08), (-0.4, -1.32), (0, -1.36), (0.4, -1.32), (0.84, -1.08), (1.04, -0.5), (0.99, 0.0)]
    hairline = [(0.935, -0.2), (0.90, -0.52), (0.70, -0.80), (0.3, -0.88), (-0.3, -0.88), (-0.70, -0.80), (-0.90, -0.52), (-0.935, -0.2)]
    d = spline(top + hairline, True, 0.85)
    art = fill(d, who.hairColour)
    clip = ink.clip(f'<path d="{d}"/>')
    dots = "".join(
        oval(who.rng.uniform(-1.05, 1.05), who.rng.uniform(-1.36, 0), 0.020, 0.016, mix(dark(who.hairColour, 0.4), light(who.hairColour, 0.28), who.rng.random()), 'opacity="0.6"')
        for _ in range(900)
    )
    return [back], [Part(art + f'<g clip-path="{clip}">{dots}</g>', BOX, 0.2, "hair", 0.25, 0.06)]


def long(ink, who, length=2.7, wave=0.10, loose=0.0):
    out = [(0, -1.62), (0.55, -1.54), (1.06, -1.10), (1.26, -0.2), (1.30 + wave, 0.6), (1.26 - wave * 0.4, 1.3), (1.38 + wave, 1.9), (1.12, length - 0.15), (0.7, length), (0.45, length * 0.8), (0.0, 1.2)]
    guides = []
    for i in range(9):
        t = (i - 4) / 4
        guides.append([(t * 0.5, -1.46 + 0.2 * t * t), (t * 1.35, -0.9 + 0.1 * abs(t)), (t * (1.1 + wave * 3), length * 0.45), (t * 1.12 + wave * math.sin(i * 2.1) * 0.8, length - 0.1 + 0.3 * (1 - abs(t)))])
    back = mass(ink, who, mirrored(out), guides, 900, round=0.3, spread=0.06, loose=loose)
    fronts = []
    for side in (-1, 1):
        p = 0.16
        lock = [(p, -1.44), (p + side * 0.34, -1.58), (side * 0.95, -1.20), (side * 1.19, -0.4), (side * (1.20 + wave), 0.5), (side * (1.18 - wave * 0.5), 1.25), (side * (1.28 + wave), 1.95), (side * 1.02, length - 0.3),
                (side * 0.80, 1.8), (side * 0.92, 1.0), (side * 0.94, 0.3), (side * 0.88, -0.30), (side * 0.62 + p * 0.2, -0.78)]
        g = [
            [(p, -1.38), (side * 0.5, -1.05), (side * 0.92, -0.6), (side * 0.93, 0.5)],
            [(p, -1.40), (side * 0.72, -1.2), (side * 1.02, -0.4), (side * (0.95), 1.6)],
            [(p + side * 0.1, -1.44), (side * 0.95, -1.3), (side * (1.15 + wave * 2), 0.2), (side * 1.02, length - 0.35)],
            [(p + side * 0.2, -1.46), (side * 1.12, -1.3), (side * (1.30 + wave), 0.5), (side * 1.22, 2.0)],
        ]
        fronts.append(mass(ink, who, lock, g, 420, round=0.13, spread=0.025, loose=loose * 0.5))
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
            tone = mix(dark(who.hairColour, 0.2), light(who.hairColour, 0.35), rng.random())
            art += line(f"M{x - side * 0.2:.3f} {y - 0.2:.3f}C{x + out * 0.6:.3f} {y:.3f} {x + out:.3f} {y + down * 0.5:.3f} {x + out + curl:.3f} {y + down:.3f}", tone, round(rng.uniform(0.007, 0.014), 4), f'opacity="{rng.uniform(0.55, 0.95):.2f}"')
    for _ in range(60):
        x = rng.uniform(-0.85, 0.85)
        y = -1.58 + 0.5 * x * x
        art += line(f"M{x:.3f} {y + 0.15:.3f}q{x * 0.2:.3f} {-rng.uniform(0.15, 0.4):.3f} {x * 0.5 + rng.normal(0, 0.12):.3f} {-rng.uniform(0.0, 0.25):.3f}", light(who.hairColour, 0.2), 0.009, 'opacity="0.7"')
    return Part(art, BOX, 0.01, "hair", 0.0)


def bob(ink, who):
    out = [(0, -1.52), (0.6, -1.47), (1.10, -1.0), (1.30, -0.1), (1.38, 0.7), (1.22, 1.26), (0.80, 1.30), (0.4, 1.2), (0, 1.2)]
    guides = [[(t * 0.45, -1.48), (t * 1.4, -1.1), (t * 1.42, 0.3), (t * 1.15, 1.26)] for t in (-1, -0.66, -0.33, 0, 0.33, 0.66, 1)]
    back = mass(ink, who, mirrored(out), guides, 600, round=0.28, spread=0.04)
    fringe = [(-1.06, -0.55), (-0.92, -1.15), (-0.4, -1.50), (0.1, -1.54), (0.6, -1.42), (1.0, -1.0), (1.07, -0.5), (0.90, -0.43), (0.45, -0.47), (0, -0.44), (-0.45, -0.47), (-0.90, -0.43)]
    g = [[(t * 0.25, -1.50), (t * 0.75, -1.35), (t * 0.98, -0.9), (t * 0.98, -0.44)] for t in (-1, -0.6, -0.2, 0.2, 0.6, 1)]
    parts = [mass(ink, who, fringe, g, 420, round=0.13, spread=0.015)]
    for side in (-1, 1):
        lock = [(side * 0.90, -0.9), (side * 1.12, -0.7), (side * 1.30, 0.1), (side * 1.33, 0.8), (side * 1.16, 1.24), (side * 0.86, 1.22), (side * 0.93, 0.6), (side * 0.97, -0.1)]
        g = [[(side * 0.9, -0.85), (side * 1.0, -0.2), (side * 0.98, 0.5), (side * 0.9, 1.2)], [(side * 1.0, -0.8), (side * 1.34, -0.1), (side * 1.4, 0.7), (side * 1.12, 1.22)]]
        parts.insert(0, mass(ink, who, lock, g, 240, round=0.12))
    return [back], parts


def bun(ink, who):
    ball = [(math.cos(a) * 0.50, -1.72 + math.sin(a) * 0.43) for a in [i * math.pi / 5 for i in range(10)]]
    swirl = [[(math.cos(a) * 0.45, -1.72 + math.sin(a) * 0.4), (math.cos(a + 0.7) * 0.5, -1.72 + math.sin(a + 0.7) * 0.42), (math.cos(a + 1.6) * 0.35, -1.72 + math.sin(a + 1.6) * 0.3), (math.cos(a + 2.4) * 0.15, -1.72 + math.sin(a + 2.4) * 0.12)] for a in [i * 0.8 for i in range(9)]]
    knot = mass(ink, who, ball, swirl, 260, round=0.17, spread=0.02)
    back = Part(fill(spline(mirrored(cap(0.3, 1.06, 1.44))), dark(who.hairColour, 0.3)), BOX, 0.25, "hair", 0.2)
    top = [(-1.0, 0.12), (-1.10, -0.5), (-0.86, -1.16), (-0.4, -1.45), (0, -1.5), (0.4, -1.45), (0.86, -1.16), (1.10, -0.5), (1.0, 0.12)]
    inner = [(0.955, -0.15), (0.88, -0.55), (0.55, -0.86), (0.12, -1.02), (-0.3, -0.92), (-0.72, -0.74), (-0.90, -0.5), (-0.955, -0.15)]
    g = [[(-0.96, -0.05), (-1.04, -0.6), (-0.8, -1.1), (-0.3, -1.45)], [(-0.88, -0.5), (-0.85, -0.95), (-0.5, -1.3), (-0.1, -1.48)], [(-0.3, -0.9), (-0.3, -1.1), (-0.1, -1.35), (0, -1.5)],
         [(0.3, -0.95), (0.3, -1.1), (0.15, -1.35), (0, -1.5)], [(0.88, -0.5), (0.85, -0.95), (0.5, -1.3), (0.1, -1.48)], [(0.96, -0.05), (1.04, -0.6), (0.8, -1.1), (0.3, -1.45)]]
    wisps = strands(who.rng, [[(-0.95, -0.2), (-1.1, 0.1), (-1.0, 0.5), (-1.08, 0.95)], [(-0.9, -0.2), (-1.0, 0.2), (-0.95, 0.5), (-0.98, 0.85)]], 14, who.hairColour, 0.014)
    wisps += strands(who.rng, [[(0.95, -0.2), (1.1, 0.1), (1.0, 0.5), (1.08, 0.95)], [(0.9, -0.2), (1.0, 0.2), (0.95, 0.5), (0.98, 0.85)]], 14, who.hairColour, 0.014)
    front = mass(ink, who, top + inner, g, 620, round=0.15)
    front.svg += wisps
    return [knot, back], [front]


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
                art += line(f"M{x + q * math.cos(a):.3f} {y + q * math.sin(a):.3f}a{q:.3f} {q:.3f} 0 0 1 {q * (math.cos(a + 2.2) - math.cos(a)):.3f} {q * (math.sin(a + 2.2) - math.sin(a)):.3f}", light(tone, 0.22) if k % 2 else dark(tone, 0.3), 0.02, 'opacity="0.75"')
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


def pony(ink, who):
    backs, fronts = bun(ink, who)
    tail = [(0.35, -1.5), (0.95, -1.62), (1.5, -1.1), (1.72, -0.1), (1.62, 1.0), (1.42, 1.75), (1.28, 1.1), (1.22, 0.2), (1.02, -0.6), (0.55, -1.1)]
    g = [[(0.45, -1.4), (1.0, -1.4), (1.25, -0.2), (1.38, 1.6)], [(0.5, -1.5), (1.5, -1.7), (1.75, -0.1), (1.48, 1.6)]]
    return [mass(ink, who, tail, g, 420, round=0.2), backs[1]], fronts


def scarf(ink, who):
    """A headscarf in soft folds; `hairColour` stays the brows', the scarf has its own."""
    cloth = who.scarf
    out = [(0, -1.50), (0.58, -1.42), (1.02, -1.0), (1.16, -0.2), (1.12, 0.6), (1.16, 1.3), (1.62, 1.95), (1.3, 2.65), (0.5, 2.95), (0, 3.0)]
    hole = [(0, -0.98), (0.45, -0.92), (0.78, -0.60), (0.88, -0.1), (0.84, 0.40), (0.66, 0.86), (0.36, 1.12), (0, 1.19)]
    d = spline(mirrored(out)) + spline(mirrored(hole)[::-1])
    paint = ink.linear([(0, light(cloth, 0.10)), (1, dark(cloth, 0.14))])
    clip = ink.clip(f'<path d="{d}" clip-rule="evenodd"/>')
    folds = ""
    for i in range(10):
        s = 0.98 + i * 0.05
        tone = (light(cloth, 0.35), dark(cloth, 0.40))[i % 2]
        folds += line(spline([(-0.95 * s, -0.75), (-1.02 * s, 0.2), (-0.75 * s, 1.05 * s), (0.1, 1.36 * s * s), (0.9 * s, 1.1 + 0.55 * i * 0.2), (1.35, 1.4 + 0.18 * i)], False), tone, 0.045, 'opacity="0.28"')
    art = fill(d, paint, 'fill-rule="evenodd"') + f'<g clip-path="{clip}">{folds}</g>'
    back = Part(fill(spline(mirrored(cap(0.6, 1.1, 1.44))), dark(cloth, 0.4)), BOX, 0.25, "cloth", 0.2)
    return [back], [Part(art, BOX, 0.20, "satin", 0.55, 0.12)]


STYLES = {
    "short": short, "crop": crop, "long": long, "bob": bob, "bun": bun, "curly": curly, "pony": pony, "scarf": scarf,
    "straight": lambda ink, who: long(ink, who, 2.5, 0.0),
    "loose": lambda ink, who: long(ink, who, 2.9, 0.16, 1.0),
    "afro": lambda ink, who: curly(ink, who, 1.12),
    "bald": lambda ink, who: ([], []),
}
