"""A head of hair is a mass that is combed with single strands, which follow guide curves."""

from ink import Part, dark, fill, light, line, mix, spline

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


def mass(
    ink,
    who,
    outline,
    guides,
    count,
    box=BOX,
    round=0.16,
    width=0.018,
    spread=0.03,
    shadow=0.45,
    loose=0.0,
    strength=1.0,
):
    colour = who.hairColour
    d = spline(outline, True, strength)
    base = ink.linear([(0, light(colour, 0.06)), (1, dark(colour, 0.28))])
    clip = ink.clip(f'<path d="{d}"/>')
    art = fill(d, base) + f'<g clip-path="{clip}">{strands(who.rng, guides, count, colour, width, spread)}</g>'
    if loose:
        art += strands(who.rng, guides, int(count * loose), colour, 0.009, 0.06 * (1 + loose), 0.85)
    else:
        art += strands(who.rng, guides, count // 7, colour, 0.0065, spread * 1.2, 0.5)
    return Part(art, box, round, "hair", shadow, 0.10)


def cap(low=0.1, wide=1.1, high=1.46):
    return [
        (0, -high),
        (0.52, -high * 0.955),
        (wide * 0.90, -high * 0.68),
        (wide * 1.01, -0.42),
        (wide * 0.97, low),
        (0.8, low + 0.25),
        (0, low + 0.3),
    ]
