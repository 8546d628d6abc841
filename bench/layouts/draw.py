#!/usr/bin/env python3
"""Draws background.png and overlay.png of l1 and l2 again, from the slots in their layout.json. Needs pillow, numpy."""
import json
from pathlib import Path

import numpy as np
from PIL import Image, ImageDraw

HERE = Path(__file__).parent


def background(width, height):
    """Paper with a soft light across it and faint diagonal stripes."""
    y, x = np.mgrid[0:height, 0:width].astype(float)
    light = 218 + 22 * np.sin(2.2 * x / width + 1.4 * y / height) + 5 * ((x + y) // 24 % 2)
    return Image.fromarray(np.stack([light, 0.97 * light, 0.93 * light], -1).astype(np.uint8))


def overlay(width, height, slots):
    """A gold line, a translucent edge, leaves over the corners of the slots; drawn twice the size and halved."""
    image = Image.new("RGBA", (2 * width, 2 * height))
    draw = ImageDraw.Draw(image)
    for i in range(72):
        edge = (i, i, 2 * width - 1 - i, 2 * height - 1 - i)
        draw.rectangle(edge, outline=(60, 20, 40, int(150 * (1 - i / 72) ** 2)))
    draw.rounded_rectangle((16, 16, 2 * width - 16, 2 * height - 16), 80, outline=(190, 150, 60, 255), width=12)
    for slot in slots:
        left, top = 2 * slot["x"], 2 * slot["y"]
        for x in (left, left + 2 * slot["w"]):
            for y in (top, top + 2 * slot["h"]):
                for k in range(6):
                    r = 68 - 8 * k
                    colour = (120 + 15 * k, 60 + 10 * k, 80, 90 + 20 * k)
                    draw.ellipse((x - r, y - r // 2, x + r, y + r // 2), fill=colour)
    return image.resize((width, height), Image.Resampling.LANCZOS)


for name, size in {"l1": (1800, 1200), "l2": (600, 1800)}.items():
    layout = json.loads((HERE / name / "layout.json").read_text())
    background(*size).save(HERE / name / "background.png", optimize=True)
    overlay(*size, layout["slots"]).save(HERE / name / "overlay.png", optimize=True)
