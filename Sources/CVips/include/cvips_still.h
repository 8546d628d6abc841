// Frames after each other, freed of noise where they stand still.
#pragma once

#include <stddef.h>
#include <stdint.h>

#pragma clang assume_nonnull begin

// `kept` has a number for each of a frame's samples: what they were up to now, in 128ths of a level. `begin` takes those of a first frame.
void cvips_still_begin(int16_t *kept, const uint8_t *frame, size_t count);

// Goes on with the next frame; `out` is that frame without its noise. What has moved by some 24 levels is as it is in `frame`.
void cvips_still(int16_t *kept, const uint8_t *frame, uint8_t *out, size_t count);

#pragma clang assume_nonnull end
