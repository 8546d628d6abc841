// Lines of text, laid out and placed in a box.
#pragma once

#include "CText.h"
#include <pango/pangocairo.h>

// Layouts are made at this em and scaled while drawing. Without hinting nothing but scale depends on the size, so one
// match and one sort of the installed fonts serve every size, and a search for the largest size costs next to nothing.
// 32 px are 32768 Pango units, finer than any font's own grid, and thousands of wide characters stay below 2^31 units.
#define CTEXT_EM 32

// Letter spacing is at most so many em, which keeps extents in Pango's range.
#define CTEXT_MOST_SPACING 4

// px per Pango unit for text of `size` px.
static inline double ctext_scale(double size) { return size / (CTEXT_EM * (double)PANGO_SCALE); }

typedef struct {
    double x1, y1, x2, y2;
} ctext_rect;

typedef struct {
    double x, y;          // of the block in the box: left edge of the widest line, top of the first
    double width, height; // logical
    ctext_rect ink;       // outline included
    gboolean fits;
} ctext_placing;

// A layout of `text` in fonts of `map`, at CTEXT_EM. Owned by the caller.
PangoLayout *ctext_lay_out(const ctext_request *request, const char *text, PangoContext *context,
                           const PangoFontDescription *font);

// Has the fonts of `fonts` in place of the layout's own, each in its range of bytes. NULL takes none.
void ctext_use_fonts(PangoLayout *layout, PangoAttrList *fonts);

// Breaks the lines for `size` and places them.
ctext_placing ctext_place(PangoLayout *layout, const ctext_request *request, double size);

// The largest size in quarter pixels at which the text fits; 1 px when none does.
double ctext_largest_size(PangoLayout *layout, const ctext_request *request);

// Lines from top to bottom, with the start of their baseline in the box.
typedef struct {
    PangoLayoutLine *line;
    double x, baseline;
} ctext_line;
typedef void (*ctext_visit)(ctext_line line, void *data);
void ctext_for_each_line(PangoLayout *layout, const ctext_request *request, double size, ctext_placing placing,
                         ctext_visit visit, void *data);
