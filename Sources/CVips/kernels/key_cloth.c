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

// Of each tile, one plane each: sums of the three planes and of their six products, count, greatest screen share.
enum { MOMENTS = 9, COUNT = 9, PEAK, SUMS };
_Static_assert(SUMS == CLOTH_ROOM, "what the caller makes room for");

// Colours are taken as if the screen were as bright everywhere, so that its light tells nothing.
static void gather(const cvips_key *key, const float *const colour[3], float *sums) {
    const size_t cells = (size_t)key->cells_x * key->cells_y, tiles = (size_t)key->tiles_x * key->tiles_y;
    for (size_t i = 0; i < tiles * SUMS; i++) sums[i] = i < tiles * PEAK ? 0 : -9;
    for (int y = 0; y < key->cells_y; y++)
        for (int x = 0; x < key->cells_x; x++) {
            const size_t cell = (size_t)y * key->cells_x + x;
            float c[3], s[3], light = 1e-4f;
            for (int p = 0; p < 3; p++) light += s[p] = key->planes[(SCREEN + p) * cells + cell];
            for (int p = 0; p < 3; p++) c[p] = colour[p][cell] / light;
            const float whole = key_soft(s, key->sign), soft = whole > 1e-4f ? key_soft(c, key->sign) * light / whole : 0;
            float *out = sums + (size_t)(y / 2) * key->tiles_x + x / 2;
            if (soft > out[PEAK * tiles]) out[PEAK * tiles] = soft;
            for (int p = 0, i = 3; p < 3; p++) {
                out[p * tiles] += c[p];
                for (int q = p; q < 3; q++) out[i++ * tiles] += c[p] * c[q];
            }
            out[COUNT * tiles] += 1;
        }
}

// The sums of a tile and those around it.
static void window(const cvips_key *key, const float *sums, int x, int y, float out[SUMS]) {
    const size_t tiles = (size_t)key->tiles_x * key->tiles_y;
    for (int i = 0; i < SUMS; i++) out[i] = i < PEAK ? 0 : -9;
    for (int b = y > 0 ? y - 1 : 0; b <= y + 1 && b < key->tiles_y; b++)
        for (int a = x > 0 ? x - 1 : 0; a <= x + 1 && a < key->tiles_x; a++) {
            const float *in = sums + (size_t)b * key->tiles_x + a;
            for (int i = 0; i < PEAK; i++) out[i] += in[i * tiles];
            if (in[PEAK * tiles] > out[PEAK]) out[PEAK] = in[PEAK * tiles];
        }
    for (int i = 0; i < MOMENTS; i++) out[i] /= out[COUNT];
}

float key_leftover(const float mean[3], const float second[6], const float way[3]) {
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

void key_find_cloth(const cvips_key *key, const float *const colour[3], float *cloth, float *room) {
    const size_t cells = (size_t)key->cells_x * key->cells_y, tiles = (size_t)key->tiles_x * key->tiles_y;
    gather(key, colour, room);
    for (int y = 0; y < key->tiles_y; y++)
        for (int x = 0; x < key->tiles_x; x++) {
            float sum[SUMS], s[3], away[3], cs = 0, ss = 0, light = 1e-4f;
            window(key, room, x, y, sum);
            const size_t cell_x = 2 * x + 1 < key->cells_x ? 2 * x + 1 : 2 * x;
            const size_t cell_y = 2 * y + 1 < key->cells_y ? 2 * y + 1 : 2 * y;
            for (int p = 0; p < 3; p++)
                light += s[p] = key->planes[(SCREEN + p) * cells + cell_y * key->cells_x + cell_x];
            for (int p = 0; p < 3; p++) {
                s[p] /= light;
                away[p] = sum[p] - s[p];
                cs += sum[p] * s[p];
                ss += s[p] * s[p];
            }
            const float whole = key_soft(s, key->sign), soft = whole > 1e-4f ? key_soft(sum, key->sign) / whole : 0;
            float *out = &cloth[(size_t)y * key->tiles_x + x];
            *out = -1;
            if (soft <= 0 || sum[PEAK] > clear || soft * ss > hue * cs) continue;
            const float shading = key_leftover(sum, sum + 3, sum), mixing = key_leftover(sum, sum + 3, away);
            const float evidence = mixing / (shading + mixing + still * ss);
            *out = key_clamp((evidence - 0.6f) * 6, 0, 1) * key_clamp((most - soft) * 10, 0, 1);
        }
    // Clothes are large: a spot on a balloon is none, and a hole among what is surely cloth is cloth, if it can be.
    float *wide = room, *scratch = room + tiles;
    for (size_t i = 0; i < tiles; i++) wide[i] = cloth[i] > 0 ? cloth[i] : 0;
    key_smooth(wide, key->tiles_x, key->tiles_y, 2, scratch);
    for (size_t i = 0; i < tiles; i++) {
        const float own = cloth[i] * key_clamp((wide[i] - 0.25f) * 6, 0, 1);
        const float filled = key_clamp((wide[i] - 0.4f) * 5, 0, 1);
        cloth[i] = cloth[i] < 0 ? 0 : own > filled ? own : filled;
    }
}
