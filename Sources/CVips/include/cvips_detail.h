// Light and detail: luminance planes, what is done with them, and their way back into a picture. Pictures are RGB.
#pragma once

#include <stddef.h>
#include <stdint.h>

#pragma clang assume_nonnull begin

// Luma of ITU-R BT.601 in whole levels.
void cvips_luma(uint8_t *out, const uint8_t *in, size_t count);

// Adds `after` - `before` to all three channels, clamped: the light changes, the difference of the channels stays.
void cvips_relight(uint8_t *out, const uint8_t *in, const uint8_t *before, const uint8_t *after, size_t count);

// out = in + amount (in - blurred) of one plane, the difference first lessened by `threshold` levels; amount in 1/256.
void cvips_unsharp(uint8_t *out, const uint8_t *in, const uint8_t *blurred, size_t count, int amount, int threshold);

// out = smooth + d d^2 / (d^2 + size^2) for d = in - smooth of one plane: small differences go, large ones stay.
void cvips_core(uint8_t *out, const uint8_t *in, const uint8_t *smooth, size_t count, int size);

// out = 255 in / base of one plane, at most 255.
void cvips_divide(uint8_t *out, const uint8_t *in, const uint8_t *base, size_t count);

// From a (share 0) to b (share 256), sample by sample.
void cvips_mix(uint8_t *out, const uint8_t *a, const uint8_t *b, size_t samples, int share);

// a with the light of b added as by a second projector: 255 - (255 - a)(255 - b share / 256) / 255.
void cvips_screen(uint8_t *out, const uint8_t *a, const uint8_t *b, size_t samples, int share);

// a b / 255, rounded.
void cvips_shade(uint8_t *out, const uint8_t *a, const uint8_t *b, size_t samples);

// How far the other two channels lie from the luma, + 128: two planes.
void cvips_chroma(uint8_t *red, uint8_t *blue, const uint8_t *in, const uint8_t *luma, size_t count);

// The picture of a luma and two chroma planes, so that its own luma is as given.
void cvips_from_chroma(uint8_t *out, const uint8_t *luma, const uint8_t *red, const uint8_t *blue, size_t count);

// A premultiplied RGBA picture as RGB as if it were opaque (black where it is clear), and back.
void cvips_unpremultiply(uint8_t *out, const uint8_t *in, size_t count);
void cvips_premultiply(uint8_t *out, const uint8_t *in, const uint8_t *shape, size_t count);

// Smooths a plane while edges of `guide` stay (guided filter: He, Sun and Tang, "Guided Image Filtering", 2010), over
// windows of 2 radius + 1 pixels (radius 1 to 127) that are cut at the picture's edges. What varies by less than about
// `softness` levels is smoothed. Returns 0, or -1 when there is no memory.
int cvips_guided(uint8_t *out, const uint8_t *in, const uint8_t *guide, int width, int height, int radius,
                 float softness);

#pragma clang assume_nonnull end
