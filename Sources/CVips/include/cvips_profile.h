// From sRGB to the profile of a device.
#pragma once

#include <stddef.h>
#include <stdint.h>

#pragma clang assume_nonnull begin

// Converts `count` pixels of 3 or 4 (premultiplied) bands: relative colorimetric with black point compensation.
// Returns 0, or -1 and a reason of at most CVIPS_REASON bytes when the profile is not one of an RGB device.
int cvips_profile_convert(const uint8_t *pixels, uint8_t *converted, size_t count, int bands, const uint8_t *profile,
                          size_t length, char *reason);

#pragma clang assume_nonnull end
