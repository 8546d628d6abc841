// Turning and mirroring by whole pixels: the eight EXIF orientations.
#pragma once

#include <stdbool.h>
#include <stdint.h>

#pragma clang assume_nonnull begin

typedef struct {
    bool swapped;     // rows become columns
    bool mirrored_x;  // then the result is mirrored left to right
    bool mirrored_y;  // and top to bottom
} cvips_orientation;

// Turns `width` x `height` pixels of `bands` bytes into `out`, which is `height` x `width` when axes are swapped.
void cvips_orient(const uint8_t *in, int width, int height, int bands, cvips_orientation turn, uint8_t *out);

#pragma clang assume_nonnull end
