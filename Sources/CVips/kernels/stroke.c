// A stroke is the union of its pieces, each a line between two circles. How much of a pixel a piece covers is taken from the distance
// of the pixel's middle to its edge, which is within a 32nd of the exact area for pens wider than a pixel. The union of coverages is
// their maximum, so that neither joins nor crossings show, and only then is the colour laid over what is there.
#include "cvips_stroke.h"

#include <math.h>
#include <stdlib.h>

typedef struct {
    double x, y, radius;
} Point;

typedef struct {
    int left, top, right, bottom;  // right and bottom are the first beyond it
} Box;

static Point at(const double *points, int index) {
    return (Point){points[3 * index], points[3 * index + 1], points[3 * index + 2]};
}

static int within(double value, int most) { return value <= 0 ? 0 : value >= most ? most : (int)value; }

static Box box_of(const double *points, int count, int width, int height) {
    double left = INFINITY, top = INFINITY, right = -INFINITY, bottom = -INFINITY;
    for (int i = 0; i < count; i++) {
        const Point p = at(points, i);
        left = fmin(left, p.x - p.radius - 1);
        top = fmin(top, p.y - p.radius - 1);
        right = fmax(right, p.x + p.radius + 2);
        bottom = fmax(bottom, p.y + p.radius + 2);
    }
    return (Box){within(left, width), within(top, height), within(right, width), within(bottom, height)};
}

// One row of one piece. Only the part of the line that comes near the row counts, so that the cost is that of the ink.
static void cover_row(uint8_t *row, Box box, int y, Point a, Point b, double reach, double length2) {
    const double middle = y + 0.5, dx = b.x - a.x, dy = b.y - a.y;
    double from = 0, to = 1;
    if (fabs(dy) > 1e-9) {
        const double first = (middle - reach - a.y) / dy, second = (middle + reach - a.y) / dy;
        from = fmax(0, fmin(first, second));
        to = fmin(1, fmax(first, second));
        if (from > to) return;
    }
    const double start = a.x + from * dx, end = a.x + to * dx;
    const int left = box.left + within(fmin(start, end) - reach - box.left, box.right - box.left);
    const int right = box.left + within(fmax(start, end) + reach + 1 - box.left, box.right - box.left);
    for (int x = left; x < right; x++) {
        const double px = x + 0.5 - a.x, py = middle - a.y;
        const double along = length2 > 0 ? fmin(fmax((px * dx + py * dy) / length2, 0), 1) : 0;
        const double ex = px - along * dx, ey = py - along * dy;
        const double depth = a.radius + along * (b.radius - a.radius) - sqrt(ex * ex + ey * ey) + 0.5;
        if (depth <= 0) continue;
        const uint8_t coverage = depth >= 1 ? 255 : (uint8_t)(depth * 255 + 0.5);
        if (coverage > row[x - box.left]) row[x - box.left] = coverage;
    }
}

static void cover(uint8_t *coverage, Box box, Point a, Point b) {
    const double reach = fmax(a.radius, b.radius) + 1;
    const double dx = b.x - a.x, dy = b.y - a.y;
    const int stride = box.right - box.left;
    const int top = box.top + within(fmin(a.y, b.y) - reach - box.top, box.bottom - box.top);
    const int bottom = box.top + within(fmax(a.y, b.y) + reach + 1 - box.top, box.bottom - box.top);
    for (int y = top; y < bottom; y++) {
        cover_row(coverage + (size_t)(y - box.top) * stride, box, y, a, b, reach, dx * dx + dy * dy);
    }
}

static uint8_t mix(unsigned below, unsigned above, unsigned coverage) {
    return (uint8_t)((above * coverage + below * (255 - coverage) + 127) / 255);
}

int cvips_stroke(uint8_t *pixels, int width, int height, const double *points, int count, const uint8_t *colour) {
    const Box box = box_of(points, count, width, height);
    if (count < 1 || box.left >= box.right || box.top >= box.bottom) return 0;
    const size_t stride = (size_t)(box.right - box.left);
    uint8_t *coverage = calloc(stride, (size_t)(box.bottom - box.top));
    if (!coverage) return -1;
    for (int i = 0; i < count; i++) {
        if (i + 1 < count || count == 1) cover(coverage, box, at(points, i), at(points, count == 1 ? i : i + 1));
    }
    for (int y = box.top; y < box.bottom; y++) {
        const uint8_t *mask = coverage + (size_t)(y - box.top) * stride;
        uint8_t *out = pixels + ((size_t)y * width + box.left) * 4;
        for (size_t x = 0; x < stride; x++, out += 4) {
            if (!mask[x]) continue;
            for (int c = 0; c < 3; c++) out[c] = mix(out[c], colour[c], mask[x]);
            out[3] = mix(out[3], 255, mask[x]);
        }
    }
    free(coverage);
    return 0;
}
