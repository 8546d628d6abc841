// Resampling at another angle.
#pragma once

#include <stdint.h>

#pragma clang assume_nonnull begin

// Where the output's pixel (x, y) lies in the source, in pixels from the centre of its first one:
// u = u0 + ux x + uy y, v = v0 + vx x + vy y.
typedef struct {
    double u0, ux, uy;
    double v0, vx, vy;
} CVipsPlacing;

// Samples a source of 1, 3 or 4 (premultiplied) bands by Lanczos3 at scale 1; edge pixels repeat outside. Returns 0, or
// -1 when there is no memory.
int cvips_turn(uint8_t *out, int out_width, int out_height, const uint8_t *in, int width, int height, int bands,
               CVipsPlacing placing);

#pragma clang assume_nonnull end
