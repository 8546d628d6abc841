// JPEG files, read as a stream: a header, or straight into the pixels of a slot.
#pragma once

#include <stddef.h>

#include "cvips_i420.h"
#include "cvips_request.h"

#pragma clang assume_nonnull begin

typedef struct {
    int width, height;  // as stored, orientation not applied
    int components;     // 1 grey, 3 colour, 4 CMYK
    bool progressive;
    uint8_t *_Nullable exif;  // APP1 from "Exif\0\0" on
    size_t exif_size;
    uint8_t *_Nullable xmp;  // the packet in APP1, without its name
    size_t xmp_size;
    uint8_t *_Nullable profile;  // ICC, put together from its APP2 parts
    size_t profile_size;
} cvips_jpeg_header;

// Reads up to the first scan. The blobs of `header` are the caller's: cvips_jpeg_header_clear, whatever the report says.
cvips_report cvips_jpeg_read_header(cvips_bytes bytes, cvips_jpeg_header *header);
void cvips_jpeg_header_clear(cvips_jpeg_header *header);

// Decodes no more than the window needs, at the smallest DCT scale that covers the output with some headroom, and filters it into
// `out`: RGB, or the four inks of CMYK as stored. What follows below the window is only searched for the end marker, so
// that a truncated file is noticed. `header` is what the picture was like when it was opened.
cvips_report cvips_jpeg_sample(cvips_bytes bytes, const cvips_jpeg_header *header, cvips_request request, uint8_t *out);

// The same into a frame of a film, without RGB in between: `out` begins at an even position, and the request's size is even. False in
// `taken`, with nothing done, where that is no shorter way: what is not coded in luma and two differences, or is shown much smaller.
cvips_report cvips_jpeg_sample_planes(cvips_bytes bytes, const cvips_jpeg_header *header, cvips_request request, cvips_planes out,
                                      bool *taken);

#pragma clang assume_nonnull end
