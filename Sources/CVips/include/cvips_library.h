// Starting libvips, and the life of an image.
#pragma once

#include <vips/vips.h>

#pragma clang assume_nonnull begin

// Starts libvips: loaders that no camera needs blocked, operation cache off, warnings away from the user's terminal.
// Call once. Returns 0 when it stands.
int cvips_start(void);

// Copies and clears libvips' error text, or else what a library said last on this thread. Free with g_free. One buffer serves the whole process, so the text may carry
// a neighbour's line: for people to read, never to branch on.
char *cvips_error_text(void);

// What a library said last on this thread, as a warning. Free with g_free.
char *cvips_warning_text(void);

// Forgets what was said before, so that it is not taken for the reason of what comes.
void cvips_forget_errors(void);

// An image of interleaved 8-bit samples that takes ownership of `pixels` (from malloc), freed with the image.
// Returns an owned image, or NULL, in which case `pixels` stay the caller's.
VipsImage *_Nullable cvips_adopt(void *pixels, int width, int height, int bands);

// The whole image in memory: the same image with one more reference when it already is, a computed copy otherwise.
VipsImage *_Nullable cvips_materialised(VipsImage *image);

// First pixel of an image in memory; rows follow each other without padding.
static inline const unsigned char *cvips_pixels(VipsImage *image) { return (const unsigned char *)vips_image_get_data(image); }

static inline void cvips_release(VipsImage *image) { g_object_unref(image); }

#pragma clang assume_nonnull end
