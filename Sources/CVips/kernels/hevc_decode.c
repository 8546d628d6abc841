#include "cvips_hevc.h"

#include <libde265/de265.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "failed.h"
#include "planes.h"

struct cvips_hevc {
    cvips_hevc_kind kind;
    de265_decoder_context *decoder;
    coded_planes planes;
    bool has_other_size;  // the stream speaks of a picture much larger than the file does
};

static void fill(uint8_t *samples, size_t size, int bits) {
    if (bits <= 8) memset(samples, 1 << (bits - 1), size);
    else
        for (size_t i = 0; i + 1 < size; i += 2) ((uint16_t *)(void *)samples)[i / 2] = (uint16_t)(1 << (bits - 1));
}

// A picture's memory is asked for here, so its size is known before anything is spent on it. Coded sizes are whole blocks
// of up to 64 pixels. What no slice covers stays grey.
static int get_buffer(de265_decoder_context *decoder, struct de265_image_spec *spec, struct de265_image *image, void *context) {
    cvips_hevc *h = context;
    h->has_other_size = spec->width > h->kind.width + 64 || spec->height > h->kind.height + 64;
    if (h->has_other_size) return 0;
    if (!de265_get_default_image_allocation_functions()->get_buffer(decoder, spec, image, NULL)) return 0;
    for (int i = 0; i < 3; i++) {
        int stride = 0;
        uint8_t *samples = (uint8_t *)(uintptr_t)de265_get_image_plane(image, i, &stride);
        if (samples) fill(samples, (size_t)stride * (size_t)de265_get_image_height(image, i), de265_get_bits_per_pixel(image, i));
    }
    return 1;
}

static void release_buffer(de265_decoder_context *decoder, struct de265_image *image, void *context) {
    de265_get_default_image_allocation_functions()->release_buffer(decoder, image, NULL);
}

cvips_hevc *cvips_hevc_new(cvips_hevc_kind kind) {
    cvips_hevc *h = calloc(1, sizeof *h);
    if (!h) return NULL;
    h->kind = kind;
    h->decoder = de265_new_decoder();
    if (!h->decoder) {
        free(h);
        return NULL;
    }
    struct de265_image_allocation allocation = {get_buffer, release_buffer};
    de265_set_image_allocation_functions(h->decoder, &allocation, h);
    return h;
}

void cvips_hevc_free(cvips_hevc *h) {
    if (!h) return;
    de265_free_decoder(h->decoder);
    free(h);
}

bool cvips_hevc_take(cvips_hevc *h, const uint8_t *unit, size_t size) {
    return size <= INT32_MAX && de265_push_NAL(h->decoder, unit, (int)size, 0, NULL) == DE265_OK;
}

// Whether a warning means that pixels are missing or wrong, and not how the decoder works.
static bool is_harm(de265_error warning) {
    switch (warning) {
    case DE265_OK:
    case DE265_WARNING_NO_WPP_CANNOT_USE_MULTITHREADING:
    case DE265_WARNING_WARNING_BUFFER_FULL:
    case DE265_WARNING_NUMBER_OF_THREADS_LIMITED_TO_MAXIMUM:
    case DE265_WARNING_SPS_MISSING_CANNOT_DECODE_SEI:
        return false;
    default:
        return true;
    }
}

static cvips_report failure(const cvips_hevc *h, de265_error error) {
    if (h->has_other_size) return failed(CVIPS_UNSUPPORTED, "planes of another size or depth than the picture's");
    if (error == DE265_ERROR_OUT_OF_MEMORY) return failed(CVIPS_NO_MEMORY, "");
    if (error == DE265_ERROR_NOT_IMPLEMENTED_YET) return failed(CVIPS_UNSUPPORTED, de265_get_error_text(error));
    return failed(CVIPS_DAMAGED, error == DE265_OK ? "no picture in the coded data" : de265_get_error_text(error));
}

static bool read_planes(cvips_hevc *h, const struct de265_image *image) {
    int count = de265_get_chroma_format(image) == de265_chroma_mono ? 1 : 3;
    for (int i = 0; i < count; i++) {
        coded_plane *plane = &h->planes.planes[i];
        plane->samples = de265_get_image_plane(image, i, &plane->stride);
        plane->bits = de265_get_bits_per_pixel(image, i);
        if (!coded_plane_fits(plane, de265_get_image_width(image, i), de265_get_image_height(image, i), h->kind.width,
                              h->kind.height))
            return false;
    }
    return true;
}

static cvips_report use(cvips_hevc *h, const struct de265_image *image) {
    if (!read_planes(h, image)) return failed(CVIPS_UNSUPPORTED, "planes of another size or depth than the picture's");
    int matrix = h->kind.matrix;
    bool is_full = h->kind.is_full;
    if (!h->kind.has_matrix) {
        enum { UNSPECIFIED = 2 };
        matrix = de265_get_image_matrix_coefficients(image);
        is_full = de265_get_image_full_range_flag(image) || (h->kind.is_full_unless_said && matrix == UNSPECIFIED);
    }
    if (coded_planes_use(&h->planes, matrix, is_full)) return (cvips_report){.status = CVIPS_READ};
    char text[80];
    snprintf(text, sizeof text, "colours by the matrix of number %d", matrix);
    return failed(CVIPS_UNSUPPORTED, text);
}

cvips_report cvips_hevc_decode(cvips_hevc *h, bool accept_damaged) {
    de265_flush_data(h->decoder);
    const struct de265_image *image = NULL;
    de265_error error = DE265_OK;
    for (int more = 1; more && !image && de265_isOK(error);) {
        more = 0;
        error = de265_decode(h->decoder, &more);
        image = de265_peek_next_picture(h->decoder);
    }
    if (!image) return failure(h, error);
    for (de265_error warning; !accept_damaged && (warning = de265_get_warning(h->decoder)) != DE265_OK;)
        if (is_harm(warning)) return failed(CVIPS_DAMAGED, de265_get_error_text(warning));
    return use(h, image);
}

void cvips_hevc_row(const cvips_hevc *h, int y, int left, int right, uint8_t *out) {
    coded_planes_row(&h->planes, y, left, right, false, false, out);
}
