#!/usr/bin/env python3
"""scenes.py DIR [KIND...]

Draws guests before a coloured screen, with their truth: for each scene NAME.jpg (what the camera took), NAME.truth.png
(the same guest before beach.png, without noise), NAME.alpha.png (coverage, 8 bits) and one kinds.json that says of what
kind each scene is. Layers are laid over each other in linear light; the screen is lit unevenly; the camera adds lens
blur, noise and JPEG with halved chroma. The same numbers on the same versions of numpy and Pillow.

    pip install numpy pillow
"""
import colorsys
import json
import math
import sys
from pathlib import Path

import numpy as np
from PIL import Image, ImageDraw, ImageFilter

WIDTH, HEIGHT = 1500, 1000
GREEN, BLUE = (39, 162, 68), (36, 82, 190)
SKINS = [(245, 213, 190), (224, 172, 132), (214, 160, 130), (176, 118, 82), (128, 80, 54), (74, 48, 38)]
HAIRS = [(36, 26, 22), (200, 170, 120), (16, 14, 14), (120, 60, 30), (150, 148, 146), (236, 228, 214)]


def linear(code):
    v = np.asarray(code, np.float32) / 255
    return np.where(v <= 0.04045, v / 12.92, ((v + 0.055) / 1.055) ** 2.4).astype(np.float32)


def encoded(light):
    v = np.clip(light, 0, 1)
    return np.where(v <= 0.0031308, v * 12.92, 1.055 * v ** (1 / 2.4) - 0.055).astype(np.float32) * 255


def blurred(plane, sigma):
    """A Gaussian along both axes, of planes or pictures."""
    if sigma <= 0:
        return plane
    radius = int(3 * sigma) + 1
    kernel = np.exp(-0.5 * (np.arange(-radius, radius + 1) / sigma) ** 2)
    kernel = (kernel / kernel.sum()).astype(np.float32)
    for axis in (0, 1):
        pad = [(0, 0)] * plane.ndim
        pad[axis] = (radius, radius)
        wide = np.pad(plane, pad, mode="edge")
        size = plane.shape[axis]
        plane = sum(k * np.take(wide, range(i, i + size), axis) for i, k in enumerate(kernel))
    return plane


class Scene:
    def __init__(self, kind, name, key=GREEN, skin=SKINS[2], hair=HAIRS[0], seed=0):
        self.kind, self.name, self.key, self.skin, self.hair = kind, name, key, skin, hair
        self.random = np.random.default_rng(seed + 1000)
        self.alpha = np.zeros((HEIGHT, WIDTH), np.float32)
        self.light = np.zeros((HEIGHT, WIDTH, 3), np.float32)  # times alpha
        self.y, self.x = np.mgrid[0:HEIGHT, 0:WIDTH].astype(np.float32)

    def lay(self, alpha, colour):
        """`colour` is linear, one value or one for each pixel."""
        alpha = np.clip(alpha, 0, 1)
        self.light = alpha[..., None] * colour + (1 - alpha[..., None]) * self.light
        self.alpha = alpha + (1 - alpha) * self.alpha

    def shape(self, points):
        mask = Image.new("L", (WIDTH * 3, HEIGHT * 3))
        ImageDraw.Draw(mask).polygon([(x * 3, y * 3) for x, y in points], fill=255)
        return np.asarray(mask.reduce(3), np.float32) / 255

    def ellipse(self, x, y, rx, ry):
        far = np.hypot((self.x - x) / rx, (self.y - y) / ry)
        return np.clip((1 - far) * min(rx, ry) + 0.5, 0, 1)

    def rough(self, size, tall=1.0):
        """Smooth noise of deviation 1, with features of about `size` pixels."""
        grid = self.random.standard_normal((int(HEIGHT / size / tall) + 3, int(WIDTH / size) + 3)).astype(np.float32)
        plane = Image.fromarray(grid).resize((WIDTH, HEIGHT), Image.Resampling.BICUBIC)
        plane = np.asarray(plane, np.float32)
        return plane / (plane.std() + 1e-6)

    def cloth(self, colour, folds=0.16):
        """Folds that run down, some of them sharp, and the weave."""
        shade = 0.86 + folds * np.sin(self.x / 19 + 1.3 * np.sin(self.y / 170)) + 0.4 * folds * self.rough(60, 3)
        return linear(colour) * np.clip(shade + 0.02 * self.rough(3), 0.3, 1.15)[..., None]

    def person(self, cloth=(160, 32, 64), folds=0.16, strands=70, backlight=0.0):
        skin, hair = linear(self.skin), linear(self.hair)
        body = [(520, 1001), (600, 560), (680, 470), (820, 470), (900, 560), (980, 1001)]
        self.lay(self.shape(body), self.cloth(cloth, folds))
        self.lay(self.shape([(715, 380), (785, 380), (790, 500), (710, 500)]), 0.8 * skin)
        if strands:
            self.strands(strands, hair * (1 + 6 * backlight) + 0.25 * backlight)
        self.lay(self.ellipse(750, 280, 110, 145), hair)
        side = np.clip(1.05 - np.abs(self.x - 735) / 330, 0, 1)[..., None]
        self.lay(self.ellipse(750, 310, 84, 112), skin * side)
        arm = [(880, 560), (930, 680), (1130, 470), (1105, 440)]
        self.lay(self.shape(arm), skin * (0.92 + 0.08 * np.sin(self.y / 40))[..., None])

    def strands(self, count, colour, x=750, y=270, spread=1.0):
        mask = Image.new("L", (WIDTH * 3, HEIGHT * 3))
        draw = ImageDraw.Draw(mask)
        for _ in range(count):
            turn = self.random.uniform(-math.pi - 0.4, 0.4)
            length = self.random.uniform(20, 75) * spread
            points, bend = [], self.random.normal(0, 0.5)
            for step in range(12):
                far = 1 + length * step / 11 / 140
                angle = turn + bend * step / 11
                points.append((3 * (x + 112 * far * math.cos(angle)), 3 * (y + 138 * far * math.sin(angle))))
            draw.line(points, fill=int(self.random.uniform(120, 255)), width=int(self.random.integers(1, 5)))
        self.lay(np.asarray(mask.reduce(3), np.float32) / 255, colour)

    def waved(self, length, colour, slant=0.0, thick=62):
        """A forearm that moved by `length` pixels, up and down or aslant, while the shutter was open."""
        arm = self.shape([(905, 700), (915, 700 + thick), (1150, 700 + thick * 0.8), (1150, 700)])
        steps = max(2, int(length / 2))
        spread = np.zeros_like(arm)
        for step in range(steps):
            far = (step / (steps - 1) - 0.5) * length
            spread += np.roll(arm, (int(round(far)), int(round(far * slant))), (0, 1))
        moved = spread / steps
        moved[:, :905] = 0
        self.lay(moved, linear(colour))

    def veil(self, colour, low, high):
        share = np.clip(0.5 + 0.28 * self.rough(45, 5) + 0.12 * self.rough(14, 5), 0, 1)
        self.lay(self.shape([(620, 220), (880, 220), (1130, 1001), (370, 1001)]) * (low + (high - low) * share),
                 linear(colour) * (0.85 + 0.15 * share)[..., None])

    def balloon(self, colour, dense, x=1180, y=300, rx=120, ry=145):
        far = ((self.x - x) / rx) ** 2 + ((self.y - y) / ry) ** 2
        deep = np.sqrt(np.maximum(0.03, 1 - np.minimum(far, 1)))
        bright = np.clip(0.55 + 0.45 * deep - 0.25 * (self.x - x) / rx, 0.2, 1)
        self.lay(self.ellipse(x, y, rx, ry) * np.clip(dense / deep, 0, 0.97), linear(colour) * bright[..., None])
        self.lay(blurred(self.ellipse(x - 45, y - 65, 12, 22), 3) * 0.9, np.float32(1))

    def glass(self, colour):
        bowl = [(1100, 560), (1240, 560), (1255, 700), (1190, 800), (1150, 800), (1085, 700)]
        inner = [(1108, 560), (1232, 560), (1246, 698), (1184, 792), (1156, 792), (1094, 698)]
        wall, inside = self.shape(bowl), self.shape(inner)
        self.lay(0.1 * wall + 0.45 * np.clip(wall - inside, 0, 1), linear((170, 176, 176)))
        self.lay(0.7 * inside * np.clip(self.y - 640, 0, 1), linear(colour))
        self.lay(0.8 * blurred(self.ellipse(1125, 640, 6, 50), 2), np.float32(1))

    def smoke(self):
        share = np.clip(0.45 + 0.3 * self.rough(90) + 0.15 * self.rough(35), 0, 1)
        near = np.exp(-((self.x - 1150) / 170) ** 2 - ((self.y - 600) / 260) ** 2)
        self.lay(0.75 * share * near, linear((225, 225, 228)))

    def tinsel(self):
        for number in range(46):
            colour = colorsys.hsv_to_rgb(self.random.uniform(), 0.75, 1)
            x, lean = 1080 + number * 6 + self.random.uniform(-8, 8), self.random.uniform(-30, 30)
            wide = self.random.uniform(1.2, 4)
            strip = self.shape([(x, 180), (x + wide, 180), (x + wide + lean, 760), (x + lean, 760)])
            shine = 0.35 + 0.65 * (np.sin(self.y / self.random.uniform(9, 30) + number) > 0.2)
            self.lay(strip, linear([255 * c for c in colour]) * shine[..., None])

    def shoot(self, folder, behind, spill=0.0, noise=0.003, quality=92):
        across, down = self.x / WIDTH - 0.5, self.y / HEIGHT - 0.5
        lit = 1.05 - 0.35 * (across ** 2 + down ** 2) - 0.12 * across + 0.012 * self.rough(110)
        small = self.alpha[::4, ::4]
        thrown = np.zeros_like(small)
        thrown[8:, 12:] = small[:-8, :-12]
        shadow = blurred(thrown, 12).repeat(4, 0).repeat(4, 1)
        screen = linear(self.key) * (lit * (1 - 0.2 * shadow))[..., None]
        seen = self.light
        if spill:
            # Strong at the outline, a quarter of that inside, as a dielectric reflects it.
            inside = blurred((self.alpha > 0.5).astype(np.float32)[::4, ::4], 5).repeat(4, 0).repeat(4, 1)
            share = (spill * (0.25 + 2 * np.clip(1 - inside, 0, 0.5)))[..., None]
            seen = seen + share * (0.30 * seen + 0.035 * self.alpha[..., None]) * linear(self.key)
        rest = 1 - self.alpha[..., None]
        taken = blurred(seen + rest * screen, 0.7)
        taken = taken + self.random.standard_normal(taken.shape).astype(np.float32) * noise * np.sqrt(taken + 0.05) * 2
        truth = blurred(self.light + rest * linear(behind), 0.7)
        picture = lambda values: Image.fromarray(np.round(np.clip(values, 0, 255)).astype(np.uint8))
        picture(encoded(taken)).save(folder / f"{self.name}.jpg", quality=quality, subsampling=2)
        picture(encoded(truth)).save(folder / f"{self.name}.truth.png", compress_level=1)
        picture(255 * blurred(self.alpha, 0.7)).save(folder / f"{self.name}.alpha.png", compress_level=1)


def beach():
    y, x = np.mgrid[0:HEIGHT, 0:WIDTH].astype(np.float32)
    y, x = y / HEIGHT, x / WIDTH
    corners = [(110, 140, 200), (215, 135, 195), (105, 200, 200), (215, 195, 135)]
    a, b, c, d = [np.float32(corner) for corner in corners]
    y, x = y[..., None], x[..., None]
    return np.round((a * (1 - x) + b * x) * (1 - y) + (c * (1 - x) + d * x) * y).astype(np.uint8)


def hue(degrees, saturation, value):
    return tuple(round(255 * c) for c in colorsys.hsv_to_rgb(degrees / 360, saturation, value))


# Every scene: kind, name, screen, what is drawn. Kinds are told apart in reports, so that no gain hides a loss.
def scenes():
    def dressed(kind, name, key, colour, spill=0.0, number=0, **more):
        def draw(scene):
            scene.person(colour, **more)
        return kind, name, key, draw, spill, number

    def with_thing(kind, name, key, thing, cloth=(150, 40, 70), spill=0.0, number=0, **more):
        def draw(scene):
            scene.person(cloth, **more)
            thing(scene)
        return kind, name, key, draw, spill, number

    screens = [("green", GREEN), ("blue", BLUE)]
    own = {"green": 135, "blue": 222}
    for screen, key in screens:
        number = 0
        for degrees in range(0, 360, 15):
            number += 1
            # What truly has the screen's own shade is told apart below.
            saturation, value = [(0.75, 0.92), (0.42, 0.85), (0.85, 0.5)][number % 3]
            near = abs((degrees - own[screen] + 180) % 360 - 180)
            kind = "clothes, key's hue" if near < 16 else "clothes, near" if near < 70 else "clothes, far"
            yield dressed(kind, f"{screen}-hue{degrees:03}", key, hue(degrees, saturation, value),
                          [0, 0.6][number % 2], number)
    named = {
        "turquoise": (64, 224, 208), "pistachio": (147, 197, 114), "mint": (170, 240, 200), "lime": (160, 236, 64),
        "emerald": (20, 130, 96), "olive": (96, 120, 50), "teal": (0, 128, 128), "celadon": (172, 225, 175),
        "neon": (57, 255, 20), "bottle": (10, 60, 40),
    }
    for number, (name, colour) in enumerate(named.items()):
        yield dressed("clothes, named", f"green-{name}", GREEN, colour, [0, 0.6][number % 2], number)
    named = {
        "sky": (135, 206, 235), "denim": (70, 100, 150), "periwinkle": (150, 160, 245), "navy": (20, 30, 80),
        "azure": (30, 144, 255), "violet": (110, 60, 220),
    }
    for number, (name, colour) in enumerate(named.items()):
        yield dressed("clothes, named", f"blue-{name}", BLUE, colour, [0, 0.6][number % 2], number)
    for screen, key in screens:
        for length, number in ((30, 2), (60, 1), (60, 3), (120, 2), (120, 4), (200, 0), (200, 5)):
            yield with_thing("waved hand", f"{screen}-wave{length}-{number}", key,
                             lambda s, l=length: s.waved(l, s.skin), number=number)
        yield with_thing("waved hand", f"{screen}-aslant90", key, lambda s: s.waved(90, s.skin, 0.6), number=5)
        yield with_thing("waved hand", f"{screen}-sleeve80", key, lambda s: s.waved(80, (25, 24, 28)), number=1)
        yield with_thing("waved hand", f"{screen}-white80", key, lambda s: s.waved(80, (240, 238, 235)), number=0)
        yield with_thing("veil, smoke", f"{screen}-veil", key, lambda s: s.veil((245, 244, 240), 0.08, 0.45))
        yield with_thing("veil, smoke", f"{screen}-black-veil", key, lambda s: s.veil((20, 20, 22), 0.15, 0.6), number=3)
        yield with_thing("veil, smoke", f"{screen}-smoke", key, lambda s: s.smoke(), number=4)
        yield with_thing("glass, balloons", f"{screen}-glass", key, lambda s: s.glass((150, 30, 40)), number=1)
        yield with_thing("glass, balloons", f"{screen}-cocktail", key, lambda s: s.glass((60, 170, 190)), number=2)
        yield with_thing("glass, balloons", f"{screen}-balloon", key, lambda s: s.balloon((220, 40, 60), 0.35), number=3)
        yield with_thing("glass, balloons", f"{screen}-balloon-near", key,
                         lambda s: s.balloon((120, 200, 60) if s.key == GREEN else (90, 150, 230), 0.75), number=0)
        yield with_thing("hair, tinsel", f"{screen}-tinsel", key, lambda s: s.tinsel(), number=5)
        for number in (1, 4, 5):
            yield with_thing("hair, tinsel", f"{screen}-backlit{number}", key, lambda s: None, number=number,
                             strands=420, backlight=0.6, spill=0.5)
        yield dressed("neutral", f"{screen}-white", key, (242, 242, 240), 0.8, 0)
        yield dressed("neutral", f"{screen}-black", key, (22, 21, 23), 0.8, 2)
        yield dressed("neutral", f"{screen}-grey", key, (128, 128, 128), 0, 4)


def main(folder, wanted):
    folder.mkdir(parents=True, exist_ok=True)
    behind = beach()
    Image.fromarray(behind).save(folder / "beach.png")
    kinds = {}
    for kind, name, key, draw, spill, number in scenes():
        kinds[name] = kind
        if wanted and kind not in wanted and name not in wanted:
            continue
        scene = Scene(kind, name, key, SKINS[number % 6], HAIRS[number % 6], number)
        draw(scene)
        scene.shoot(folder, behind, spill)
    (folder / "kinds.json").write_text(json.dumps(kinds, indent=1) + "\n")


if __name__ == "__main__":
    if len(sys.argv) < 2:
        sys.exit(__doc__)
    main(Path(sys.argv[1]), set(sys.argv[2:]))
