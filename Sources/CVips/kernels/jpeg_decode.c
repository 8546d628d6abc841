// From a JPEG's bytes to a slot's pixels without a picture in between.
#include <stdlib.h>
#include <string.h>

#include "jpeg_scale.h"
#include "jpeg_stream.h"

// More than these bytes before the first scan are no header: EXIF, ICC and a maker's previews stay below 1 MB, XMP with
// depth maps below 20 MB.
enum { MOST_HEADER = 64 << 20 };

static const char exif_mark[] = "Exif\0";  // with its own terminator six bytes
static const char xmp_mark[] = "http://ns.adobe.com/xap/1.0/";

static bool is_named(jpeg_saved_marker_ptr m, const char *name, size_t size) {
    return m->marker == JPEG_APP0 + 1 && m->data_length > size && memcmp(m->data, name, size) == 0;
}

static uint8_t *copied(jpeg_stream *s, const uint8_t *bytes, size_t size) {
    uint8_t *copy = malloc(size);
    if (!copy) jpeg_stream_fail(s, CVIPS_NO_MEMORY, "");
    return memcpy(copy, bytes, size);
}

static void read_header(jpeg_stream *s, void *context) {
    cvips_jpeg_header *header = context;
    j_decompress_ptr jpeg = &s->jpeg;
    jpeg_save_markers(jpeg, JPEG_APP0 + 1, 0xFFFF);
    jpeg_save_markers(jpeg, JPEG_APP0 + 2, 0xFFFF);
    jpeg_read_header(jpeg, TRUE);
    header->width = (int)jpeg->image_width;
    header->height = (int)jpeg->image_height;
    header->components = jpeg->num_components;
    header->progressive = jpeg->progressive_mode || jpeg_has_multiple_scans(jpeg);
    if (jpeg->num_components != 1 && jpeg->num_components != 3 && jpeg->num_components != 4)
        jpeg_stream_fail(s, CVIPS_UNSUPPORTED, "a JPEG that is neither grey, colour nor CMYK");
    for (jpeg_saved_marker_ptr m = jpeg->marker_list; m; m = m->next) {
        if (is_named(m, exif_mark, sizeof exif_mark) && !header->exif) {
            header->exif = copied(s, m->data, m->data_length);
            header->exif_size = m->data_length;
        } else if (is_named(m, xmp_mark, sizeof xmp_mark) && !header->xmp) {
            header->xmp = copied(s, m->data + sizeof xmp_mark, m->data_length - sizeof xmp_mark);
            header->xmp_size = m->data_length - sizeof xmp_mark;
        }
    }
    JOCTET *profile = NULL;
    unsigned int size = 0;
    if (jpeg_read_icc_profile(jpeg, &profile, &size)) {
        header->profile = profile;
        header->profile_size = size;
    }
}

cvips_report cvips_jpeg_read_header(cvips_bytes bytes, cvips_jpeg_header *header) {
    memset(header, 0, sizeof *header);
    return jpeg_stream_run(bytes, false, MOST_HEADER, read_header, header);
}

void cvips_jpeg_header_clear(cvips_jpeg_header *header) {
    free(header->exif);
    free(header->xmp);
    free(header->profile);
    header->exif = header->xmp = header->profile = NULL;
}

typedef struct {
    const cvips_jpeg_header *header;
    cvips_request request;
    uint8_t *out;
    cvips_reducer *reducer;
    int bands;
    int columns, rows;  // that the reducer was promised, and still waits for
} sampling;

// A DCT scale of 1/m is nearly the mean of m x m pixels, whose gain at frequency f (cycles per scaled pixel) is
// sin(pi f) / (m sin(pi f / m)): texture would come out softer than from a full decode. The emphasis undoes that exactly at
// f = 1/4, amid what the slot shows, and within 2 % below: a = (m sin(pi / 4m) / sin(pi / 4) - 1) / 2.
static double emphasis_for(unsigned int eighths) {
    switch (eighths) {
    case 1: return 0.05447;
    case 2: return 0.05180;
    case 4: return 0.04120;
    default: return 0;
    }
}

static cvips_window scaled(cvips_window w, double scale) {
    return (cvips_window){w.x * scale, w.y * scale, w.width * scale, w.height * scale};
}

// Lets libjpeg decode no more columns than needed. Fancy up-sampling takes the edge of a crop for the edge of the picture
// and is off there by a pixel, so the crop keeps a distance from what is used.
static void crop(j_decompress_ptr jpeg, cvips_bounds needs, int *left, int *right) {
    enum { MARGIN = 8, WORTH_IT = 64 };
    int width = (int)jpeg->output_width;
    *left = needs.left > MARGIN ? needs.left - MARGIN : 0;
    *right = needs.right < width - MARGIN ? needs.right + MARGIN : width;
    if (*left + width - *right < WORTH_IT) {
        *left = 0;
        *right = width;
        return;
    }
    JDIMENSION start = (JDIMENSION)*left, count = (JDIMENSION)(*right - *left);
    jpeg_crop_scanline(jpeg, &start, &count);
    *left = (int)start;
    *right = (int)(start + count);
}

static void sample(jpeg_stream *s, void *context) {
    sampling *job = context;
    j_decompress_ptr jpeg = &s->jpeg;
    jpeg_stream_read_header(s, job->header);
    jpeg->out_color_space = job->bands == 4 ? JCS_CMYK : JCS_RGB;
    jpeg->dct_method = JDCT_ISLOW;
    jpeg->scale_num = covering_scale(&job->request);
    jpeg->scale_denom = 8;
    jpeg_start_decompress(jpeg);
    cvips_samples samples = job->request.linear && job->bands == 3 ? CVIPS_LINEAR : CVIPS_PLAIN;
    job->reducer = cvips_reducer_new((int)jpeg->output_width, (int)jpeg->output_height, job->bands, samples,
                                     scaled(job->request.window, jpeg->scale_num / 8.0), emphasis_for(jpeg->scale_num), job->out,
                                     job->request.width, job->request.height);
    if (!job->reducer) jpeg_stream_fail(s, CVIPS_NO_MEMORY, "");
    cvips_bounds needs = cvips_reducer_needs(job->reducer);
    int left, right;
    crop(jpeg, needs, &left, &right);
    if (!cvips_reducer_begin(job->reducer, left, right)) jpeg_stream_fail(s, CVIPS_NO_MEMORY, "");
    job->columns = right - left;
    job->rows = needs.bottom - needs.top;
    if (needs.top > 0) jpeg_skip_scanlines(jpeg, (JDIMENSION)needs.top);
    for (; job->rows > 0; job->rows--) {
        JSAMPROW row = cvips_reducer_row(job->reducer);
        jpeg_read_scanlines(jpeg, &row, 1);
        cvips_reducer_took(job->reducer);
    }
    jpeg_stream_find_end(s);
}

cvips_report cvips_jpeg_sample(cvips_bytes bytes, const cvips_jpeg_header *header, cvips_request request, uint8_t *out) {
    sampling job = {.header = header, .request = request, .out = out, .bands = header->components == 4 ? 4 : 3};
    cvips_report report = jpeg_stream_run(bytes, request.accept_damaged, 0, sample, &job);
    if (report.status == CVIPS_DAMAGED && request.accept_damaged && job.reducer && job.rows > 0) {
        // libjpeg gave up half way: the rest is grey, as it is where single blocks are missing.
        for (; job.rows > 0; job.rows--) {
            memset(cvips_reducer_row(job.reducer), 128, (size_t)job.columns * job.bands);
            cvips_reducer_took(job.reducer);
        }
        report.status = CVIPS_READ;
    }
    cvips_reducer_free(job.reducer);
    return report;
}
