// Coverage: one band, 0 outside of a shape and 255 inside.
#pragma once

#include <stddef.h>
#include <stdint.h>

#pragma clang assume_nonnull begin

// The exact area of the simple polygon inside each pixel, times 255, rounded. `points` holds `count` pairs x, y, either
// way round; they may lie outside of the image. Returns 0, or -1 when there is no memory.
int cvips_polygon_coverage(uint8_t *out, int width, int height, const double *points, int count);

#pragma clang assume_nonnull end
