// Lanczos3: L(x) = sinc(x) sinc(x/3) for |x| < 3, stretched by the reduction factor so that it also removes what the
// output cannot carry. With t = pi x / 3 and the triple angle formula, L = q (1 - 4/3 q t^2) where q = (sin t / t)^2:
// one even polynomial, no libm, so the weights are the same on every processor.
#include "lanczos.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

// sin t / t for |t| <= pi by its series in t^2; the first term left out is below 1e-17.
static double sinc(double square) {
    double sum = 0;
    for (int n = 30; n >= 2; n -= 2) sum = (1 + sum) * -square / (n * (n + 1));
    return 1 + sum;
}

static double lanczos3(double x) {
    if (x <= -3 || x >= 3) return 0;
    double t = x * (M_PI / 3), square = t * t, s = sinc(square), q = s * s;
    return q * (1 - 4.0 / 3.0 * q * square);
}

typedef struct {
    double centre;  // in input samples, where sample k is centred at k
    double stretch;
    int low, high;  // first and last input sample inside the support, before clamping to the picture
} support;

static support support_of(double start, double extent, int count, int i) {
    double step = extent / count;
    support s = {.centre = start + (i + 0.5) * step - 0.5, .stretch = step > 1 ? step : 1};
    s.low = (int)floor(s.centre - 3 * s.stretch) + 1;
    s.high = (int)ceil(s.centre + 3 * s.stretch) - 1;
    return s;
}

static int clamped(int value, int size) { return value < 0 ? 0 : value >= size ? size - 1 : value; }

void cvips_lanczos_range(int size, double start, double extent, int count, int *low, int *high) {
    *low = clamped(support_of(start, extent, count, 0).low, size);
    *high = clamped(support_of(start, extent, count, count - 1).high, size) + 1;
}

// Writes the weights of one output, `size` inputs counted from `origin` in `sums` first: what lies beyond the picture
// falls to its edge sample.
static void weigh(cvips_weights *w, int i, support s, int size, int origin, double *sums) {
    memset(sums, 0, sizeof *sums * (size_t)w->taps);
    double total = 0, scale = 1 / s.stretch;
    for (int k = s.low; k <= s.high; k++) {
        double weight = lanczos3((k - s.centre) * scale);
        sums[clamped(k, size) - origin - w->first[i]] += weight;
        total += weight;
    }
    // Rounding the running sum instead of each weight makes the weights add up exactly.
    double running = 0;
    int before = 0;
    for (int k = 0; k < w->taps; k++) {
        running += sums[k];
        int now = (int)floor(running / total * (1 << CVIPS_WEIGHT_BITS) + 0.5);
        w->weights[(size_t)i * w->taps + k] = (int16_t)(now - before);
        before = now;
        if (w->exact) w->exact[(size_t)i * w->taps + k] = (float)(sums[k] / total);
    }
}

bool cvips_lanczos(cvips_weights *w, int size, double start, double extent, int count, int origin, bool exact) {
    *w = (cvips_weights){.count = count};
    w->first = malloc(sizeof *w->first * (size_t)count);
    if (!w->first) return false;
    for (int i = 0; i < count; i++) {
        support s = support_of(start, extent, count, i);
        w->first[i] = (clamped(s.low, size) - origin) & ~1;
        int taps = clamped(s.high, size) - origin - w->first[i] + 1;
        if (taps > w->taps) w->taps = taps;
    }
    w->taps = (w->taps + 1) & ~1;
    size_t total = (size_t)count * w->taps;
    w->weights = malloc(sizeof *w->weights * total);
    w->exact = exact ? malloc(sizeof *w->exact * total) : NULL;
    double *sums = malloc(sizeof *sums * (size_t)w->taps);
    bool made = w->weights && sums && (w->exact || !exact);
    for (int i = 0; made && i < count; i++) weigh(w, i, support_of(start, extent, count, i), size, origin, sums);
    free(sums);
    if (!made) cvips_lanczos_free(w);
    return made;
}

void cvips_lanczos_free(cvips_weights *w) {
    free(w->first);
    free(w->weights);
    free(w->exact);
    *w = (cvips_weights){0};
}
