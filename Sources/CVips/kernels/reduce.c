// The columns go first. Bytes wait in a ring of as many rows as the filter is high; each output row is filtered down from
// it, and two such rows at a time are filtered across. Filtering down first keeps the ring in bytes, lets the decoder
// write straight into it, and leaves only output rows for the dearer pass along x.
#include "cvips_reduce.h"

#include <stdlib.h>
#include <string.h>

#include "linear.h"
#include "reduce_rows.h"

struct cvips_reducer {
    int width, bands;
    cvips_samples samples;
    cvips_window window;
    double emphasis;
    uint8_t *out;
    int out_width, out_height;
    cvips_bounds needs;
    cvips_weights down, across;
    int columns;         // delivered columns
    size_t stride;       // bytes of a ring row (floats in linear light), padded for vector loops
    int slots;           // rows in the ring
    bool copies;         // every output pixel is a pixel of the picture
    int left;            // first delivered column
    size_t line;         // bytes from one output row to the next
    int taken, made;     // rows delivered, counted from row 0 of the picture; output rows filtered down
    uint8_t *ring;
    float *linear_ring;  // in linear light, `ring` is one row on its way here
    const void **taps;
    int pairs;
    int16_t *middle;     // one row between the passes
    int16_t *paired;     // two of them, side by side
    float *linear_middle;
    uint8_t *spare;      // takes the second row of the last pair when the height is odd
};

// At scale 1 and whole pixels Lanczos has a single weight, of one.
static bool copies(const cvips_reducer *r, int height) {
    const cvips_window w = r->window;
    return r->samples == CVIPS_PLAIN && r->emphasis == 0 && w.width == r->out_width && w.height == r->out_height && w.x >= 0 &&
           w.y >= 0 && w.x == (int)w.x && w.y == (int)w.y && w.x + w.width <= r->width && w.y + w.height <= height;
}

cvips_reducer *cvips_reducer_new(int width, int height, int bands, cvips_samples samples, cvips_window window,
                                 double emphasis, uint8_t *out, int out_width, int out_height) {
    cvips_reducer *r = calloc(1, sizeof *r);
    if (!r) return NULL;
    r->width = width;
    r->bands = bands;
    r->samples = samples;
    r->window = window;
    r->emphasis = emphasis;
    r->out = out;
    r->out_width = out_width;
    r->out_height = out_height;
    r->line = (size_t)out_width * bands;
    r->copies = copies(r, height);
    if (r->copies) {
        r->needs = (cvips_bounds){(int)window.x, (int)window.y, (int)window.x + out_width, (int)window.y + out_height};
        r->taken = r->needs.top;
        return r;
    }
    cvips_lanczos_range(width, window.x, window.width, out_width, &r->needs.left, &r->needs.right);
    cvips_lanczos_range(height, window.y, window.height, out_height, &r->needs.top, &r->needs.bottom);
    r->taken = r->needs.top;
    if (!cvips_lanczos(&r->down, height, window.y, window.height, out_height, 0, emphasis, samples == CVIPS_LINEAR)) {
        cvips_reducer_free(r);
        return NULL;
    }
    return r;
}

void cvips_reducer_free(cvips_reducer *r) {
    if (!r) return;
    cvips_lanczos_free(&r->down);
    cvips_lanczos_free(&r->across);
    free(r->ring);
    free(r->linear_ring);
    free(r->taps);
    free(r->middle);
    free(r->paired);
    free(r->linear_middle);
    free(r->spare);
    free(r);
}

cvips_bounds cvips_reducer_needs(const cvips_reducer *r) { return r->needs; }

void cvips_reducer_set_stride(cvips_reducer *r, size_t stride) { r->line = stride; }

bool cvips_reducer_begin(cvips_reducer *r, int left, int right) {
    r->left = left;
    if (r->copies) {
        r->slots = 1;
        r->stride = (size_t)(right - left) * r->bands;
        r->ring = malloc(r->stride);
        return r->ring;
    }
    bool linear = r->samples == CVIPS_LINEAR;
    if (!cvips_lanczos(&r->across, r->width, r->window.x, r->window.width, r->out_width, left, r->emphasis, linear))
        return false;
    r->columns = right - left;
    // Weights of zero that pad the taps to an even number may look a little past the last column.
    size_t reach = (size_t)(r->columns + r->across.taps + 2) * r->bands;
    r->stride = (reach + 2 * CVIPS_ROW_STEP - 1) / CVIPS_ROW_STEP * CVIPS_ROW_STEP;
    r->slots = r->down.taps + 2;
    r->taps = malloc(sizeof *r->taps * (size_t)r->down.taps);
    r->ring = calloc(linear ? 1 : (size_t)r->slots, r->stride);
    r->spare = malloc((size_t)r->out_width * r->bands);
    if (!r->taps || !r->ring || !r->spare) return false;
    if (linear) {
        r->linear_ring = calloc((size_t)r->slots * r->stride, sizeof *r->linear_ring);
        r->linear_middle = calloc(r->stride, sizeof *r->linear_middle);
        return r->linear_ring && r->linear_middle;
    }
    r->pairs = (r->columns + r->across.taps + 2) / 2;
    r->middle = calloc(r->stride, sizeof *r->middle);
    r->paired = calloc((size_t)r->pairs * 16, sizeof *r->paired);
    return r->middle && r->paired;
}

uint8_t *cvips_reducer_row(cvips_reducer *r) {
    if (r->samples == CVIPS_LINEAR) return r->ring;
    return r->ring + (size_t)(r->taken % r->slots) * r->stride;
}

// Ringing at a soft edge can leave colour above alpha, which no premultiplied pixel may be.
static void keep_below_alpha(uint8_t *row, int width) {
    for (int x = 0; x < width; x++, row += 4)
        for (int b = 0; b < 3; b++) row[b] = row[b] < row[3] ? row[b] : row[3];
}

static void make_row(cvips_reducer *r) {
    int first = r->down.first[r->made], last = r->needs.bottom - 1;
    for (int k = 0; k < r->down.taps; k++) {
        // Beyond what is needed only padding taps of weight zero look; any row serves them.
        int row = first + k < r->needs.top ? r->needs.top : first + k > last ? last : first + k;
        size_t offset = (size_t)(row % r->slots) * r->stride;
        r->taps[k] = r->linear_ring ? (const void *)(r->linear_ring + offset) : (const void *)(r->ring + offset);
    }
    size_t line = r->line, weights = (size_t)r->made * r->down.taps;
    int count = r->columns * r->bands;
    if (r->linear_ring) {
        cvips_linear_down((const float *const *)r->taps, r->down.exact + weights, r->down.taps, r->linear_middle, count);
        cvips_linear_across(&r->across, r->linear_middle, r->bands, r->out + line * r->made++);
        return;
    }
    cvips_rows_down((const uint8_t *const *)r->taps, r->down.weights + weights, r->down.taps, r->middle, count);
    int lane = r->made & 1;
    cvips_rows_pair(r->middle, r->pairs, r->bands, lane, r->paired);
    r->made++;
    if (lane == 0 && r->made < r->out_height) return;
    uint8_t *out0 = r->out + line * (r->made - 1 - lane), *out1 = lane ? out0 + line : r->spare;
    cvips_rows_across(&r->across, r->paired, r->bands, out0, out1);
    if (r->samples == CVIPS_PREMULTIPLIED) {
        keep_below_alpha(out0, r->out_width);
        if (lane) keep_below_alpha(out1, r->out_width);
    }
}

void cvips_reducer_took(cvips_reducer *r) {
    if (r->copies) {
        r->taken++;
        memcpy(r->out + r->line * r->made++, r->ring + (size_t)(r->needs.left - r->left) * r->bands,
               (size_t)r->out_width * r->bands);
        return;
    }
    if (r->linear_ring) {
        float *row = r->linear_ring + (size_t)(r->taken % r->slots) * r->stride;
        cvips_linear_row(r->ring, r->columns, r->bands, row);
    }
    r->taken++;
    while (r->made < r->out_height) {
        int end = r->down.first[r->made] + r->down.taps;
        if (r->taken < (end < r->needs.bottom ? end : r->needs.bottom)) return;
        make_row(r);
    }
}
