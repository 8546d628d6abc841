#include "glyphs.h"

#include "fonts.h"
#include "substitute.h"
#include <math.h>
#include <string.h>

static PangoContext *new_context(PangoFontMap *map, const ctext_request *request) {
    PangoContext *context = pango_font_map_create_context(map);
    cairo_font_options_t *options = cairo_font_options_create();
    cairo_font_options_set_antialias(options, CAIRO_ANTIALIAS_GRAY);
    cairo_font_options_set_hint_style(options, CAIRO_HINT_STYLE_NONE);
    cairo_font_options_set_hint_metrics(options, CAIRO_HINT_METRICS_OFF);
    pango_cairo_context_set_font_options(context, options);
    cairo_font_options_destroy(options);
    pango_cairo_context_set_resolution(context, 72);
    pango_context_set_round_glyph_positions(context, FALSE);
    pango_context_set_language(context, pango_language_from_string(request->language));
    return context;
}

static PangoFontDescription *new_description(const ctext_request *request) {
    PangoFontDescription *font = pango_font_description_new();
    pango_font_description_set_family(font, request->file ? CTEXT_FILE_FAMILY : request->family);
    pango_font_description_set_weight(font, (PangoWeight)request->weight);
    pango_font_description_set_style(font, request->italic ? PANGO_STYLE_ITALIC : PANGO_STYLE_NORMAL);
    pango_font_description_set_absolute_size(font, CTEXT_EM * PANGO_SCALE);
    return font;
}

typedef void (*run_visit)(PangoLayoutRun *run, double x, double y, void *data);

// Runs of a line from left to right; x and y are their start in px.
static void for_each_run(ctext_line line, double scale, run_visit visit, void *data) {
    double x = line.x;
    for (GSList *each = line.line->runs; each; each = each->next) {
        PangoLayoutRun *run = each->data;
        visit(run, x + run->start_x_offset * scale, line.baseline - run->y_offset * scale, data);
        x += (run->start_x_offset + pango_glyph_string_get_width(run->glyphs) + run->end_x_offset) * scale;
    }
}

// Removes the characters that no font has from `text`; FALSE when there are none. They cannot just stay undrawn,
// because the boxes that stand for them have a width.
static gboolean drop_missing(PangoLayout *layout, GString *text, GArray *missing) {
    if (pango_layout_get_unknown_glyphs_count(layout) == 0) return FALSE;
    guint before = missing->len;
    for (GSList *line = pango_layout_get_lines_readonly(layout); line; line = line->next) {
        for (GSList *each = ((PangoLayoutLine *)line->data)->runs; each; each = each->next) {
            PangoGlyphString *glyphs = ((PangoLayoutRun *)each->data)->glyphs;
            for (int i = 0; i < glyphs->num_glyphs; i++) {
                PangoGlyph glyph = glyphs->glyphs[i].glyph;
                if (glyph == PANGO_GLYPH_INVALID_INPUT || !(glyph & PANGO_GLYPH_UNKNOWN_FLAG)) continue;
                uint32_t character = glyph & ~PANGO_GLYPH_UNKNOWN_FLAG;
                gboolean known = FALSE;
                for (guint k = 0; !known && k < missing->len; k++)
                    known = g_array_index(missing, uint32_t, k) == character;
                if (!known) g_array_append_val(missing, character);
            }
        }
    }
    if (missing->len == before) return FALSE;
    GString *kept = g_string_sized_new(text->len);
    for (const char *at = text->str; *at; at = g_utf8_next_char(at)) {
        gunichar character = g_utf8_get_char(at);
        gboolean drop = FALSE;
        for (guint k = 0; !drop && k < missing->len; k++) drop = g_array_index(missing, uint32_t, k) == character;
        if (!drop) g_string_append_unichar(kept, character);
    }
    g_string_assign(text, kept->str);
    g_string_free(kept, TRUE);
    pango_layout_set_text(layout, text->str, (int)text->len);
    return TRUE;
}

typedef struct {
    const ctext_request *request;
    double scale;
    cairo_t *path;
    GHashTable *files;
    gboolean coloured;
    ctext_rect colour_ink;
} gathering;

static void gather_run(PangoLayoutRun *run, double x, double y, void *data) {
    gathering *all = data;
    PangoFont *font = run->item->analysis.font;
    char *file = ctext_font_path(font);
    if (file) g_hash_table_add(all->files, file);
    x += all->request->origin_x;
    y += all->request->origin_y;
    if (ctext_font_has_colours(font)) {
        PangoRectangle ink;
        pango_glyph_string_extents(run->glyphs, font, &ink, NULL);
        all->coloured = TRUE;
        all->colour_ink.x1 = fmin(all->colour_ink.x1, x + ink.x * all->scale);
        all->colour_ink.y1 = fmin(all->colour_ink.y1, y + ink.y * all->scale);
        all->colour_ink.x2 = fmax(all->colour_ink.x2, x + (ink.x + ink.width) * all->scale);
        all->colour_ink.y2 = fmax(all->colour_ink.y2, y + (ink.y + ink.height) * all->scale);
        return;
    }
    double em = all->scale * PANGO_SCALE;
    cairo_identity_matrix(all->path);
    cairo_scale(all->path, em, em);
    cairo_move_to(all->path, x / em, y / em);
    pango_cairo_glyph_string_path(all->path, font, run->glyphs);
}

static void gather_line(ctext_line line, void *data) {
    for_each_run(line, ((gathering *)data)->scale, gather_run, data);
}

static int by_bytes(const void *a, const void *b) { return strcmp(*(char *const *)a, *(char *const *)b); }

static char **sorted_keys(GHashTable *table) {
    guint count;
    gpointer *keys = g_hash_table_get_keys_as_array(table, &count);
    char **copy = g_new0(char *, count + 1);
    for (guint i = 0; i < count; i++) copy[i] = g_strdup(keys[i]);
    g_free(keys);
    qsort(copy, count, sizeof *copy, by_bytes);
    return copy;
}

static void gather(const ctext_request *request, PangoLayout *layout, ctext_glyphs *glyphs, ctext_block *block) {
    // Only the path of this context is used. Its bounds matter all the same: cairo drops glyphs outside of them, even
    // from paths, which keeps the work for hostile lengths small.
    cairo_rectangle_t bounds = {-CTEXT_MARGIN, -CTEXT_MARGIN, request->width + 2 * CTEXT_MARGIN,
                                request->height + 2 * CTEXT_MARGIN};
    cairo_surface_t *nowhere = cairo_recording_surface_create(CAIRO_CONTENT_ALPHA, &bounds);
    gathering all = {.request = request,
                     .scale = ctext_scale(glyphs->size),
                     .path = cairo_create(nowhere),
                     .files = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL),
                     .colour_ink = {INFINITY, INFINITY, -INFINITY, -INFINITY}};
    cairo_surface_destroy(nowhere);
    ctext_for_each_line(layout, request, glyphs->size, glyphs->placing, gather_line, &all);
    cairo_identity_matrix(all.path);
    cairo_path_extents(all.path, &glyphs->ink.x1, &glyphs->ink.y1, &glyphs->ink.x2, &glyphs->ink.y2);
    glyphs->path = cairo_copy_path(all.path);
    cairo_destroy(all.path);
    if (all.coloured) {
        glyphs->colour_ink = all.colour_ink;
        glyphs->layout = g_object_ref(layout);
    }
    block->files = sorted_keys(all.files);
    g_hash_table_destroy(all.files);
}

// A letter and its accent as one character, which more fonts have.
static GString *composed(const char *text) {
    char *whole = g_utf8_normalize(text, -1, G_NORMALIZE_DEFAULT_COMPOSE);
    GString *result = g_string_new(whole ? whole : text);
    g_free(whole);
    return result;
}

static void lay_out_and_gather(const ctext_request *request, PangoFontMap *map, PangoContext *context,
                               const PangoFontDescription *font, PangoFont *own, ctext_glyphs *glyphs,
                               ctext_block *block) {
    GString *text = composed(request->text);
    GArray *lacked = ctext_lacked(own, text->str), *missing = g_array_new(FALSE, FALSE, sizeof(uint32_t));
    PangoLayout *layout = ctext_lay_out(request, text->str, context, font);
    while (drop_missing(layout, text, missing)) {}
    ctext_substitutes substitutes = ctext_substitute(map, context, font, own, text->str, request->fallback != NULL);
    ctext_use_fonts(layout, substitutes.fonts);
    glyphs->size = request->size > 0 ? request->size : ctext_largest_size(layout, request);
    glyphs->placing = ctext_place(layout, request, glyphs->size);
    gather(request, layout, glyphs, block);
    block->size = glyphs->size;
    block->overflows = !glyphs->placing.fits;
    block->lacked_count = lacked->len;
    block->lacked = (uint32_t *)(void *)g_array_free(lacked, FALSE);
    block->substitutes = g_strdup(substitutes.names->str);
    ctext_release_substitutes(&substitutes);
    block->missing_count = missing->len;
    block->missing = (uint32_t *)(void *)g_array_free(missing, FALSE);
    g_object_unref(layout);
    g_string_free(text, TRUE);
}

ctext_status ctext_find_glyphs(const ctext_request *request, ctext_glyphs *glyphs, ctext_block *block) {
    *glyphs = (ctext_glyphs){0};
    if (request->size > 0 && fabs(request->letter_spacing) > CTEXT_MOST_SPACING * request->size) return CTEXT_SPACING;
    const char *families = request->family;
    PangoFontMap *map =
        request->file ? ctext_file_map(request->file, request->fallback, &families) : ctext_installed_map();
    if (!map) return CTEXT_BAD_FILE;
    PangoContext *context = new_context(map, request);
    PangoFontDescription *font = new_description(request);
    ctext_status status = CTEXT_DONE;
    // NULL on a machine without any font.
    PangoFont *own = ctext_has_family(map, context, font) ? pango_font_map_load_font(map, context, font) : NULL;
    if (!own) status = request->file ? CTEXT_BAD_FILE : CTEXT_NO_FAMILY;
    else {
        pango_font_description_set_family(font, families);
        lay_out_and_gather(request, map, context, font, own, glyphs, block);
        g_object_unref(own);
    }
    pango_font_description_free(font);
    g_object_unref(context);
    return status;
}

void ctext_release_glyphs(ctext_glyphs *glyphs) {
    if (glyphs->path) cairo_path_destroy(glyphs->path);
    g_clear_object(&glyphs->layout);
}

typedef struct {
    const ctext_request *request;
    double scale;
    cairo_t *target;
} drawing;

static void draw_run(PangoLayoutRun *run, double x, double y, void *data) {
    drawing *in = data;
    PangoFont *font = run->item->analysis.font;
    if (!ctext_font_has_colours(font)) return;
    double em = in->scale * PANGO_SCALE;
    cairo_move_to(in->target, (x + in->request->origin_x) / em, (y + in->request->origin_y) / em);
    pango_cairo_show_glyph_string(in->target, font, run->glyphs);
}

static void draw_line(ctext_line line, void *data) {
    for_each_run(line, ((drawing *)data)->scale, draw_run, data);
}

void ctext_draw_colour(const ctext_request *request, const ctext_glyphs *glyphs, cairo_surface_t *surface, int x, int y,
                       ctext_colour plain) {
    drawing in = {request, ctext_scale(glyphs->size), cairo_create(surface)};
    cairo_set_source_rgb(in.target, plain.red / 255.0, plain.green / 255.0, plain.blue / 255.0);
    cairo_translate(in.target, -x, -y);
    double em = in.scale * PANGO_SCALE;
    cairo_scale(in.target, em, em);
    ctext_for_each_line(glyphs->layout, request, glyphs->size, glyphs->placing, draw_line, &in);
    cairo_destroy(in.target);
    cairo_surface_flush(surface);
}
