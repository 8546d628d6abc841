// What the font maps and Pango give for a request: everything that needs the lock.
#pragma once

#include "layout.h"

// What is drawn further outside of the box is cut: it is off any canvas, and the block says that it overflows. px.
#define CTEXT_MARGIN 2048.0

typedef struct {
    cairo_path_t *path;        // outlines of all plain glyphs, in px from the pixel in which the box starts
    ctext_rect ink;            // of those outlines, without the text's outline
    PangoLayout *layout;       // kept while glyphs of colour fonts wait to be drawn, else NULL
    ctext_rect colour_ink;
    ctext_placing placing;
    double size;
} ctext_glyphs;

// Fills `glyphs` and, in `block`, size, overflow, missing characters and files. Release whatever is returned.
ctext_status ctext_find_glyphs(const ctext_request *request, ctext_glyphs *glyphs, ctext_block *block);
void ctext_release_glyphs(ctext_glyphs *glyphs);

// Draws the glyphs of colour fonts. `surface` is ARGB32 and starts at x, y.
void ctext_draw_colour(const ctext_request *request, const ctext_glyphs *glyphs, cairo_surface_t *surface, int x, int y,
                       ctext_colour plain);
