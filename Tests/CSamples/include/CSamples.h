// Picture files for tests, written by the libraries themselves, and what libjpeg makes of a whole file.
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#pragma clang assume_nonnull begin

typedef struct {
    int width, height;
    int components;            // 1, 3, or 4: CMYK, 255 is full ink
    int across, down;          // luma sampling factors: 1 1, 2 1, 2 2, 1 2 …
    int quality;
    bool progressive;
    bool adobe;                // of CMYK, which is stored inverted: with Adobe's marker, as YCCK
    int restart_rows;          // MCU rows between restart markers, 0 for none
    const uint8_t *_Nullable exif;  // from "Exif\0\0" on
    size_t exif_size;
    const uint8_t *_Nullable profile;
    size_t profile_size;
} sample_jpeg;

// Bytes from malloc.
uint8_t *sample_jpeg_write(sample_jpeg options, const uint8_t *pixels, size_t *size);

// Every pixel at eighths/8 of the size, by plain libjpeg: RGB, or CMYK as stored. Bytes from malloc.
uint8_t *sample_jpeg_decode(const uint8_t *bytes, size_t size, int eighths, int *width, int *height);

typedef struct {
    int width, height, bands;
    int bits;                       // 8 or 16
    const char *interpretation;     // libvips' nick, as "srgb", "b-w", "rgb16", "cmyk"
    int orientation;                // EXIF; 0 for none
    int page_height;                // 0 for a single page
    const uint8_t *_Nullable profile;
    size_t profile_size;
    const uint8_t *_Nullable exif;  // from "Exif\0\0" on
    size_t exif_size;
} sample_picture;

// Writes through libvips; `target` is a path with options, as "x.png[bitdepth=8]". 0 when it is there.
int sample_write(sample_picture picture, const void *pixels, const char *target);

// A profile of lcms2's making: RGB with these primaries (x, y of red, green, blue), D65 and a plain gamma, or grey with
// `primaries` NULL. Bytes from malloc.
uint8_t *sample_profile(const double *_Nullable primaries, double gamma, size_t *size);
uint8_t *sample_srgb_profile(size_t *size);

#pragma clang assume_nonnull end
