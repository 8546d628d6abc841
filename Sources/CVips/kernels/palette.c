// A palette in three steps: count the picture's colours in 32x32x32 cells, cut the occupied cells into boxes where a
// cut saves most squared error (as Wu does: "Efficient statistical computations for optimal color quantization",
// Graphics Gems II, 1991, but over the list of cells), then move each colour to the mean of what it stands for (Lloyd).
// A photograph has some 3000 occupied cells, so that all of this takes less time than one pass over its pixels.
#include <math.h>
#include <stdlib.h>

#include "nearest_colour.h"

enum { CELLS = 32 * 32 * 32, ROUNDS = 3 };

// A cell: how many pixels, the mean of their colours, its place.
typedef struct {
    double weight, mean[3];
    uint8_t at[3];
} cell;

// Cells from..<to, and the cut that saves most: cells with at[axis] <= cut go to the left.
typedef struct {
    int from, to, axis, cut;
    double gain;
} box;

static const double weights[3] = {WEIGHT_R, WEIGHT_G, WEIGHT_B};

// Every other pixel of every other row is enough for a large picture, staggered so that no column goes unseen.
static int count_cells(const uint8_t *rgb, int width, int height, cell *cells) {
    uint32_t(*sums)[4] = calloc(CELLS, sizeof *sums);
    if (!sums) return 0;
    const int step = (int64_t)width * height > 1 << 17 ? 2 : 1;
    for (int y = 0; y < height; y += step) {
        const uint8_t *row = rgb + (size_t)y * width * 3;
        for (int x = y / step % step; x < width; x += step) {
            const uint8_t *p = row + 3 * x;
            uint32_t *sum = sums[p[0] >> 3 << 10 | p[1] >> 3 << 5 | p[2] >> 3];
            sum[0]++;
            for (int c = 0; c < 3; c++) sum[c + 1] += p[c];
        }
    }
    int n = 0;
    for (int k = 0; k < CELLS; k++) {
        if (!sums[k][0]) continue;
        cell *one = &cells[n++];
        one->weight = sums[k][0];
        for (int c = 0; c < 3; c++) {
            one->mean[c] = sums[k][c + 1] / one->weight;
            one->at[c] = k >> (10 - 5 * c) & 31;
        }
    }
    free(sums);
    return n;
}

// The squared error of a box is sum(w c²) - sum(w c)² / sum(w); the first term is the same before and after a cut, so
// the gain of a cut is what the second terms of both sides exceed that of the whole.
static void find_cut(const cell *cells, box *b) {
    b->gain = 0;
    for (int axis = 0; axis < 3; axis++) {
        double weight[32] = {0}, sum[32][3] = {{0}}, all = 0, total[3] = {0};
        for (int i = b->from; i < b->to; i++) {
            const int k = cells[i].at[axis];
            weight[k] += cells[i].weight;
            for (int c = 0; c < 3; c++) sum[k][c] += cells[i].weight * cells[i].mean[c];
        }
        for (int k = 0; k < 32; k++) {
            all += weight[k];
            for (int c = 0; c < 3; c++) total[c] += sum[k][c];
        }
        double left = 0, below[3] = {0};
        for (int k = 0; k < 31; k++) {
            left += weight[k];
            for (int c = 0; c < 3; c++) below[c] += sum[k][c];
            if (left == 0 || left == all) continue;
            double gain = 0;
            for (int c = 0; c < 3; c++) {
                const double above = total[c] - below[c];
                const double parts = below[c] * below[c] / left + above * above / (all - left);
                gain += weights[c] * (parts - total[c] * total[c] / all);
            }
            if (gain > b->gain) b->gain = gain, b->axis = axis, b->cut = k;
        }
    }
}

static int cut_boxes(cell *cells, int count, int wanted, box *boxes) {
    int n = 1;
    boxes[0] = (box){.from = 0, .to = count};
    find_cut(cells, &boxes[0]);
    for (; n < wanted; n++) {
        box *best = boxes;
        for (int i = 1; i < n; i++)
            if (boxes[i].gain > best->gain) best = &boxes[i];
        if (best->gain <= 0) break;
        int left = best->from, right = best->to;
        while (left < right) {
            if (cells[left].at[best->axis] <= best->cut) {
                left++;
            } else {
                const cell moved = cells[left];
                cells[left] = cells[--right];
                cells[right] = moved;
            }
        }
        boxes[n] = (box){.from = left, .to = best->to};
        best->to = left;
        find_cut(cells, best);
        find_cut(cells, &boxes[n]);
    }
    return n;
}

typedef struct {
    double weight, sum[3];
} gathered;

static void gather(gathered *g, const cell *one) {
    g->weight += one->weight;
    for (int c = 0; c < 3; c++) g->sum[c] += one->weight * one->mean[c];
}

static int scaled(double sum, double weight, int scale) { return (int)lrint(sum / weight * scale); }

int cvips_palette(const uint8_t *rgb, int width, int height, int wanted, uint8_t *palette) {
    cell *cells = malloc(CELLS * sizeof *cells);
    const int count = cells ? count_cells(rgb, width, height, cells) : 0;
    if (!count) {
        free(cells);
        return 0;
    }
    box boxes[CVIPS_COLOURS];
    gathered means[CVIPS_COLOURS] = {{0}};
    const int n = cut_boxes(cells, count, wanted, boxes);
    for (int i = 0; i < n; i++)
        for (int k = boxes[i].from; k < boxes[i].to; k++) gather(&means[i], &cells[k]);
    for (int round = 0; round < ROUNDS; round++) {
        // In halves of a step, which is as fine as the search takes.
        colours now;
        for (int i = 0; i < n; i++) {
            const gathered *m = &means[i];
            colours_set(&now, i, scaled(m->sum[0], m->weight, 2), scaled(m->sum[1], m->weight, 2),
                        scaled(m->sum[2], m->weight, 2));
        }
        colours_pad(&now, n);
        gathered next[CVIPS_COLOURS] = {{0}};
        for (int k = 0; k < count; k++) {
            const double *c = cells[k].mean;
            const int i = cvips_nearest_colour(&now, scaled(c[0], 1, 2), scaled(c[1], 1, 2), scaled(c[2], 1, 2));
            gather(&next[i], &cells[k]);
        }
        // A colour that stands for nothing stays where it is.
        for (int i = 0; i < n; i++)
            if (next[i].weight > 0) means[i] = next[i];
    }
    for (int i = 0; i < n; i++)
        for (int c = 0; c < 3; c++) palette[3 * i + c] = (uint8_t)scaled(means[i].sum[c], means[i].weight, 1);
    free(cells);
    return n;
}
