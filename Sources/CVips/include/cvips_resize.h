// A picture in memory at another size.
#pragma once

#include <stdint.h>

#pragma clang assume_nonnull begin

// By Lanczos3, as pictures come into their slots. 1, 3 or 4 bands (premultiplied). 0, or -1 when memory is short.
int cvips_resize(const uint8_t *pixels, int width, int height, int bands, uint8_t *out, int out_width, int out_height);

#pragma clang assume_nonnull end
