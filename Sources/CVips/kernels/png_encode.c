#include "cvips_encode.h"

#include <setjmp.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <png.h>

typedef struct {
    uint8_t *bytes;
    size_t length, capacity;
} growing;

static void append(png_structp png, png_bytep bytes, size_t count) {
    growing *out = png_get_io_ptr(png);
    if (out->length + count > out->capacity) {
        const size_t wanted = (out->length + count) * 2;
        uint8_t *bigger = realloc(out->bytes, wanted);
        if (!bigger) png_error(png, "no memory for the file");
        out->bytes = bigger;
        out->capacity = wanted;
    }
    memcpy(out->bytes + out->length, bytes, count);
    out->length += count;
}

static void nothing_to_flush(png_structp png) {}

static void leave(png_structp png, png_const_charp text) {
    snprintf((char *)png_get_error_ptr(png), CVIPS_REASON, "%s", text);
    png_longjmp(png, 1);
}

static void silent(png_structp png, png_const_charp text) {}

uint8_t *cvips_png_encode(const uint8_t *pixels, int width, int height, int bands, int depth, int per_metre,
                          cvips_block profile, cvips_block exif, const char *comment, size_t *length, char *reason) {
    growing out = {0};
    uint8_t *volatile row = NULL;
    png_infop info = NULL;
    snprintf(reason, CVIPS_REASON, "no memory for the file");
    png_structp png = png_create_write_struct(PNG_LIBPNG_VER_STRING, reason, leave, silent);
    if (!png || !(info = png_create_info_struct(png))) goto failed;
    if (bands == 4 && !(row = malloc((size_t)width * 4))) goto failed;
    if (setjmp(png_jmpbuf(png))) goto failed;

    png_set_write_fn(png, &out, append, nothing_to_flush);
    // Tall panoramas are ours to refuse, not libpng's.
    png_set_user_limits(png, 0x7fffffff, 0x7fffffff);
    const int type = bands == 1 ? PNG_COLOR_TYPE_GRAY : bands == 3 ? PNG_COLOR_TYPE_RGB : PNG_COLOR_TYPE_RGB_ALPHA;
    png_set_IHDR(png, info, (png_uint_32)width, (png_uint_32)height, depth, type, PNG_INTERLACE_NONE,
                 PNG_COMPRESSION_TYPE_DEFAULT, PNG_FILTER_TYPE_DEFAULT);
    png_set_compression_level(png, 6);
    // Sub, up and Paeth carry photographs and drawings alike; none and average rarely win and cost a pass each.
    png_set_filter(png, PNG_FILTER_TYPE_BASE, PNG_FILTER_SUB | PNG_FILTER_UP | PNG_FILTER_PAETH);
    png_set_pHYs(png, info, (png_uint_32)per_metre, (png_uint_32)per_metre, PNG_RESOLUTION_METER);
    if (profile.bytes) png_set_iCCP(png, info, "icc", 0, profile.bytes, (png_uint_32)profile.length);
    if (exif.bytes) png_set_eXIf_1(png, info, (png_uint_32)exif.length, (png_bytep)exif.bytes);
    if (comment) {
        int ascii = 1;
        for (const char *c = comment; *c; c++) ascii &= !(*c & 0x80);
        png_text text = {.compression = ascii ? PNG_TEXT_COMPRESSION_NONE : PNG_ITXT_COMPRESSION_NONE,
                         .key = (png_charp) "Comment", .text = (png_charp)comment, .text_length = strlen(comment),
                         .itxt_length = strlen(comment), .lang = (png_charp) "", .lang_key = (png_charp) ""};
        png_set_text(png, info, &text, 1);
    }
    png_write_info(png, info);
    if (depth == 16) png_set_swap(png);
    for (int y = 0; y < height; y++) {
        const uint8_t *from = pixels + (size_t)y * width * bands * (depth / 8);
        if (row) cvips_straight(from, row, width);
        png_write_row(png, row ? row : from);
    }
    // With `info` it would write the eXIf chunk a second time.
    png_write_end(png, NULL);
    png_destroy_write_struct(&png, &info);
    free(row);
    *length = out.length;
    return out.bytes;

failed:
    if (png) png_destroy_write_struct(&png, &info);
    free(row);
    free(out.bytes);
    return NULL;
}
