#include "CText.h"

#include <string.h>

// (value / 255), rounded, for products of two bytes.
static inline unsigned per255(unsigned value) { return (value + 128 + ((value + 128) >> 8)) >> 8; }

// Shares of two colours that never overlap: `a` covers `inside`, `b` the rest of `outside`. Adding their premultiplied
// parts leaves no seam between them, and keeps the outline from showing through a translucent fill.
static inline uint8_t share(unsigned a, unsigned inside, unsigned b, unsigned rest) {
    return (uint8_t)((a * inside + b * rest + 32512) / 65025);
}

static inline void compose_pixel(ctext_colour a, ctext_colour b, unsigned inside, unsigned outside, uint8_t *to) {
    unsigned rest = outside > inside ? outside - inside : 0;
    to[0] = share(a.red * a.alpha, inside, b.red * b.alpha, rest);
    to[1] = share(a.green * a.alpha, inside, b.green * b.alpha, rest);
    to[2] = share(a.blue * a.alpha, inside, b.blue * b.alpha, rest);
    to[3] = share(255 * a.alpha, inside, 255 * b.alpha, rest);
}

// A premultiplied pixel over the one that is there.
static inline void lay_over(const unsigned from[4], uint8_t *to) {
    for (int band = 0; band < 4; band++) to[band] = (uint8_t)(from[band] + per255(to[band] * (255 - from[3])));
}

static inline void lay_colour(uint32_t argb, unsigned alpha, uint8_t *to) {
    const unsigned from[4] = {per255((argb >> 16 & 255) * alpha), per255((argb >> 8 & 255) * alpha),
                              per255((argb & 255) * alpha), per255((argb >> 24) * alpha)};
    lay_over(from, to);
}

void ctext_compose(const ctext_block *block, ctext_colour plain, ctext_colour outline, uint8_t *rgba) {
    for (int y = 0; y < block->height; y++) {
        const uint8_t *fill = block->fill + (size_t)y * block->stride;
        const uint8_t *outer = block->outer ? block->outer + (size_t)y * block->stride : fill;
        const uint8_t *colour = block->colour ? block->colour + (size_t)y * block->width * 4 : NULL;
        uint8_t *to = rgba + (size_t)y * block->width * 4;
        for (int x = 0; x < block->width; x++, to += 4) {
            if (outer[x] | fill[x]) compose_pixel(plain, outline, fill[x], outer[x], to);
            else memset(to, 0, 4);
            if (!colour) continue;
            uint32_t argb;
            memcpy(&argb, colour + (size_t)x * 4, 4);
            if (argb) lay_colour(argb, plain.alpha, to);
        }
    }
}

void ctext_cast(ctext_layer shape, ctext_layer shadow, ctext_colour colour, double opacity, int width, int height,
                uint8_t *rgba) {
    memset(rgba, 0, (size_t)width * height * 4);
    unsigned alpha = (unsigned)(colour.alpha * opacity + 0.5);
    for (int y = 0; y < shadow.height; y++) {
        const uint8_t *from = shadow.pixels + (size_t)y * shadow.width;
        uint8_t *to = rgba + ((size_t)(shadow.y + y) * width + shadow.x) * 4;
        colour.alpha = (uint8_t)alpha;
        for (int x = 0; x < shadow.width; x++, to += 4) {
            if (from[x]) compose_pixel(colour, colour, from[x], from[x], to);
        }
    }
    for (int y = 0; y < shape.height; y++) {
        const uint8_t *from = shape.pixels + (size_t)y * shape.width * 4;
        uint8_t *to = rgba + ((size_t)(shape.y + y) * width + shape.x) * 4;
        for (int x = 0; x < shape.width; x++, from += 4, to += 4) {
            if (!from[3]) continue;
            const unsigned pixel[4] = {from[0], from[1], from[2], from[3]};
            lay_over(pixel, to);
        }
    }
}
