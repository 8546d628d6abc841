// Cloth in the screen's hue, told from thin stuff before the screen.
//
// A pixel alone does not tell a blue shirt from a grey veil before a blue screen. Its surroundings do: folds of cloth
// are more or less of one colour, so that what is seen lies on a ray from black; a veil is more or less before the
// screen, so that what is seen lies on a line to the screen's colour. Whichever leaves less over is believed.
#include <math.h>

#include "key.h"

static const float most = 0.54f;     // screen share above which nothing is taken for cloth
static const float hue = 0.80f;      // share of the screen's purity above which it is the screen in shadow
static const float clear = 0.85f;    // screen share that only the screen itself has
static const float still = 5e-5f;    // variance, in shares of the screen's, that tells nothing

enum { MOMENTS = 9 };  // means of three planes, of their six products

// Colours are taken as if the screen were as bright everywhere as at `centre`, so that its light tells nothing.
static void gather(const cvips_key *key, int tile_x, int tile_y, const float centre[3], float sum[MOMENTS], float *count,
                   float *peak) {
    const int side = TILE / BLOCK;
    const size_t cells = (size_t)key->cells_x * key->cells_y;
    for (int y = tile_y * side; y < (tile_y + 1) * side && y < key->blocks_y; y++)
        for (int x = tile_x * side; x < (tile_x + 1) * side && x < key->blocks_x; x++) {
            const uint16_t *mean = key->means + ((size_t)y * key->blocks_x + x) * 3;
            const size_t cell = (size_t)(y / 2) * key->cells_x + x / 2;
            float c[3], s[3];
            for (int p = 0; p < 3; p++) {
                c[p] = mean[key->order[p]] * (1 / 65535.0f);
                s[p] = key->planes[(SCREEN + p) * cells + cell];
            }
            const float whole = key_soft(s, key->sign), soft = whole > 1e-4f ? key_soft(c, key->sign) / whole : 0;
            if (soft > *peak) *peak = soft;
            const float own = s[0] + s[1] + s[2], light = own > 1e-4f ? (centre[0] + centre[1] + centre[2]) / own : 1;
            for (int p = 0; p < 3; p++) c[p] *= light;
            for (int p = 0, i = 3; p < 3; p++) {
                sum[p] += c[p];
                for (int q = p; q < 3; q++) sum[i++] += c[p] * c[q];
            }
            *count += 1;
        }
}

// Variance of the moments about the line that passes `mean` in direction `way`.
static float leftover(const float mean[3], const float second[6], const float way[3]) {
    const float length = way[0] * way[0] + way[1] * way[1] + way[2] * way[2];
    float all = 0, along = 0;
    for (int p = 0, i = 0; p < 3; p++)
        for (int q = p; q < 3; q++, i++) {
            const float v = second[i] - mean[p] * mean[q];
            if (p == q) all += v;
            along += (p == q ? 1 : 2) * v * way[p] * way[q];
        }
    const float rest = all - (length > 0 ? along / length : 0);
    return rest > 0 ? rest : 0;
}

void key_find_cloth(const cvips_key *key, float *cloth, float *wide, float *scratch) {
    const size_t cells = (size_t)key->cells_x * key->cells_y;
    for (int y = 0; y < key->tiles_y; y++)
        for (int x = 0; x < key->tiles_x; x++) {
            float sum[MOMENTS] = {0}, count = 0, peak = -9, s[3], away[3];
            const int cell_x = 2 * x + 1 < key->cells_x ? 2 * x + 1 : key->cells_x - 1;
            const int cell_y = 2 * y + 1 < key->cells_y ? 2 * y + 1 : key->cells_y - 1;
            for (int p = 0; p < 3; p++)
                s[p] = key->planes[(SCREEN + p) * cells + (size_t)cell_y * key->cells_x + cell_x];
            for (int b = y > 0 ? y - 1 : 0; b <= y + 1 && b < key->tiles_y; b++)
                for (int a = x > 0 ? x - 1 : 0; a <= x + 1 && a < key->tiles_x; a++)
                    gather(key, a, b, s, sum, &count, &peak);
            for (int i = 0; i < MOMENTS; i++) sum[i] /= count;
            float cs = 0, ss = 0;
            for (int p = 0; p < 3; p++) {
                away[p] = sum[p] - s[p];
                cs += sum[p] * s[p];
                ss += s[p] * s[p];
            }
            const float whole = key_soft(s, key->sign), soft = whole > 1e-4f ? key_soft(sum, key->sign) / whole : 0;
            float *out = &cloth[(size_t)y * key->tiles_x + x];
            *out = -1;
            if (soft <= 0 || peak > clear || soft * ss > hue * cs) continue;
            const float shading = leftover(sum, sum + 3, sum), mixing = leftover(sum, sum + 3, away);
            const float evidence = mixing / (shading + mixing + still * ss);
            *out = key_clamp((evidence - 0.6f) * 6, 0, 1) * key_clamp((most - soft) * 10, 0, 1);
        }
    // Clothes are large: a spot on a balloon is none, and a hole among what is surely cloth is cloth, if it can be.
    const size_t tiles = (size_t)key->tiles_x * key->tiles_y;
    for (size_t i = 0; i < tiles; i++) wide[i] = cloth[i] > 0 ? cloth[i] : 0;
    key_smooth(wide, key->tiles_x, key->tiles_y, 2, scratch);
    for (size_t i = 0; i < tiles; i++) {
        const float own = cloth[i] * key_clamp((wide[i] - 0.25f) * 6, 0, 1);
        const float filled = key_clamp((wide[i] - 0.4f) * 5, 0, 1);
        cloth[i] = cloth[i] < 0 ? 0 : own > filled ? own : filled;
    }
}
