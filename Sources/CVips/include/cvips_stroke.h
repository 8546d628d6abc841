// Strokes of a pen: what guests have drawn or signed.
#pragma once

#include <stddef.h>
#include <stdint.h>

#pragma clang assume_nonnull begin

// Draws one stroke of an opaque colour over `width` x `height` pixels of premultiplied RGBA. `points` holds `count` triples x, y and
// radius in pixels; between two of them the radius changes evenly, and both ends are round. They may lie outside of the picture.
// Where a stroke crosses itself its edges stay as they are. Returns 0, or -1 when there is no memory.
int cvips_stroke(uint8_t *pixels, int width, int height, const double *points, int count, const uint8_t *colour);

#pragma clang assume_nonnull end
