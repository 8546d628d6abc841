// One HEVC picture through libde265 alone. libheif would hold its planes twice, and of a grid all tiles at once.
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "cvips_request.h"

#pragma clang assume_nonnull begin

typedef struct {
    int width, height;
    bool has_matrix;  // the file names the colours' matrix (of ITU-T H.273) and range; otherwise the coded picture does
    int matrix;
    bool is_full;
    bool is_full_unless_said;  // the range of a coded picture that says nothing of its colours
} cvips_hevc_kind;

typedef struct cvips_hevc cvips_hevc;

// A decoder for one picture. NULL when memory is short.
cvips_hevc *_Nullable cvips_hevc_new(cvips_hevc_kind kind);
void cvips_hevc_free(cvips_hevc *_Nullable picture);

// Hands over a NAL unit without its start code; it is copied. False when memory is short.
bool cvips_hevc_take(cvips_hevc *picture, const uint8_t *unit, size_t size);

// Decodes what was handed over. With `accept_damaged`, a picture that is wrong in part is taken.
cvips_report cvips_hevc_decode(cvips_hevc *picture, bool accept_damaged);

// Columns left..<right of row `y` of a picture that was decoded, as RGB.
void cvips_hevc_row(const cvips_hevc *picture, int y, int left, int right, uint8_t *out);

#pragma clang assume_nonnull end
