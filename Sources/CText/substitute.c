#include "substitute.h"

#include "fonts.h"
#include "layout.h"
#include <limits.h>
#include <string.h>

// What makes a word or a number: of these, two typefaces side by side look like a mistake.
static gboolean is_lettering(gunichar character) {
    // Signs that only choose an emoji's form, and punctuation that is drawn as one.
    if ((character >= 0xFE00 && character <= 0xFE0F) || (character >= 0xE0100 && character <= 0xE01EF)) return FALSE;
    if (character == 0x20E3 || character == 0x203C || character == 0x2049 || character == 0x3030) return FALSE;
    switch (g_unichar_type(character)) {
        case G_UNICODE_CONTROL:
        case G_UNICODE_FORMAT:
        case G_UNICODE_UNASSIGNED:
        case G_UNICODE_PRIVATE_USE:
        case G_UNICODE_SURROGATE:
        case G_UNICODE_MODIFIER_SYMBOL:
        case G_UNICODE_MATH_SYMBOL:
        case G_UNICODE_OTHER_SYMBOL:
        case G_UNICODE_LINE_SEPARATOR:
        case G_UNICODE_PARAGRAPH_SEPARATOR:
        case G_UNICODE_SPACE_SEPARATOR: return FALSE;
        default: return TRUE;
    }
}

static gboolean shows(PangoFont *font, const char *start, const char *end) {
    for (const char *at = start; at < end; at = g_utf8_next_char(at)) {
        gunichar character = g_utf8_get_char(at);
        if (is_lettering(character) && !pango_font_has_char(font, character)) return FALSE;
    }
    return TRUE;
}

GArray *ctext_lacked(PangoFont *own, const char *text) {
    GArray *letters = g_array_new(FALSE, FALSE, sizeof(uint32_t));
    for (const char *at = text; *at; at = g_utf8_next_char(at)) {
        uint32_t character = g_utf8_get_char(at);
        if (!is_lettering(character) || pango_font_has_char(own, character)) continue;
        gboolean known = FALSE;
        for (guint i = 0; !known && i < letters->len; i++) known = g_array_index(letters, uint32_t, i) == character;
        if (!known) g_array_append_val(letters, character);
    }
    return letters;
}

typedef struct {
    PangoFontMap *map;
    PangoContext *context;
    const PangoFontDescription *wanted;
    unsigned index, limit; // of fonts in the set that were looked at, and may be
    const char *start, *end;
    PangoFontDescription *found;
    char *name;
} search;

// The name under which an operator finds a font: its family, or its file where the family is one of ours.
static char *known_name(PangoFont *font, const char *family) {
    if (!g_str_has_prefix(family, CTEXT_FILE_FAMILY)) return g_strdup(family);
    char *path = ctext_font_path(font);
    char *name = path ? g_path_get_basename(path) : g_strdup(family);
    g_free(path);
    return name;
}

static gboolean look_at(PangoFontset *fontset, PangoFont *font, gpointer data) {
    search *in = data;
    if (in->index++ >= in->limit) return TRUE;
    // An emoji font has digits, too, and nobody wants a date in them.
    if (!shows(font, in->start, in->end) || ctext_font_has_colours(font)) return FALSE;
    PangoFontDescription *found = pango_font_describe(font);
    const char *family = pango_font_description_get_family(found);
    char *name = known_name(font, family);
    // What it lacks in symbols comes from where it came from before.
    char *families = g_strconcat(family, ",", pango_font_description_get_family(in->wanted), NULL);
    pango_font_description_set_family(found, families);
    pango_font_description_set_absolute_size(found, CTEXT_EM * PANGO_SCALE);
    g_free(families);
    // A description may lead to another face of the family than the one it was made of.
    PangoFont *again = pango_font_map_load_font(in->map, in->context, found);
    gboolean good = again && shows(again, in->start, in->end);
    if (again) g_object_unref(again);
    if (good) {
        in->found = found;
        in->name = name;
    } else {
        pango_font_description_free(found);
        g_free(name);
    }
    return good;
}

static gboolean find(search *in, const char *start, const char *end, PangoFontset *fontset) {
    in->start = start;
    in->end = end;
    in->found = NULL;
    in->index = 0;
    pango_fontset_foreach(fontset, look_at, in);
    return in->found != NULL;
}

static void use(search *in, const char *text, ctext_substitutes *substitutes) {
    PangoAttribute *attribute = pango_attr_font_desc_new(in->found);
    attribute->start_index = (guint)(in->start - text);
    attribute->end_index = (guint)(in->end - text);
    if (!substitutes->fonts) substitutes->fonts = pango_attr_list_new();
    pango_attr_list_insert(substitutes->fonts, attribute);
    if (!strstr(substitutes->names->str, in->name)) {
        if (substitutes->names->len > 0) g_string_append(substitutes->names, ", ");
        g_string_append(substitutes->names, in->name);
    }
    pango_font_description_free(in->found);
    g_free(in->name);
}

typedef struct {
    GArray *letters;
    unsigned fonts;
} gap;

// Takes away the letters that `font` has; TRUE when none are left.
static gboolean fill(PangoFontset *fontset, PangoFont *font, gpointer data) {
    gap *in = data;
    in->fonts++;
    for (guint i = in->letters->len; i > 0; i--) {
        if (pango_font_has_char(font, g_array_index(in->letters, uint32_t, i - 1)))
            g_array_remove_index_fast(in->letters, i - 1);
    }
    return in->letters->len == 0;
}

// How many fonts of the set it takes to have every letter that `own` lacks.
static unsigned fonts_needed(PangoFontset *fontset, PangoFont *own, const char *text) {
    gap in = {ctext_lacked(own, text), 0};
    pango_fontset_foreach(fontset, fill, &in);
    g_array_free(in.letters, TRUE);
    return in.fonts;
}

ctext_substitutes ctext_substitute(PangoFontMap *map, PangoContext *context, const PangoFontDescription *wanted,
                                   PangoFont *own, const char *text, gboolean grows) {
    ctext_substitutes result = {.names = g_string_new(NULL)};
    if (shows(own, text, text + strlen(text))) return result;
    PangoFontset *fontset = pango_font_map_load_fontset(map, context, wanted, pango_context_get_language(context));
    if (!fontset) return result;
    search in = {.map = map, .context = context, .wanted = wanted, .limit = UINT_MAX};
    if (grows) in.limit = fonts_needed(fontset, own, text);
    if (find(&in, text, text + strlen(text), fontset)) {
        use(&in, text, &result);
    } else {
        for (const char *start = text, *end; *start; start = end) {
            while (*start && g_unichar_isspace(g_utf8_get_char(start))) start = g_utf8_next_char(start);
            end = start;
            while (*end && !g_unichar_isspace(g_utf8_get_char(end))) end = g_utf8_next_char(end);
            if (!shows(own, start, end) && find(&in, start, end, fontset)) use(&in, text, &result);
        }
    }
    g_object_unref(fontset);
    return result;
}

void ctext_release_substitutes(ctext_substitutes *substitutes) {
    if (substitutes->fonts) pango_attr_list_unref(substitutes->fonts);
    g_string_free(substitutes->names, TRUE);
}
