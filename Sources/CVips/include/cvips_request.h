// What is read, and what is wanted of it.
#pragma once

#include <stddef.h>

#include "cvips_reduce.h"

#pragma clang assume_nonnull begin

// Where the bytes are: a file at its beginning, or memory when `memory` is set (a camera's embedded preview).
typedef struct {
    int file;
    const uint8_t *_Nullable memory;
    size_t size;
} cvips_bytes;

typedef enum {
    CVIPS_READ,         // all went well
    CVIPS_DAMAGED,      // missing or wrong data; `text` is what the library said
    CVIPS_UNREADABLE,   // read(2) failed; `text` is the system's reason
    CVIPS_UNSUPPORTED,  // whole, but of a kind that is not taken; `text` says which
    CVIPS_NO_MEMORY,
} cvips_status;

typedef struct {
    cvips_status status;
    char text[200];
    char doubt[200];  // of a picture that was read: why it may look other than it was meant; empty when nothing is odd
} cvips_report;

typedef struct {
    cvips_window window;  // in stored pixels
    int width, height;    // of the output
    bool linear;          // filter in linear light; a JPEG is then decoded at full size
    bool accept_damaged;  // render what is there
} cvips_request;

#pragma clang assume_nonnull end
