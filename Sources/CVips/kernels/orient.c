#include "cvips_orient.h"

#include <stddef.h>
#include <string.h>

// Tiles of this side keep both the rows read and the columns written in the nearest cache.
enum { TILE = 32 };

static inline __attribute__((always_inline)) void turn_pixels(const uint8_t *in, int width, int height, size_t bands,
                                                              cvips_orientation turn, uint8_t *out) {
    int out_width = turn.swapped ? height : width, out_height = turn.swapped ? width : height;
    // Bytes from one source pixel to that of the next output column, and of the next output row.
    ptrdiff_t right = turn.swapped ? (ptrdiff_t)width * (ptrdiff_t)bands : (ptrdiff_t)bands;
    ptrdiff_t down = turn.swapped ? (ptrdiff_t)bands : (ptrdiff_t)width * (ptrdiff_t)bands;
    const uint8_t *origin = in;
    if (turn.mirrored_x) {
        origin += right * (out_width - 1);
        right = -right;
    }
    if (turn.mirrored_y) {
        origin += down * (out_height - 1);
        down = -down;
    }
    for (int top = 0; top < out_height; top += TILE)
        for (int left = 0; left < out_width; left += TILE)
            for (int y = top; y < top + TILE && y < out_height; y++)
                for (int x = left; x < left + TILE && x < out_width; x++)
                    memcpy(out + ((size_t)y * out_width + x) * bands, origin + y * down + x * right, bands);
}

void cvips_orient(const uint8_t *in, int width, int height, int bands, cvips_orientation turn, uint8_t *out) {
    // A constant number of bands lets the compiler copy a pixel by one or two moves.
    switch (bands) {
    case 1: return turn_pixels(in, width, height, 1, turn, out);
    case 3: return turn_pixels(in, width, height, 3, turn, out);
    default: return turn_pixels(in, width, height, 4, turn, out);
    }
}
