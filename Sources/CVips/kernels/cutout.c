// The grids of a cut-out, and what people and the room look like near their outline.
#include "cutout.h"
#include "key.h"

#include <stdlib.h>

enum { REACH = 48, EVERY = 2, FEW = 3 };

static int least(int a, int b) { return a < b ? a : b; }

// Blocks that all have one kind need no work: they are taken or left as they are.
static int32_t *find_slots(const cvips_cutout *cut, int *count) {
    int32_t *slots = malloc((size_t)cut->blocks_x * cut->blocks_y * sizeof *slots);
    *count = 0;
    for (int j = 0; slots && j < cut->blocks_y; j++) {
        const int top = cutout_place(j * SIDE, cut->height, cut->down);
        const int bottom = cutout_place(least(j * SIDE + SIDE, cut->height) - 1, cut->height, cut->down);
        for (int i = 0; i < cut->blocks_x; i++) {
            const int left = cutout_place(i * SIDE, cut->width, cut->across);
            const int right = cutout_place(least(i * SIDE + SIDE, cut->width) - 1, cut->width, cut->across);
            const uint8_t kind = cut->kind[(size_t)top * cut->across + left];
            bool even = kind != OPEN;
            for (int y = top; even && y <= bottom; y++)
                for (int x = left; even && x <= right; x++) even = cut->kind[(size_t)y * cut->across + x] == kind;
            slots[(size_t)j * cut->blocks_x + i] = even ? -1 - kind : (*count)++;
        }
    }
    return slots;
}

cvips_cutout *cvips_cutout_new(int width, int height, const uint16_t *matte, int across, int down) {
    const size_t places = (size_t)across * down;
    cvips_cutout *cut = calloc(1, sizeof *cut);
    if (!cut) return NULL;
    *cut = (cvips_cutout){.width = width, .height = height, .across = across, .down = down,
                          .blocks_x = (width + SIDE - 1) / SIDE, .blocks_y = (height + SIDE - 1) / SIDE};
    // As far as hair may stand off, in blocks; a small picture has it nearer.
    const int64_t wide = (int64_t)REACH * width / across, high = (int64_t)REACH * height / down;
    cut->reach = (int)((wide > high ? wide : high) / SIDE) + 1;
    uint16_t *values = malloc(places * sizeof *values);
    uint8_t *kind = malloc(places);
    cut->matte = values;
    cut->kind = kind;
    const size_t blocks = (size_t)cut->blocks_x * cut->blocks_y;
    for (int k = 0; k < 2; k++) cut->samples[k] = calloc(blocks, sizeof *cut->samples[k]);
    if (values && kind && cut->samples[0] && cut->samples[1]) {
        for (size_t i = 0; i < places; i++) values[i] = matte[i];
        int count = 0;
        if (cutout_find_outline(values, across, down, kind) && (cut->slots = find_slots(cut, &count)))
            cut->blocks = malloc(((size_t)count + 1) * sizeof *cut->blocks);
    }
    if (cut->blocks) return cut;
    cvips_cutout_free(cut);
    return NULL;
}

void cvips_cutout_free(cvips_cutout *cut) {
    if (!cut) return;
    free((void *)cut->matte);
    free((void *)cut->kind);
    free((void *)cut->slots);
    free(cut->samples[0]);
    free(cut->samples[1]);
    free(cut->blocks);
    free(cut);
}

// Every second pixel both ways says enough of a mean; whole numbers, so that their order does not count.
void cvips_cutout_measure(cvips_cutout *cut, const uint8_t *picture, int top, int bottom) {
    const uint16_t *fine = key_get_tables()->fine;
    for (int j = top / SIDE; j * SIDE < bottom; j++) {
        for (int i = 0; i < cut->blocks_x; i++) {
            uint32_t sums[2][4] = {{0}};
            for (int y = j * SIDE; y < least(j * SIDE + SIDE, cut->height); y += EVERY) {
                const uint8_t *kinds = cut->kind + (size_t)cutout_place(y, cut->height, cut->down) * cut->across;
                for (int x = i * SIDE; x < least(i * SIDE + SIDE, cut->width); x += EVERY) {
                    const int kind = kinds[cutout_place(x, cut->width, cut->across)];
                    if (kind == OPEN) continue;
                    const uint8_t *p = picture + ((size_t)y * cut->width + x) * 3;
                    uint32_t *sum = sums[kind == PERSON];
                    for (int c = 0; c < 3; c++) sum[c] += fine[p[c]];
                    sum[3]++;
                }
            }
            for (int k = 0; k < 2; k++) {
                cutout_sample *sample = &cut->samples[k][(size_t)j * cut->blocks_x + i];
                sample->known = sums[k][3] >= FEW;
                for (int c = 0; sample->known && c < 3; c++)
                    sample->colour[c] = (float)sums[k][c] / (float)sums[k][3] * (1 / 65535.0f);
            }
        }
    }
}
