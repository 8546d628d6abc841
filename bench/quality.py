#!/usr/bin/env python3
"""quality.py LAYOUT OUTPUT CAPTURE...

Scores a rendered picture (JPEG, PNG) or animation (GIF) of LAYOUT, a folder, against references computed here: each
capture decoded at full size, scaled in floating point with Lanczos3 about the exact centre of its slot, in the file's
own (gamma) values. Captures are taken to be sRGB, slots to be covered and centred, pieces of a sheet to be alike.

    pip install numpy pillow ssimulacra2

Status 1 when a print scores below 89.5, or more than 1.5 below slots that Pillow makes from all pixels of the captures,
or an upright slot is off by more than 0.1 px; when an animation scores below 73 or its timing is not the layout's.
A turned slot is scored for information: turning it costs a second interpolation, whoever does it.
"""
import io
import json
import math
import sys
import tempfile
from pathlib import Path

import numpy as np
from PIL import Image, ImageOps, ImageSequence
from ssimulacra2 import compute_ssimulacra2

PRINT_SCORE, PRINT_LOSS, PRINT_SHIFT, ANIMATION_SCORE = 89.5, 1.5, 0.1, 73.0


# References


def pixels(path):
    """Upright RGB as float32."""
    with Image.open(path) as image:
        return np.asarray(ImageOps.exif_transpose(image).convert("RGB"), np.float32)


def lanczos3(x):
    return np.where(np.abs(x) < 3, np.sinc(x) * np.sinc(x / 3), 0)


def weights(source, target, scale):
    """Matrix that scales `source` samples by `scale` and keeps the middle `target` of them; beyond the edge, the
    nearest sample counts."""
    stretch = max(1, 1 / scale)
    centre = source / 2 + (np.arange(target) + 0.5 - target / 2) / scale
    matrix = np.zeros((target, source), np.float32)
    reach = math.ceil(3 * stretch) + 1
    for row, c in enumerate(centre):
        taps = np.arange(math.floor(c) - reach, math.floor(c) + reach + 1)
        w = lanczos3((taps + 0.5 - c) / stretch)
        np.add.at(matrix[row], taps.clip(0, source - 1), w / w.sum())
    return matrix


def cover(capture, width, height, density=1):
    """The capture over a box, cropped at its centre; `density` samples a pixel in both directions."""
    rows, columns, _ = capture.shape
    scale = max(width / columns, height / rows) * density
    down = weights(rows, round(height * density), scale)
    across = weights(columns, round(width * density), scale)
    return np.stack([down @ capture[..., band] @ across.T for band in range(3)], -1)


def turned(capture, width, height, degrees):
    """The capture over a box turned clockwise about its centre, as the upright picture around it: scaled to four
    samples a pixel, turned there, where interpolation loses nothing that the eye could see, then brought down."""
    density = 4
    fine = cover(capture, width, height, density)
    bands = [
        Image.fromarray(fine[..., band]).rotate(-degrees, Image.Resampling.BICUBIC) for band in range(3)
    ]
    fine = np.stack([np.asarray(band) for band in bands], -1)
    down, across = (weights(n, n // density, 1 / density) for n in fine.shape[:2])
    return np.stack([down @ fine[..., band] @ across.T for band in range(3)], -1)


# Scores


def bytes_of(picture):
    return (picture + 0.5).clip(0, 255).astype(np.uint8)


def score(reference, picture):
    """SSIMULACRA2; 100 is the same picture, 90 is hard to tell apart side by side."""
    with tempfile.TemporaryDirectory() as folder:
        names = [str(Path(folder, name)) for name in ("reference.png", "picture.png")]
        for name, image in zip(names, (reference, picture)):
            Image.fromarray(bytes_of(image)).save(name)
        return float(compute_ssimulacra2(*names))


def rendered_in_full(path, width, height):
    """A slot as Pillow makes it from all pixels of the capture, encoded as ours is."""
    file = io.BytesIO()
    with Image.open(path) as image:
        slot = ImageOps.fit(ImageOps.exif_transpose(image).convert("RGB"), (width, height), Image.Resampling.LANCZOS)
    slot.save(file, "jpeg", quality=95, subsampling=0)
    return np.asarray(Image.open(file), np.float32)


def shift(reference, picture):
    """How far the picture lies from the reference, px: least squares on the brightness gradient (Lucas, Kanade)."""
    a, b = (image.mean(-1) for image in (reference, picture))
    down, across = np.gradient(a)
    slope = np.stack([across.ravel(), down.ravel()], -1)
    offset, *_ = np.linalg.lstsq(slope, (a - b).ravel(), rcond=None)
    return float(np.hypot(*offset))


# Layouts


def length(value, whole, dpi):
    """Pixels of a length as layouts write it: a number, or text in mm, in or % of `whole`."""
    if not isinstance(value, str):
        return value
    for unit, pixels_each in (("mm", dpi / 25.4), ("in", dpi), ("%", whole / 100)):
        if value.endswith(unit):
            return float(value[: -len(unit)]) * pixels_each
    raise SystemExit(f"quality: not a length: {value}")


class Layout:
    """Where things stand in the rendered file, in its pixels."""

    def __init__(self, folder):
        self.folder = Path(folder)
        self.keys = json.loads((self.folder / "layout.json").read_text())
        paper = self.keys["paper"]
        if not isinstance(paper, dict):
            raise SystemExit("quality: only papers that stand in the layout itself are understood")
        self.dpi = paper.get("dpi", 300)
        size = [length(paper[key], 0, self.dpi) for key in ("width", "height")]
        self.width, self.height = size[::-1] if self.keys.get("orientation") == "landscape" else size
        self.left = self.top = 0
        if "imposition" in paper:
            # Pieces are centred on the sheet as a block; the first one is looked at.
            imposition, sheet = paper["imposition"], paper["imposition"]["sheet"]
            if imposition.get("turned"):
                raise SystemExit("quality: turned pieces are not understood")
            gutter = length(imposition.get("gutter", 0), 0, self.dpi)
            columns, rows = imposition.get("columns", 1), imposition.get("rows", 1)
            block = columns * self.width + (columns - 1) * gutter, rows * self.height + (rows - 1) * gutter
            self.left = round((length(sheet["width"], 0, self.dpi) - block[0]) / 2)
            self.top = round((length(sheet["height"], 0, self.dpi) - block[1]) / 2)

    def box(self, keys):
        """x, y, w, h in whole pixels of the trim."""
        wholes = self.width, self.height, self.width, self.height
        return [round(length(keys[key], whole, self.dpi)) for key, whole in zip("xywh", wholes)]

    def covered(self):
        """True where an overlay lies over the trim."""
        covered = np.zeros((self.height, self.width), bool)
        for overlay in self.keys.get("overlays", []):
            x, y, w, h = self.box(overlay) if "x" in overlay else (0, 0, self.width, self.height)
            with Image.open(self.folder / overlay["picture"]) as image:
                alpha = np.asarray(image.convert("RGBA").getchannel("A").resize((w, h)))
            covered[y : y + h, x : x + w] |= alpha > 0
        return covered


def free(covered):
    """The least inset at which no overlay lies over the box, at least 8 px so that edges play no part."""
    for inset in range(8, min(covered.shape) // 2):
        if not covered[inset:-inset, inset:-inset].any():
            return inset
    raise SystemExit("quality: an overlay lies over the whole of a slot")


# Judgement


def judge_print(layout, output, captures):
    picture, covered = pixels(output), layout.covered()
    scores, losses, shifts = [], [], []
    for number, slot in enumerate(layout.keys["slots"]):
        x, y, w, h = layout.box(slot)
        degrees = slot.get("rotation", 0)
        path = captures[slot.get("capture", number + 1) - 1]
        capture = pixels(path)
        reference = turned(capture, w, h, degrees) if degrees else cover(capture, w, h)
        inset = free(covered[y : y + h, x : x + w])
        # A turned box leaves its own corners by this much.
        inset += math.ceil(max(w, h) / 2 * abs(math.sin(math.radians(degrees))))
        inner = np.s_[inset : h - inset, inset : w - inset]
        reference = reference[inner]
        part = picture[layout.top + y :, layout.left + x :][:h, :w][inner]
        value, off = score(reference, part), shift(reference, part)
        print(f"slot {number + 1}: {value:.1f}, off by {off:.3f} px", end="")
        if degrees:
            print(f", turned by {degrees}, not judged")
            continue
        loss = score(reference, rendered_in_full(path, w, h)[inner]) - value
        print(f", {loss:.1f} less than from all pixels")
        scores.append(value)
        losses.append(loss)
        shifts.append(off)
    score_mean, loss_mean, worst = np.mean(scores), np.mean(losses), max(shifts)
    good = score_mean >= PRINT_SCORE and loss_mean <= PRINT_LOSS and worst <= PRINT_SHIFT
    print(f"{output.name}: {score_mean:.1f} (>= {PRINT_SCORE}), {loss_mean:.1f} less (<= {PRINT_LOSS}), ", end="")
    print(f"off by {worst:.3f} px (<= {PRINT_SHIFT}): {'good' if good else 'NOT good enough'}")
    return good


def judge_animation(layout, output, captures):
    plan = layout.keys["animation"]
    with Image.open(output) as image:
        frames = [
            (np.asarray(frame.convert("RGB"), np.float32), frame.info.get("duration"))
            for frame in ImageSequence.Iterator(image)
        ]
        loops = image.info.get("loop")
    delay = plan.get("delay", 500)
    timed = loops == plan.get("loops", 0) and all(duration == delay for _, duration in frames)
    scores = []
    for capture, (frame, _) in zip(captures, frames):
        scores.append(score(cover(pixels(capture), plan["width"], plan["height"]), frame))
        print(f"frame {len(scores)}: {scores[-1]:.1f}")
    mean = np.mean(scores)
    good = timed and len(frames) == len(captures) and mean >= ANIMATION_SCORE
    print(f"{output.name}: {mean:.1f} (>= {ANIMATION_SCORE}), {len(frames)} frames, ", end="")
    print(f"{output.stat().st_size // 1000} kB, timing {'right' if timed else 'WRONG'}", end="")
    print(": good" if good else ": NOT good enough")
    return good


def main(arguments):
    if len(arguments) < 3:
        raise SystemExit(__doc__)
    layout, output = Layout(arguments[0]), Path(arguments[1])
    judge = judge_animation if output.suffix == ".gif" else judge_print
    return 0 if judge(layout, output, arguments[2:]) else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
