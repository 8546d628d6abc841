// Font maps: one for installed fonts, one for each font file.
#pragma once

#include <pango/pangocairo.h>

// The family under which a font file's faces stand in the map of that file.
#define CTEXT_FILE_FAMILY "Boothkit font file"

// The map of installed fonts, and that of one font file; NULL when the file is no font. Behind the file stand the installed
// fonts or, with `fallback`, the fonts in that folder by name and no others. `families` lists the family names in order,
// separated by commas. All borrowed: valid until the lock is given back.
PangoFontMap *ctext_installed_map(void);
PangoFontMap *ctext_file_map(const char *path, const char *fallback, const char **families);

// Whether `map` gives a font of that family, or of what a generic name such as "sans-serif" stands for.
gboolean ctext_has_family(PangoFontMap *map, PangoContext *context, const PangoFontDescription *wanted);

// Path of the file behind a font, to be freed with g_free; NULL for fonts without one.
char *ctext_font_path(PangoFont *font);
gboolean ctext_font_has_colours(PangoFont *font);
