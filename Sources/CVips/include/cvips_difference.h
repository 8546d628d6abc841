// How far two pictures of one size are from each other.
#pragma once

#include <stdint.h>

#pragma clang assume_nonnull begin

typedef struct cvips_difference {
    int greatest;
    double mean, ssim;
} cvips_difference;

// Two RGBA pictures without padding. `ssim` is that of luma or of alpha, whichever is less. -1 without memory.
int cvips_compare(const uint8_t *a, const uint8_t *b, int width, int height, cvips_difference *difference);

#pragma clang assume_nonnull end
