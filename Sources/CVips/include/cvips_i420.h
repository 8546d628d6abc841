// Frames of films: a plane of luma, and one of each colour difference with a sample for every 2 x 2 pixels (4:2:0). ITU-R
// BT.709 in limited range: luma 16…235, differences 16…240 about 128.
#pragma once

#include <stddef.h>
#include <stdint.h>

#pragma clang assume_nonnull begin

// Planes of a frame from an even position on; rows lie `stride` and `half_stride` bytes apart.
typedef struct {
    uint8_t *y, *u, *v;
    ptrdiff_t stride, half_stride;
} cvips_planes;

// Memory for the samples of a frame, to be freed with `free`; NULL when it is short. Whole large pages are asked for where it has any: one
// page fault in place of 512.
uint8_t *_Nullable cvips_frame_new(size_t bytes);

// Fills `width` x `height` pixels of a frame, both even. The picture's (RGB, `rgb_width` x `rgb_height`) pixel (0, 0) is at (`left`,
// `top`) of them, 0 or 1 each; its edge pixels repeat. Returns 0, or -1 when there is no memory for two rows.
int cvips_rgb_to_i420(cvips_planes out, int width, int height, const uint8_t *rgb, int rgb_width, int rgb_height, int left,
                      int top);

// The reverse for `width` x `height` pixels, both even; all four pixels have the colour differences of their sample.
void cvips_i420_to_rgb(uint8_t *rgb, cvips_planes in, int width, int height);

// How planes are coded that are not a film's yet.
typedef enum {
    CVIPS_BT601,       // limited range
    CVIPS_BT601_FULL,  // as JPEG has it
    CVIPS_BT709_FULL,
} cvips_coding;

// Makes a film's planes of `width` x `height` pixels, both even, of what is coded as `from`, where they lie.
void cvips_recode_i420(cvips_planes planes, int width, int height, cvips_coding from);

// What lies over frames, from premultiplied RGBA of `width` x `height`, both even: planes that are premultiplied as well, with
// their offsets, and coverage for luma and for the differences.
void cvips_rgba_to_i420(cvips_planes out, uint8_t *alpha, uint8_t *half_alpha, const uint8_t *rgba, int width, int height);

// Premultiplied RGBA from two pictures of the same thing, on black and on white. Returns the most by which the channels of a
// pixel disagree about its alpha: 0 or 1 for what is laid over, more where it does anything else to what is below.
int cvips_unplate(uint8_t *rgba, const uint8_t *on_black, const uint8_t *on_white, size_t pixels);

// Samples of a plane in a row that are to be blended; when `opaque`, they are copied.
typedef struct {
    uint32_t start, count;
    uint32_t opaque;
} cvips_span;

// frame = s + frame (1 - a) for the samples of `spans`; s is premultiplied. s and a hold nothing but those samples, span after span.
void cvips_blend_i420(uint8_t *frame, const uint8_t *s, const uint8_t *a, const cvips_span *spans, size_t count);

#pragma clang assume_nonnull end
