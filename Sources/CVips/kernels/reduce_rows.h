// The inner loops of the reducer.
#pragma once

#include "lanczos.h"

// Between the passes a sample is int16 with 6 bits after the point: the filter overshoots by less than 40 %, so 255
// stays below 23000.
enum { CVIPS_MID_BITS = 6 };

// Rows are read, and `out` written, up to the next multiple of this many bytes.
enum { CVIPS_ROW_STEP = 64 };

// One row from `taps` rows of `count` bytes, weighted.
void cvips_rows_down(const uint8_t *const *rows, const int16_t *weights, int taps, int16_t *out, int count);

// Two rows are filtered along x together. Neighbouring pixels stand in pairs, band by band, row 0 then row 1:
//   pair p:  row 0: r r' g g' b b' a a'   row 1: r r' g g' b b' a a'     (16 int16; missing bands are unused)
// so that one multiply-add of neighbours serves both rows. This fills the half of row `lane` (0 or 1).
void cvips_rows_pair(const int16_t *row, int pairs, int bands, int lane, int16_t *out);

// Filters the pairs along x into two rows of bytes.
void cvips_rows_across(const cvips_weights *w, const int16_t *pairs, int bands, uint8_t *out0, uint8_t *out1);
