#include "jpeg_stream.h"

#include <errno.h>
#include <jerror.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

// A progressive file may hold any number of scans, each of which costs a pass over the picture. Cameras write about ten.
enum { MOST_SCANS = 100 };

static void put_text(cvips_report *report, cvips_status status, const char *text) {
    report->status = status;
    snprintf(report->text, sizeof report->text, "%s", text);
}

void jpeg_stream_fail(jpeg_stream *s, cvips_status status, const char *text) {
    put_text(&s->report, status, text);
    longjmp(s->escape, 1);
}

void jpeg_stream_read_header(jpeg_stream *s, const cvips_jpeg_header *header) {
    j_decompress_ptr jpeg = &s->jpeg;
    jpeg_read_header(jpeg, TRUE);
    if ((int)jpeg->image_width != header->width || (int)jpeg->image_height != header->height ||
        jpeg->num_components != header->components)
        jpeg_stream_fail(s, CVIPS_UNREADABLE, "the file changed while it was in use");
}

void jpeg_stream_damaged(jpeg_stream *s, const char *text) {
    if (!s->accept_damaged) jpeg_stream_fail(s, CVIPS_DAMAGED, text);
}

void jpeg_stream_doubt(jpeg_stream *s, const char *text) {
    if (!*s->report.doubt) snprintf(s->report.doubt, sizeof s->report.doubt, "%s", text);
}

// What a warning of libjpeg means for the pixels.
typedef enum { HARMLESS, DOUBTFUL, DAMAGE } meaning;

static meaning meaning_of(const jpeg_stream *s) {
    switch (s->errors.msg_code) {
    case JWRN_NOT_SEQUENTIAL:  // a baseline scan has no spectral selection that could be wrong
    case JWRN_JFIF_MAJOR:
    case JWRN_TOO_MUCH_DATA:
        return HARMLESS;
    case JWRN_EXTRANEOUS_DATA:
        // Between headers, or behind the last block, nobody misses them; between blocks they were meant for something.
        return s->jpeg.input_scan_number == 0 || s->jpeg.input_iMCU_row + 1 >= s->jpeg.total_iMCU_rows ? HARMLESS : DOUBTFUL;
    case JWRN_ADOBE_XFORM:      // the colours are guessed
    case JWRN_BOGUS_ICC:        // the colours are taken for sRGB
    case JWRN_BOGUS_PROGRESSION:  // a scan refines what no scan has begun
        return DOUBTFUL;
    default:  // data that end too early, no code of the table, a restart marker out of order, and what is not known here
        return DAMAGE;
    }
}

static void on_error(j_common_ptr common) {
    jpeg_stream *s = (jpeg_stream *)common;
    char text[JMSG_LENGTH_MAX];
    s->errors.format_message(common, text);
    switch (s->errors.msg_code) {
    case JERR_OUT_OF_MEMORY:
        jpeg_stream_fail(s, CVIPS_NO_MEMORY, text);
    case JERR_BAD_PRECISION:
    case JERR_SOF_UNSUPPORTED:
    case JERR_CONVERSION_NOTIMPL:
    case JERR_COMPONENT_COUNT:
    case JERR_IMAGE_TOO_BIG:
    case JERR_EMPTY_IMAGE:
        jpeg_stream_fail(s, CVIPS_UNSUPPORTED, text);
    default:
        jpeg_stream_fail(s, CVIPS_DAMAGED, text);
    }
}

static void on_message(j_common_ptr common, int level) {
    jpeg_stream *s = (jpeg_stream *)common;
    if (level >= 0) return;  // traces
    s->errors.num_warnings++;
    meaning meaning = meaning_of(s);
    if (meaning == HARMLESS) return;
    char text[JMSG_LENGTH_MAX];
    s->errors.format_message(common, text);
    if (meaning == DOUBTFUL) jpeg_stream_doubt(s, text);
    else jpeg_stream_damaged(s, text);
}

static void no_output(j_common_ptr common) {}

static void on_progress(j_common_ptr common) {
    jpeg_stream *s = (jpeg_stream *)common;
    if (s->jpeg.input_scan_number > MOST_SCANS)
        jpeg_stream_fail(s, CVIPS_UNSUPPORTED, "a JPEG of more than 100 scans");
}

static void no_source(j_decompress_ptr jpeg) {}

static size_t next_bytes(jpeg_stream *s) {
    for (;;) {
        ssize_t count = read(s->bytes.file, s->buffer, JPEG_BUFFER);
        if (count >= 0) return (size_t)count;
        if (errno != EINTR) jpeg_stream_fail(s, CVIPS_UNREADABLE, strerror(errno));
    }
}

static boolean fill(j_decompress_ptr jpeg) {
    jpeg_stream *s = (jpeg_stream *)jpeg;
    static const JOCTET end[2] = {0xFF, JPEG_EOI};
    if (s->most && s->taken > s->most) jpeg_stream_fail(s, CVIPS_UNSUPPORTED, "a JPEG whose header never ends");
    size_t count = s->ended ? 0 : s->bytes.memory ? s->bytes.size - s->taken : next_bytes(s);
    s->source.next_input_byte = s->bytes.memory ? s->bytes.memory + s->taken : s->buffer;
    s->source.bytes_in_buffer = count;
    s->taken += count;
    if (count > 0) return TRUE;
    if (!s->ended) {
        s->ended = true;
        jpeg_stream_damaged(s, "the file ends too early");
    }
    s->source.next_input_byte = end;
    s->source.bytes_in_buffer = sizeof end;
    return TRUE;
}

static void skip(j_decompress_ptr jpeg, long count) {
    jpeg_stream *s = (jpeg_stream *)jpeg;
    while (count > 0 && (size_t)count > s->source.bytes_in_buffer && !s->ended) {
        count -= (long)s->source.bytes_in_buffer;
        fill(jpeg);
    }
    if (count <= 0 || s->ended) return;
    s->source.next_input_byte += count;
    s->source.bytes_in_buffer -= (size_t)count;
}

static int next_byte(jpeg_stream *s) {
    if (s->source.bytes_in_buffer == 0) fill(&s->jpeg);
    s->source.bytes_in_buffer--;
    return *s->source.next_input_byte++;
}

void jpeg_stream_find_end(jpeg_stream *s) {
    if (jpeg_input_complete(&s->jpeg)) return;
    int marker = s->jpeg.unread_marker;  // libjpeg has stopped before it, if there is one
    while (!s->ended) {
        // 0 stands for data: a stuffed zero, restart markers and fill bytes are passed over.
        if (marker == JPEG_EOI) return;
        if (marker == 0xDC) {  // DNL, the number of lines
            int high = next_byte(s), length = high << 8 | next_byte(s);
            skip(&s->jpeg, length - 2);
        } else if (marker != 0 && (marker & ~7) != JPEG_RST0) {
            jpeg_stream_damaged(s, "a marker amid the picture's data");
        }
        if (s->source.bytes_in_buffer == 0) fill(&s->jpeg);
        const JOCTET *found = memchr(s->source.next_input_byte, 0xFF, s->source.bytes_in_buffer);
        marker = 0;
        if (!found) {
            s->source.bytes_in_buffer = 0;
            continue;
        }
        s->source.bytes_in_buffer -= (size_t)(found + 1 - s->source.next_input_byte);
        s->source.next_input_byte = found + 1;
        do marker = next_byte(s);
        while (marker == 0xFF);
    }
}

cvips_report jpeg_stream_run(cvips_bytes bytes, bool accept_damaged, size_t most, void (*body)(jpeg_stream *, void *),
                             void *context) {
    cvips_report failed = {.status = CVIPS_NO_MEMORY};
    jpeg_stream *s = calloc(1, sizeof *s);
    if (!s) return failed;
    s->buffer = bytes.memory ? NULL : malloc(JPEG_BUFFER);
    if (!s->buffer && !bytes.memory) {
        free(s);
        return failed;
    }
    s->bytes = bytes;
    s->accept_damaged = accept_damaged;
    s->most = most;
    s->jpeg.err = jpeg_std_error(&s->errors);
    s->errors.error_exit = on_error;
    s->errors.emit_message = on_message;
    s->errors.output_message = no_output;
    if (setjmp(s->escape) == 0) {
        jpeg_create_decompress(&s->jpeg);
        s->source.init_source = no_source;
        s->source.term_source = no_source;
        s->source.fill_input_buffer = fill;
        s->source.skip_input_data = skip;
        s->source.resync_to_restart = jpeg_resync_to_restart;
        s->jpeg.src = &s->source;
        s->progress.progress_monitor = on_progress;
        s->jpeg.progress = &s->progress;
        body(s, context);
    }
    jpeg_destroy_decompress(&s->jpeg);
    cvips_report report = s->report;
    free(s->buffer);
    free(s);
    return report;
}
