// For the keying kernels alone: what they share.
//
// All arithmetic is in linear light, 0…1. Planes come in the key's order: plane 0 is the channel that tells the key
// from grey, `order` says which of r, g, b each plane is. For a key with one strong channel (green) that is the channel
// and `sign` is +1; for a key with two (yellow, magenta, cyan) it is the weak one and `sign` is -1.
#pragma once

#include "cvips_key.h"

enum { BLOCK = 4, CELL = 8, TILE = 16 };  // pixels a side

// What `rows` interpolates between cell centres, one plane of cells each.
enum { SCREEN = 0, SUBJECT = 3, LIGHT = 6, HOLD, STIR, PLANES };

// Reflected screen light: a subject F lit by s, the share of the screen's light that reaches it, is seen as
// F + F·DIFFUSE·s + GLOSS·s. The gloss is what any dielectric mirrors; the ratio is fixed, the amount is measured.
#define DIFFUSE 0.30f
#define GLOSS 0.035f

struct cvips_key_field {
    int tiles_x, tiles_y;
    bool known;
    uint8_t key[3];   // sRGB
    float *room;      // of what follows
    float *colour[3];  // r, g, b of every tile
    float *weight;    // 1 where the screen has been seen
};

struct cvips_key {
    int width, height;
    cvips_key_options options;
    int blocks_x, blocks_y, cells_x, cells_y, tiles_x, tiles_y;
    uint16_t *means;         // linear r, g, b of every block, interleaved
    float *planes;           // PLANES x cells_y x cells_x
    float *shadow;           // cells_y x cells_x, 0…1; NULL when none is kept
    int order[3];
    float sign;
    float key[3];            // linear, by plane
    cvips_key_report report;
    cvips_key_field *field;  // of frames before; NULL: there are none
};

// D0: key excess over the average of the others. D1: over the stronger of them.
static inline float key_soft(const float c[3], float sign) { return sign * (c[0] - 0.5f * (c[1] + c[2])); }
static inline float key_strict(const float c[3], float sign) {
    const float other = sign > 0 ? (c[1] > c[2] ? c[1] : c[2]) : (c[1] < c[2] ? c[1] : c[2]);
    return sign * (c[0] - other);
}
// What was grey, or bent towards the key, does not turn to the opposite hue when its reflected light is taken off: black
// hair, white cloth, and white that the sensor clipped, which shows less of the light than fell on it. Plane 0 without
// the light, from plane 0 and the lesser of the others as seen, and both without the light. What was bent away from the
// key by some amount may be so by three times as much.
static inline float key_neutral(float seen, float others, float bare, float rest) {
    const float away = others - seen, least = rest - 3 * (away > 0 ? away : 0);
    return bare > least ? bare : least;
}
static inline float key_clamp(float v, float low, float high) { return v < low ? low : v > high ? high : v; }

// Tables: sRGB byte to linear (float, and in 1/65535), and linear in 1/ENCODE_TOP back.
enum { ENCODE_TOP = 16384 };
typedef struct {
    float linear[256];
    uint16_t fine[256];
    uint8_t encoded[ENCODE_TOP + 1];
} key_tables;
const key_tables *key_get_tables(void);

// key_colour.c: what along the borders may be the key, the commonest (rank 0) first; false when there is no more.
bool key_find_colour(const uint8_t *picture, int width, int height, int rank, uint8_t key[3]);

// key_grid.c, on grids of floats. `scratch` holds as many values as the grid.
void key_grow(float *grid, int width, int height, int radius, float *scratch);    // largest of a square
void key_shrink(float *grid, int width, int height, int radius, float *scratch);  // smallest of a square
// Mean of a square, twice: near a Gaussian.
void key_smooth(float *grid, int width, int height, int radius, float *scratch);
// Fills three planes where `weight` is below 1 from where it is not, coarse to fine. False when memory is short.
bool key_fill(float *planes[3], const float *weight, int width, int height);
void key_falloff(float *grid, int width, int height, float decay);  // largest neighbour times decay to the distance

// key_shadow.c: how much of the light, 0…strength, is taken from the screen by what stands before it. `light` is the screen's at every
// tile, by its strongest channel; `weight` says where it was seen.
void key_find_shadow(const float *light, const float *weight, int width, int height, float strength, float *shadow);

// key_hold.c: tiles that this frame does not show, and those before it did, become plain; all that is known is kept. `colour` is r, g, b.
// False when memory is short.
bool key_recall(cvips_key *key, float *const colour[3], float *weight);
void key_forget(cvips_key_field *field);

// key_field.c: the screen at every cell, into planes SCREEN. False when there is too little of it.
cvips_key_outcome key_solve_screen(cvips_key *key, const cvips_key *plate);
// key_cloth.c: how surely each tile is cloth in the screen's hue, 0…1. `colour` is the mean of every
// cell; `room` holds CLOTH_ROOM values for every tile.
enum { CLOTH_ROOM = 11 };
void key_find_cloth(const cvips_key *key, const float *const colour[3], float *cloth, float *room);

// Variance of colours about the line that passes their `mean` in direction `way`; `second` are the means of their six products.
float key_leftover(const float mean[3], const float second[6], const float way[3]);

// key_patch.c: how surely each cell is of a patch of cloth, 0…1, from the mean colour of cells, the most screen that they may hold, how they
// differ from it, where `still` is noise, and how surely they moved. `room` holds three grids. False when memory is short.
bool key_find_patches(const cvips_key *key, const float *const colour[3], const float *hold, const float *stir, float still,
                      const float *moves, float *cloth, float *room);

// key_choose.c: colours of what is surely subject, and which of them what moved before the screen has.
enum { PALETTE = 12 };
typedef struct {
    int count;
    float colour[PALETTE][3];
} key_palette;
key_palette key_find_palette(const float *const colour[3], const float *sure, size_t cells);
// Changes planes SUBJECT where `open`, from what is `seen` there (three planes) and the light on it. False when memory is short.
bool key_choose_colour(cvips_key *key, const key_palette *palette, const float *const seen[3], const float *open, const float *light);

// key_subject.c: the other planes.
bool key_solve_subject(cvips_key *key);
// key_light.c: strength of reflected light from how chroma changes along `reach`.
float key_measure_light(const cvips_key *key, const float *const colour[3], const float *reach, const float *sure);
