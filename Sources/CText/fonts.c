#include "fonts.h"

#include <fontconfig/fontconfig.h>
#include <harfbuzz/hb-ot.h>
#include <pango/pangofc-font.h>
#include <pango/pangofc-fontmap.h>
#include <string.h>
#include <sys/stat.h>

// A layout brings one to three font files; each map costs about a megabyte once its fallbacks are sorted.
#define FILE_MAPS 6

static struct file_map {
    char *path, *fallback;
    struct stat id, fallback_id;
    PangoFontMap *map;
    char *families;
    unsigned used;
} file_maps[FILE_MAPS];
static unsigned uses;

// Runs after the rules of the desktop and before the defaults: what is a matter of taste goes, so that the same layout
// gives the same bytes on every desktop.
static void forget_preferences(FcPattern *pattern, gpointer data) {
    static const char *const preferences[] = {FC_ANTIALIAS, FC_HINTING,    FC_HINT_STYLE, FC_AUTOHINT, FC_RGBA,
                                              FC_LCD_FILTER, FC_EMBOLDEN, FC_MATRIX,     FC_FONT_FEATURES};
    for (size_t i = 0; i < G_N_ELEMENTS(preferences); i++) FcPatternDel(pattern, preferences[i]);
    // fontconfig appends the languages of the process's locale to the one that the text has.
    while (FcPatternRemove(pattern, FC_LANG, 1)) {}
}

static PangoFontMap *new_map(FcConfig *config) {
    PangoFontMap *map = pango_cairo_font_map_new_for_font_type(CAIRO_FONT_TYPE_FT);
    if (!map) return NULL;
    if (config) pango_fc_font_map_set_config(PANGO_FC_FONT_MAP(map), config);
    pango_fc_font_map_set_default_substitute(PANGO_FC_FONT_MAP(map), forget_preferences, NULL, NULL);
    return map;
}

PangoFontMap *ctext_installed_map(void) {
    static PangoFontMap *map;
    if (!map) map = new_map(NULL);
    return map;
}

// Adds a font file's faces under a family name of ours, lest an installed family of the same name win over the file.
static gboolean add_file(FcConfig *config, const char *path, const char *family, unsigned generation) {
    FcFontSet *faces = FcConfigGetFonts(config, FcSetApplication);
    int before = faces ? faces->nfont : 0;
    if (!FcConfigAppFontAddFile(config, (const FcChar8 *)path)) return FALSE;
    faces = FcConfigGetFonts(config, FcSetApplication);
    if (!faces || faces->nfont == before) return FALSE;
    // cairo keeps faces by path, even after the file was replaced. Leading slashes beyond the first mean nothing to
    // the system and tell one state of the file from the next.
    char *slashes = g_strnfill(generation % 64, '/');
    char *alias = g_strconcat(slashes, path, NULL);
    for (int i = before; i < faces->nfont; i++) {
        FcPattern *face = faces->fonts[i];
        FcPatternDel(face, FC_FAMILY);
        FcPatternDel(face, FC_FAMILYLANG);
        FcPatternAddString(face, FC_FAMILY, (const FcChar8 *)family);
        FcPatternAddString(face, FC_FAMILYLANG, (const FcChar8 *)"en");
        FcPatternDel(face, FC_FILE);
        FcPatternAddString(face, FC_FILE, (const FcChar8 *)alias);
    }
    g_free(alias);
    g_free(slashes);
    return TRUE;
}

static int by_name(const void *a, const void *b) { return strcmp(*(char *const *)a, *(char *const *)b); }

// Adds the fonts of a folder, by name, each as a family that stands behind those in `families`.
static void add_folder(FcConfig *config, const char *folder, GString *families, unsigned generation) {
    GPtrArray *names = g_ptr_array_new_with_free_func(g_free);
    GDir *entries = g_dir_open(folder, 0, NULL);
    for (const char *name; entries && (name = g_dir_read_name(entries));) {
        if (name[0] != '.') g_ptr_array_add(names, g_strdup(name));
    }
    if (entries) g_dir_close(entries);
    g_ptr_array_sort(names, by_name);
    for (guint i = 0; i < names->len; i++) {
        char *path = g_build_filename(folder, names->pdata[i], NULL);
        char *family = g_strdup_printf(CTEXT_FILE_FAMILY " %u", i + 1);
        struct stat id;
        if (stat(path, &id) == 0 && S_ISREG(id.st_mode) && add_file(config, path, family, generation))
            g_string_append_printf(families, ",%s", family);
        g_free(family);
        g_free(path);
    }
    g_ptr_array_free(names, TRUE);
}

// A configuration of its own for each file: in a shared one, other texts would fall back on the file's glyphs,
// depending on what was drawn before. Where it has a folder to fall back on, the installed fonts are not even loaded.
static FcConfig *config_with_file(const char *path, const char *fallback, GString *families, unsigned generation) {
    FcConfig *config = fallback ? FcInitLoadConfig() : FcInitLoadConfigAndFonts();
    if (!config) return NULL;
    if (!add_file(config, path, CTEXT_FILE_FAMILY, generation)) {
        FcConfigDestroy(config);
        return NULL;
    }
    g_string_append(families, CTEXT_FILE_FAMILY);
    if (fallback) add_folder(config, fallback, families, generation);
    return config;
}

static gboolean same_file(const struct stat *a, const struct stat *b) {
    return a->st_dev == b->st_dev && a->st_ino == b->st_ino && a->st_size == b->st_size &&
           a->st_mtim.tv_sec == b->st_mtim.tv_sec && a->st_mtim.tv_nsec == b->st_mtim.tv_nsec;
}

PangoFontMap *ctext_file_map(const char *path, const char *fallback, const char **families) {
    static unsigned generation;
    struct stat id, fallback_id = {0};
    // A regular file only: opening a pipe would wait for ever.
    if (stat(path, &id) != 0 || !S_ISREG(id.st_mode)) return NULL;
    if (fallback && stat(fallback, &fallback_id) != 0) return NULL;
    struct file_map *slot = &file_maps[0];
    for (size_t i = 0; i < FILE_MAPS; i++) {
        struct file_map *one = &file_maps[i];
        if (one->path && strcmp(one->path, path) == 0 && g_strcmp0(one->fallback, fallback) == 0) {
            if (same_file(&one->id, &id) && (!fallback || same_file(&one->fallback_id, &fallback_id))) {
                one->used = ++uses;
                *families = one->families;
                return one->map;
            }
            slot = one;
            break;
        }
        if (one->used < slot->used) slot = one;
    }
    GString *names = g_string_new(NULL);
    FcConfig *config = config_with_file(path, fallback, names, generation++);
    PangoFontMap *map = config ? new_map(config) : NULL;
    if (config) FcConfigDestroy(config);
    if (!map) {
        g_string_free(names, TRUE);
        return NULL;
    }
    g_free(slot->path);
    g_free(slot->fallback);
    g_free(slot->families);
    // Pango 1.50 keeps a map's configuration for ever unless it is taken away first.
    if (slot->map) pango_fc_font_map_set_config(PANGO_FC_FONT_MAP(slot->map), NULL);
    g_clear_object(&slot->map);
    *slot = (struct file_map){.path = g_strdup(path), .fallback = g_strdup(fallback), .id = id,
                              .fallback_id = fallback_id, .map = map, .families = g_string_free(names, FALSE),
                              .used = ++uses};
    *families = slot->families;
    return map;
}

gboolean ctext_has_family(PangoFontMap *map, PangoContext *context, const PangoFontDescription *wanted) {
    // Names that stand for whatever the desktop prefers; everything else must be there under that very name.
    static const char *const generic[] = {"sans-serif", "sans",    "serif",   "monospace",
                                          "mono",       "cursive", "fantasy", "system-ui"};
    const char *name = pango_font_description_get_family(wanted);
    for (size_t i = 0; i < G_N_ELEMENTS(generic); i++) {
        if (g_ascii_strcasecmp(name, generic[i]) == 0) return TRUE;
    }
    PangoFont *font = pango_font_map_load_font(map, context, wanted);
    if (!font) return FALSE;
    gboolean found = FALSE;
    FcPattern *pattern = pango_fc_font_get_pattern(PANGO_FC_FONT(font));
    FcChar8 *given;
    for (int i = 0; !found && FcPatternGetString(pattern, FC_FAMILY, i, &given) == FcResultMatch; i++) {
        found = FcStrCmpIgnoreCase(given, (const FcChar8 *)name) == 0;
    }
    g_object_unref(font);
    return found;
}

char *ctext_font_path(PangoFont *font) {
    FcChar8 *path;
    FcPattern *pattern = pango_fc_font_get_pattern(PANGO_FC_FONT(font));
    if (FcPatternGetString(pattern, FC_FILE, 0, &path) != FcResultMatch) return NULL;
    const char *start = (const char *)path;
    while (start[0] == '/' && start[1] == '/') start++;
    return g_strdup(start);
}

gboolean ctext_font_has_colours(PangoFont *font) {
    hb_face_t *face = hb_font_get_face(pango_font_get_hb_font(font));
    return hb_ot_color_has_png(face) || hb_ot_color_has_layers(face) || hb_ot_color_has_svg(face);
}
