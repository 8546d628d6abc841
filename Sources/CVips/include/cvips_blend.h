// Drawing layers on an RGB canvas.
#pragma once

#include <stddef.h>
#include <stdint.h>

#pragma clang assume_nonnull begin

typedef enum {
    CVIPS_NORMAL,
    CVIPS_MULTIPLY,
    CVIPS_SCREEN,
    CVIPS_OVERLAY,
    CVIPS_DARKEN,
    CVIPS_LIGHTEN,
    CVIPS_COLOUR_DODGE,
    CVIPS_COLOUR_BURN,
    CVIPS_HARD_LIGHT,
    CVIPS_SOFT_LIGHT,
    CVIPS_DIFFERENCE,
    CVIPS_EXCLUSION,
} CVipsBlend;

// Samples in memory, `stride` bytes from row to row. A stride of 0 repeats one row.
typedef struct {
    const uint8_t *pixels;
    ptrdiff_t stride;
    int bands;
} CVipsLayer;

// Draws `layer` (3 bands, or 4 premultiplied) on `width` x `height` RGB pixels. `coverage` (1 byte a pixel) and
// `opacity` (0 to 255) scale the layer's alpha. Returns 0, or -1 when there is no memory for a row.
int cvips_draw(uint8_t *canvas, ptrdiff_t stride, CVipsLayer layer, const uint8_t *_Nullable coverage,
               ptrdiff_t coverage_stride, int width, int height, int opacity, CVipsBlend blend);

#pragma clang assume_nonnull end
