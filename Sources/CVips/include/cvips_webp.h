// WebP stills through libwebp, a piece of the file at a time.
#pragma once

#include "cvips_request.h"

#pragma clang assume_nonnull begin

typedef struct {
    int width, height;
    bool alpha;
    bool animated;
} cvips_webp_header;

// Reads what the picture is. Without all of a file its beginning will do.
cvips_report cvips_webp_read_header(const uint8_t *bytes, size_t size, cvips_webp_header *header);

// Decodes a still and filters the request's window into `out`: RGB, or premultiplied RGBA when `header` has alpha. All of it is
// decoded, so that damage anywhere is noticed. `header` is what the picture was like when it was opened.
cvips_report cvips_webp_sample(const uint8_t *bytes, size_t size, const cvips_webp_header *header, cvips_request request,
                               uint8_t *out);

#pragma clang assume_nonnull end
