#include "planes.h"

#include <math.h>

enum { UNSPECIFIED = 2, IDENTITY = 0 };

// Kr and Kb of ITU-T H.273, table 4. False for matrices of another form, and for those that no picture has been seen with.
static bool matrix_of(int matrix, double *red, double *blue) {
    switch (matrix) {
    case 1: *red = 0.2126, *blue = 0.0722; return true;
    case 4: *red = 0.30, *blue = 0.11; return true;
    case UNSPECIFIED:
    case 5:
    case 6: *red = 0.299, *blue = 0.114; return true;
    case 7: *red = 0.212, *blue = 0.087; return true;
    case 9: *red = 0.2627, *blue = 0.0593; return true;
    default: return false;
    }
}

bool coded_plane_fits(coded_plane *plane, int across, int down, int width, int height) {
    if (!plane->samples || plane->bits < 8 || plane->bits > 16) return false;
    plane->across = across == width ? 0 : across == (width + 1) / 2 ? 1 : -1;
    plane->down = down == height ? 0 : down == (height + 1) / 2 ? 1 : -1;
    return plane->across >= 0 && plane->down >= 0;
}

bool coded_planes_use(coded_planes *p, int matrix, bool is_full) {
    p->is_full = is_full;
    if (p->is_rgb || !p->planes[1].samples) return true;
    if (matrix == IDENTITY) {  // green, blue, red
        coded_plane green = p->planes[0];
        p->planes[0] = p->planes[2], p->planes[2] = p->planes[1], p->planes[1] = green;
        p->is_rgb = true;
        return true;
    }
    if (!matrix_of(matrix, &p->red_luma, &p->blue_luma)) return false;
    double green_luma = 1 - p->red_luma - p->blue_luma;
    p->is_plain = p->is_full && p->planes[0].bits == 8 && p->planes[1].bits == 8 && p->planes[2].bits == 8;
    p->red_cr = (int)lround(2 * (1 - p->red_luma) * 256);
    p->blue_cb = (int)lround(2 * (1 - p->blue_luma) * 256);
    p->green_cb = (int)lround(-2 * p->blue_luma * (1 - p->blue_luma) / green_luma * 256);
    p->green_cr = (int)lround(-2 * p->red_luma * (1 - p->red_luma) / green_luma * 256);
    return true;
}

static int sample(const coded_plane *p, int x, int y) {
    const uint8_t *row = p->samples + (size_t)(y >> p->down) * (size_t)p->stride;
    x >>= p->across;
    return p->bits == 8 ? row[x] : ((const uint16_t *)(const void *)row)[x];
}

static uint8_t between(int value) { return (uint8_t)(value < 0 ? 0 : value > 255 ? 255 : value); }
static uint8_t rounded(double value) { return value <= 0 ? 0 : value >= 255 ? 255 : (uint8_t)(value + 0.5); }

// A luma, red, green, blue or alpha sample as 0…255; one of limited range lies between 16 and 235 of 256 steps.
static double level(const coded_plane *p, int x, int y, bool is_full) {
    double value = sample(p, x, y);
    if (is_full) return value * 255 / ((1 << p->bits) - 1);
    double step = 1 << (p->bits - 8);
    return (value / step - 16) * 255 / 219;
}

// A colour difference as -127.5…127.5.
static double difference(const coded_plane *p, int x, int y, bool is_full) {
    double value = sample(p, x, y) - (1 << (p->bits - 1));
    return is_full ? value * 255 / ((1 << p->bits) - 1) : value / (1 << (p->bits - 8)) * 255 / 224;
}

static void colour(const coded_planes *p, int x, int y, uint8_t *out) {
    if (p->is_rgb) {
        for (int i = 0; i < 3; i++) out[i] = rounded(level(&p->planes[i], x, y, p->is_full));
        return;
    }
    double luma = level(&p->planes[0], x, y, p->is_full);
    if (!p->planes[1].samples) {
        out[0] = out[1] = out[2] = rounded(luma);
        return;
    }
    double cb = difference(&p->planes[1], x, y, p->is_full), cr = difference(&p->planes[2], x, y, p->is_full);
    double red = luma + 2 * (1 - p->red_luma) * cr, blue = luma + 2 * (1 - p->blue_luma) * cb;
    out[0] = rounded(red);
    out[1] = rounded((luma - p->red_luma * red - p->blue_luma * blue) / (1 - p->red_luma - p->blue_luma));
    out[2] = rounded(blue);
}

// What nearly every camera writes, in whole numbers.
static void plain_row(const coded_planes *p, int y, int left, int right, int bands, uint8_t *out) {
    const coded_plane *planes = p->planes;
    const uint8_t *luma = planes[0].samples + (size_t)y * (size_t)planes[0].stride;
    const uint8_t *cbs = planes[1].samples + (size_t)(y >> planes[1].down) * (size_t)planes[1].stride;
    const uint8_t *crs = planes[2].samples + (size_t)(y >> planes[2].down) * (size_t)planes[2].stride;
    for (int x = left; x < right; x++, out += bands) {
        int cb = cbs[x >> planes[1].across] - 128, cr = crs[x >> planes[2].across] - 128;
        out[0] = between(luma[x] + ((p->red_cr * cr + 128) >> 8));
        out[1] = between(luma[x] + ((p->green_cb * cb + p->green_cr * cr + 128) >> 8));
        out[2] = between(luma[x] + ((p->blue_cb * cb + 128) >> 8));
    }
}

void coded_planes_row(const coded_planes *p, int y, int left, int right, bool alpha, bool straight, uint8_t *out) {
    int bands = alpha ? 4 : 3;
    if (p->is_plain) plain_row(p, y, left, right, bands, out);
    else
        for (int x = left; x < right; x++) colour(p, x, y, out + (size_t)(x - left) * (size_t)bands);
    for (int x = left; alpha && x < right; x++, out += 4) {
        unsigned int cover = rounded(level(&p->planes[3], x, y, true));
        out[3] = (uint8_t)cover;
        for (int i = 0; i < 3; i++) {
            if (p->is_premultiplied && straight) {
                unsigned int value = cover ? (out[i] * 255u + cover / 2) / cover : 0;
                out[i] = (uint8_t)(value > 255 ? 255 : value);
            } else if (p->is_premultiplied) {
                if (out[i] > cover) out[i] = (uint8_t)cover;
            } else if (!straight) {
                out[i] = (uint8_t)((out[i] * cover + 127) / 255);
            }
        }
    }
}
