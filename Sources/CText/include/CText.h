// Text as coverage: Pango lays it out, cairo fills the glyphs' outlines. Pure C, so that nobody above sees a Pango type.
//
// Every call may come from any thread. One lock serialises the layout (font maps are not made for threads, and one map
// keeps memory flat); rasterising happens outside it.
#pragma once

#include <stddef.h>
#include <stdint.h>

#pragma clang assume_nonnull begin

typedef struct {
    uint8_t red, green, blue, alpha;
} ctext_colour;

typedef struct {
    const char *text;               // UTF-8, lines separated by \n
    const char *language;           // BCP 47; decides between regional forms of one script
    const char *_Nullable family;   // ignored with `file`
    const char *_Nullable file;     // absolute path of a font file, which need not be installed
    const char *_Nullable fallback; // with `file`: folder of the fonts for what it lacks, instead of the installed ones
    int weight;                     // 100 to 900
    int italic;
    double size;                    // em in px; 0: the largest at which everything is in the box
    double width, height;           // box in px
    double origin_x, origin_y;      // where the box starts within its first pixel, 0 to 1
    double align, vertical_align;   // 0 left or top, 0.5, 1 right or bottom
    int wrap;
    double letter_spacing;          // px
    double line_height;             // factor of the distance between baselines
    double outline;                 // px outside the glyphs
    ctext_colour plain;             // of glyphs that a colour font leaves uncoloured
} ctext_request;

typedef enum {
    CTEXT_DONE,
    CTEXT_NO_FAMILY,   // the family is not installed
    CTEXT_BAD_FILE,    // the file is no font
    CTEXT_SPACING,     // letter spacing out of all proportion to the size
    CTEXT_TOO_LARGE,   // the picture would be; width and height say how large
    CTEXT_NO_MEMORY,   // for a picture of width x height
} ctext_status;

typedef struct {
    int x, y, width, height;           // of the layers, in px from the pixel in which the box starts; width 0: no ink
    int stride;                        // of both coverages
    const uint8_t *_Nullable fill;     // coverage of the glyphs
    const uint8_t *_Nullable outer;    // coverage of the glyphs and their outline; NULL without outline
    const uint8_t *_Nullable colour;   // glyphs of colour fonts, native ARGB32, rows of 4 x width; NULL when there are none
    double size;                       // em in px
    int overflows;
    uint32_t *_Nullable missing;       // code points that no font has, left out of the layers
    size_t missing_count;
    uint32_t *_Nullable lacked;        // letters, digits and punctuation that the font lacks
    size_t lacked_count;
    char *_Nullable substitutes;       // names of the fonts that show the text, or words of it, for that reason
    char *_Nullable *_Nullable files;  // of the fonts used, sorted, ended by NULL
    void *_Nullable owned[3];          // what holds the layers
} ctext_block;

// Draws `request` into `block`. Release the block whatever is returned.
ctext_status ctext_draw(const ctext_request *request, ctext_block *block);
void ctext_release(ctext_block *block);

// Colours the layers: premultiplied RGBA, rows of 4 x width. The alpha of `plain`, the fill, applies to the glyphs of
// colour fonts too.
void ctext_compose(const ctext_block *block, ctext_colour plain, ctext_colour outline, uint8_t *rgba);

// A shadow's layer and the shape on top of it. The result is premultiplied RGBA of width x height; the shape
// (premultiplied RGBA) and the shadow (1 band) stand inside it at the given places.
typedef struct {
    const uint8_t *pixels;
    int x, y, width, height;
} ctext_layer;
void ctext_cast(ctext_layer shape, ctext_layer shadow, ctext_colour colour, double opacity, int width, int height,
                uint8_t *rgba);

#pragma clang assume_nonnull end
