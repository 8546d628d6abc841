// PNG, WebP and TIFF through libvips' loaders, each called by name, and into a slot in strips.
#pragma once

#include <vips/vips.h>

#include "cvips_request.h"
#include "cvips_source_profile.h"

#pragma clang assume_nonnull begin

typedef enum { CVIPS_PNG, CVIPS_WEBP, CVIPS_TIFF } cvips_loader;

// Opens the first page for one pass from top to bottom; nothing is decoded yet. Its samples have 8 or 16 bits: grey, RGB or
// CMYK as they are, and linear light converted to sRGB; or they are Lab in floating point, with alpha 0…255 beside it. Memory is borrowed and has to outlive the
// image. WebP is taken from memory only: libvips would map the file, and a file that shrinks under a mapping ends the
// process. Returns an owned image or NULL.
VipsImage *_Nullable cvips_load(cvips_loader loader, cvips_bytes bytes, bool accept_damaged);

typedef struct {
    int width, height, orientation;
    cvips_model model;
    const void *_Nullable exif;  // these three belong to the image
    size_t exif_size;
    const void *_Nullable xmp;
    size_t xmp_size;
    const void *_Nullable profile;
    size_t profile_size;
} cvips_picture_facts;

cvips_picture_facts cvips_facts(VipsImage *image);

// Filters the request's window into `out`: RGB, premultiplied RGBA, or CMYK with 255 for full ink, as `model` says. Rows below
// the window are decoded too, so that a truncated file is noticed. 0 when it is done.
int cvips_strips_sample(VipsImage *image, cvips_model model, cvips_request request, uint8_t *out);

#pragma clang assume_nonnull end
