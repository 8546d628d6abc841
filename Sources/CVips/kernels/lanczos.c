// Lanczos3: L(x) = sinc(x) sinc(x/3) for |x| < 3, stretched by the reduction factor so that it also removes what the
// output cannot carry. With t = pi x / 3 and the triple angle formula, L = q (1 - 4/3 q t^2) where q = (sin t / t)^2:
// one even polynomial, no libm, so the weights are the same on every processor.
#include "lanczos.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

// sin t / t for |t| <= pi by its series in t^2, 1 / (2k + 1)!; the first term left out is below 1e-17.
static double sinc(double square) {
    static const double terms[] = {
        -1.216125041553518e-34, 1.1309962886447716e-31, -9.183689863795546e-29, 6.446950284384474e-26,
        -3.868170170630684e-23, 1.9572941063391263e-20, -8.22063524662433e-18, 2.8114572543455206e-15,
        -7.647163731819816e-13, 1.6059043836821613e-10, -2.505210838544172e-08, 2.7557319223985893e-06,
        -0.0001984126984126984, 0.008333333333333333, -0.16666666666666666, 1.0,
    };
    double sum = 0;
    for (size_t k = 0; k < sizeof terms / sizeof *terms; k++) sum = sum * square + terms[k];
    return sum;
}

double cvips_lanczos3(double x) {
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
static void weigh(cvips_weights *w, int i, support s, int size, int origin, double emphasis, double *sums) {
    memset(sums, 0, sizeof *sums * (size_t)w->taps);
    double total = 0, scale = 1 / s.stretch;
    double before_it = 0, it = cvips_lanczos3((s.low - s.centre) * scale);
    for (int k = s.low; k <= s.high; k++) {
        double after_it = cvips_lanczos3((k + 1 - s.centre) * scale);
        double weight = (1 + 2 * emphasis) * it - emphasis * (before_it + after_it);
        sums[clamped(k, size) - origin - w->first[i]] += weight;
        total += weight;
        before_it = it;
        it = after_it;
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

bool cvips_lanczos(cvips_weights *w, int size, double start, double extent, int count, int origin, double emphasis,
                   bool exact) {
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
    for (int i = 0; made && i < count; i++)
        weigh(w, i, support_of(start, extent, count, i), size, origin, emphasis, sums);
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
