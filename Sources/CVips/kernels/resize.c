#include "cvips_resize.h"

#include <string.h>

#include "cvips_reduce.h"

int cvips_resize(const uint8_t *pixels, int width, int height, int bands, uint8_t *out, int out_width, int out_height) {
    cvips_window all = {0, 0, width, height};
    cvips_samples samples = bands == 4 ? CVIPS_PREMULTIPLIED : CVIPS_PLAIN;
    cvips_reducer *reducer = cvips_reducer_new(width, height, bands, samples, all, 0, out, out_width, out_height);
    bool ready = reducer && cvips_reducer_begin(reducer, 0, width);
    cvips_bounds needs = ready ? cvips_reducer_needs(reducer) : (cvips_bounds){0};
    size_t row = (size_t)width * (size_t)bands;
    for (int y = needs.top; y < needs.bottom; y++) {
        memcpy(cvips_reducer_row(reducer), pixels + (size_t)y * row, row);
        cvips_reducer_took(reducer);
    }
    cvips_reducer_free(reducer);
    return ready ? 0 : -1;
}
