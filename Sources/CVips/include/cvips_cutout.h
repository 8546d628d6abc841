// Cutting people out of a picture: a coarse matte, as a model sees them, followed along their outline in the picture itself.
//
// Order of calls: new, measure (bands of rows, in parallel), solve (bands of rows, in parallel, once all are measured), then any
// results. Each is a function of the whole picture and of the pixel alone, so that any split into bands, on any number of threads
// and with any vector instructions, gives the same bytes.
#pragma once

#include <stddef.h>
#include <stdint.h>

#pragma clang assume_nonnull begin

typedef struct cvips_cutout cvips_cutout;

// Rows that a band must begin at a multiple of.
enum { CVIPS_CUTOUT_BAND = 8 };

// `matte` has across x down values of coverage, 0 to 65,535, over the whole picture. NULL when memory is short. Sides of the picture
// from 1 to 65,535, of the matte from 2 to 4,096.
cvips_cutout *_Nullable cvips_cutout_new(int width, int height, const uint16_t *matte, int across, int down);
void cvips_cutout_free(cvips_cutout *_Nullable cut);

// Takes what people and what is behind them look like from rows top..<bottom of `picture` (RGB, 3 bytes a pixel, no padding).
void cvips_cutout_measure(cvips_cutout *cut, const uint8_t *picture, int top, int bottom);
// Finds coverage and colour of the people along their outline.
void cvips_cutout_solve(cvips_cutout *cut, const uint8_t *picture, int top, int bottom);

// Rows top..<bottom of a result; `picture` and `out` point at the first pixel.
// cut: RGBA, premultiplied, as `cvips_key_lay` takes it. matte: 0 to 65,535.
void cvips_cutout_cut(const cvips_cutout *cut, const uint8_t *picture, uint8_t *out, int top, int bottom);
void cvips_cutout_matte16(const cvips_cutout *cut, uint16_t *out, int top, int bottom);

#pragma clang assume_nonnull end
