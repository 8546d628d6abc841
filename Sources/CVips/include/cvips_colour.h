// Arithmetic on colours, pixel by pixel.
#pragma once

#include <stddef.h>
#include <stdint.h>

#pragma clang assume_nonnull begin

// out = matrix · (r, g, b) + offset for `count` pixels of 3 or 4 bands (premultiplied; alpha is kept, the offset is scaled by
// it and the result never exceeds it). `matrix` is row by row r, g, b, offset in 1/4096; rounded to nearest, clamped.
// `in` and `out` may be the same.
void cvips_colour_matrix(const uint8_t *in, uint8_t *out, size_t count, int bands, const int32_t matrix[_Nonnull 12]);

// Mirrored left to right.
void cvips_mirror(const uint8_t *in, uint8_t *out, int width, int height, int bands);

#pragma clang assume_nonnull end
