#include "cvips_mirror.h"

#include <stddef.h>
#include <string.h>

void cvips_mirror(const uint8_t *in, uint8_t *out, int width, int height, int bands) {
    for (int y = 0; y < height; y++) {
        const uint8_t *row = in + (size_t)y * width * bands;
        uint8_t *to = out + (size_t)(y + 1) * width * bands;
        for (int x = 0; x < width; x++, row += bands) memcpy(to -= bands, row, bands);
    }
}
