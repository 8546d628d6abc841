// Coverage from pictures and for pictures, and a gradient. n counts pixels.
#pragma once

#include <stddef.h>
#include <stdint.h>

#pragma clang assume_nonnull begin

// The last of 4 bands.
void cvips_alpha(uint8_t *out, const uint8_t *in, size_t n);

// Brightness of 3 bands, or of 4 premultiplied: 0.2126 R + 0.7152 G + 0.0722 B in steps of 1/65536, rounded.
void cvips_luminance(uint8_t *out, const uint8_t *in, int bands, size_t n);

// 1, 3 or 4 bands times coverage. 3 bands become 4, premultiplied; the others keep theirs.
void cvips_multiply(uint8_t *out, const uint8_t *in, int bands, const uint8_t *coverage, size_t n);

// Finds the box of pixels whose last band is not 0: left, top, right, bottom, the last two exclusive. Returns 0 when
// there are none.
int cvips_visible(const uint8_t *in, int width, int height, int bands, int box[_Nonnull 4]);

// Fills `width` x `height` RGB pixels with from + (to - from) t, t = t0 + tx x + ty y, held between 0 and 1. An ordered
// dither of 8 x 8 decides the last bit, so that slow gradients show no steps.
void cvips_gradient(uint8_t *out, int width, int height, const uint8_t from[_Nonnull 3], const uint8_t to[_Nonnull 3],
                    double t0, double tx, double ty);

#pragma clang assume_nonnull end
