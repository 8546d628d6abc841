// Gaussian blur.
#pragma once

#include <stdint.h>

#pragma clang assume_nonnull begin

// Blurs with standard deviation `sigma` (pixels, above 0). Outside of the picture its edge pixels repeat, or all is 0
// when `zero_outside`. Returns 0, or -1 when there is no memory.
int cvips_blur(uint8_t *out, const uint8_t *in, int width, int height, int bands, double sigma, int zero_outside);

#pragma clang assume_nonnull end
