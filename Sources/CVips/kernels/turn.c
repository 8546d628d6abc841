// Lanczos3 on a grid that is turned against the source: every output pixel weighs its own 6 x 6 neighbours, columns
// first. Positions are rounded to 1/256 pixel, coefficients to 1/16384 with their sum kept at 1, so a whole position
// gives the source's own sample, and a constant stays constant.
//
// The source is laid out anew: four channels, two rows interleaved byte by byte, edge pixels repeated around it. Three
// such rows hold the six rows of a pixel in the pairs that a multiply-add takes, and no tap needs a test.
#include "cvips_turn.h"
#include "lanczos.h"
#include "simd.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

enum {
    TAPS = 6,
    PHASE_BITS = 8,
    PHASES = 1 << PHASE_BITS,
    ONE = 1 << 14,       // Coefficient 1
    BORDER = 8,          // Repeated pixels around the source; taps reach at most 6 past its edges.
    MIDDLE_SHIFT = 8,    // Columns keep 6 fractional bits: within 16 bits, as they stay in -0.3 … 1.3 of 255.
    LAST_SHIFT = 20,
    PIXEL = 8,           // Bytes of a pixel of two rows
};

typedef struct {
    int16_t column[PHASES][TAPS];
    int16_t row[PHASES][TAPS][8];  // Spread for the vector twin: coefficient, 0, four times for its four channels.
} Phases;

typedef struct {
    uint8_t *pairs;
    size_t stride;
} Source;

static void make_phases(Phases *phases) {
    for (int phase = 0; phase < PHASES; phase++) {
        double weights[TAPS], sum = 0;
        for (int t = 0; t < TAPS; t++) sum += weights[t] = cvips_lanczos3(t - 2 - (double)phase / PHASES);
        int rest = ONE;
        for (int t = 0; t < TAPS; t++) rest -= phases->column[phase][t] = (int16_t)lrint(weights[t] / sum * ONE);
        phases->column[phase][phase < PHASES / 2 ? 2 : 3] += (int16_t)rest;  // To the largest, where it shows least.
        for (int t = 0; t < TAPS; t++) {
            for (int i = 0; i < 8; i++) phases->row[phase][t][i] = i % 2 ? 0 : phases->column[phase][t];
        }
    }
}

static void spread_row(uint8_t *row, const uint8_t *in, int width, int bands) {
    memset(row, 0, (size_t)(width + 2 * BORDER) * 4);
    uint8_t *inside = row + BORDER * 4;
    for (int x = 0; x < width; x++) {
        for (int c = 0; c < bands; c++) inside[4 * x + c] = in[bands * x + c];
    }
    for (int x = 0; x < BORDER; x++) {
        memcpy(row + 4 * x, inside, 4);
        memcpy(inside + (size_t)(width + x) * 4, inside + (size_t)(width - 1) * 4, 4);
    }
}

// Rows -BORDER … height + BORDER - 1 of the source, each interleaved with the one below it.
static int make_source(Source *source, const uint8_t *in, int width, int height, int bands) {
    const size_t samples = (size_t)(width + 2 * BORDER) * 4, rows = (size_t)height + 2 * BORDER;
    source->stride = samples * 2;
    source->pairs = malloc(source->stride * rows);
    uint8_t *buffer = malloc(samples * 2), *upper = buffer, *lower = buffer + samples;
    if (!source->pairs || !buffer) {
        free(source->pairs);
        free(buffer);
        return -1;
    }
    spread_row(upper, in, width, bands);
    for (size_t row = 0; row < rows; row++) {
        const int below = (int)row + 1 - BORDER;
        const int inside = below < 0 ? 0 : below >= height ? height - 1 : below;
        spread_row(lower, in + (size_t)inside * width * bands, width, bands);
        uint8_t *pair = source->pairs + row * source->stride;
        for (size_t i = 0; i < samples; i++) {
            pair[2 * i] = upper[i];
            pair[2 * i + 1] = lower[i];
        }
        uint8_t *swap = upper;
        upper = lower;
        lower = swap;
    }
    free(buffer);
    return 0;
}

// A pixel's place in the source: its first tap, and the two phases.
typedef struct {
    const uint8_t *pixels;
    int phase_x, phase_y;
} Place;

// Position in 1/256 pixel, from 2^-32, held where every tap is within the border.
static inline int rounded(int64_t position, int size) {
    const int64_t value = (position + (INT64_C(1) << 23)) >> 24;
    const int64_t first = -4 * PHASES, last = (int64_t)(size + 3) * PHASES;
    return (int)(value < first ? first : value > last ? last : value);
}

static inline Place place(const Source *source, int64_t u, int64_t v, int width, int height) {
    const int x = rounded(u, width), y = rounded(v, height);
    const int column = (x >> PHASE_BITS) - 2 + BORDER, row = (y >> PHASE_BITS) - 2 + BORDER;
    return (Place){source->pairs + (size_t)row * source->stride + (size_t)column * PIXEL, x & (PHASES - 1),
                   y & (PHASES - 1)};
}

typedef struct {
    int64_t u, v, step_u, step_v;
    int width, height;  // Of the source
} Walk;

// n output pixels of four channels each.
typedef void Sampler(uint8_t *out, int n, const Source *source, const Phases *phases, Walk walk);

static void sample_portable(uint8_t *out, int n, const Source *source, const Phases *phases, Walk walk) {
    for (int i = 0; i < n; i++, out += 4, walk.u += walk.step_u, walk.v += walk.step_v) {
        const Place at = place(source, walk.u, walk.v, walk.width, walk.height);
        const int16_t *down = phases->column[at.phase_y], *across = phases->column[at.phase_x];
        int32_t columns[TAPS * 4] = {0};
        for (int k = 0; k < TAPS / 2; k++) {
            const uint8_t *pair = at.pixels + 2 * k * source->stride;
            for (int j = 0; j < TAPS * 4; j++) columns[j] += pair[2 * j] * down[2 * k] + pair[2 * j + 1] * down[2 * k + 1];
        }
        int32_t sums[4] = {1 << (LAST_SHIFT - 1), 1 << (LAST_SHIFT - 1), 1 << (LAST_SHIFT - 1), 1 << (LAST_SHIFT - 1)};
        for (int t = 0; t < TAPS; t++) {
            for (int c = 0; c < 4; c++) {
                sums[c] += ((columns[4 * t + c] + (1 << (MIDDLE_SHIFT - 1))) >> MIDDLE_SHIFT) * across[t];
            }
        }
        for (int c = 0; c < 4; c++) {
            const int32_t value = sums[c] >> LAST_SHIFT;
            out[c] = (uint8_t)(value < 0 ? 0 : value > 255 ? 255 : value);
        }
    }
}

#ifdef CVIPS_HAS_AVX2
CVIPS_AVX2 static void sample_avx2(uint8_t *out, int n, const Source *source, const Phases *phases, Walk walk) {
    const __m256i half = _mm256_set1_epi32(1 << (MIDDLE_SHIFT - 1));
    const __m128i last_half = _mm_set1_epi32(1 << (LAST_SHIFT - 1));
    for (int i = 0; i < n; i++, out += 4, walk.u += walk.step_u, walk.v += walk.step_v) {
        const Place at = place(source, walk.u, walk.v, walk.width, walk.height);
        const __m256i *across = (const __m256i *)phases->row[at.phase_x];
        // Three sums of two columns each, four channels a column.
        __m256i columns[3] = {half, half, half};
#pragma clang loop unroll(full)
        for (int k = 0; k < TAPS / 2; k++) {
            int32_t both;
            memcpy(&both, &phases->column[at.phase_y][2 * k], sizeof both);
            const __m256i down = _mm256_set1_epi32(both);
            const __m128i *pair = (const __m128i *)(at.pixels + 2 * k * source->stride);
#pragma clang loop unroll(full)
            for (int j = 0; j < 3; j++) {
                const __m256i samples = _mm256_cvtepu8_epi16(_mm_loadu_si128(pair + j));
                columns[j] = _mm256_add_epi32(columns[j], _mm256_madd_epi16(samples, down));
            }
        }
        // A column fits 16 bits, so its 32-bit lane is that number and its sign; the sign meets a coefficient of 0.
        __m256i sum = _mm256_madd_epi16(_mm256_srai_epi32(columns[0], MIDDLE_SHIFT), _mm256_loadu_si256(across));
#pragma clang loop unroll(full)
        for (int j = 1; j < 3; j++) {
            const __m256i column = _mm256_srai_epi32(columns[j], MIDDLE_SHIFT);
            sum = _mm256_add_epi32(sum, _mm256_madd_epi16(column, _mm256_loadu_si256(across + j)));
        }
        __m128i pixel = _mm_add_epi32(_mm256_castsi256_si128(sum), _mm256_extracti128_si256(sum, 1));
        pixel = _mm_srai_epi32(_mm_add_epi32(pixel, last_half), LAST_SHIFT);
        pixel = _mm_packs_epi32(pixel, pixel);
        const int packed = _mm_cvtsi128_si32(_mm_packus_epi16(pixel, pixel));
        memcpy(out, &packed, sizeof packed);
    }
}
#endif

static Sampler *sampler(void) {
#ifdef CVIPS_HAS_AVX2
    if (cvips_simd() == CVIPS_SIMD_AVX2) return sample_avx2;
#endif
    return sample_portable;
}

// Four channels to the image's bands. Ringing may lift a colour above its alpha, which no premultiplied pixel has.
static void write_row(uint8_t *out, const uint8_t *row, int width, int bands) {
    for (int x = 0; x < width; x++, out += bands, row += 4) {
        if (bands == 1) {
            out[0] = row[0];
        } else if (bands == 3) {
            for (int c = 0; c < 3; c++) out[c] = row[c];
        } else {
            for (int c = 0; c < 4; c++) out[c] = row[c] < row[3] ? row[c] : row[3];
        }
    }
}

static int64_t fixed(double x) { return llrint(x * 4294967296.0); }

int cvips_turn(uint8_t *out, int out_width, int out_height, const uint8_t *in, int width, int height, int bands,
               CVipsPlacing placing) {
    Source source;
    Phases *phases = malloc(sizeof *phases);
    uint8_t *row = malloc((size_t)out_width * 4);
    const int ready = phases && row && make_source(&source, in, width, height, bands) == 0;
    if (ready) {
        make_phases(phases);
        Sampler *sample = sampler();
        for (int y = 0; y < out_height; y++) {
            const Walk walk = {fixed(placing.u0 + placing.uy * y), fixed(placing.v0 + placing.vy * y),
                               fixed(placing.ux), fixed(placing.vx), width, height};
            sample(row, out_width, &source, phases, walk);
            write_row(out + (size_t)y * out_width * bands, row, out_width, bands);
        }
        free(source.pairs);
    }
    free(row);
    free(phases);
    return ready ? 0 : -1;
}
