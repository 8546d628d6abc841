#include "heif_stream.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

static int64_t position(void *context) { return ((heif_stream *)context)->position; }

static int seek(int64_t to, void *context) {
    ((heif_stream *)context)->position = to;
    return 0;
}

static bool read_at(const cvips_heif_source *from, void *data, size_t size, size_t at) {
    size_t there = at < from->file_size ? from->file_size - at : 0;
    if (there < size) {
        memset((uint8_t *)data + there, 0, size - there);
        size = there;
    }
    if (from->bytes.memory) {
        memcpy(data, from->bytes.memory + at, size);
        return true;
    }
    for (size_t done = 0; done < size;) {
        ssize_t count = pread(from->bytes.file, (uint8_t *)data + done, size - done, (off_t)(at + done));
        if (count < 0 && errno == EINTR) continue;
        if (count <= 0) return false;
        done += (size_t)count;
    }
    return true;
}

// Lays what the patch has over the bytes that were read.
static void lay_patch(const cvips_heif_source *from, uint8_t *data, size_t size, size_t at) {
    if (!from->patch) return;
    size_t patch_end = from->patch_at + from->patch_size, end = at + size;
    size_t first = at > from->patch_at ? at : from->patch_at, last = end < patch_end ? end : patch_end;
    if (first < last) memcpy(data + (first - at), from->patch + (first - from->patch_at), last - first);
}

static int take(void *data, size_t size, void *context) {
    heif_stream *s = context;
    size_t whole = s->source.told_size;
    if (s->position < 0 || (size_t)s->position > whole || size > whole - (size_t)s->position) return 1;
    if (!read_at(&s->source, data, size, (size_t)s->position)) return 1;
    lay_patch(&s->source, data, size, (size_t)s->position);
    s->position += (int64_t)size;
    return 0;
}

static enum heif_reader_grow_status wait_for(int64_t size, void *context) {
    size_t whole = ((heif_stream *)context)->source.told_size;
    return size < 0 || (size_t)size > whole ? heif_reader_grow_status_size_beyond_eof : heif_reader_grow_status_size_reached;
}

static const struct heif_reader reader = {
    .reader_api_version = 1, .get_position = position, .read = take, .seek = seek, .wait_for_file_size = wait_for};

void heif_stream_fail(heif_stream *s, cvips_status status, const char *text) {
    s->report.status = status;
    snprintf(s->report.text, sizeof s->report.text, "%s", text);
}

// Whether the file asks for something that this libheif has not learnt, while nothing is wrong with its data.
static bool is_unsupported(struct heif_error error) {
    switch (error.code) {
    case heif_error_Unsupported_filetype:
    case heif_error_Unsupported_feature:
        return true;
    default:
        break;
    }
    switch (error.subcode) {
    case heif_suberror_Unsupported_codec:
    case heif_suberror_Unsupported_image_type:
    case heif_suberror_Unsupported_data_version:
    case heif_suberror_Unsupported_color_conversion:
    case heif_suberror_Unsupported_item_construction_method:
    case heif_suberror_Unsupported_bit_depth:
    case heif_suberror_Wrong_tile_image_chroma_format:
        return true;
    default:
        return false;
    }
}

bool heif_stream_succeeded(heif_stream *s, struct heif_error error) {
    if (error.code == heif_error_Ok) return true;
    cvips_status status = error.code == heif_error_Memory_allocation_error &&
                                  error.subcode != heif_suberror_Security_limit_exceeded
                              ? CVIPS_NO_MEMORY
                          : is_unsupported(error) ? CVIPS_UNSUPPORTED
                                                  : CVIPS_DAMAGED;
    heif_stream_fail(s, status, error.message);
    return false;
}

bool heif_stream_open(heif_stream *s, cvips_heif_source source) {
    *s = (heif_stream){.source = source, .context = heif_context_alloc()};
    if (!s->context) {
        heif_stream_fail(s, CVIPS_NO_MEMORY, "");
        return false;
    }
    return heif_stream_succeeded(s, heif_context_read_from_reader(s->context, &reader, s, NULL)) &&
           heif_stream_succeeded(s, heif_context_get_primary_image_handle(s->context, &s->primary));
}

void heif_stream_close(heif_stream *s) {
    if (s->primary) heif_image_handle_release(s->primary);
    if (s->context) heif_context_free(s->context);
}
