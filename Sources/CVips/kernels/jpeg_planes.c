// From a JPEG's bytes to a frame of a film. Its planes are filtered each for itself, at the sizes that they have, and recoded where they
// come to lie: nothing is brought to full size only to be brought back, and no RGB is made.
#include <stdlib.h>
#include <string.h>

#include "jpeg_scale.h"
#include "jpeg_stream.h"

typedef struct {
    const cvips_jpeg_header *header;
    cvips_request request;
    cvips_planes out;
    bool *taken;
    cvips_reducer *reducers[3];
    cvips_bounds needs[3];
    int columns[3], next[3];
} sampling;

static bool fits(j_decompress_ptr jpeg) {
    const jpeg_component_info *c = jpeg->comp_info;
    return jpeg->num_components == 3 && jpeg->jpeg_color_space == JCS_YCbCr && c[0].h_samp_factor <= 2 && c[0].v_samp_factor <= 2 &&
           c[1].h_samp_factor == 1 && c[1].v_samp_factor == 1 && c[2].h_samp_factor == 1 && c[2].v_samp_factor == 1;
}

static void prepare(jpeg_stream *s, sampling *job, int plane) {
    j_decompress_ptr jpeg = &s->jpeg;
    const jpeg_component_info *c = &jpeg->comp_info[plane];
    const int half = plane > 0 ? 2 : 1;
    const cvips_window all = job->request.window;
    const double across = (double)c->h_samp_factor / jpeg->max_h_samp_factor, down = (double)c->v_samp_factor / jpeg->max_v_samp_factor;
    const cvips_window window = {all.x * across, all.y * down, all.width * across, all.height * down};
    uint8_t *out = plane == 0 ? job->out.y : plane == 1 ? job->out.u : job->out.v;
    cvips_reducer *reducer = cvips_reducer_new(
        (int)c->downsampled_width, (int)c->downsampled_height, 1, CVIPS_PLAIN, window, 0, out, job->request.width / half,
        job->request.height / half);
    job->reducers[plane] = reducer;
    if (!reducer) jpeg_stream_fail(s, CVIPS_NO_MEMORY, "");
    cvips_reducer_set_stride(reducer, (size_t)(plane == 0 ? job->out.stride : job->out.half_stride));
    job->needs[plane] = cvips_reducer_needs(reducer);
    job->next[plane] = job->needs[plane].top;
    job->columns[plane] = job->needs[plane].right - job->needs[plane].left;
    if (!cvips_reducer_begin(reducer, job->needs[plane].left, job->needs[plane].right))
        jpeg_stream_fail(s, CVIPS_NO_MEMORY, "");
}

static void give(sampling *job, int plane, const uint8_t *row) {
    uint8_t *to = cvips_reducer_row(job->reducers[plane]);
    if (row) memcpy(to, row + job->needs[plane].left, (size_t)job->columns[plane]);
    else memset(to, 128, (size_t)job->columns[plane]);
    cvips_reducer_took(job->reducers[plane]);
    job->next[plane]++;
}

static bool wants_more(const sampling *job) {
    for (int p = 0; p < 3; p++)
        if (job->next[p] < job->needs[p].bottom) return true;
    return false;
}

static void sample(jpeg_stream *s, void *context) {
    sampling *job = context;
    j_decompress_ptr jpeg = &s->jpeg;
    jpeg_stream_read_header(s, job->header);
    // Where less than all of it would do, colour has to be decoded finer than luma, and RGB is the shorter way.
    if (!fits(jpeg) || covering_scale(&job->request) < 8) return;
    *job->taken = true;
    jpeg->out_color_space = JCS_YCbCr;
    jpeg->raw_data_out = TRUE;
    jpeg->do_fancy_upsampling = FALSE;
    jpeg->dct_method = JDCT_ISLOW;
    jpeg_start_decompress(jpeg);
    JSAMPARRAY rows[3];
    int count[3];
    for (int p = 0; p < 3; p++) {
        const jpeg_component_info *c = &jpeg->comp_info[p];
        count[p] = c->v_samp_factor * DCTSIZE;
        rows[p] = jpeg->mem->alloc_sarray((j_common_ptr)jpeg, JPOOL_IMAGE, c->width_in_blocks * DCTSIZE, (JDIMENSION)count[p]);
        prepare(s, job, p);
    }
    const JDIMENSION lines = (JDIMENSION)(jpeg->max_v_samp_factor * DCTSIZE);
    for (int first = 0; wants_more(job); first++) {
        if (jpeg_read_raw_data(jpeg, rows, lines) == 0) jpeg_stream_fail(s, CVIPS_DAMAGED, "the file ends too early");
        for (int p = 0; p < 3; p++)
            for (int i = 0; i < count[p]; i++) {
                const int row = first * count[p] + i;
                if (row == job->next[p] && row < job->needs[p].bottom) give(job, p, rows[p][i]);
            }
    }
    jpeg_stream_find_end(s);
}

cvips_report cvips_jpeg_sample_planes(cvips_bytes bytes, const cvips_jpeg_header *header, cvips_request request, cvips_planes out,
                                      bool *taken) {
    sampling job = {.header = header, .request = request, .out = out, .taken = taken};
    *taken = false;
    cvips_report report = jpeg_stream_run(bytes, request.accept_damaged, 0, sample, &job);
    if (report.status == CVIPS_DAMAGED && request.accept_damaged && job.reducers[2] && wants_more(&job)) {
        // libjpeg gave up half way: the rest is grey, as it is where single blocks are missing.
        for (int p = 0; p < 3; p++)
            while (job.next[p] < job.needs[p].bottom) give(&job, p, NULL);
        report.status = CVIPS_READ;
    }
    for (int p = 0; p < 3; p++) cvips_reducer_free(job.reducers[p]);
    if (*taken && report.status == CVIPS_READ) cvips_recode_i420(out, request.width, request.height, CVIPS_BT601_FULL);
    return report;
}
