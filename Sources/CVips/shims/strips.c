#include "cvips_load.h"

#include <stdlib.h>
#include <string.h>

#include "../kernels/linear.h"

// Rows that are asked for at a time; fewer when damage is accepted, which takes away all rows of a strip.
enum { STRIP = 32, STRIP_OF_DAMAGED = 4 };

static uint8_t sample(const void *row, size_t at, bool deep) {
    return deep ? (uint8_t)((((const uint16_t *)row)[at] * 255u + 32767u) / 65535u) : ((const uint8_t *)row)[at];
}

// One row of 8 or 16 bits and any number of bands as the reducer wants it; bands that nobody knows are left out.
static void convert(const void *in, int width, int bands, bool deep, cvips_model model, bool straight, uint8_t *out) {
    int colours = bands < 3 ? 1 : 3;
    for (int x = 0; x < width; x++) {
        size_t at = (size_t)x * (size_t)bands;
        if (model == CVIPS_CMYK) {
            for (int b = 0; b < 4; b++) *out++ = sample(in, at + (size_t)b, deep);
            continue;
        }
        unsigned int alpha = model == CVIPS_RGBA ? sample(in, at + (size_t)colours, deep) : 255;
        for (int b = 0; b < 3; b++) {
            unsigned int value = sample(in, at + (size_t)(colours == 1 ? 0 : b), deep);
            *out++ = (uint8_t)(straight ? value : (value * alpha + 127) / 255);
        }
        if (model == CVIPS_RGBA) *out++ = (uint8_t)alpha;
    }
}

// Grey in place of the rows from `top` on, which cannot be decoded.
static void leave_out(cvips_reducer *reducer, int top, cvips_bounds needs, int bands) {
    for (int y = top; y < needs.bottom; y++) {
        memset(cvips_reducer_row(reducer), 128, (size_t)(needs.right - needs.left) * (size_t)bands);
        cvips_reducer_took(reducer);
    }
}

static int run(VipsImage *image, VipsRegion *region, cvips_model model, cvips_request request, bool linear,
               cvips_reducer *reducer) {
    cvips_bounds needs = cvips_reducer_needs(reducer);
    int width = needs.right - needs.left, height = vips_image_get_height(image), bands = vips_image_get_bands(image);
    bool deep = vips_image_get_format(image) == VIPS_FORMAT_USHORT, lab = vips_image_get_format(image) == VIPS_FORMAT_FLOAT;
    uint8_t *bytes = lab ? malloc((size_t)width * 4) : NULL;
    if ((lab && !bytes) || !cvips_reducer_begin(reducer, needs.left, needs.right)) {
        vips_error("boothkit", "out of memory");
        free(bytes);
        return -1;
    }
    int strip = request.accept_damaged ? STRIP_OF_DAMAGED : STRIP;
    for (int top = needs.top; top < needs.bottom; top += strip) {
        int rows = needs.bottom - top < strip ? needs.bottom - top : strip;
        VipsRect rect = {needs.left, top, width, rows};
        if (vips_region_prepare(region, &rect) != 0) {
            free(bytes);
            if (!request.accept_damaged || top == needs.top) return -1;
            leave_out(reducer, top, needs, model == CVIPS_RGBA || model == CVIPS_CMYK ? 4 : 3);
            return 0;
        }
        for (int y = top; y < top + rows; y++) {
            const void *row = VIPS_REGION_ADDR(region, needs.left, y);
            if (lab) cvips_lab_row(row, width, bands, bytes);
            convert(lab ? bytes : row, width, bands, deep, model, linear, cvips_reducer_row(reducer));
            cvips_reducer_took(reducer);
        }
    }
    free(bytes);
    VipsRect last = {0, height - 1, 1, 1};
    return needs.bottom < height && !request.accept_damaged ? vips_region_prepare(region, &last) : 0;
}

int cvips_strips_sample(VipsImage *image, cvips_model model, cvips_request request, uint8_t *out) {
    bool linear = request.linear && model != CVIPS_CMYK;
    cvips_samples samples = linear ? CVIPS_LINEAR : model == CVIPS_RGBA ? CVIPS_PREMULTIPLIED : CVIPS_PLAIN;
    cvips_reducer *reducer =
        cvips_reducer_new(vips_image_get_width(image), vips_image_get_height(image),
                          model == CVIPS_RGBA || model == CVIPS_CMYK ? 4 : 3, samples, request.window, 0, out, request.width,
                          request.height);
    VipsRegion *region = vips_region_new(image);
    int status = reducer && region ? run(image, region, model, request, linear, reducer) : -1;
    if (region) g_object_unref(region);
    cvips_reducer_free(reducer);
    return status;
}
