// The costly parts of an animation, frame by frame: colours, dithering, LZW.
#pragma once

#include <stddef.h>
#include <stdint.h>

#include "cvips_library.h"

#pragma clang assume_nonnull begin

enum { CVIPS_COLOURS = 256 };

// The colours that stand for a picture, up to `colours` (2 to 256); returns how many there are. `palette` gets that
// many RGB triples. NULL memory gives 0.
int cvips_palette(const uint8_t *rgb, int width, int height, int colours, uint8_t *palette);

// For every pixel its colour in the palette, with error diffusion (Floyd and Steinberg, serpentine) of which
// `strength` sixteenths are passed on: 0 none, 16 all. Returns 0, or -1 without memory.
int cvips_remap(const uint8_t *rgb, int width, int height, const uint8_t *palette, int colours, int strength,
                uint8_t *indices);

// Image data of GIF: minimum code size, LZW in blocks, terminator. Returns the length, or 0 when it is longer than
// `capacity`; 2 * count + 1024 is always enough.
size_t cvips_lzw(const uint8_t *indices, size_t count, int bits, uint8_t *out, size_t capacity);

// All of it for one picture: a byte with the bits of the colour table, the table (3 << bits bytes), the image data.
// From malloc, or NULL and a reason as in cvips_encode.h.
uint8_t *_Nullable cvips_gif_frame(const uint8_t *rgb, int width, int height, int colours, int strength, size_t *length,
                                   char *reason);

#pragma clang assume_nonnull end
