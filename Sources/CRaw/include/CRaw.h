// Cameras' raw files, by LibRaw: the embedded JPEG, or the sensor's data developed to sRGB.
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#pragma clang assume_nonnull begin

typedef enum {
    CRAW_READ,
    CRAW_UNKNOWN,    // no raw file that LibRaw knows
    CRAW_DAMAGED,    // data are missing or wrong
    CRAW_NO_MEMORY,
} craw_status;

typedef struct {
    int width, height;  // of the visible picture, as stored
    int orientation;    // EXIF: 1, 3, 6 or 8
    bool has_time;
    int year, month, day, hour, minute, second;  // as the camera says it
} craw_facts;

typedef struct craw craw;  // an open file

// Opens a file by its descriptor, which stays the caller's. On CRAW_READ, `*file` is the caller's to close.
craw_status craw_open(int descriptor, craw *_Nullable *_Nonnull file, craw_facts *facts);
// The same of bytes in memory, which are borrowed until the file is closed.
craw_status craw_open_memory(const uint8_t *bytes, size_t size, craw *_Nullable *_Nonnull file, craw_facts *facts);
void craw_close(craw *_Nullable file);

// The largest embedded JPEG; the bytes belong to `file`. False when there is none.
bool craw_preview(craw *file, const uint8_t *_Nullable *_Nonnull bytes, size_t *size);

// Reads and unpacks the sensor's data, all of them, and keeps nothing.
craw_status craw_check(craw *file);

typedef struct {
    int width, height, bands;         // bands: 1 or 3, 8 bits
    const uint8_t *_Nullable pixels;  // from malloc; craw_free
} craw_picture;

// Develops with the camera's white balance, not turned, at half the size (one pixel of each 2 x 2 sensor cells, no
// demosaicing) or in full. Only once for a file. With `accept_damaged` missing data become whatever LibRaw makes of them.
craw_status craw_develop(craw *file, bool half, bool accept_damaged, craw_picture *picture);
void craw_free(craw_picture *picture);

// LibRaw's words for the last failure of this kind.
const char *craw_text(craw_status status);

#pragma clang assume_nonnull end
