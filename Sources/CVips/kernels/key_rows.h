// Eight pixels of keying, in plain C that compilers turn into vectors. Included once for every instruction set, with
// NAME(x) giving each copy its own names: the same operations in the same order, hence the same bytes.
//
// A span is the eight pixels between two columns of cell centres: `left` and `right` point at their values, which are
// interpolated over it, plane by plane, `step` apart.

static inline float NAME(most)(float a, float b) { return a > b ? a : b; }
static inline float NAME(least)(float a, float b) { return a < b ? a : b; }
static inline float NAME(clamp)(float v, float low, float high) { return NAME(least)(NAME(most)(v, low), high); }

// Opaque pixels: reflected screen light taken away, F = (C - GLOSS·l) / (1 + DIFFUSE·l); as table indices too.
static void NAME(opaque)(const float *left, const float *right, size_t step, const float c[3][SPAN], key_parts *out,
                         int32_t index[3][SPAN]) {
    const float s0 = left[SCREEN * step], s1 = left[(SCREEN + 1) * step], s2 = left[(SCREEN + 2) * step];
    const float t0 = right[SCREEN * step] - s0, t1 = right[(SCREEN + 1) * step] - s1;
    const float t2 = right[(SCREEN + 2) * step] - s2;
    const float light = left[LIGHT * step], more = right[LIGHT * step] - light;
    VECTORS
    for (int i = 0; i < SPAN; i++) {
        const float share = (i + 0.5f) / SPAN, lit = light + more * share;
        const float l0 = lit * (s0 + t0 * share), l1 = lit * (s1 + t1 * share), l2 = lit * (s2 + t2 * share);
        // One division for three.
        const float d0 = 1 + DIFFUSE * l0, d1 = 1 + DIFFUSE * l1, d2 = 1 + DIFFUSE * l2, d = 1 / (d0 * d1 * d2);
        float p0 = NAME(most)(0, c[0][i] - GLOSS * l0) * (d * (d1 * d2));
        const float p1 = NAME(most)(0, c[1][i] - GLOSS * l1) * (d * (d0 * d2));
        const float p2 = NAME(most)(0, c[2][i] - GLOSS * l2) * (d * (d0 * d1));
        p0 = key_neutral(c[0][i], NAME(least)(c[1][i], c[2][i]), p0, NAME(least)(p1, p2));
        out->colour[0][i] = p0;
        out->colour[1][i] = p1;
        out->colour[2][i] = p2;
        out->cover[i] = 1;
        index[0][i] = (int32_t)(NAME(least)(p0, 1) * ENCODE_TOP + 0.5f);
        index[1][i] = (int32_t)(NAME(least)(p1, 1) * ENCODE_TOP + 0.5f);
        index[2][i] = (int32_t)(NAME(least)(p2, 1) * ENCODE_TOP + 0.5f);
    }
}

// `g` is what coverage follows from, `c` what colour does.
static void NAME(mixed)(const key_constants *k, const float *left, const float *right, size_t step,
                        const float g[3][SPAN], const float c[3][SPAN], key_parts *out) {
    const float sign = k->sign, y0 = k->luma[0], y1 = k->luma[1], y2 = k->luma[2];
    float from[PLANES], rise[PLANES];
    for (int p = 0; p < PLANES; p++) {
        from[p] = left[p * step];
        rise[p] = right[p * step] - from[p];
    }
    VECTORS
    for (int i = 0; i < SPAN; i++) {
        const float share = (i + 0.5f) / SPAN;
#define AT(plane) (from[plane] + rise[plane] * share)
        const float c0 = c[0][i], c1 = c[1][i], c2 = c[2][i], g0 = g[0][i], g1 = g[1][i], g2 = g[2][i];
        const float s0 = AT(SCREEN), s1 = AT(SCREEN + 1), s2 = AT(SCREEN + 2);
        const float f0 = AT(SUBJECT), f1 = AT(SUBJECT + 1), f2 = AT(SUBJECT + 2);
        const float light = AT(LIGHT), hold = AT(HOLD), stir = AT(STIR);
#undef AT
        // The subject's colour as lit here.
        const float l0 = light * s0, l1 = light * s1, l2 = light * s2;
        const float d0 = 1 + DIFFUSE * l0, d1 = 1 + DIFFUSE * l1, d2 = 1 + DIFFUSE * l2, d = 1 / (d0 * d1 * d2);
        const float e0 = f0 * d0 + GLOSS * l0, e1 = f1 * d1 + GLOSS * l1, e2 = f2 * d2 + GLOSS * l2;

        // Screen share by key excess, between the subject's own (0) and the screen's (1).
        const float whole = 1 / NAME(most)(sign * (s0 - 0.5f * (s1 + s2)), 1e-4f);
        const float excess_own = sign * (e0 - 0.5f * (e1 + e2)) * whole;
        const float own = NAME(clamp)(excess_own, -0.5f, 0.6f);
        const float by_key = (sign * (g0 - 0.5f * (g1 + g2)) * whole - own) / (1 - own);

        // Screen share t, subject share b by least squares: g = b·e + t·s, b drawn towards 1 - t, luma counted twice.
        const float gy = y0 * g0 + y1 * g1 + y2 * g2, ey = y0 * e0 + y1 * e1 + y2 * e2;
        const float sy = y0 * s0 + y1 * s1 + y2 * s2;
        const float ee = e0 * e0 + e1 * e1 + e2 * e2, pull = 0.5f * (ee + ey * ey) + 1e-6f;
        const float a11 = ee + ey * ey + pull, a12 = e0 * s0 + e1 * s1 + e2 * s2 + ey * sy + pull;
        const float a22 = s0 * s0 + s1 * s1 + s2 * s2 + sy * sy + pull;
        const float v1 = g0 * e0 + g1 * e1 + g2 * e2 + gy * ey + pull;
        const float v2 = g0 * s0 + g1 * s1 + g2 * s2 + gy * sy + pull;
        const float det = NAME(most)(a11 * a22 - a12 * a12, 1e-9f), over = 1 / det;
        const float by_fit = (a11 * v2 - a12 * v1) * over, b = (a22 * v1 - a12 * v2) * over;
        const float r0 = g0 - by_fit * s0 - b * e0, r1 = g1 - by_fit * s1 - b * e1, r2 = g2 - by_fit * s2 - b * e2;
        const float slack = b - (1 - by_fit);
        const float residual = r0 * r0 + r1 * r1 + r2 * r2 + 0.5f * slack * slack * ee;
        const float apart = (e0 - s0) * (e0 - s0) + (e1 - s1) * (e1 - s1) + (e2 - s2) * (e2 - s2);
        const float allowed = k->trust * apart + 1e-6f, much = allowed * allowed;
        // A subject with as much of the key as the screen has is told by its hue and brightness alone, if these explain it.
        const float alone = NAME(clamp)((excess_own - 0.35f) * 5, 0, 1) * NAME(clamp)(2 - 0.5f * residual / allowed, 0, 1);
        const float fit = by_key > 0.02f ? NAME(most)(alone, much / (much + residual * residual)) : 0;

        float t = by_key + fit * (by_fit - by_key);
        t = NAME(clamp)((t - k->clip) * k->steep * hold, 0, 1);
        const float cover = (1 - t) * stir;
        t = 1 - cover;

        // What is left without the screen and without its light.
        float p0 = NAME(most)(0, c0 - t * s0 - cover * (GLOSS * l0)) * (d * (d1 * d2));
        float p1 = NAME(most)(0, c1 - t * s1 - cover * (GLOSS * l1)) * (d * (d0 * d2));
        float p2 = NAME(most)(0, c2 - t * s2 - cover * (GLOSS * l2)) * (d * (d0 * d1));
        p0 = key_neutral(c0 - t * s0, NAME(least)(c1 - t * s1, c2 - t * s2), p0, NAME(least)(p1, p2));
        // Key excess beyond what the subject itself has.
        const float subject = k->keep * NAME(most)(0, sign * (f0 - 0.5f * (f1 + f2)));
        const float reach = k->drop + (1 - k->drop) * hold;
        const float excess = NAME(most)(0, sign * (p0 - 0.5f * (p1 + p2)) - cover * subject) * reach * whole;
        p0 = NAME(most)(0, p0 - excess * s0);
        p1 = NAME(most)(0, p1 - excess * s1);
        p2 = NAME(most)(0, p2 - excess * s2);
        // Towards the subject's colour at the pixel's own luminance: chroma that 4:2:0 smeared across the edge goes.
        const float blend = fit * NAME(clamp)(5 * t, 0, 1) * (hold > 0 ? 1.0f : 0.0f);
        const float py = y0 * p0 + y1 * p1 + y2 * p2, qy = cover * (y0 * f0 + y1 * f1 + y2 * f2);
        const float bright = (1 + 0.8f * (NAME(clamp)((py + 1e-4f) / (qy + 1e-4f), 0.4f, 2.5f) - 1)) * cover;
        out->colour[0][i] = (p0 + blend * (bright * f0 - p0)) * stir;
        out->colour[1][i] = (p1 + blend * (bright * f1 - p1)) * stir;
        out->colour[2][i] = (p2 + blend * (bright * f2 - p2)) * stir;
        out->cover[i] = cover;
    }
}

// Table indices of v = colour + (1 - cover) · behind.
static void NAME(over)(const key_parts *parts, const float behind[3][SPAN], int32_t index[3][SPAN]) {
    for (int p = 0; p < 3; p++)
        VECTORS
        for (int i = 0; i < SPAN; i++) {
            const float v = parts->colour[p][i] + (1 - parts->cover[i]) * behind[p][i];
            index[p][i] = (int32_t)(NAME(clamp)(v, 0, 1) * ENCODE_TOP + 0.5f);
        }
}

static inline void NAME(decode)(const float *linear, const int order[3], const uint8_t *in, int lead, int count,
                                float out[3][SPAN]) {
    for (int p = 0; p < 3; p++) {
        const uint8_t *channel = in + order[p];
        if (count == SPAN)
            for (int i = 0; i < SPAN; i++) out[p][i] = linear[channel[i * 3]];
        else
            for (int i = 0; i < count; i++) out[p][lead + i] = linear[channel[i * 3]];
    }
}

static inline void NAME(encode)(const uint8_t *encoded, const int order[3], const int32_t index[3][SPAN], uint8_t *out,
                                int lead, int count) {
    for (int p = 0; p < 3; p++) {
        uint8_t *channel = out + order[p];
        if (count == SPAN)
            for (int i = 0; i < SPAN; i++) channel[i * 3] = encoded[index[p][i]];
        else
            for (int i = 0; i < count; i++) channel[i * 3] = encoded[index[p][lead + i]];
    }
}

// One row of cell values, between two rows of cells.
static void NAME(between)(const float *above, const float *below, float share, int count, float *out) {
    for (int i = 0; i < count; i++) out[i] = above[i] + (below[i] - above[i]) * share;
}

// Spans first..<last of row y; `row` has the values of cells from..., one plane every SEGMENT + 1.
static void NAME(spans)(const cvips_key *key, const key_constants *k, const uint8_t *picture,
                        const key_result *result, int y, int first, int last, int from, const float *row) {
    const int cells = key->cells_x, width = key->width;
    const size_t step = SEGMENT + 1;
    const key_tables *tables = key_get_tables();
    const float *hold = row + HOLD * step - from, *stir = row + STIR * step - from;
    for (int s = first; s < last; s++) {
        const int start = s * SPAN - SPAN / 2, x = start < 0 ? 0 : start;
        int end = start + SPAN < width ? start + SPAN : width;
        if (x >= width) break;
        const int left = s > 0 ? s - 1 : 0, right = s < cells ? s : cells - 1;
        if (stir[left] <= 0 && stir[right] <= 0) {
            // Plain screen as far as it goes.
            while (end < width && s + 1 < last && stir[s + 1 < cells ? s + 1 : cells - 1] <= 0)
                s++, end = end + SPAN < width ? end + SPAN : width;
            result->plain(result, y, x, end - x);
            continue;
        }
        float c[3][SPAN] = {{0}}, steady[3][SPAN] = {{0}};
        const int lead = x - start, count = end - x;
        const size_t at = (size_t)y * width + x;
        NAME(decode)(tables->linear, key->order, picture + at * 3, lead, count, c);
        const float *near = row + (left - from), *far = row + (right - from);
        key_parts parts;
        int32_t index[3][SPAN];
        const bool solid = k->fast && hold[left] <= 0 && hold[right] <= 0 && stir[left] >= 1 && stir[right] >= 1;
        if (solid) NAME(opaque)(near, far, step, c, &parts, index);
        else if (result->signal == picture) NAME(mixed)(k, near, far, step, c, c, &parts);
        else {
            NAME(decode)(tables->linear, key->order, result->signal + at * 3, lead, count, steady);
            NAME(mixed)(k, near, far, step, steady, c, &parts);
        }
        if (k->edge != 0) key_shift_edge(k->edge, &parts);
        if (!result->behind) {
            result->put(result, &parts, y, x, lead, count);
            continue;
        }
        if (!solid) {
            float behind[3][SPAN] = {{0}};
            NAME(decode)(tables->linear, key->order, result->behind + at * 3, lead, count, behind);
            NAME(over)(&parts, behind, index);
        }
        NAME(encode)(tables->encoded, key->order, index, result->bytes + at * 3, lead, count);
    }
}

static void NAME(rows)(const cvips_key *key, const key_constants *k, const uint8_t *picture, const key_result *result,
                       int top, int bottom) {
    const int cells = key->cells_x;
    const size_t plane = (size_t)cells * key->cells_y;
    float row[PLANES * (SEGMENT + 1)];
    for (int y = top; y < bottom; y++) {
        const int below = (y + CELL / 2) / CELL, above = below - 1;
        const float *upper = key->planes + (size_t)(above < 0 ? 0 : above) * cells;
        const float *lower = key->planes + (size_t)(below < key->cells_y ? below : key->cells_y - 1) * cells;
        const float share = ((y + CELL / 2) % CELL + 0.5f) / CELL;
        for (int first = 0; first <= cells; first += SEGMENT) {
            const int last = first + SEGMENT < cells + 1 ? first + SEGMENT : cells + 1;
            // A last span alone beyond the last centre lies between that centre and itself.
            const int from = first > 0 ? first - 1 : 0, count = (last < cells ? last : cells) - from;
            for (int p = 0; p < PLANES; p++)
                NAME(between)(upper + p * plane + from, lower + p * plane + from, share, count,
                              row + p * (SEGMENT + 1));
            NAME(spans)(key, k, picture, result, y, first, last, from, row);
        }
    }
}
