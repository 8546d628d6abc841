// For the cut-out's kernels alone: what they share. All arithmetic on colours is in linear light.
#pragma once

#include "cvips_cutout.h"

#include <stdbool.h>

enum { SIDE = CVIPS_CUTOUT_BAND, AREA = SIDE * SIDE };

// What the matte says of a place.
enum { BEHIND = 0, OPEN = 1, PERSON = 2 };

// The mean colour of what is surely a person, or surely behind, in a block.
typedef struct {
    float colour[3];
    bool known;
} cutout_sample;

// A block that the outline runs through, pixel by pixel.
typedef struct {
    uint16_t cover[AREA];      // 0…65,535
    uint16_t colour[3][AREA];  // of the person, straight, linear in 1/65,535
} cutout_block;

struct cvips_cutout {
    int width, height, across, down;
    const uint16_t *matte;  // across x down
    const uint8_t *kind;    // of every place of the matte
    int blocks_x, blocks_y, reach;
    const int32_t *slots;      // by block: its place among `blocks`, or what it is as a whole, as -1 - kind
    cutout_sample *samples[2];  // by block: of what is behind, of persons
    cutout_block *blocks;
};

static inline int cutout_place(int pixel, int pixels, int places) { return (int)((int64_t)pixel * places / pixels); }

// cutout_trimap.c: where the outline is open, from the matte alone. `kind` has a value for every place. False when memory is short.
bool cutout_find_outline(const uint16_t *matte, int across, int down, uint8_t *kind);
