"""From light to a camera file: lens, film curve, sensor grain, EXIF, JPEG."""

import io
import math

import numpy
from PIL import Image

from light import blur, resized


def curve(exposure, contrast):
    """Linear light 0...4 in 8192 steps to 0...255: sRGB, a gentle S, a soft shoulder."""
    x = numpy.arange(8192, dtype=numpy.float64) / 2048 * exposure
    knee = 0.62
    x = numpy.where(x > knee, knee + (1.06 - knee) * (1 - numpy.exp(-(x - knee) / (1.06 - knee))), x)
    s = numpy.where(x <= 0.0031308, x * 12.92, 1.055 * numpy.maximum(x, 1e-9) ** (1 / 2.4) - 0.055)
    s = numpy.clip(s, 0, 1)
    s = s + contrast * numpy.sin((s - 0.5) * 2 * math.pi) / (2 * math.pi) * (1 if contrast >= 0 else 1)
    return numpy.clip(s, 0, 1) * 255


def develop(planes, rng, exposure=1.13, contrast=0.12, warmth=1.0, vignette=0.34, bloom=0.10):
    """8-bit RGB of a scene."""
    _, height, width = planes.shape
    v, u = numpy.ogrid[0:height, 0:width]
    corner = ((u / width - 0.5) ** 2 * (width / height) ** 2 + (v / height - 0.5) ** 2) / (
        (width / height) ** 2 / 4 + 0.25
    )
    fade = 1 - vignette * corner.astype(numpy.float32) ** 1.3
    out = numpy.empty((height, width, 3), numpy.uint8)
    table = curve(exposure, contrast)
    gains = (1 + 0.035 * warmth, 1.0, 1 - 0.05 * warmth)
    for c in range(3):
        plane = planes[c]
        haze = blur(numpy.clip(plane - 0.55, 0, 3), height * 0.022)
        plane = (plane + bloom * 1.6 * haze + 0.004) * fade * gains[c]
        level = table[numpy.clip(plane * 2048, 0, 8191).astype(numpy.int16)]
        # Less than one grey step of noise before rounding leaves no bands.
        out[..., c] = numpy.clip(level + rng.random((height, width), numpy.float32), 0, 255)
    return out


def grained(picture, rng, amount):
    """Sensor noise at full resolution: stronger in the shadows, a little of it in colour."""
    tile = 1024
    fine = rng.standard_normal((tile, tile)).astype(numpy.float32)
    fine = blur(numpy.tile(fine, (2, 2)), 0.62)[tile // 2 : tile // 2 + tile, tile // 2 : tile // 2 + tile] * 1.9
    chroma = [
        resized(rng.standard_normal((tile // 4, tile // 4)).astype(numpy.float32), tile, tile) * 0.22 for _ in range(3)
    ]
    pixels = numpy.array(picture)
    height, width, _ = pixels.shape
    strength = (amount * (1.25 - 0.75 * numpy.arange(256) / 255)).astype(numpy.float32)
    for y in range(0, height, tile):
        for x in range(0, width, tile):
            block = pixels[y : y + tile, x : x + tile]
            h, w, _ = block.shape
            power = strength[block[..., 1]]
            dy, dx = rng.integers(0, tile, 2)
            luma = numpy.roll(fine, (dy, dx), (0, 1))[:h, :w]
            for c in range(3):
                block[..., c] = numpy.clip(block[..., c] + power * (luma + chroma[c][:h, :w]) + 0.5, 0, 255)
    return Image.fromarray(pixels)


def exif(number, orientation, width, height, moment, exposure):
    """Camera EXIF, big enough to show that prints and shares carry none of it."""
    data = Image.Exif()
    data[0x010E] = "Boothkit sample capture"
    data[0x010F], data[0x0110], data[0x0131] = "Boothkit", "Sample DSLR", "1.0"
    data[0x0112], data[0x0132], data[0x013B] = orientation, moment, "Sample Photographer"
    data[0x011A], data[0x011B], data[0x0128] = 300.0, 300.0, 2
    data[0x8769] = {
        0x829A: exposure[0],
        0x829D: exposure[1],
        0x8822: 1,
        0x8827: exposure[2],
        0x9000: b"0231",
        0x9003: moment,
        0x9004: moment,
        0x9010: "+02:00",
        0x9011: "+02:00",
        0x9291: f"{number * 7 % 100:02d}",
        0x9204: 0.0,
        0x9207: 5,
        0x9209: 16,
        0x920A: exposure[3],
        0xA001: 1,
        0xA002: width,
        0xA003: height,
        0xA403: 1,
        0xA431: "BK-000471",
        0xA433: "Boothkit",
        0xA434: "Sample 24-70mm f/2.8",
        0xA435: "L-20260614",
    }
    data[0x8825] = {
        0: b"\2\3\0\0",
        1: "N",
        2: (48.0, 12.0, 30.0),
        3: "E",
        4: (16.0, 22.0, 21.0),
        5: b"\0",
        6: 171.0,
        29: "2026:06:14",
    }
    return data.tobytes()


def jpeg(picture, quality, exifBytes):
    out = io.BytesIO()
    picture.save(out, "JPEG", quality=quality, subsampling=1, exif=exifBytes)
    return out.getvalue()
