// The reducer's inner loops in linear light.
#pragma once

#include "lanczos.h"

// sRGB bytes to linear light 0…1; of four bands the fourth is straight alpha, by which colour is multiplied.
void cvips_linear_row(const uint8_t *row, int width, int bands, float *out);

// One row from `taps` rows of `count` samples.
void cvips_linear_down(const float *const *rows, const float *weights, int taps, float *out, int count);

// Along x, and back to sRGB bytes (colour premultiplied after encoding).
void cvips_linear_across(const cvips_weights *w, const float *row, int bands, uint8_t *out);

// A row of Lab (D50), with alpha 0…255 when there are four bands, as bytes of sRGB.
void cvips_lab_row(const float *row, int width, int bands, uint8_t *out);
