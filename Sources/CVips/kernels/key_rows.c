// The pass over all pixels: subject and coverage, in the form that was asked for.
#include <string.h>

#include "key.h"
#include "simd.h"

enum {
    SPAN = CELL,
    SEGMENT = 256,  // spans at a time, so that their cells stay near
};

typedef struct {
    float colour[3][SPAN];  // linear, times coverage
    float cover[SPAN];
} key_parts;

typedef struct {
    float luma[3], sign, clip, steep, trust, keep, drop, edge;
    bool fast;
} key_constants;

typedef struct key_result key_result;
struct key_result {
    const cvips_key *key;
    const uint8_t *signal;  // the picture that coverage follows from
    const uint8_t *behind;  // for `over`
    uint8_t *bytes;
    uint16_t *words;
    void (*plain)(const key_result *, int y, int x, int count);
    void (*put)(const key_result *, const key_parts *, int y, int x, int lead, int count);
};

// Moves the soft edge by a share of its width, in (edge > 0) or out.
static void key_shift_edge(float edge, key_parts *parts) {
    const float low = edge > 0 ? edge : 0, scale = 1 / (1 - (edge > 0 ? edge : -edge));
    for (int i = 0; i < SPAN; i++) {
        const float old = parts->cover[i], moved = key_clamp((old - low) * scale, 0, 1);
        const float share = old > 0 ? moved / old : 0;
        parts->cover[i] = moved;
        for (int p = 0; p < 3; p++) parts->colour[p][i] *= share;
    }
}

// Asked for, because the cost model would rather not. A sanitiser forbids it, which is no reason to fail.
#pragma clang diagnostic ignored "-Wpass-failed"
#define VECTORS _Pragma("clang loop vectorize(enable) interleave(disable) unroll(disable)")

#define NAME(x) key_plain_##x
#include "key_rows.h"
#undef NAME

#if CVIPS_HAS_AVX2
#pragma clang attribute push(__attribute__((target("avx2"))), apply_to = function)
#define NAME(x) key_avx2_##x
#include "key_rows.h"
#undef NAME
#pragma clang attribute pop
#endif

static void run(const cvips_key *key, const uint8_t *picture, const key_result *result, int top, int bottom) {
    static const float luma[3] = {0.2126f, 0.7152f, 0.0722f};
    const cvips_key_options *o = &key->options;
    key_constants k = {
        .sign = key->sign, .clip = o->clip, .steep = o->gain / (1 - o->clip), .trust = 0.1f * 0.1f, .keep = o->keep,
        .drop = 1 - o->keep, .edge = o->edge, .fast = o->keep >= 1,
    };
    for (int p = 0; p < 3; p++) k.luma[p] = luma[key->order[p]];
#if CVIPS_HAS_AVX2
    if (cvips_simd() == CVIPS_SIMD_AVX2) key_avx2_rows(key, &k, picture, result, top, bottom);
    else
#endif
        key_plain_rows(key, &k, picture, result, top, bottom);
}

static void plain_over(const key_result *r, int y, int x, int count) {
    const size_t at = ((size_t)y * r->key->width + x) * 3;
    memcpy(r->bytes + at, r->behind + at, (size_t)count * 3);
}

void cvips_key_over(const cvips_key *key, const uint8_t *picture, const uint8_t *signal, const uint8_t *background, uint8_t *out, int top,
                    int bottom) {
    const key_result result = {.key = key, .signal = signal, .behind = background, .bytes = out, .plain = plain_over};
    run(key, picture, &result, top, bottom);
}

// Where a row or a column of pixels lies between the centres of cells.
typedef struct {
    int before, after;
    float share;
} key_place;

static key_place place(int pixel, int cells) {
    const int after = (pixel + CELL / 2) / CELL;
    return (key_place){after > 0 ? after - 1 : 0, after < cells ? after : cells - 1,
                       ((pixel + CELL / 2) % CELL + 0.5f) / CELL};
}

static float between(const float *plane, int cells, key_place down, key_place across) {
    const float *upper = plane + (size_t)down.before * cells, *lower = plane + (size_t)down.after * cells;
    const float a = upper[across.before] + (lower[across.before] - upper[across.before]) * down.share;
    const float b = upper[across.after] + (lower[across.after] - upper[across.after]) * down.share;
    return a + (b - a) * across.share;
}

static uint8_t shadow_at(const cvips_key *key, int x, int y) {
    const float v = between(key->shadow, key->cells_x, place(y, key->cells_y), place(x, key->cells_x));
    return (uint8_t)(key_clamp(v, 0, 1) * 255 + 0.5f);
}

static void plain_cut(const key_result *r, int y, int x, int count) {
    memset(r->bytes + ((size_t)y * r->key->width + x) * 4, 0, (size_t)count * 4);
}

// Colour is encoded as if opaque, then multiplied: what libvips and everybody else means by premultiplied sRGB.
static void put_cut(const key_result *r, const key_parts *parts, int y, int x, int lead, int count) {
    const uint8_t *encoded = key_get_tables()->encoded;
    uint8_t *out = r->bytes + ((size_t)y * r->key->width + x) * 4;
    for (int i = 0; i < count; i++, out += 4) {
        const float cover = parts->cover[lead + i];
        const int alpha = (int)(cover * 255 + 0.5f);
        out[3] = (uint8_t)alpha;
        for (int p = 0; p < 3; p++) {
            const float straight = cover > 0 ? parts->colour[p][lead + i] / cover : 0;
            const int code = encoded[(int)(key_clamp(straight, 0, 1) * ENCODE_TOP + 0.5f)];
            out[r->key->order[p]] = (uint8_t)((code * alpha + 127) / 255);
        }
    }
}

void cvips_key_cut(const cvips_key *key, const uint8_t *picture, const uint8_t *signal, uint8_t *out, int top, int bottom) {
    const key_result result = {.key = key, .signal = signal, .bytes = out, .plain = plain_cut, .put = put_cut};
    run(key, picture, &result, top, bottom);
    for (int y = top; key->shadow && y < bottom; y++)
        for (int x = 0; x < key->width; x++) {
            uint8_t *alpha = out + ((size_t)y * key->width + x) * 4 + 3;
            *alpha = (uint8_t)(*alpha + ((255 - *alpha) * shadow_at(key, x, y) + 127) / 255);
        }
}

static void plain_matte8(const key_result *r, int y, int x, int count) {
    memset(r->bytes + (size_t)y * r->key->width + x, 0, (size_t)count);
}
static void put_matte8(const key_result *r, const key_parts *parts, int y, int x, int lead, int count) {
    uint8_t *out = r->bytes + (size_t)y * r->key->width + x;
    for (int i = 0; i < count; i++) out[i] = (uint8_t)(parts->cover[lead + i] * 255 + 0.5f);
}

void cvips_key_matte8(const cvips_key *key, const uint8_t *picture, const uint8_t *signal, uint8_t *out, int top, int bottom) {
    const key_result result = {.key = key, .signal = signal, .bytes = out, .plain = plain_matte8, .put = put_matte8};
    run(key, picture, &result, top, bottom);
}

static void plain_matte16(const key_result *r, int y, int x, int count) {
    memset(r->words + (size_t)y * r->key->width + x, 0, (size_t)count * 2);
}
static void put_matte16(const key_result *r, const key_parts *parts, int y, int x, int lead, int count) {
    uint16_t *out = r->words + (size_t)y * r->key->width + x;
    for (int i = 0; i < count; i++) out[i] = (uint16_t)(parts->cover[lead + i] * 65535 + 0.5f);
}

void cvips_key_matte16(const cvips_key *key, const uint8_t *picture, const uint8_t *signal, uint16_t *out, int top, int bottom) {
    const key_result result = {.key = key, .signal = signal, .words = out, .plain = plain_matte16, .put = put_matte16};
    run(key, picture, &result, top, bottom);
}

void cvips_key_shadow(const cvips_key *key, uint8_t *out, int top, int bottom) {
    memset(out + (size_t)top * key->width * 4, 0, (size_t)(bottom - top) * key->width * 4);
    for (int y = top; key->shadow && y < bottom; y++)
        for (int x = 0; x < key->width; x++) out[((size_t)y * key->width + x) * 4 + 3] = shadow_at(key, x, y);
}

void cvips_key_screen(const cvips_key *key, uint8_t *out, int top, int bottom) {
    const uint8_t *encoded = key_get_tables()->encoded;
    const size_t cells = (size_t)key->cells_x * key->cells_y;
    for (int y = top; y < bottom; y++)
        for (int x = 0; x < key->width; x++)
            for (int p = 0; p < 3; p++) {
                const float *plane = key->planes + (SCREEN + p) * cells;
                const float v = between(plane, key->cells_x, place(y, key->cells_y), place(x, key->cells_x));
                out[((size_t)y * key->width + x) * 3 + key->order[p]] =
                    encoded[(int)(key_clamp(v, 0, 1) * ENCODE_TOP + 0.5f)];
            }
}
