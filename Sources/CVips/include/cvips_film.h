// What a lens and a film add: a vignette, a leak of light, grain.
#pragma once

#include <stdint.h>

#pragma clang assume_nonnull begin

typedef struct {
    float vignette;        // 0 none … 1 black corners
    float leak;            // 0 none … 1: strength of the leak at its middle
    float leak_x, leak_y;  // its middle, as shares of the picture
    float leak_colour[3];  // 0 … 1
    float grain;           // levels that mid tones vary by at most
    float grain_size;      // px of a grain, 1 or more
    uint32_t seed;
} cvips_film;

// Rows `top` … `top` + `rows` - 1 of an RGB picture of `width` x `height`; `in` and `out` start at row `top`. The rows of a
// picture may be made in any parts. Returns 0, or -1 when there is no memory.
int cvips_film_rows(uint8_t *out, const uint8_t *in, int width, int height, int top, int rows, const cvips_film *film);

#pragma clang assume_nonnull end
