#include "glyphs.h"

#include <limits.h>
#include <math.h>
#include <pthread.h>
#include <string.h>

#define MOST_PIXELS (64 * 1024 * 1024)

// Distance of a curve from the straight pieces that stand for it, in px.
#define TOLERANCE 0.05

static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;

// Whole pixels that hold the ink, within the box and its margin.
static void set_bounds(const ctext_request *request, const ctext_glyphs *glyphs, ctext_block *block) {
    ctext_rect all = {INFINITY, INFINITY, -INFINITY, -INFINITY};
    if (glyphs->ink.x1 < glyphs->ink.x2) {
        double outline = request->outline;
        all = (ctext_rect){glyphs->ink.x1 - outline, glyphs->ink.y1 - outline, glyphs->ink.x2 + outline,
                           glyphs->ink.y2 + outline};
    }
    if (glyphs->layout) {
        // cairo sets the glyphs of bitmap fonts on whole pixels.
        all.x1 = fmin(all.x1, glyphs->colour_ink.x1 - 1);
        all.y1 = fmin(all.y1, glyphs->colour_ink.y1 - 1);
        all.x2 = fmax(all.x2, glyphs->colour_ink.x2 + 1);
        all.y2 = fmax(all.y2, glyphs->colour_ink.y2 + 1);
    }
    double left = floor(fmax(all.x1, -CTEXT_MARGIN)), top = floor(fmax(all.y1, -CTEXT_MARGIN));
    double right = ceil(fmin(all.x2, request->width + CTEXT_MARGIN)), bottom = ceil(fmin(all.y2, request->height + CTEXT_MARGIN));
    if (!(left < right && top < bottom)) return;
    block->x = (int)left;
    block->y = (int)top;
    block->width = (int)(right - left);
    block->height = (int)(bottom - top);
}

// Contours are stroked in groups of about so many points: a whole page at once is one polygon whose edges cairo sorts in
// more than linear time.
#define GROUP 512

static void stroke(cairo_t *target, const cairo_path_t *path, double outline) {
    cairo_set_line_width(target, 2 * outline);
    cairo_set_line_join(target, CAIRO_LINE_JOIN_ROUND);
    cairo_set_line_cap(target, CAIRO_LINE_CAP_ROUND);
    cairo_path_t group = {CAIRO_STATUS_SUCCESS, path->data, 0};
    for (int i = 0; i < path->num_data; i += path->data[i].header.length) {
        gboolean starts = path->data[i].header.type == CAIRO_PATH_MOVE_TO;
        if (starts && &path->data[i] - group.data >= GROUP) {
            cairo_append_path(target, &group);
            cairo_stroke(target);
            group = (cairo_path_t){CAIRO_STATUS_SUCCESS, &path->data[i], 0};
        }
        group.num_data = (int)(&path->data[i] - group.data) + path->data[i].header.length;
    }
    cairo_append_path(target, &group);
    cairo_stroke(target);
}

// A coverage with the path filled, and stroked to both sides before when `outline` is not 0.
static cairo_surface_t *cover(const ctext_block *block, const cairo_path_t *path, double outline) {
    cairo_surface_t *surface = cairo_image_surface_create(CAIRO_FORMAT_A8, block->width, block->height);
    cairo_t *target = cairo_create(surface);
    cairo_set_antialias(target, CAIRO_ANTIALIAS_BEST);
    cairo_set_tolerance(target, TOLERANCE);
    cairo_translate(target, -block->x, -block->y);
    if (outline > 0) stroke(target, path, outline);
    cairo_append_path(target, path);
    cairo_fill(target);
    cairo_status_t status = cairo_status(target);
    cairo_destroy(target);
    cairo_surface_flush(surface);
    if (status == CAIRO_STATUS_SUCCESS) return surface;
    cairo_surface_destroy(surface);
    return NULL;
}

static ctext_status rasterise(const ctext_request *request, const ctext_glyphs *glyphs, ctext_block *block) {
    cairo_surface_t *fill = cover(block, glyphs->path, 0);
    if (!fill) return CTEXT_NO_MEMORY;
    block->owned[0] = fill;
    block->fill = cairo_image_surface_get_data(fill);
    block->stride = cairo_image_surface_get_stride(fill);
    if (request->outline <= 0) return CTEXT_DONE;
    cairo_surface_t *outer = cover(block, glyphs->path, request->outline);
    if (!outer) return CTEXT_NO_MEMORY;
    block->owned[1] = outer;
    block->outer = cairo_image_surface_get_data(outer);
    return CTEXT_DONE;
}

static ctext_status draw_coloured(const ctext_request *request, const ctext_glyphs *glyphs, ctext_block *block) {
    cairo_surface_t *surface = cairo_image_surface_create(CAIRO_FORMAT_ARGB32, block->width, block->height);
    if (cairo_surface_status(surface) != CAIRO_STATUS_SUCCESS) {
        cairo_surface_destroy(surface);
        return CTEXT_NO_MEMORY;
    }
    ctext_draw_colour(request, glyphs, surface, block->x, block->y, request->plain);
    block->owned[2] = surface;
    block->colour = cairo_image_surface_get_data(surface);
    return CTEXT_DONE;
}

ctext_status ctext_draw(const ctext_request *request, ctext_block *block) {
    *block = (ctext_block){0};
    ctext_glyphs glyphs;
    pthread_mutex_lock(&lock);
    ctext_status status = ctext_find_glyphs(request, &glyphs, block);
    if (status == CTEXT_DONE) {
        set_bounds(request, &glyphs, block);
        if ((double)block->width * block->height > MOST_PIXELS) status = CTEXT_TOO_LARGE;
        else if (block->width > 0 && glyphs.layout) status = draw_coloured(request, &glyphs, block);
    }
    // Nothing of Pango may be left for after the lock, not even its last reference.
    g_clear_object(&glyphs.layout);
    pthread_mutex_unlock(&lock);
    if (status == CTEXT_DONE && block->width > 0) status = rasterise(request, &glyphs, block);
    ctext_release_glyphs(&glyphs);
    return status;
}

void ctext_release(ctext_block *block) {
    for (size_t i = 0; i < G_N_ELEMENTS(block->owned); i++) {
        if (block->owned[i]) cairo_surface_destroy(block->owned[i]);
    }
    g_free(block->missing);
    g_free(block->lacked);
    g_free(block->substitutes);
    g_strfreev(block->files);
    *block = (ctext_block){0};
}
