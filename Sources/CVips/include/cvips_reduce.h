// Resampling by Lanczos3 as rows arrive: a picture is never whole in memory on its way to a slot.
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#pragma clang assume_nonnull begin

// A part of a picture in pixels of that picture; pixel (0, 0) covers 0…1, its centre is at 0.5.
typedef struct {
    double x, y, width, height;
} cvips_window;

// What the samples of a row are, which decides what is done beside filtering.
typedef enum {
    CVIPS_PLAIN,          // independent bands: 1, 3 or 4 (CMYK)
    CVIPS_PREMULTIPLIED,  // RGBA, premultiplied: colour is kept at or below alpha
    CVIPS_LINEAR,         // sRGB or straight RGBA in, filtered in linear light, sRGB or premultiplied RGBA out
} cvips_samples;

typedef struct cvips_reducer cvips_reducer;

// Shows `window` of a picture of `width` x `height` pixels in `out` (`out_width` x `out_height`, `bands` bytes a pixel, no
// padding). Output pixel centre (i + 0.5, j + 0.5) shows window.x + (i + 0.5) * window.width / out_width, and likewise
// for y. Beyond the picture its edge pixels repeat. `emphasis` a (0 for none) sharpens the picture first by -a, 1 + 2a, -a
// both ways, at no cost. NULL when memory is short.
cvips_reducer *_Nullable cvips_reducer_new(int width, int height, int bands, cvips_samples samples, cvips_window window,
                                           double emphasis, uint8_t *out, int out_width, int out_height);
// Bytes from one output row to the next, where that is more than a row has. Before `begin`.
void cvips_reducer_set_stride(cvips_reducer *reducer, size_t stride);
void cvips_reducer_free(cvips_reducer *_Nullable reducer);

// The pixels that have weight: rows top..<bottom, columns left..<right. Known before the first row.
typedef struct {
    int left, top, right, bottom;
} cvips_bounds;
cvips_bounds cvips_reducer_needs(const cvips_reducer *reducer);

// Announces that rows will hold columns left..<right, at least those needed. False when memory is short.
bool cvips_reducer_begin(cvips_reducer *reducer, int left, int right);

// Rows go in from needs.top to needs.bottom - 1: write one to the pointer, then say that it is there.
uint8_t *cvips_reducer_row(cvips_reducer *reducer);
void cvips_reducer_took(cvips_reducer *reducer);

#pragma clang assume_nonnull end
