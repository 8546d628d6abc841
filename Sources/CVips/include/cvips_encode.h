// Pixels to bytes of a file: JPEG, PNG, WebP. Every function returns a buffer from malloc and its length, or NULL and a
// reason of at most CVIPS_REASON bytes. Pixels are interleaved without padding, as in cvips_library.h.
#pragma once

#include <stddef.h>
#include <stdint.h>

#pragma clang assume_nonnull begin

enum { CVIPS_REASON = 200 };

// A block of bytes that goes into the file as it is; NULL leaves it out.
typedef struct cvips_block {
    const uint8_t *_Nullable bytes;
    size_t length;
} cvips_block;

// Baseline JPEG with the standard Huffman tables (optimised ones save 3 % of the size and take three times as long) and
// the accurate integer DCT. `halved` is 4:2:0, otherwise 4:4:4. Four bands are flattened over white, one band is grey.
// `exif` is the payload of APP1, `profile` goes into as many APP2 as it needs, `comment` (up to 65533 bytes) into COM.
uint8_t *_Nullable cvips_jpeg_encode(const uint8_t *pixels, int width, int height, int bands, int quality, int halved,
                                     int dpi, cvips_block exif, cvips_block profile, cvips_block comment,
                                     size_t *length, char *reason);

// PNG, `depth` 8, or 16 with one band (native byte order); four bands are un-premultiplied. `per_metre` is pHYs, `comment` a UTF-8 string (tEXt when it is ASCII, iTXt when
// not), `exif` the eXIf chunk. No time stamp.
uint8_t *_Nullable cvips_png_encode(const uint8_t *pixels, int width, int height, int bands, int depth,
                                    int per_metre, cvips_block profile, cvips_block exif,
                                    const char *_Nullable comment, size_t *length, char *reason);

// Lossy WebP, a bare file: RIFF, WEBP, then VP8, or VP8X, ALPH, VP8 for four bands (un-premultiplied). One thread.
uint8_t *_Nullable cvips_webp_encode(const uint8_t *pixels, int width, int height, int bands, int quality,
                                     size_t *length, char *reason);

// One row of premultiplied RGBA laid over white, as RGB.
static inline void cvips_over_white(const uint8_t *rgba, uint8_t *rgb, int width) {
    for (int x = 0; x < width; x++, rgba += 4, rgb += 3) {
        const int white = 255 - rgba[3];
        // A colour above its alpha is not premultiplied; it must not wrap round.
        for (int c = 0; c < 3; c++) rgb[c] = (uint8_t)(rgba[c] + white > 255 ? 255 : rgba[c] + white);
    }
}

// One row of premultiplied RGBA with its colours divided by alpha, to the nearest; clear pixels become black.
static inline void cvips_straight(const uint8_t *in, uint8_t *out, int width) {
    for (int x = 0; x < width; x++, in += 4, out += 4) {
        const int a = in[3];
        for (int c = 0; c < 3; c++) {
            const int straight = a ? (in[c] * 255 + a / 2) / a : 0;
            out[c] = (uint8_t)(straight > 255 ? 255 : straight);
        }
        out[3] = (uint8_t)a;
    }
}

#pragma clang assume_nonnull end
