#include "blend.h"

#include <stdlib.h>
#include <string.h>

// The coverage of one row: what the caller gave, scaled by the opacity into `row`.
static const uint8_t *scaled(const uint8_t *coverage, int opacity, uint8_t *row, int width) {
    if (opacity == 255) return coverage;
    for (int x = 0; x < width; x++) row[x] = (uint8_t)((coverage[x] * opacity + 127) / 255);
    return row;
}

int cvips_draw(uint8_t *canvas, ptrdiff_t stride, CVipsLayer layer, const uint8_t *coverage, ptrdiff_t coverage_stride,
               int width, int height, int opacity, CVipsBlend blend) {
    const int plain = blend == CVIPS_NORMAL && !coverage && opacity == 255;
    uint8_t *row = NULL;
    if (!plain) {
        row = malloc((size_t)width);
        if (!row) return -1;
        memset(row, opacity, (size_t)width);
    }
    for (int y = 0; y < height; y++) {
        uint8_t *d = canvas + y * stride;
        const uint8_t *s = layer.pixels + y * layer.stride;
        if (plain) {
            if (layer.bands == 3) memcpy(d, s, (size_t)width * 3);
            else cvips_over_rgba(d, s, width);
            continue;
        }
        const uint8_t *m = coverage ? scaled(coverage + y * coverage_stride, opacity, row, width) : row;
        if (blend != CVIPS_NORMAL) cvips_blend_row(d, s, layer.bands, m, width, blend);
        else if (layer.bands == 3) cvips_mix_rgb(d, s, m, width);
        else cvips_over_rgba_through(d, s, m, width);
    }
    free(row);
    return 0;
}
