// The planes of a picture that libheif has decoded, as rows of RGB or RGBA.
#pragma once

#include "heif_stream.h"

typedef struct {
    const uint8_t *samples;  // NULL: there is no such plane
    int stride, bits;
    int across, down;  // the picture's pixels to one sample, as powers of two
} heif_plane;

typedef struct {
    heif_plane planes[4];  // luma or red, Cb or green, Cr or blue, alpha
    bool is_rgb, is_full, is_premultiplied;
    double red_luma, blue_luma;  // shares of red and blue in luma
    bool is_plain;               // 8 bits, full range, and a matrix of the usual form
    int red_cr, green_cb, green_cr, blue_cb;  // of the plain way, times 256
} heif_planes;

// False when the picture is of a kind that is not taken; the stream's report then says which.
bool heif_planes_of(heif_stream *stream, struct heif_image *image, const cvips_heif_header *header,
                    heif_planes *planes);

// Columns left..<right of row `y`: RGB, or RGBA when there is alpha, which is straight or premultiplied as asked for.
void heif_planes_row(const heif_planes *planes, int y, int left, int right, bool alpha, bool straight, uint8_t *out);
