// Linear light by the sRGB curve (IEC 61966-2-1): c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ^ 2.4.
// Single precision, one path, sums in tap order: the same bytes on every processor. Chosen for correctness; the usual
// path filters bytes as they are.
#include "linear.h"

#include <math.h>
#include <pthread.h>
#include <stddef.h>

static float to_linear[256];
static uint8_t to_byte[65536];  // a byte of sRGB spans 20 of these steps where the curve is flattest

static double decoded(double c) { return c <= 0.04045 ? c / 12.92 : pow((c + 0.055) / 1.055, 2.4); }

static void make_tables(void) {
    for (int i = 0; i < 256; i++) to_linear[i] = (float)decoded(i / 255.0);
    int byte = 0;
    for (int i = 0; i < 65536; i++) {
        while (byte < 255 && i / 65535.0 >= decoded((byte + 0.5) / 255)) byte++;
        to_byte[i] = (uint8_t)byte;
    }
}

static void need_tables(void) {
    static pthread_once_t once = PTHREAD_ONCE_INIT;
    pthread_once(&once, make_tables);
}

void cvips_linear_row(const uint8_t *row, int width, int bands, float *out) {
    need_tables();
    for (int x = 0; x < width; x++, row += bands, out += bands) {
        float alpha = bands == 4 ? row[3] * (1 / 255.0f) : 1;
        for (int b = 0; b < bands && b < 3; b++) out[b] = to_linear[row[b]] * alpha;
        if (bands == 4) out[3] = alpha;
    }
}

void cvips_linear_down(const float *const *rows, const float *weights, int taps, float *out, int count) {
    for (int x = 0; x < count; x++) out[x] = 0;
    for (int k = 0; k < taps; k++)
        for (int x = 0; x < count; x++) out[x] += weights[k] * rows[k][x];
}

static float between(float value, float most) { return value < 0 ? 0 : value > most ? most : value; }

static uint8_t encoded(float value) { return to_byte[(int)(value * 65535 + 0.5f)]; }

void cvips_linear_across(const cvips_weights *w, const float *row, int bands, uint8_t *out) {
    need_tables();
    const float *weights = w->exact;
    for (int i = 0; i < w->count; i++, weights += w->taps, out += bands) {
        float sums[4] = {0};
        const float *pixel = row + (size_t)w->first[i] * bands;
        for (int k = 0; k < w->taps; k++, pixel += bands)
            for (int b = 0; b < bands; b++) sums[b] += weights[k] * pixel[b];
        float alpha = bands == 4 ? between(sums[3], 1) : 1;
        for (int b = 0; b < bands && b < 3; b++) {
            float straight = alpha > 0 ? between(sums[b], alpha) / alpha : 0;
            out[b] = (uint8_t)(encoded(straight > 1 ? 1 : straight) * alpha + 0.5f);
        }
        if (bands == 4) out[3] = (uint8_t)(alpha * 255 + 0.5f);
    }
}
