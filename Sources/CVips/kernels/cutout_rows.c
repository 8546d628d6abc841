// A solved cut-out as pixels: people with their coverage, and the coverage alone.
#include "cutout.h"
#include "key.h"

#include <string.h>

static int least(int a, int b) { return a < b ? a : b; }

void cvips_cutout_matte16(const cvips_cutout *cut, uint16_t *out, int top, int bottom) {
    for (int y = top; y < bottom; y++) {
        for (int i = 0; i < cut->blocks_x; i++) {
            const int32_t slot = cut->slots[(size_t)(y / SIDE) * cut->blocks_x + i];
            uint16_t *to = out + (size_t)y * cut->width + i * SIDE;
            const int count = least(SIDE, cut->width - i * SIDE);
            for (int x = 0; x < count; x++)
                to[x] = slot >= 0 ? cut->blocks[slot].cover[y % SIDE * SIDE + x] : slot == -1 - PERSON ? 65535 : 0;
        }
    }
}

static void put(const key_tables *tables, const cutout_block *block, int k, const uint8_t *seen, uint8_t *out) {
    const int alpha = (block->cover[k] + 128) / 257;
    if (alpha == 255) memcpy(out, seen, 3);
    for (int c = 0; alpha < 255 && c < 3; c++) {
        // Encoded as if opaque, then multiplied, as libvips and everybody else means it.
        const int encoded = tables->encoded[(int)((float)block->colour[c][k] * (ENCODE_TOP / 65535.0f) + 0.5f)];
        out[c] = (uint8_t)((encoded * alpha + 127) / 255);
    }
    out[3] = (uint8_t)alpha;
}

void cvips_cutout_cut(const cvips_cutout *cut, const uint8_t *picture, uint8_t *out, int top, int bottom) {
    const key_tables *tables = key_get_tables();
    for (int y = top; y < bottom; y++) {
        for (int i = 0; i < cut->blocks_x; i++) {
            const int32_t slot = cut->slots[(size_t)(y / SIDE) * cut->blocks_x + i];
            const size_t start = (size_t)y * cut->width + i * SIDE;
            const int count = least(SIDE, cut->width - i * SIDE);
            if (slot == -1 - BEHIND) {
                memset(out + start * 4, 0, (size_t)count * 4);
                continue;
            }
            for (int x = 0; x < count; x++) {
                const uint8_t *seen = picture + (start + x) * 3;
                uint8_t *to = out + (start + x) * 4;
                if (slot >= 0) {
                    put(tables, cut->blocks + slot, y % SIDE * SIDE + x, seen, to);
                } else {
                    memcpy(to, seen, 3);
                    to[3] = 255;
                }
            }
        }
    }
}
