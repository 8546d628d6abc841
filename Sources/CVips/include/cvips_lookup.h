// Colours looked up: curves channel by channel, and cubes of colour.
#pragma once

#include <stddef.h>
#include <stdint.h>

#pragma clang assume_nonnull begin

// A grid of `size` colours a side (2 to 65), red fastest: red, green, blue, 0 in 1/128 level (0 to 32640). It holds
// cvips_cube_length colours, of which those past size^3 are never seen but read. A level v of channel c stands at
// v * scale[c] + offset[c] on the grid, in 1/256 of a step, held within it.
typedef struct {
    int size;
    const int16_t *colours;
    float scale[3], offset[3];
    const int32_t *_Nullable places;  // of 256 levels each for red, green, blue, in place of scale and offset
} cvips_cube;

size_t cvips_cube_length(int size);

// `count` RGB pixels by tetrahedral interpolation (the four corners that the three largest steps pass), rounded once.
void cvips_cube_map(const uint8_t *in, uint8_t *out, size_t count, const cvips_cube *cube);

// `count` RGB pixels; `curves` has 256 levels each for red, green, blue.
void cvips_curves_map(const uint8_t *in, uint8_t *out, size_t count, const uint8_t *curves);

#pragma clang assume_nonnull end
