// Where the eye goes, by libvips' smartcrop.
#pragma once

#include <stdint.h>

#pragma clang assume_nonnull begin

// Places a box of `box_width` x `box_height` over what draws attention (saturated colours, skin, edges) in RGB or RGBA
// pixels, and gives its top left corner. 0 when found.
int cvips_attention(const uint8_t *pixels, int width, int height, int bands, int box_width, int box_height, int *left,
                    int *top);

#pragma clang assume_nonnull end
