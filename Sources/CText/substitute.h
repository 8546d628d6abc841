// Other fonts for texts whose own font lacks some of their letters.
#pragma once

#include <pango/pangocairo.h>

// Pango takes each character that a font lacks from the next font that has it, so that a name changes its typeface in the
// middle. Symbols and emoji may do that; letters, digits and punctuation may not. For them one font shows the whole text,
// or where no font has all of it, the whole word.
typedef struct {
    PangoAttrList *fonts; // by byte ranges of the text; NULL when the own font shows all of it
    GString *names;       // of those fonts, as an operator knows them, separated by ", "
} ctext_substitutes;

// The code points of such characters in `text` that `own` lacks, each once, as uint32_t. Owned by the caller.
GArray *ctext_lacked(PangoFont *own, const char *text);

// What `text` needs besides `own`. `wanted` describes `own` and lists the families that stand behind it. With `grows`,
// families may be added at the end of that list later, and texts stay as they are: only fonts up to the one that brings
// the last letter count.
ctext_substitutes ctext_substitute(PangoFontMap *map, PangoContext *context, const PangoFontDescription *wanted,
                                   PangoFont *own, const char *text, gboolean grows);

void ctext_release_substitutes(ctext_substitutes *substitutes);
