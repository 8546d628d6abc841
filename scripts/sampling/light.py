"""Light on flat drawings: every part is inflated to a relief, lit, textured, and laid on what is behind it."""

import numpy
from PIL import Image

_RAMP = numpy.arange(256, dtype=numpy.float32) / 255
LINEAR = numpy.where(_RAMP <= 0.04045, _RAMP / 12.92, ((_RAMP + 0.055) / 1.055) ** 2.4).astype(numpy.float32)

# wrap: how far light reaches round the form, per channel (skin: red goes furthest); gloss, power: the highlight;
# rim: light from behind; weave: amplitude of the fabric or skin texture.
MATERIALS = {
    "skin": dict(wrap=(0.62, 0.46, 0.40), gloss=0.10, power=14, rim=0.55, weave=0.0, mottle=0.016),
    "face": dict(wrap=(0.66, 0.52, 0.46), gloss=0.10, power=16, rim=0.50, weave=0.0, mottle=0.014),
    "cloth": dict(wrap=(0.35, 0.35, 0.35), gloss=0.02, power=6, rim=0.40, weave=0.07, mottle=0.02),
    "satin": dict(wrap=(0.30, 0.30, 0.30), gloss=0.30, power=9, rim=0.5, weave=0.02, mottle=0.02),
    "hair": dict(wrap=(0.34, 0.30, 0.28), gloss=0.0, power=8, rim=0.8, weave=0.0, mottle=0.0, band=0.32),
    "shiny": dict(wrap=(0.25, 0.25, 0.25), gloss=0.75, power=38, rim=0.6, weave=0.0, mottle=0.0),
    "gold": dict(wrap=(0.2, 0.2, 0.2), gloss=0.95, power=22, rim=0.7, weave=0.0, mottle=0.02),
    "matt": dict(wrap=(0.45, 0.45, 0.45), gloss=0.03, power=6, rim=0.3, weave=0.015, mottle=0.015),
    "sequin": dict(wrap=(0.3, 0.3, 0.3), gloss=0.5, power=10, rim=0.5, weave=0.0, mottle=0.0, sequin=0.9),
    "flat": dict(wrap=(1, 1, 1), gloss=0, power=1, rim=0, weave=0, mottle=0),
}


def resized(a, width, height, how=Image.BICUBIC):
    return numpy.asarray(Image.fromarray(numpy.ascontiguousarray(a, numpy.float32), "F").resize((width, height), how))


def blur(a, sigma):
    """Gaussian blur of a plane; large ones are done on a smaller copy. The border repeats."""
    if sigma < 0.35:
        return a
    height, width = a.shape
    factor = min(max(1.0, sigma / 2.2), min(width, height) / 4) if min(width, height) > 8 else 1.0
    small = a
    if factor > 1.2:
        small = resized(a, max(round(width / factor), 2), max(round(height / factor), 2), Image.BOX)
        sigma = max((sigma / factor) ** 2 - 0.2, 0.2) ** 0.5
    reach = max(int(sigma * 2.8 + 0.5), 1)
    taps = numpy.exp(-0.5 * (numpy.arange(-reach, reach + 1) / sigma) ** 2)
    taps = (taps / taps.sum()).astype(numpy.float32)
    for axis in (0, 1):
        padded = numpy.pad(small, [(reach, reach) if i == axis else (0, 0) for i in (0, 1)], mode="edge")
        length = small.shape[axis]
        total = numpy.zeros_like(small)
        for i, tap in enumerate(taps):
            total += tap * (padded[i : i + length] if axis == 0 else padded[:, i : i + length])
        small = total
    return small if factor <= 1.2 else resized(small, width, height)


def noise(rng, width, height, size):
    """Smooth noise about 0, spread about 1, with features of about `size` pixels."""
    rough = rng.standard_normal((max(int(height / size) + 3, 3), max(int(width / size) + 3, 3))).astype(numpy.float32)
    return resized(rough, width, height)


class Light:
    """The lights of a scene: directions point from the subject to the light (x right, y down, z to the camera)."""

    def __init__(
        self,
        key=(-0.5, -0.62, 0.72),
        keyColour=(1.0, 0.965, 0.91),
        keyPower=0.92,
        fill=(0.7, -0.1, 0.7),
        fillColour=(0.86, 0.93, 1.0),
        fillPower=0.26,
        ambient=(0.30, 0.285, 0.28),
        rim=(0.75, -0.45),
        rimColour=(1.0, 0.93, 0.82),
        rimPower=1.0,
    ):
        self.key, self.fill = (numpy.array(v) / numpy.linalg.norm(v) for v in (key, fill))
        self.rim = numpy.array(rim) / numpy.linalg.norm(rim)
        self.keyColour, self.keyPower, self.fillColour, self.fillPower = keyColour, keyPower, fillColour, fillPower
        self.ambient, self.rimColour, self.rimPower = ambient, rimColour, rimPower


def lit(part, rgba, scale, light, rng):
    """(linear RGB planes, alpha) of a part under the light."""
    alpha = rgba[..., 3].astype(numpy.float32) / 255
    albedo = [LINEAR[rgba[..., i]] for i in range(3)]
    material = MATERIALS[part.material]
    if part.material == "flat":
        return albedo, alpha
    height, width = alpha.shape
    sigma = max(part.round * scale, 0.6)
    margin = int(sigma * 3)
    padded = numpy.pad(alpha, margin)
    # A part that the frame cuts goes on beyond it.
    bulge = numpy.clip(blur(padded, sigma)[margin : margin + height, margin : margin + width] * 2 - 1, 0, 1)
    relief = numpy.sqrt(bulge + 0.015) * sigma * 1.5
    if sigma > 5:
        relief = blur(relief, max(sigma * 0.12, 0.8))
    ny, nx = numpy.gradient(relief)
    nz = 1 / numpy.sqrt(nx * nx + ny * ny + 1)
    nx, ny = -nx * nz, -ny * nz
    key = nx * light.key[0] + ny * light.key[1] + nz * light.key[2]
    fill = numpy.clip(nx * light.fill[0] + ny * light.fill[1] + nz * light.fill[2], 0, 1)
    half = light.key + (0, 0, 1)
    half = half / numpy.linalg.norm(half)
    gloss = numpy.clip(nx * half[0] + ny * half[1] + nz * half[2], 0, 1) ** material["power"] * material["gloss"]
    edge = numpy.clip(1 - nz, 0, 1) ** 1.6 * numpy.clip(nx * light.rim[0] + ny * light.rim[1] + 0.15, 0, 1)
    rim = edge * (material["rim"] * light.rimPower * 0.8)
    closed = 0.62 + 0.38 * bulge
    texture = 1.0
    if material["weave"]:
        y, x = numpy.mgrid[0:height, 0:width].astype(numpy.float32)
        pitch = max(scale * 0.024, 2.2)
        weave = numpy.sin((x + y) * (6.2832 / pitch)) * numpy.sin((x - y) * (3.1416 / pitch))
        folds = noise(rng, width, height, scale * 0.34) * 0.5 + noise(rng, width, height, scale * 0.11) * 0.3
        texture = 1 + material["weave"] * (weave * 0.55 + folds * 0.9)
    if material["mottle"]:
        texture = texture * (1 + material["mottle"] * noise(rng, width, height, max(scale * 0.05, 2)))
    if material.get("band"):
        # Hair shines in a band where its surface faces between the light and the eye.
        tilt = (-ny * 0.9 - nx * 0.25) - 0.42
        gloss = gloss + numpy.exp(-(tilt * tilt) / 0.05) * material["band"] * (
            0.8 + 0.12 * noise(rng, width, height, scale * 0.3)
        )
    if material.get("sequin"):
        cell = max(scale * 0.055, 2)
        spark = noise(rng, width, height, cell)
        gloss = gloss + numpy.clip(spark - 0.9, 0, 3) * material["sequin"]
        texture = texture * (0.8 + 0.25 * spark)
    shine = numpy.maximum(albedo[0], numpy.maximum(albedo[1], albedo[2])) * 0.6 + 0.4
    tint = 1.0 if part.material not in ("gold", "hair", "sequin") else None
    out = []
    for c in range(3):
        wrap = material["wrap"][c]
        direct = numpy.clip((key + wrap) / (1 + wrap), 0, 1) ** 1.15
        lamp = direct * (light.keyPower * light.keyColour[c]) + fill * (light.fillPower * light.fillColour[c])
        # In skin, what light enters comes out red in the hollows.
        hollow = closed ** (0.55, 1.0, 1.1)[c] if part.material in ("skin", "face") else closed
        lamp = (lamp + light.ambient[c]) * hollow * texture
        shining = gloss * light.keyPower * light.keyColour[c] * (shine if tint else albedo[c] * 1.8 + 0.06)
        out.append(albedo[c] * lamp + shining + rim * light.rimColour[c] * (albedo[c] * 0.75 + 0.09))
    return out, alpha


class Layer:
    """Premultiplied linear light with coverage: what stands in front of the backdrop."""

    def __init__(self, width, height):
        self.width, self.height = width, height
        self.planes = numpy.zeros((3, height, width), numpy.float32)
        self.alpha = numpy.zeros((height, width), numpy.float32)

    def window(self, left, top, width, height):
        x0, y0, x1, y1 = max(left, 0), max(top, 0), min(left + width, self.width), min(top + height, self.height)
        if x1 <= x0 or y1 <= y0:
            return None
        return slice(y0, y1), slice(x0, x1), slice(y0 - top, y1 - top), slice(x0 - left, x1 - left)

    def shade(self, alpha, left, top, strength, reach, light):
        """A soft shadow of a part on everything that is already on the layer."""
        pad = int(reach * 3) + 1
        dx, dy = (round(-light.key[i] * reach * 1.1) for i in (0, 1))
        soft = blur(numpy.pad(alpha, pad), reach) * strength
        cut = self.window(left - pad + dx, top - pad + dy, soft.shape[1], soft.shape[0])
        if cut:
            keep = 1 - soft[cut[2], cut[3]]
            for c, power in enumerate((0.86, 1.0, 1.0)):
                self.planes[c][cut[0], cut[1]] *= keep**power if c == 0 else keep

    def lay(self, planes, alpha, left, top):
        cut = self.window(left, top, alpha.shape[1], alpha.shape[0])
        if cut:
            a = alpha[cut[2], cut[3]]
            for c in range(3):
                target = self.planes[c][cut[0], cut[1]]
                target *= 1 - a
                target += planes[c][cut[2], cut[3]] * a
            self.alpha[cut[0], cut[1]] = a + self.alpha[cut[0], cut[1]] * (1 - a)
