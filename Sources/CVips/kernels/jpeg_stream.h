// libjpeg fed by read(2), with errors that come back instead of ending the process.
#pragma once

#include <setjmp.h>
#include <stdio.h>  // before jpeglib.h, which needs size_t and FILE

#include "cvips_jpeg.h"

#include <jpeglib.h>

// Not mapped into memory: a file that shrinks under a mapping ends the process by SIGBUS, under read(2) it is an error.
enum { JPEG_BUFFER = 128 << 10 };

typedef struct {
    struct jpeg_decompress_struct jpeg;  // first, so that libjpeg's pointer is ours
    struct jpeg_error_mgr errors;
    struct jpeg_source_mgr source;
    struct jpeg_progress_mgr progress;
    jmp_buf escape;
    cvips_bytes bytes;
    bool accept_damaged;
    bool ended;        // an end marker has been invented after the last byte
    size_t taken;      // bytes read so far
    size_t most;       // more than these are refused; 0 for no limit
    cvips_report report;
    uint8_t *buffer;
} jpeg_stream;

// Runs `body` on a stream that is set up, and takes everything down again whichever way the body ends.
cvips_report jpeg_stream_run(cvips_bytes bytes, bool accept_damaged, size_t most, void (*body)(jpeg_stream *, void *),
                             void *context);

// Ends the body with this report.
_Noreturn void jpeg_stream_fail(jpeg_stream *stream, cvips_status status, const char *text);

// Reads the header again, and ends the body when it says something else than the first time.
void jpeg_stream_read_header(jpeg_stream *stream, const cvips_jpeg_header *header);

// Notes damage: ends the body, or goes on when damage is accepted.
void jpeg_stream_damaged(jpeg_stream *stream, const char *text);

// Notes what an operator should know of a picture that is shown all the same. The first note stays.
void jpeg_stream_doubt(jpeg_stream *stream, const char *text);

// Reads on to the end marker behind the scan that is being decoded, without decoding.
void jpeg_stream_find_end(jpeg_stream *stream);
