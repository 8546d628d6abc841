// libheif fed by pread(2) or from memory, and its errors sorted by what an operator can do about them.
#pragma once

#include "cvips_heif.h"

#include <libheif/heif.h>

typedef struct {
    cvips_heif_source source;
    int64_t position;
    struct heif_context *context;
    struct heif_image_handle *primary;
    cvips_report report;
} heif_stream;

// Opens the primary picture. False when there is none to be had; the report then says why.
bool heif_stream_open(heif_stream *stream, cvips_heif_source source);
void heif_stream_close(heif_stream *stream);

// Takes down what libheif says. True when it is no error.
bool heif_stream_succeeded(heif_stream *stream, struct heif_error error);

void heif_stream_fail(heif_stream *stream, cvips_status status, const char *text);
