// Left and right exchanged.
#pragma once

#include <stdint.h>

#pragma clang assume_nonnull begin

void cvips_mirror(const uint8_t *in, uint8_t *out, int width, int height, int bands);

#pragma clang assume_nonnull end
