// Weights of a Lanczos3 resampling along one axis.
#pragma once

#include <stdbool.h>
#include <stdint.h>

// Weights are fixed point with 14 bits after the point; those of one output sample sum to exactly 1 << 14.
enum { CVIPS_WEIGHT_BITS = 14 };

typedef struct {
    int count;         // output samples
    int taps;          // weights of each of them, even
    int *first;        // input sample of the first weight; even
    int16_t *weights;  // count * taps
    float *exact;      // the same without quantisation, when asked for
} cvips_weights;

// The kernel itself, unstretched: 1 at 0, 0 from 3 on.
double cvips_lanczos3(double x);

// Input samples low..<high that have weight when `count` outputs show start…start + extent of `size` samples.
void cvips_lanczos_range(int size, double start, double extent, int count, int *low, int *high);

// Inputs are counted from `origin`. `emphasis` a sharpens the input first by -a, 1 + 2a, -a along the axis, within the
// filter's support. False when memory is short.
bool cvips_lanczos(cvips_weights *w, int size, double start, double extent, int count, int origin, double emphasis,
                   bool exact);
void cvips_lanczos_free(cvips_weights *w);
