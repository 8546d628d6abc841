#include "cvips_encode.h"

#include <setjmp.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <jpeglib.h>

// libjpeg reports by leaving its caller; we land in cvips_jpeg_encode again.
typedef struct {
    struct jpeg_error_mgr base;
    jmp_buf landing;
    char *reason;
} errors;

static void leave(j_common_ptr info) {
    errors *e = (errors *)info->err;
    char text[JMSG_LENGTH_MAX];
    info->err->format_message(info, text);
    snprintf(e->reason, CVIPS_REASON, "%s", text);
    longjmp(e->landing, 1);
}

static void silent(j_common_ptr info) {}

// The file grows in place: no second copy at the end, as jpeg_mem_dest would make on its way.
typedef struct {
    struct jpeg_destination_mgr base;
    uint8_t *bytes;
    size_t capacity, length;
} growing;

static void begin(j_compress_ptr info) {
    growing *out = (growing *)info->dest;
    out->base.next_output_byte = out->bytes;
    out->base.free_in_buffer = out->capacity;
}

static boolean grow(j_compress_ptr info) {
    growing *out = (growing *)info->dest;
    uint8_t *bigger = realloc(out->bytes, out->capacity * 2);
    if (!bigger) {
        snprintf(((errors *)info->err)->reason, CVIPS_REASON, "no memory for the file");
        longjmp(((errors *)info->err)->landing, 1);
    }
    out->bytes = bigger;
    out->base.next_output_byte = bigger + out->capacity;
    out->base.free_in_buffer = out->capacity;
    out->capacity *= 2;
    return TRUE;
}

static void finish(j_compress_ptr info) {
    growing *out = (growing *)info->dest;
    out->length = out->capacity - out->base.free_in_buffer;
}

uint8_t *cvips_jpeg_encode(const uint8_t *pixels, int width, int height, int bands, int quality, int halved, int dpi,
                           cvips_block exif, cvips_block profile, cvips_block comment, size_t *length, char *reason) {
    struct jpeg_compress_struct info;
    errors err = {.reason = reason};
    // A quality of 95 writes about half a byte a pixel; what is never touched costs no memory.
    growing out = {.capacity = (size_t)width * height + profile.length + (1 << 16)};
    uint8_t *flat = NULL;
    out.bytes = malloc(out.capacity);
    if (bands == 4) flat = malloc((size_t)width * 3);
    if (!out.bytes || (bands == 4 && !flat)) {
        snprintf(reason, CVIPS_REASON, "no memory for the file");
        goto failed;
    }
    jpeg_std_error(&err.base);
    err.base.error_exit = leave;
    err.base.output_message = silent;
    // Creating it may fail, too. What is destroyed before it was created has to be zero.
    memset(&info, 0, sizeof info);
    info.err = &err.base;
    if (setjmp(err.landing)) {
        jpeg_destroy_compress(&info);
        goto failed;
    }
    jpeg_create_compress(&info);
    out.base = (struct jpeg_destination_mgr){
        .init_destination = begin, .empty_output_buffer = grow, .term_destination = finish};
    info.dest = &out.base;
    info.image_width = (JDIMENSION)width;
    info.image_height = (JDIMENSION)height;
    info.input_components = bands == 1 ? 1 : 3;
    info.in_color_space = bands == 1 ? JCS_GRAYSCALE : JCS_RGB;
    jpeg_set_defaults(&info);
    jpeg_set_quality(&info, quality, TRUE);
    info.dct_method = JDCT_ISLOW;
    info.comp_info[0].h_samp_factor = info.comp_info[0].v_samp_factor = halved && bands != 1 ? 2 : 1;
    info.density_unit = 1;
    info.X_density = info.Y_density = (UINT16)dpi;
    jpeg_start_compress(&info, TRUE);
    if (exif.bytes) jpeg_write_marker(&info, JPEG_APP0 + 1, exif.bytes, (unsigned)exif.length);
    if (profile.bytes) jpeg_write_icc_profile(&info, profile.bytes, (unsigned)profile.length);
    if (comment.bytes) jpeg_write_marker(&info, JPEG_COM, comment.bytes, (unsigned)comment.length);

    const size_t stride = (size_t)width * bands;
    while (info.next_scanline < info.image_height) {
        JSAMPROW rows[16];
        const JDIMENSION y = info.next_scanline;
        if (flat) {
            cvips_over_white(pixels + y * stride, flat, width);
            rows[0] = flat;
            jpeg_write_scanlines(&info, rows, 1);
            continue;
        }
        JDIMENSION n = 0;
        for (; n < 16 && y + n < info.image_height; n++) rows[n] = (JSAMPROW)(pixels + (y + n) * stride);
        jpeg_write_scanlines(&info, rows, n);
    }
    jpeg_finish_compress(&info);
    jpeg_destroy_compress(&info);
    free(flat);
    *length = out.length;
    return out.bytes;

failed:
    free(flat);
    free(out.bytes);
    return NULL;
}
