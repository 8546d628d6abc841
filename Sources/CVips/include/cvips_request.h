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

typedef struct {
    cvips_window window;  // in stored pixels
    int width, height;    // of the output
    bool linear;          // filter in linear light; a JPEG is then decoded at full size
    bool accept_damaged;  // render what is there
} cvips_request;

#pragma clang assume_nonnull end
