// libwebp writes the rows of a whole picture, but it does so from top to bottom as the file comes in. So the picture is a
// mapping of nothing: rows take memory when they are written, and give it back when the reducer has them.
//
//     file:    |======== given ========|..................|
//     picture: |-- given back --|~~ rows in memory ~~|     not touched yet      |
#include "cvips_webp.h"

#include <string.h>
#include <sys/mman.h>
#include <unistd.h>
#include <webp/decode.h>

#include "failed.h"

enum { PIECES = 2048, LEAST = 64 };  // how many pieces a file is given in, and what the least one has

typedef struct {
    const cvips_webp_header *header;
    cvips_reducer *reducer;
    cvips_bounds needs;
    bool straight;  // alpha is wanted straight
    uint8_t *rows;
    size_t stride, mapped;
    int taken;         // rows that the reducer has seen, or does not need
    size_t given_back; // bytes of the mapping
} picture;

static cvips_report damaged(VP8StatusCode status) {
    switch (status) {
    case VP8_STATUS_OUT_OF_MEMORY: return failed(CVIPS_NO_MEMORY, "");
    case VP8_STATUS_UNSUPPORTED_FEATURE: return failed(CVIPS_UNSUPPORTED, "a WebP feature that libwebp has not learnt");
    case VP8_STATUS_SUSPENDED:
    case VP8_STATUS_NOT_ENOUGH_DATA: return failed(CVIPS_DAMAGED, "the file ends too early");
    default: return failed(CVIPS_DAMAGED, "the coded picture is wrong");
    }
}

cvips_report cvips_webp_read_header(const uint8_t *bytes, size_t size, cvips_webp_header *header) {
    WebPBitstreamFeatures found;
    VP8StatusCode status = WebPGetFeatures(bytes, size, &found);
    if (status != VP8_STATUS_OK) return damaged(status);
    *header = (cvips_webp_header){found.width, found.height, found.has_alpha, found.has_animation};
    return (cvips_report){.status = CVIPS_READ};
}

static void premultiply(const uint8_t *in, int count, bool straight, uint8_t *out) {
    if (straight) {
        memcpy(out, in, (size_t)count * 4);
        return;
    }
    for (int x = 0; x < count; x++, in += 4, out += 4) {
        for (int b = 0; b < 3; b++) out[b] = (uint8_t)((in[b] * in[3] + 127) / 255);
        out[3] = in[3];
    }
}

// Hands the rows before `bottom` to the reducer, and gives back the pages that are done with.
static void take_rows(picture *p, int bottom) {
    size_t bands = p->header->alpha ? 4 : 3;
    int count = p->needs.right - p->needs.left;
    for (; p->taken < bottom; p->taken++) {
        if (p->taken < p->needs.top || p->taken >= p->needs.bottom) continue;
        const uint8_t *row = p->rows + (size_t)p->taken * p->stride + (size_t)p->needs.left * bands;
        uint8_t *out = cvips_reducer_row(p->reducer);
        if (p->header->alpha) premultiply(row, count, p->straight, out);
        else memcpy(out, row, (size_t)count * 3);
        cvips_reducer_took(p->reducer);
    }
    size_t page = (size_t)sysconf(_SC_PAGESIZE), done = (size_t)p->taken * p->stride / page * page;
    if (done > p->given_back) madvise(p->rows + p->given_back, done - p->given_back, MADV_DONTNEED);
    p->given_back = done;
}

static cvips_report decode(picture *p, const uint8_t *bytes, size_t size, bool accept_damaged) {
    WEBP_CSP_MODE mode = p->header->alpha ? MODE_RGBA : MODE_RGB;
    WebPIDecoder *decoder = WebPINewRGB(mode, p->rows, p->mapped, (int)p->stride);
    if (!decoder) return failed(CVIPS_NO_MEMORY, "");
    VP8StatusCode status = VP8_STATUS_SUSPENDED;
    size_t piece = size / PIECES > LEAST ? size / PIECES : LEAST;
    for (size_t given = 0; given < size && status == VP8_STATUS_SUSPENDED;) {
        given = size - given < piece ? size : given + piece;
        status = WebPIUpdate(decoder, bytes, given);
        int last = 0, width = 0, height = 0;
        const uint8_t *rows = WebPIDecGetRGB(decoder, &last, &width, &height, NULL);
        if (rows && width == p->header->width && height == p->header->height) take_rows(p, last);
    }
    WebPIDelete(decoder);
    bool is_whole = status == VP8_STATUS_OK && p->taken == p->header->height;
    if (!is_whole && !(accept_damaged && p->taken > 0)) return damaged(status);
    take_rows(p, p->header->height);  // what is missing is black, or transparent
    return (cvips_report){.status = CVIPS_READ};
}

cvips_report cvips_webp_sample(const uint8_t *bytes, size_t size, const cvips_webp_header *header, cvips_request request,
                               uint8_t *out) {
    cvips_webp_header now;
    cvips_report report = cvips_webp_read_header(bytes, size, &now);
    if (report.status != CVIPS_READ) return report;
    if (now.width != header->width || now.height != header->height || now.alpha != header->alpha || now.animated)
        return failed(CVIPS_UNREADABLE, "the file changed while it was in use");
    picture p = {.header = header, .straight = request.linear, .stride = (size_t)header->width * (header->alpha ? 4 : 3)};
    cvips_samples samples = request.linear ? CVIPS_LINEAR : header->alpha ? CVIPS_PREMULTIPLIED : CVIPS_PLAIN;
    p.reducer = cvips_reducer_new(header->width, header->height, header->alpha ? 4 : 3, samples, request.window, 0, out,
                                  request.width, request.height);
    if (p.reducer) p.needs = cvips_reducer_needs(p.reducer);
    p.mapped = p.stride * (size_t)header->height;
    p.rows = mmap(NULL, p.mapped, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
    bool is_ready = p.reducer && p.rows != MAP_FAILED && cvips_reducer_begin(p.reducer, p.needs.left, p.needs.right);
    report = is_ready ? decode(&p, bytes, size, request.accept_damaged) : failed(CVIPS_NO_MEMORY, "");
    if (p.rows != MAP_FAILED) munmap(p.rows, p.mapped);
    cvips_reducer_free(p.reducer);
    return report;
}
