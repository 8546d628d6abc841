// Colour profiles: from what a file says its colours are to sRGB, by lcms2.
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#pragma clang assume_nonnull begin

typedef enum {
    CVIPS_GREY,  // stored as RGB with three equal bands
    CVIPS_RGB,
    CVIPS_RGBA,  // premultiplied
    CVIPS_CMYK,  // 255 is full ink, or none when inverted
} cvips_model;

// An ICC profile; `bytes` NULL is none.
typedef struct {
    const void *_Nullable bytes;
    size_t size;
} cvips_profile;

typedef enum {
    CVIPS_PROFILE_NONE,      // it says sRGB, or is for colour while the picture is grey
    CVIPS_PROFILE_NEEDED,
    CVIPS_PROFILE_UNUSABLE,  // broken, of another model, or none that lcms2 can convert from
} cvips_profile_use;

cvips_profile_use cvips_profile_judged(cvips_profile profile, cvips_model model);

// Converts pixels to sRGB, relative colorimetric with black point compensation. `in` has 4 bytes a pixel for CVIPS_CMYK and
// CVIPS_RGBA and 3 otherwise; `out` has 4 for CVIPS_RGBA, where it is premultiplied again, and 3 otherwise. They may be the
// same memory when their sizes are. False when the profile cannot be used.
bool cvips_to_srgb(cvips_profile profile, cvips_model model, const uint8_t *in, uint8_t *out, size_t pixels,
                   bool inverted);

// Adobe RGB (1998), which cameras name in EXIF without attaching a profile. Bytes from malloc; NULL when memory is short.
void *_Nullable cvips_adobe_rgb(size_t *size);

// RGB with these primaries and this white (x and y of red, green, blue and white), and a plain gamma, or sRGB's curve for 0.
// Bytes from malloc; NULL when memory is short or no such colours can be.
void *_Nullable cvips_rgb_profile(const double *colours, double gamma, size_t *size);

// libvips' general CMYK profile, for files that name none. Bytes from malloc; NULL when it cannot be had.
void *_Nullable cvips_printer_profile(size_t *size);

#pragma clang assume_nonnull end
