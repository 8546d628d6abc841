// The tables, and the key colour: what most of the picture's left, right and top borders share.
#include <math.h>
#include <stdlib.h>
#include <threads.h>

#include "cvips_math.h"
#include "key.h"

static key_tables tables;

static void fill_tables(void) {
    for (int i = 0; i < 256; i++) {
        const double l = cvips_srgb_decoded(i / 255.0);
        tables.linear[i] = (float)l;
        tables.fine[i] = (uint16_t)lround(l * 65535);
    }
    for (int i = 0; i <= ENCODE_TOP; i++) {
        tables.encoded[i] = (uint8_t)lround(cvips_srgb_encoded((double)i / ENCODE_TOP) * 255);
    }
}

const key_tables *key_get_tables(void) {
    static once_flag once = ONCE_FLAG_INIT;
    call_once(&once, fill_tables);
    return &tables;
}

enum {
    STEP = 4,        // every fourth pixel of every fourth row
    BIN = 4, BINS = 64,
    VIVID = 40,      // spread of a pixel's channels that counts as coloured
    NEAR = 10,       // distance in chroma that counts as the same colour
};

// Chroma as in BT.601, -128…127.
static void chroma(const uint8_t *p, float *blue, float *red) {
    const float y = 0.299f * p[0] + 0.587f * p[1] + 0.114f * p[2];
    *blue = 0.564f * (p[2] - y);
    *red = 0.713f * (p[0] - y);
}

static bool vivid(const uint8_t *p) {
    int high = p[0], low = p[0];
    for (int c = 1; c < 3; c++) {
        if (p[c] > high) high = p[c];
        if (p[c] < low) low = p[c];
    }
    return high - low > VIVID && high < 254;
}

typedef struct {
    uint32_t all, coloured, near, count[BINS][BINS], levels[3][256];
    float blue, red;
} survey;

static void count_chroma(survey *s, const uint8_t *p) {
    s->all++;
    if (!vivid(p)) return;
    s->coloured++;
    float blue, red;
    chroma(p, &blue, &red);
    s->count[(int)(blue + 128) / BIN][(int)(red + 128) / BIN]++;
}

static void count_levels(survey *s, const uint8_t *p) {
    if (!vivid(p)) return;
    float blue, red;
    chroma(p, &blue, &red);
    if ((blue - s->blue) * (blue - s->blue) + (red - s->red) * (red - s->red) > NEAR * NEAR) return;
    s->near++;
    for (int c = 0; c < 3; c++) s->levels[c][p[c]]++;
}

// Shows every sample: three quarters of the height at the sides (people stand at the bottom), all of the top.
static void along_border(const uint8_t *picture, int width, int height, survey *s,
                         void (*see)(survey *, const uint8_t *)) {
    const int side = width / 14 + 1, deep = height / 20 + 1, bottom = height * 3 / 4 > deep ? height * 3 / 4 : height;
    for (int y = 0; y < bottom; y += STEP)
        for (int x = 0; x < width; x += STEP)
            if (y < deep || x < side || x >= width - side) see(s, picture + ((size_t)y * width + x) * 3);
}

static uint8_t median(const uint32_t count[256], uint32_t total) {
    uint32_t sum = 0;
    for (int i = 0; i < 256; i++)
        if ((sum += count[i]) * 2 >= total) return (uint8_t)i;
    return 255;
}

// The commonest chroma among those that are left.
static bool find_mode(survey *s, int *blue, int *red) {
    static const uint32_t weight[3] = {1, 2, 1};
    uint32_t best = 0;
    for (int i = 1; i < BINS - 1; i++)
        for (int j = 1; j < BINS - 1; j++) {
            uint32_t sum = 0;
            for (int a = 0; a < 3; a++)
                for (int b = 0; b < 3; b++) sum += weight[a] * weight[b] * s->count[i + a - 1][j + b - 1];
            if (sum <= best) continue;
            best = sum;
            *blue = i;
            *red = j;
        }
    return best > 0;
}

bool key_find_colour(const uint8_t *picture, int width, int height, int rank, uint8_t key[3]) {
    survey *s = calloc(1, sizeof *s);
    if (!s) return false;
    along_border(picture, width, height, s, count_chroma);
    int blue = 0, red = 0;
    bool any = find_mode(s, &blue, &red);
    for (; any && rank > 0; rank--) {
        for (int i = blue - 3; i <= blue + 3; i++)
            for (int j = red - 3; j <= red + 3; j++)
                if (i >= 0 && j >= 0 && i < BINS && j < BINS) s->count[i][j] = 0;
        any = find_mode(s, &blue, &red);
    }
    s->blue = (blue + 0.5f) * BIN - 128;
    s->red = (red + 0.5f) * BIN - 128;
    if (any) along_border(picture, width, height, s, count_levels);
    // A screen holds at least a fifth of the borders; walls, skies and wood that do too are told apart by their chroma.
    const bool found = any && s->near * 5 >= s->all;
    for (int c = 0; found && c < 3; c++) key[c] = median(s->levels[c], s->near);
    free(s);
    return found;
}
