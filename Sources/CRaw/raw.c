#include "CRaw.h"

#include <libraw/libraw.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

struct craw {
    libraw_data_t *raw;
    bool damaged;  // LibRaw came upon wrong data and went on
};

static void on_wrong_data(void *context, const char *file, const int offset) { ((struct craw *)context)->damaged = true; }

static craw_status status_of(int code) {
    switch (code) {
    case LIBRAW_SUCCESS: return CRAW_READ;
    case LIBRAW_FILE_UNSUPPORTED: return CRAW_UNKNOWN;
    case LIBRAW_UNSUFFICIENT_MEMORY:
    case LIBRAW_MEMPOOL_OVERFLOW: return CRAW_NO_MEMORY;
    default: return CRAW_DAMAGED;
    }
}

const char *craw_text(craw_status status) {
    switch (status) {
    case CRAW_READ: return "";
    case CRAW_UNKNOWN: return "not a raw file of a known camera";
    case CRAW_DAMAGED: return "the raw data are incomplete or wrong";
    default: return "no memory";
    }
}

// LibRaw turns the camera's digits into a moment of this machine's zone; the way back gives the digits again.
static void read_time(time_t moment, craw_facts *facts) {
    struct tm t;
    facts->has_time = moment > 0 && localtime_r(&moment, &t);
    if (!facts->has_time) return;
    facts->year = t.tm_year + 1900;
    facts->month = t.tm_mon + 1;
    facts->day = t.tm_mday;
    facts->hour = t.tm_hour;
    facts->minute = t.tm_min;
    facts->second = t.tm_sec;
}

static craw *new_file(void) {
    craw *f = calloc(1, sizeof *f);
    if (!f) return NULL;
    f->raw = libraw_init(LIBRAW_OPIONS_NO_DATAERR_CALLBACK);
    if (!f->raw) {
        free(f);
        return NULL;
    }
    libraw_set_dataerror_handler(f->raw, on_wrong_data, f);
    return f;
}

static craw_status finish_opening(craw *f, int code, craw **file, craw_facts *facts) {
    memset(facts, 0, sizeof *facts);
    if (code != LIBRAW_SUCCESS || f->raw->idata.raw_count < 1) {
        craw_close(f);
        return code == LIBRAW_SUCCESS ? CRAW_UNKNOWN : status_of(code);
    }
    facts->width = f->raw->sizes.width;
    facts->height = f->raw->sizes.height;
    int flip = f->raw->sizes.flip;
    facts->orientation = flip == 3 ? 3 : flip == 5 ? 8 : flip == 6 ? 6 : 1;
    read_time(f->raw->other.timestamp, facts);
    *file = f;
    return CRAW_READ;
}

craw_status craw_open(int descriptor, craw **file, craw_facts *facts) {
    craw *f = new_file();
    if (!f) return CRAW_NO_MEMORY;
    char path[64];  // LibRaw wants a name; this one is the very file that was checked
    snprintf(path, sizeof path, "/proc/self/fd/%d", descriptor);
    return finish_opening(f, libraw_open_file(f->raw, path), file, facts);
}

craw_status craw_open_memory(const uint8_t *bytes, size_t size, craw **file, craw_facts *facts) {
    craw *f = new_file();
    if (!f) return CRAW_NO_MEMORY;
    return finish_opening(f, libraw_open_buffer(f->raw, (void *)(uintptr_t)bytes, size), file, facts);
}

void craw_close(craw *file) {
    if (!file) return;
    libraw_close(file->raw);
    free(file);
}

bool craw_preview(craw *file, const uint8_t **bytes, size_t *size) {
    *bytes = NULL;
    *size = 0;
    libraw_thumbnail_t *thumbnail = &file->raw->thumbnail;
    if (libraw_unpack_thumb(file->raw) != LIBRAW_SUCCESS || thumbnail->tformat != LIBRAW_THUMBNAIL_JPEG) return false;
    *bytes = (const uint8_t *)thumbnail->thumb;
    *size = thumbnail->tlength;
    return *bytes && *size > 0;
}

craw_status craw_check(craw *file) {
    file->damaged = false;
    int code = libraw_unpack(file->raw);
    if (code != LIBRAW_SUCCESS) return status_of(code) == CRAW_NO_MEMORY ? CRAW_NO_MEMORY : CRAW_DAMAGED;
    return file->damaged ? CRAW_DAMAGED : CRAW_READ;
}

craw_status craw_develop(craw *file, bool half, bool accept_damaged, craw_picture *picture) {
    libraw_output_params_t *wanted = &file->raw->params;
    wanted->half_size = half;
    wanted->use_camera_wb = 1;
    wanted->output_bps = 8;
    wanted->output_color = 1;  // sRGB
    wanted->user_flip = 0;     // the slot is turned, not the picture
    wanted->gamm[0] = 1 / 2.4; // sRGB's curve in place of BT.709's
    wanted->gamm[1] = 12.92;
    file->damaged = false;
    int code = libraw_unpack(file->raw);
    if (code == LIBRAW_SUCCESS) code = libraw_dcraw_process(file->raw);
    if (code != LIBRAW_SUCCESS) return status_of(code) == CRAW_NO_MEMORY ? CRAW_NO_MEMORY : CRAW_DAMAGED;
    if (file->damaged && !accept_damaged) return CRAW_DAMAGED;
    libraw_processed_image_t *made = libraw_dcraw_make_mem_image(file->raw, &code);
    if (!made) return CRAW_NO_MEMORY;
    size_t size = (size_t)made->width * made->height * made->colors;
    bool usable = made->type == LIBRAW_IMAGE_BITMAP && made->bits == 8 && (made->colors == 1 || made->colors == 3);
    uint8_t *pixels = usable ? malloc(size) : NULL;
    *picture = (craw_picture){made->width, made->height, made->colors, pixels};
    if (pixels) memcpy(pixels, made->data, size);
    libraw_dcraw_clear_mem(made);
    return pixels ? CRAW_READ : usable ? CRAW_NO_MEMORY : CRAW_UNKNOWN;
}

void craw_free(craw_picture *picture) {
    free((void *)(uintptr_t)picture->pixels);
    picture->pixels = NULL;
}
