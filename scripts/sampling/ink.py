"""SVG text for a figure: curves, gradients and an atlas that rasterises all parts of a figure in one run.

Lengths in a figure are head units: the head is 2 wide, its centre is the origin, y points down.
"""

import io
import math
import subprocess

import numpy
from PIL import Image


def rgb(colour):
    return tuple(int(colour[i : i + 2], 16) for i in (1, 3, 5))


def mix(one, other, share):
    """The colour `share` of the way from one to other (0...1)."""
    pairs = zip(rgb(one), rgb(other))
    return "#%02x%02x%02x" % tuple(round(a + (b - a) * share) for a, b in pairs)


def dark(colour, share):
    return mix(colour, "#120a0c", share)


def light(colour, share):
    return mix(colour, "#ffffff", share)


def spline(points, closed=True, strength=1.0):
    """A smooth path through the points (Catmull-Rom, written as cubic Bézier segments)."""
    count = len(points)

    def at(i):
        return points[i % count] if closed else points[min(max(i, 0), count - 1)]

    out = [f"M{points[0][0]:.4f} {points[0][1]:.4f}"]
    for i in range(count if closed else count - 1):
        a, b, c, d = at(i - 1), at(i), at(i + 1), at(i + 2)
        k = strength / 6
        out.append(
            f"C{b[0] + (c[0] - a[0]) * k:.4f} {b[1] + (c[1] - a[1]) * k:.4f} "
            f"{c[0] - (d[0] - b[0]) * k:.4f} {c[1] - (d[1] - b[1]) * k:.4f} {c[0]:.4f} {c[1]:.4f}"
        )
    return "".join(out) + ("Z" if closed else "")


def mirrored(half):
    """A closed outline from its right half, given from the top of the axis to its bottom."""
    return half + [(-x, y) for x, y in reversed(half) if abs(x) > 1e-6]


def polygon(points):
    return "M" + "L".join(f"{x:.4f} {y:.4f}" for x, y in points) + "Z"


def path(*steps):
    """Path data from letters and numbers: path("M", 0, 1, "L", 2, 3)."""
    return "".join(step if isinstance(step, str) else f"{step:.4f} " for step in steps)


def fill(d, paint, more=""):
    return f'<path d="{d}" fill="{paint}" {more}/>'


def line(d, paint, width, more=""):
    ends = 'stroke-linecap="round" stroke-linejoin="round"'
    return f'<path d="{d}" fill="none" stroke="{paint}" stroke-width="{width}" {ends} {more}/>'


def oval(x, y, rx, ry, paint, more=""):
    return f'<ellipse cx="{x:.4f}" cy="{y:.4f}" rx="{rx:.4f}" ry="{ry:.4f}" fill="{paint}" {more}/>'


def turned(svg, angle, x=0.0, y=0.0):
    return f'<g transform="rotate({angle:.3f} {x:.4f} {y:.4f})">{svg}</g>' if angle else svg


def placed(svg, x, y, scale=1.0, angle=0.0):
    return f'<g transform="translate({x:.4f} {y:.4f}) rotate({angle:.3f}) scale({scale:.4f})">{svg}</g>'


class Ink:
    """Collects gradients and clips, which need ids of their own within one document."""

    def __init__(self):
        self.defs = []

    def _keep(self, text):
        name = f"i{len(self.defs)}"
        self.defs.append(text.replace("ID", name, 1))
        return f"url(#{name})"

    def radial(self, stops, more=""):
        return self._keep(f'<radialGradient id="ID" {more}>{_stops(stops)}</radialGradient>')

    def linear(self, stops, x1=0, y1=0, x2=0, y2=1, more=""):
        return self._keep(
            f'<linearGradient id="ID" x1="{x1}" y1="{y1}" x2="{x2}" y2="{y2}" {more}>{_stops(stops)}</linearGradient>'
        )

    def clip(self, svg):
        return self._keep(f'<clipPath id="ID">{svg}</clipPath>')

    def soft(self, x, y, rx, ry, colour, opacity):
        """A spot that fades to nothing at its rim."""
        paint = self.radial(
            [(0, colour, opacity), (0.35, colour, opacity * 0.74), (0.7, colour, opacity * 0.22), (1, colour, 0)]
        )
        return oval(x, y, rx, ry, paint)


def _stops(stops):
    return "".join(
        f'<stop offset="{o}" stop-color="{c}" stop-opacity="{a}"/>' for o, c, a in ((*s, 1)[:3] for s in stops)
    )


class Part:
    """One thing that is lit on its own: its drawing, its box, how round it is and what it is made of."""

    def __init__(self, svg, box, round=0.2, material="cloth", shadow=0.5, reach=0.16):
        self.svg, self.box, self.round, self.material = svg, box, round, material
        self.shadow, self.reach = shadow, reach


def rasterise(svg, width, height):
    """RGBA, 8 bit, straight alpha."""
    run = subprocess.run(
        ["rsvg-convert", "--unlimited", "--format=png", f"--width={width}", f"--height={height}"],
        input=svg.encode(),
        stdout=subprocess.PIPE,
        check=True,
    )
    return numpy.asarray(Image.open(io.BytesIO(run.stdout)).convert("RGBA"))


TALLEST = 16000


def atlas(parts, ink, scale, frame):
    """Draws the parts side by side in few pictures and yields (part, left, top, RGBA), cut to what is drawn.

    `scale` is pixels per head unit; `frame` is (x, y, width, height): where the origin stands on the canvas, and the
    canvas, which cells are cut to. A first, small run finds how far each part reaches.
    """
    originX, originY, width, height = frame
    rough = max(scale / 12, min(scale, 10.0))
    known = []
    for part, left, top, rgba in _cells([(part, _pixels(part.box, rough)) for part in parts], ink, rough):
        rows, columns = numpy.flatnonzero(rgba[..., 3].any(1)), numpy.flatnonzero(rgba[..., 3].any(0))
        if len(rows):
            reach = (columns[0] - 2 + left, rows[0] - 2 + top, columns[-1] + 3 + left, rows[-1] + 3 + top)
            known.append((part, tuple(n / rough for n in reach)))
    wanted = []
    for part, box in known:
        x0, y0, x1, y1 = _pixels(box, scale)
        x0, y0 = max(x0, math.floor(-24 - originX)), max(y0, math.floor(-24 - originY))
        x1, y1 = min(x1, math.ceil(width + 24 - originX)), min(y1, math.ceil(height + 24 - originY))
        if x1 - x0 > 1 and y1 - y0 > 1:
            wanted.append((part, (x0, y0, x1, y1)))
    shift = originX - math.floor(originX), originY - math.floor(originY)
    for part, left, top, rgba in _cells(wanted, ink, scale, shift):
        yield part, left + math.floor(originX), top + math.floor(originY), rgba


def _pixels(box, scale):
    return math.floor(box[0] * scale), math.floor(box[1] * scale), math.ceil(box[2] * scale), math.ceil(box[3] * scale)


def _cells(wanted, ink, scale, shift=(0.0, 0.0)):
    while wanted:
        count, tall = 0, 0
        while count < len(wanted) and (count == 0 or tall + wanted[count][1][3] - wanted[count][1][1] <= TALLEST):
            tall += wanted[count][1][3] - wanted[count][1][1]
            count += 1
        body, top, wide = "", 0, max(box[2] - box[0] for _, box in wanted[:count])
        for part, (x0, y0, x1, y1) in wanted[:count]:
            body += (
                f'<svg x="0" y="{top}" width="{x1 - x0}" height="{y1 - y0}" viewBox="0 0 {x1 - x0} {y1 - y0}">'
                f'<g transform="translate({shift[0] - x0:.3f} {shift[1] - y0:.3f}) scale({scale:.5f})">'
                f"{part.svg}</g></svg>"
            )
            top += y1 - y0
        sheet = rasterise(
            f'<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" width="{wide}" '
            f'height="{tall}" viewBox="0 0 {wide} {tall}"><defs>{"".join(ink.defs)}</defs>{body}</svg>',
            wide,
            tall,
        )
        top = 0
        for part, (x0, y0, x1, y1) in wanted[:count]:
            yield part, x0, y0, sheet[top : top + y1 - y0, : x1 - x0]
            top += y1 - y0
        wanted = wanted[count:]
