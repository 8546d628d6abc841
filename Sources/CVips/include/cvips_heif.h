// HEIC pictures through libheif: a header, or the decoded planes into the pixels of a slot, a row at a time.
#pragma once

#include "cvips_request.h"

#pragma clang assume_nonnull begin

// A file, and bytes that are read in place of those from `patch_at` on: what libheif shall not see is overwritten there.
typedef struct {
    cvips_bytes bytes;
    size_t file_size;
    size_t told_size;  // what libheif is told; zeros follow the file
    const uint8_t *_Nullable patch;
    size_t patch_at, patch_size;
} cvips_heif_source;

typedef struct {
    int width, height;  // upright
    bool alpha;
    uint8_t *_Nullable exif;  // from "Exif\0\0" on
    size_t exif_size;
    uint8_t *_Nullable xmp;
    size_t xmp_size;
    uint8_t *_Nullable profile;  // ICC
    size_t profile_size;
    bool has_colours;  // an nclx box: the numbers below, of ITU-T H.273
    int primaries, transfer, matrix;
    bool is_full;  // of range
} cvips_heif_header;

// Reads what the primary picture is. The blobs of `header` are the caller's: cvips_heif_header_clear, whatever the report
// says.
cvips_report cvips_heif_read_header(cvips_heif_source source, cvips_heif_header *header);
void cvips_heif_header_clear(cvips_heif_header *header);

// Decodes the primary picture and filters the request's window into `out`: RGB, or premultiplied RGBA when `header` has
// alpha. `header` is what the picture was like when it was opened.
cvips_report cvips_heif_sample(cvips_heif_source source, const cvips_heif_header *header, cvips_request request,
                               uint8_t *out);

#pragma clang assume_nonnull end
