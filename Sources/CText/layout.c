#include "layout.h"

#include <math.h>
#include <string.h>

#define SMALLEST 1.0
#define LARGEST 4096.0

// Rounding of Pango units; far below what a pixel shows.
#define SLACK 0.01

PangoLayout *ctext_lay_out(const ctext_request *request, const char *text, PangoContext *context,
                           const PangoFontDescription *font) {
    PangoLayout *layout = pango_layout_new(context);
    pango_layout_set_font_description(layout, font);
    pango_layout_set_text(layout, text, -1);
    // A word of its own is never broken to make it larger; in a fixed size, better broken than outside.
    pango_layout_set_wrap(layout, request->size > 0 ? PANGO_WRAP_WORD_CHAR : PANGO_WRAP_WORD);
    return layout;
}

#define FONTS "boothkit fonts"

void ctext_use_fonts(PangoLayout *layout, PangoAttrList *fonts) {
    if (!fonts) return;
    g_object_set_data_full(G_OBJECT(layout), FONTS, pango_attr_list_ref(fonts), (GDestroyNotify)pango_attr_list_unref);
    pango_layout_set_attributes(layout, NULL);
}

// Hyphens only where the text asks for them with a soft one: an address broken in two must not gain a character.
static void set_attributes(PangoLayout *layout, double letter_spacing) {
    PangoAttrList *fonts = g_object_get_data(G_OBJECT(layout), FONTS);
    PangoAttrList *list = fonts ? pango_attr_list_copy(fonts) : pango_attr_list_new();
    if (!strstr(pango_layout_get_text(layout), "\u00ad"))
        pango_attr_list_insert(list, pango_attr_insert_hyphens_new(FALSE));
    if (letter_spacing != 0) pango_attr_list_insert(list, pango_attr_letter_spacing_new((int)lrint(letter_spacing)));
    pango_layout_set_attributes(layout, list);
    pango_attr_list_unref(list);
}

// Calls `visit` with lines whose x counts from the left edge of the widest, baselines from the top of the first.
static void stack_lines(PangoLayout *layout, const ctext_request *request, double size, double widest,
                        ctext_visit visit, void *data) {
    double scale = ctext_scale(size), baseline = 0, descent = 0;
    GSList *first = pango_layout_get_lines_readonly(layout);
    for (GSList *each = first; each; each = each->next) {
        PangoLayoutLine *line = each->data;
        PangoRectangle logical;
        pango_layout_line_get_extents(line, NULL, &logical);
        double ascent = -logical.y * scale;
        baseline += each == first ? ascent : (descent + ascent) * request->line_height;
        descent = (logical.y + logical.height) * scale;
        double x = (widest - logical.width * scale) * request->align - logical.x * scale;
        visit((ctext_line){line, x, baseline}, data);
    }
}

typedef struct {
    double scale, outline, bottom;
    ctext_rect ink;
} extents;

static void widen(ctext_line line, void *data) {
    extents *all = data;
    PangoRectangle ink, logical;
    pango_layout_line_get_extents(line.line, &ink, &logical);
    all->bottom = fmax(all->bottom, line.baseline + (logical.y + logical.height) * all->scale);
    if (ink.width <= 0 || ink.height <= 0) return;
    double left = line.x + ink.x * all->scale, top = line.baseline + ink.y * all->scale;
    all->ink.x1 = fmin(all->ink.x1, left - all->outline);
    all->ink.y1 = fmin(all->ink.y1, top - all->outline);
    all->ink.x2 = fmax(all->ink.x2, left + ink.width * all->scale + all->outline);
    all->ink.y2 = fmax(all->ink.y2, top + ink.height * all->scale + all->outline);
}

// How far ink from `low` to `high` has to move to be inside 0…`room`; 0 when it never is.
static double nudge(double low, double high, double room) {
    if (high - low > room) return 0;
    return low < 0 ? -low : high > room ? room - high : 0;
}

ctext_placing ctext_place(PangoLayout *layout, const ctext_request *request, double size) {
    double scale = ctext_scale(size);
    if (request->wrap) pango_layout_set_width(layout, (int)floor((request->width + SLACK) / scale));
    // Set again for every size only when it depends on it: new attributes make Pango shape anew.
    if (request->letter_spacing != 0 || !pango_layout_get_attributes(layout))
        set_attributes(layout, request->letter_spacing / scale);

    ctext_placing placing = {0};
    for (GSList *each = pango_layout_get_lines_readonly(layout); each; each = each->next) {
        PangoRectangle logical;
        pango_layout_line_get_extents(each->data, NULL, &logical);
        placing.width = fmax(placing.width, logical.width * scale);
    }
    extents all = {scale, request->outline, 0, {INFINITY, INFINITY, -INFINITY, -INFINITY}};
    stack_lines(layout, request, size, placing.width, widen, &all);
    placing.height = all.bottom;
    placing.x = (request->width - placing.width) * request->align;
    placing.y = (request->height - placing.height) * request->vertical_align;
    gboolean inked = all.ink.x1 < all.ink.x2;
    // Overhangs (an italic f, an accent, the outline) are drawn inside the box while there is room for them.
    if (inked) {
        placing.x += nudge(placing.x + all.ink.x1, placing.x + all.ink.x2, request->width);
        placing.y += nudge(placing.y + all.ink.y1, placing.y + all.ink.y2, request->height);
        placing.ink = (ctext_rect){placing.x + all.ink.x1, placing.y + all.ink.y1, placing.x + all.ink.x2,
                                   placing.y + all.ink.y2};
    }
    placing.fits = !inked || (placing.width <= request->width + SLACK && placing.height <= request->height + SLACK &&
                              placing.ink.x1 >= -SLACK && placing.ink.x2 <= request->width + SLACK &&
                              placing.ink.y1 >= -SLACK && placing.ink.y2 <= request->height + SLACK);
    return placing;
}

double ctext_largest_size(PangoLayout *layout, const ctext_request *request) {
    int low = (int)(SMALLEST * 4), high = (int)(LARGEST * 4) + 1;
    // Text much smaller than its letter spacing is no text, and its extents leave Pango's range.
    double spacing = fabs(request->letter_spacing);
    if (spacing > CTEXT_MOST_SPACING * SMALLEST) low = (int)ceil(spacing / CTEXT_MOST_SPACING * 4);
    while (high - low > 1) {
        int middle = low + (high - low) / 2;
        if (ctext_place(layout, request, middle / 4.0).fits) low = middle;
        else high = middle;
    }
    return low / 4.0;
}

typedef struct {
    ctext_placing placing;
    ctext_visit visit;
    void *data;
} placed;

static void visit_placed(ctext_line line, void *data) {
    placed *in = data;
    line.x += in->placing.x;
    line.baseline += in->placing.y;
    in->visit(line, in->data);
}

void ctext_for_each_line(PangoLayout *layout, const ctext_request *request, double size, ctext_placing placing,
                         ctext_visit visit, void *data) {
    placed in = {placing, visit, data};
    stack_lines(layout, request, size, placing.width, visit_placed, &in);
}
