#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "cvips_encode.h"
#include "cvips_gif.h"

uint8_t *cvips_gif_frame(const uint8_t *rgb, int width, int height, int colours, int strength, size_t *length,
                         char *reason) {
    const size_t count = (size_t)width * height, room = 2 * count + 1024;
    uint8_t palette[3 * CVIPS_COLOURS] = {0};
    const int found = cvips_palette(rgb, width, height, colours, palette);
    int bits = 1;
    while (1 << bits < found) bits++;
    const size_t table = 1 + ((size_t)3 << bits);
    uint8_t *indices = malloc(count), *frame = malloc(table + room), *fitted = NULL;
    if (found && indices && frame && cvips_remap(rgb, width, height, palette, found, strength, indices) == 0) {
        frame[0] = (uint8_t)bits;
        memcpy(frame + 1, palette, table - 1);
        const size_t packed = cvips_lzw(indices, count, bits, frame + table, room);
        *length = table + packed;
        fitted = packed ? realloc(frame, *length) : NULL;
    }
    free(indices);
    if (!fitted) {
        free(frame);
        snprintf(reason, CVIPS_REASON, "no memory for a frame of %dx%d pixels", width, height);
    }
    return fitted;
}
