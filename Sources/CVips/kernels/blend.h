// Rows of the blending kernels. n pixels; d: RGB canvas, s: layer, m: coverage.
#pragma once

#include "cvips_blend.h"

// d = s + d (1 - a)                      s RGBA premultiplied
void cvips_over_rgba(uint8_t *d, const uint8_t *s, int n);
// d = s m + d (1 - m)                    s RGB
void cvips_mix_rgb(uint8_t *d, const uint8_t *s, const uint8_t *m, int n);
// d = s m + d (1 - a m)                  s RGBA premultiplied
void cvips_over_rgba_through(uint8_t *d, const uint8_t *s, const uint8_t *m, int n);
// d = B(d, s / a) a m + d (1 - a m)      s of 3 bands (a = 1) or 4, premultiplied
void cvips_blend_row(uint8_t *d, const uint8_t *s, int bands, const uint8_t *m, int n, CVipsBlend blend);
