// Exact area coverage by signed accumulation: an edge leaves in each row, at the pixels that it crosses, the change of
// covered area from one pixel to the next; a running sum along the row is the coverage. What an edge leaves in a row
// adds up to the height of its part in that row, so the cost is that of the outline, not of the area.
#include "cvips_coverage.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

enum { ROWS = 64 };  // Rows accumulated together, so that the sums stay in the cache.

typedef struct {
    double *cells;  // ROWS rows of width + 2 cells
    int width, top, rows;
} Band;

typedef struct {
    double x, y;
} Point;

// A part of an edge within one row, both ends between 0 and width. `height` is signed: positive downwards.
static void add_in_row(double *cells, double from, double to, double height) {
    const double left = fmin(from, to), right = fmax(from, to);
    const int first = (int)left, last = (int)ceil(right);
    if (last <= first + 1) {
        const double beyond = (left + right) / 2 - first;  // Share of the pixel that lies left of the edge.
        cells[first] += height * (1 - beyond);
        cells[first + 1] += height * beyond;
        return;
    }
    // The covered area of pixel i grows as the edge moves over it: the integral of a ramp, taken at both its sides.
    const double slope = 1 / (right - left);
    double before = 0;
    for (int i = first; i <= last; i++) {
        const double start = fmax(left, i), end = fmin(right, i + 1);
        double area = 1;
        if (end > start) {
            const double passed = (start - left) * slope, share = (end - start) * slope;
            // Height gone by before this pixel counts in full, the part in it by its mean distance to the right side.
            area = passed + share * (i + 1 - (start + end) / 2);
        }
        cells[i] += height * (area - before);
        before = area;
    }
}

// A part of an edge within the band whose x stays on one side of each border.
static void add_side(Band band, Point a, Point b) {
    const double low = fmin(fmax(a.x, 0), band.width), high = fmin(fmax(b.x, 0), band.width);
    const double slope = b.y == a.y ? 0 : (high - low) / (b.y - a.y);
    const double start = fmin(a.y, b.y), end = fmax(a.y, b.y);
    for (int row = (int)floor(start); row < end; row++) {
        const double upper = fmax(start, row), lower = fmin(end, row + 1);
        if (lower <= upper) continue;
        const double from = fmin(fmax(low + (upper - a.y) * slope, 0), band.width);
        const double to = fmin(fmax(low + (lower - a.y) * slope, 0), band.width);
        const double height = b.y > a.y ? lower - upper : upper - lower;
        add_in_row(band.cells + (size_t)(row - band.top) * (band.width + 2), from, to, height);
    }
}

static Point at_y(Point a, Point b, double y) { return (Point){a.x + (b.x - a.x) * ((y - a.y) / (b.y - a.y)), y}; }

// Rounding must not carry the cut out of the edge's own rows, which are all that the band has memory for.
static Point at_x(Point a, Point b, double x) {
    const double y = a.y + (b.y - a.y) * ((x - a.x) / (b.x - a.x));
    return (Point){x, fmin(fmax(y, fmin(a.y, b.y)), fmax(a.y, b.y))};
}

// Cuts an edge at the left and right borders; what lies outside is added on the border.
static void add_cut(Band band, Point a, Point b) {
    const double borders[2] = {a.x <= b.x ? 0 : band.width, a.x <= b.x ? band.width : 0};
    for (int i = 0; i < 2; i++) {
        if ((a.x < borders[i]) == (b.x < borders[i])) continue;
        const Point cut = at_x(a, b, borders[i]);
        add_side(band, a, cut);
        a = cut;
    }
    add_side(band, a, b);
}

static void add_edge(Band band, Point a, Point b) {
    const double top = band.top, bottom = band.top + band.rows;
    if (fmin(a.y, b.y) >= bottom || fmax(a.y, b.y) <= top || a.y == b.y) return;
    Point from = a, to = b;
    if (a.y < top) from = at_y(a, b, top);
    if (a.y > bottom) from = at_y(a, b, bottom);
    if (b.y < top) to = at_y(a, b, top);
    if (b.y > bottom) to = at_y(a, b, bottom);
    add_cut(band, from, to);
}

static void write_row(uint8_t *out, const double *cells, int width) {
    double sum = 0;
    uint8_t value = 0;
    for (int x = 0; x < width; x++) {
        // Most cells are 0; testing them costs less than waiting for a sum each.
        if (__builtin_expect(cells[x] != 0, 0)) {
            sum += cells[x];
            const double area = fmin(fabs(sum), 1);
            value = (uint8_t)(area * 255 + 0.5);
        }
        out[x] = value;
    }
}

int cvips_polygon_coverage(uint8_t *out, int width, int height, const double *points, int count) {
    const size_t cells = (size_t)width + 2;
    Band band = {.cells = malloc(cells * ROWS * sizeof(double)), .width = width};
    if (!band.cells) return -1;
    for (band.top = 0; band.top < height; band.top += ROWS) {
        band.rows = height - band.top < ROWS ? height - band.top : ROWS;
        memset(band.cells, 0, cells * (size_t)band.rows * sizeof(double));
        for (int i = 0; i < count; i++) {
            const double *a = points + 2 * i, *b = points + 2 * ((i + 1) % count);
            add_edge(band, (Point){a[0], a[1]}, (Point){b[0], b[1]});
        }
        for (int row = 0; row < band.rows; row++) {
            write_row(out + (size_t)(band.top + row) * width, band.cells + row * cells, width);
        }
    }
    free(band.cells);
    return 0;
}
