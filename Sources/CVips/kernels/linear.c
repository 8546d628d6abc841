// Linear light by sRGB's curve.
// Single precision, one path, sums in tap order: the same bytes on every processor. Chosen for correctness; the usual
// path filters bytes as they are.
#include "linear.h"

#include "cvips_math.h"

#include <pthread.h>
#include <stddef.h>

static float to_linear[256];
static uint8_t to_byte[65536];  // a byte of sRGB spans 20 of these steps where the curve is flattest

static void make_tables(void) {
    for (int i = 0; i < 256; i++) to_linear[i] = (float)cvips_srgb_decoded(i / 255.0);
    int byte = 0;
    for (int i = 0; i < 65536; i++) {
        while (byte < 255 && i / 65535.0 >= cvips_srgb_decoded((byte + 0.5) / 255)) byte++;
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

// Lab of D50 to XYZ by CIE 15, to linear sRGB by Bradford's adaptation and the inverse of IEC 61966-2-1's matrix.
static float uncubed(float f) { return f > 6 / 29.0f ? f * f * f : 3 * (6 / 29.0f) * (6 / 29.0f) * (f - 4 / 29.0f); }

void cvips_lab_row(const float *row, int width, int bands, uint8_t *out) {
    static const float matrix[3][3] = {{3.1338561f, -1.6168667f, -0.4906146f},
                                       {-0.9787684f, 1.9161415f, 0.0334540f},
                                       {0.0719453f, -0.2289914f, 1.4052427f}};
    need_tables();
    for (int i = 0; i < width; i++, row += bands) {
        float y = (row[0] + 16) / 116;
        float white[3] = {0.9642f * uncubed(y + row[1] / 500), uncubed(y), 0.8249f * uncubed(y - row[2] / 200)};
        for (int c = 0; c < 3; c++) {
            float light = matrix[c][0] * white[0] + matrix[c][1] * white[1] + matrix[c][2] * white[2];
            *out++ = encoded(between(light, 1));
        }
        if (bands > 3) *out++ = (uint8_t)(between(row[3], 255) + 0.5f);
    }
}
