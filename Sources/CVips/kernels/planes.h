// The planes of a picture as a video codec codes them, as rows of RGB or RGBA.
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

typedef struct {
    const uint8_t *samples;  // NULL: there is no such plane
    int stride, bits;
    int across, down;  // the picture's pixels to one sample, as powers of two
} coded_plane;

typedef struct {
    coded_plane planes[4];  // luma or red, Cb or green, Cr or blue, alpha
    bool is_rgb, is_full, is_premultiplied;
    double red_luma, blue_luma;  // shares of red and blue in luma
    bool is_plain;               // 8 bits, full range, and a matrix of the usual form
    int red_cr, green_cb, green_cr, blue_cb;  // of the plain way, times 256
} coded_planes;

// Whether samples `across` x `down` of these bits make a plane of a picture of `width` x `height`; then its fields say so.
bool coded_plane_fits(coded_plane *plane, int across, int down, int width, int height);

// Colours by a matrix of ITU-T H.273, in full or limited range. Called when the planes are there; false when the matrix is
// of a kind that is not taken.
bool coded_planes_use(coded_planes *planes, int matrix, bool is_full);

// Columns left..<right of row `y`: RGB, or RGBA when there is alpha, which is straight or premultiplied as asked for.
void coded_planes_row(const coded_planes *planes, int y, int left, int right, bool alpha, bool straight, uint8_t *out);
