"""One capture: backdrop, guests, lens, film."""

import datetime

import numpy
from PIL import Image

import backdrops
import film
import scenes
from ink import atlas
from light import Layer, blur, lit, resized

FIRST = datetime.datetime(2026, 6, 14, 20, 15, 0)
STORED = {1: None, 3: Image.ROTATE_180, 6: Image.ROTATE_90, 8: Image.ROTATE_270}


def compose(scene, seed, width, height):
    """Linear light of the scene, upright."""
    rng = numpy.random.default_rng(seed)
    light = scenes.lamp(scene)
    small = (max(width // 2, 200), max(height // 2, 200))
    behind = backdrops.ALL[scene["backdrop"]](rng, *small)
    depth = scene.get("blurred", 0.0045) * small[1]
    planes = numpy.stack([resized(blur(p, depth), width, height) for p in behind])
    front = Layer(width, height)
    for entry in scene["guests"]:
        guest, x, y, scale = scenes.guest(entry)
        size = scale * height
        left, right = max(round(x * height - 4 * size), 0), min(round(x * height + 4 * size), width)
        figure = Layer(right - left, height)
        ink, parts = guest.parts()
        for part, px, py, rgba in atlas(parts, ink, size, (x * height - left, y * height, right - left, height)):
            lightened, alpha = lit(part, rgba, size, light, guest.rng)
            if part.shadow:
                figure.shade(alpha, px, py, part.shadow, part.reach * size, light)
            figure.lay(lightened, alpha, px, py)
        # A guest in front darkens those behind.
        front.shade(figure.alpha, left, 0, 0.55, size * 0.35, light)
        keep = 1 - figure.alpha
        for c in range(3):
            front.planes[c, :, left:right] = front.planes[c, :, left:right] * keep + figure.planes[c]
        front.alpha[:, left:right] = figure.alpha + front.alpha[:, left:right] * keep
    # The key light falls off towards the floor and the far side.
    front.planes *= backdrops.fall(width, height, 0.40, 0.34, 1.06, 0.70)
    shadow = blur(front.alpha, height * 0.05)
    dx, dy = (round(-light.key[i] * height * 0.07) for i in (0, 1))
    shadow = numpy.pad(shadow, ((max(dy, 0), max(-dy, 0)), (max(dx, 0), max(-dx, 0))), mode="edge")
    shadow = shadow[max(-dy, 0) : max(-dy, 0) + height, max(-dx, 0) : max(-dx, 0) + width]
    keep = 1 - 0.42 * shadow
    spill = scene["backdrop"] == "screen"
    # A little of a bright backdrop creeps round the edges of what stands before it.
    wrap = blur(1 - front.alpha, height * 0.005) * front.alpha * 0.22
    for c in range(3):
        planes[c] = planes[c] * (keep * (1 - front.alpha) + wrap) + front.planes[c] * (1 - wrap)
    if spill:
        # Light that the green cloth throws on the edges of the guest.
        rim = numpy.clip(blur(1 - front.alpha, height * 0.012) * 1.2 - 0.1, 0, 1) * front.alpha
        planes[1] += rim * 0.07
        planes[0] += rim * 0.012
    return planes


def capture(index, width, height):
    """The JPEG file of capture `index` (from 0), width × height as stored on the card."""
    scene = scenes.SCENES[index]
    rng = numpy.random.default_rng(9000 + index)
    upright = (height, width) if scene.get("portrait") else (width, height)
    half = width >= 3000
    drawn = tuple(n // 2 for n in upright) if half else upright
    planes = compose(scene, 500 + index if index > 3 else 500, *drawn)
    keys = ("exposure", "contrast", "warmth", "vignette", "bloom")
    picture = Image.fromarray(film.develop(planes, rng, **{k: scene[k] for k in keys if k in scene}))
    orientation = scene.get("orientation", 1)
    if STORED[orientation] is not None:
        picture = picture.transpose(STORED[orientation])
    if half:
        picture = picture.resize((width, height), Image.LANCZOS)
    picture = film.grained(picture, rng, scene.get("amount", 3.6) * (1 if half else 0.5))
    moment = (FIRST + datetime.timedelta(seconds=index * 9 if index < 4 else 60 + index * 145)).strftime(
        "%Y:%m:%d %H:%M:%S"
    )
    settings = scene.get("settings", (1 / 125, 5.6, 400, 35.0))
    return film.jpeg(picture, 94, film.exif(index + 1, orientation, width, height, moment, settings))
