#!/usr/bin/env python3
"""score.py DIR [--render PROGRAM] [--only WORD] [OPTION=VALUE...]

Keys every scene that scenes.py has drawn into DIR over its beach.png with `render --effect green-screen` and tells, by
kind, the mean error per channel (0 to 255) inside the guests, at what is see-through, and of what is plain screen, with
the worst scene of each. OPTIONs go to the effect, such as solid=0.8.

    pip install numpy pillow
"""
import json
import subprocess
import sys
import tempfile
from pathlib import Path

import numpy as np
from PIL import Image


def pixels(path):
    return np.asarray(Image.open(path), np.int16)


def errors(result, folder, name):
    alpha = pixels(folder / f"{name}.alpha.png") / 255
    error = np.abs(result - pixels(folder / f"{name}.truth.png")).mean(-1)
    inside, plain = alpha > 0.98, alpha < 0.02
    mean = lambda where: float(error[where].mean()) if where.any() else 0.0
    return mean(inside), mean(~inside & ~plain), mean(plain)


def main(words):
    program, only = ".build/release/render", ""
    if "--render" in words:
        program = words.pop(words.index("--render") + 1)
    if "--only" in words:
        only = words.pop(words.index("--only") + 1)
    folder, options = Path(words[0]), [word for word in words[1:] if not word.startswith("--")]
    effect = ",".join([f"green-screen:background={folder / 'beach.png'}", *options])
    kinds = {}
    for name, kind in json.loads((folder / "kinds.json").read_text()).items():
        if only not in name and only not in kind:
            continue
        with tempfile.TemporaryDirectory() as place:
            out = Path(place) / "out.png"
            subprocess.run([program, "--quiet", "--effect", effect, folder / f"{name}.jpg", "-o", out],
                           check=True, stdout=subprocess.DEVNULL)
            row = errors(pixels(out), folder, name)
        kinds.setdefault(kind, []).append(row)
        print(f"{name:24} inside {row[0]:6.2f}  see-through {row[1]:6.2f}  screen {row[2]:5.2f}", flush=True)
    for kind, rows in kinds.items():
        mean, worst = np.mean(rows, 0), np.max(rows, 0)
        print(f"{kind:20} {len(rows):3} scenes: inside {mean[0]:6.2f} (worst {worst[0]:6.2f})  "
              f"see-through {mean[1]:6.2f} (worst {worst[1]:6.2f})  screen {mean[2]:5.2f}")


if __name__ == "__main__":
    if len(sys.argv) < 2:
        sys.exit(__doc__)
    main(sys.argv[1:])
