// The screen at every point: its colour where it is seen, carried on behind the subject.
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "key.h"

typedef struct {
    float *colour[3];  // r, g, b
    float *weight;     // 1 where the tile is plain screen
    int plain, clipped;
} tiles;

// A block is screen-like when the ratios between its channels are the key's: that is free of brightness, so that
// shadows and hot spots count. A tile is plain when 85 % of its blocks are and they differ little.
static void find_plain(const cvips_key *key, const uint16_t *means, tiles *out) {
    float k[3];
    for (int p = 0; p < 3; p++) k[key->order[p]] = key->key[p];
    const int m = k[1] >= k[0] ? (k[1] >= k[2] ? 1 : 2) : (k[0] >= k[2] ? 0 : 2), a = (m + 1) % 3, b = (m + 2) % 3;
    const float ka = k[a] / k[m], kb = k[b] / k[m], tolerance = key->options.tolerance;
    const int side = TILE / BLOCK;
    for (int ty = 0; ty < key->tiles_y; ty++)
        for (int tx = 0; tx < key->tiles_x; tx++) {
            const size_t tile = (size_t)ty * key->tiles_x + tx;
            int all = 0, like = 0;
            float sum[3] = {0}, squares = 0;
            for (int y = ty * side; y < (ty + 1) * side && y < key->blocks_y; y++)
                for (int x = tx * side; x < (tx + 1) * side && x < key->blocks_x; x++, all++) {
                    float c[3];
                    for (int i = 0; i < 3; i++) c[i] = means[((size_t)y * key->blocks_x + x) * 3 + i] * (1 / 65535.0f);
                    if (!(fabsf(c[a] - ka * c[m]) < tolerance * c[m] && fabsf(c[b] - kb * c[m]) < tolerance * c[m] &&
                          c[m] > 0.15f * k[m] && c[m] < 3 * k[m]))
                        continue;
                    like++;
                    for (int i = 0; i < 3; i++) sum[i] += c[i];
                    squares += c[m] * c[m];
                }
            out->weight[tile] = 0;
            for (int i = 0; i < 3; i++) out->colour[i][tile] = like ? sum[i] / like : 0;
            if (like * 20 <= all * 17) continue;
            const float mean = sum[m] / like, variance = squares / like - mean * mean;
            if (variance >= 0.14f * 0.14f * mean * mean) continue;
            out->weight[tile] = 1;
            out->plain++;
            if (mean > 0.97f) out->clipped++;
        }
}

// A dark patch is no screen when it is below half of what is plain far around it: a sleeve that moved, not a shadow. Nor is a bright one
// that no lamp makes: cloth of the screen's hue.
static bool drop_odd(const cvips_key *key, tiles *t) {
    const int width = key->tiles_x, height = key->tiles_y;
    const size_t count = (size_t)width * height;
    float *room = malloc(sizeof *room * count * 3);
    if (!room) return false;
    float *sum = room, *weight = room + count, *scratch = weight + count;
    const int radius = (width < height ? width : height) / 6 + 1;
    for (int pass = 0; pass < 2; pass++) {
        for (size_t i = 0; i < count; i++) {
            weight[i] = t->weight[i];
            sum[i] = weight[i] * (t->colour[0][i] + t->colour[1][i] + t->colour[2][i]);
        }
        key_smooth(sum, width, height, radius, scratch);
        key_smooth(weight, width, height, radius, scratch);
        for (size_t i = 0; i < count; i++) {
            if (t->weight[i] <= 0) continue;
            const float own = t->colour[0][i] + t->colour[1][i] + t->colour[2][i];
            if (own * weight[i] < 0.5f * sum[i] || own * weight[i] > 1.6f * sum[i]) t->weight[i] = 0, t->plain--;
        }
    }
    free(room);
    return true;
}

static float range(const float *values, const float *weight, size_t count) {
    float low = INFINITY, high = 0;
    for (size_t i = 0; i < count; i++) {
        if (weight[i] <= 0) continue;
        if (values[i] < low) low = values[i];
        if (values[i] > high) high = values[i];
    }
    return low > 0 && high > 0 ? high / low : 1;
}

// Tile centres to cell centres: two cells a tile, at a quarter and three quarters.
static void to_cells(const cvips_key *key, const float *tile, float *cell) {
    for (int y = 0; y < key->cells_y; y++) {
        const int y0 = y / 2, y1 = y & 1 ? (y0 + 1 < key->tiles_y ? y0 + 1 : y0) : (y0 > 0 ? y0 - 1 : 0);
        const float *near = tile + (size_t)y0 * key->tiles_x, *far = tile + (size_t)y1 * key->tiles_x;
        for (int x = 0; x < key->cells_x; x++) {
            const int x0 = x / 2, x1 = x & 1 ? (x0 + 1 < key->tiles_x ? x0 + 1 : x0) : (x0 > 0 ? x0 - 1 : 0);
            const float a = near[x0] * 0.75f + near[x1] * 0.25f, b = far[x0] * 0.75f + far[x1] * 0.25f;
            cell[(size_t)y * key->cells_x + x] = a * 0.75f + b * 0.25f;
        }
    }
}

// [1 2 1] / 4 along both directions: takes the tiles' own noise out.
static void soften(float *grid, int width, int height, float *scratch) {
    for (int y = 0; y < height; y++)
        for (int x = 0; x < width; x++) {
            const float *row = grid + (size_t)y * width;
            const int next = x + 1 < width ? x + 1 : x;
            scratch[(size_t)y * width + x] = 0.25f * row[x ? x - 1 : 0] + 0.5f * row[x] + 0.25f * row[next];
        }
    for (int y = 0; y < height; y++)
        for (int x = 0; x < width; x++)
            grid[(size_t)y * width + x] = 0.25f * scratch[(size_t)(y ? y - 1 : 0) * width + x] +
                                          0.5f * scratch[(size_t)y * width + x] +
                                          0.25f * scratch[(size_t)(y + 1 < height ? y + 1 : y) * width + x];
}

static bool new_tiles(tiles *t, size_t count) {
    memset(t, 0, sizeof *t);
    float *room = malloc(sizeof *room * count * 4);
    for (int c = 0; room && c < 3; c++) t->colour[c] = room + c * count;
    if (room) t->weight = room + 3 * count;
    return room != NULL;
}

// Whether a plate shows the same screen: its chroma is the key's, whatever the light.
static bool alike(const cvips_key *key, const cvips_key *plate) {
    if (plate->report.share <= 0 || plate->order[0] != key->order[0] || plate->sign != key->sign) return false;
    float far = 0;
    for (int p = 0; p < 3; p++) {
        const float own = key->key[p] / (key->key[0] + key->key[1] + key->key[2]);
        far += fabsf(own - plate->key[p] / (plate->key[0] + plate->key[1] + plate->key[2]));
    }
    return far < 0.2f;
}

// Behind the subject the shot of the empty screen, as bright as it would be in this picture: what is seen of the screen
// tells by how much light and shadow differ, and that is carried on. False when memory is short.
static bool follow(const cvips_key *key, tiles *own, tiles *empty) {
    const size_t count = (size_t)key->tiles_x * key->tiles_y;
    if (empty->plain * 2 <= (int)count) return key_fill(own->colour, own->weight, key->tiles_x, key->tiles_y);
    if (!key_fill(empty->colour, empty->weight, key->tiles_x, key->tiles_y)) return false;
    for (int c = 0; c < 3; c++)
        for (size_t i = 0; i < count; i++) own->colour[c][i] /= empty->colour[c][i] + 1e-4f;
    if (!key_fill(own->colour, own->weight, key->tiles_x, key->tiles_y)) return false;
    for (int c = 0; c < 3; c++)
        for (size_t i = 0; i < count; i++) own->colour[c][i] *= empty->colour[c][i] + 1e-4f;
    return true;
}

cvips_key_outcome key_solve_screen(cvips_key *key, const cvips_key *plate) {
    const size_t count = (size_t)key->tiles_x * key->tiles_y, cells = (size_t)key->cells_x * key->cells_y;
    tiles own, empty;
    if (!new_tiles(&own, count)) return CVIPS_KEY_NO_MEMORY;
    if (!new_tiles(&empty, count)) return free(own.colour[0]), CVIPS_KEY_NO_MEMORY;
    find_plain(key, key->means, &own);
    bool room = drop_odd(key, &own);
    // One tile in fifty, or the whole of a picture too small for tiles.
    const bool found = own.plain > 0 && (size_t)own.plain * 50 >= count;
    const int strongest = key->sign > 0 ? key->order[0] : key->order[1];
    const float uneven = found ? range(own.colour[strongest], own.weight, count) : 1;
    if (room && found && key->field) room = key_recall(key, own.colour, own.weight);
    if (room && found) {
        key->report.share = (float)own.plain / (float)count;
        key->report.clipped = (float)own.clipped / (float)own.plain;
        key->report.unevenness = uneven;
        if (plate && alike(key, plate)) find_plain(plate, plate->means, &empty);
        room = room && follow(key, &own, &empty);
        if (room && key->shadow) {
            const float *light = own.colour[strongest];
            float *shadow = empty.weight;
            key_find_shadow(light, own.weight, key->tiles_x, key->tiles_y, key->options.shadow, shadow);
            to_cells(key, shadow, key->shadow);
        }
        for (int p = 0; room && p < 3; p++) {
            float *colour = own.colour[key->order[p]];
            soften(colour, key->tiles_x, key->tiles_y, own.weight);
            to_cells(key, colour, key->planes + (SCREEN + p) * cells);
        }
    }
    free(own.colour[0]);
    free(empty.colour[0]);
    return !room ? CVIPS_KEY_NO_MEMORY : found ? CVIPS_KEY_FOUND : CVIPS_KEY_NO_SCREEN;
}
