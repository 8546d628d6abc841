#include <stdlib.h>
#include <string.h>

#include <cgif.h>

#include "floor.h"

/* A reader over the file that ends the program at its end rather than beyond it. */
struct reader {
    struct bytes file;
    size_t next;
    const char *path;
};

static unsigned byte(struct reader *r)
{
    if (r->next >= r->file.count)
        fail(r->path, "the GIF ends too early");
    return r->file.at[r->next++];
}

static unsigned word(struct reader *r)
{
    unsigned low = byte(r);
    return low | byte(r) << 8;
}

/* A colour table has 2^(n+1) entries, n in the low three bits of the flags; without bit 7 there is none. */
static void read_palette(struct reader *r, unsigned flags, unsigned char *palette)
{
    if (flags & 0x80)
        for (unsigned i = 0; i < 3u << ((flags & 7) + 1); i++)
            palette[i] = (unsigned char)byte(r);
}

static void skip_blocks(struct reader *r)
{
    for (unsigned count; (count = byte(r)) != 0; r->next += count) {
    }
}

/* LZW as in GIF: codes of growing width, low bits first, in blocks of up to 255 bytes. `prefix` and `last` spell each
 * code backwards, so a string is written from its end; `size` says how long it is. */
static void read_indices(struct reader *r, unsigned char *out, size_t pixels)
{
    static unsigned short prefix[4096], size[4096];
    static unsigned char last[4096], first[4096];
    unsigned root = byte(r);
    if (root < 2 || root > 8)
        fail(r->path, "not a GIF code size");
    unsigned clear = 1u << root, width = root + 1, next = clear + 2, previous = clear;
    for (unsigned i = 0; i < clear; i++) {
        size[i] = 1;
        first[i] = last[i] = (unsigned char)i;
    }
    unsigned bits = 0, held = 0, block = 0;
    for (size_t written = 0;;) {
        for (; held < width; held += 8) {
            if (block == 0 && (block = byte(r)) == 0)
                fail(r->path, "a frame ends too early");
            bits |= byte(r) << held;
            block--;
        }
        unsigned code = bits & ((1u << width) - 1);
        bits >>= width;
        held -= width;
        if (code == clear + 1) {
            if (written != pixels)
                fail(r->path, "a frame ends too early");
            break;
        }
        if (code == clear) {
            width = root + 1;
            next = clear + 2;
            previous = clear;
            continue;
        }
        if (code > next || (code == next && previous == clear))
            fail(r->path, "a code that was never made");
        if (previous != clear && next < 4096) {
            /* The new string is the previous one and the first index of this one, which may be that very string. */
            prefix[next] = (unsigned short)previous;
            size[next] = (unsigned short)(size[previous] + 1);
            first[next] = first[previous];
            last[next] = first[code == next ? previous : code];
            next++;
            if (next == 1u << width && width < 12)
                width++;
        }
        if (size[code] > pixels - written)
            fail(r->path, "a frame with too many pixels");
        unsigned char *at = out + (written += size[code]);
        for (unsigned c = code, n = size[code]; n > 0; n--, c = prefix[c])
            *--at = last[c];
        previous = code;
    }
    r->next += block;
    skip_blocks(r);
}

struct frames frames_of_gif(struct bytes gif, const char *path)
{
    struct reader r = {gif, 6, path};
    unsigned char shared[768] = {0};
    if (gif.count < 13 || memcmp(gif.at, "GIF8", 4) != 0)
        fail(path, "not a GIF");
    struct frames frames = {.width = word(&r), .height = word(&r)};
    unsigned flags = byte(&r);
    r.next += 2;
    read_palette(&r, flags, shared);
    size_t pixels = (size_t)frames.width * frames.height;
    for (unsigned kind; (kind = byte(&r)) != 0x3b;) {
        if (kind == 0x21) {
            byte(&r);
            skip_blocks(&r);
            continue;
        }
        if (kind != 0x2c)
            fail(path, "an unknown block in the GIF");
        unsigned left = word(&r), top = word(&r), width = word(&r), height = word(&r);
        if (left || top || width != frames.width || height != frames.height)
            fail(path, "a frame that is smaller than the GIF");
        frames.indices = realloc(frames.indices, pixels * (frames.count + 1));
        frames.palettes = realloc(frames.palettes, 768u * (frames.count + 1));
        unsigned char *palette = frames.palettes + 768u * frames.count;
        memcpy(palette, shared, sizeof shared);
        read_palette(&r, byte(&r), palette);
        read_indices(&r, frames.indices + pixels * frames.count, pixels);
        frames.count++;
    }
    return frames;
}

static int discard(void *context, const uint8_t *bytes, const size_t count)
{
    (void)context, (void)bytes, (void)count;
    return 0;
}

void encode_frames(struct frames frames)
{
    CGIF_Config config = {
        .attrFlags = CGIF_ATTR_IS_ANIMATED | CGIF_ATTR_NO_GLOBAL_TABLE,
        .width = (uint16_t)frames.width,
        .height = (uint16_t)frames.height,
        .pWriteFn = discard,
    };
    CGIF *gif = cgif_newgif(&config);
    for (unsigned i = 0; gif && i < frames.count; i++) {
        CGIF_FrameConfig frame = {
            .pLocalPalette = frames.palettes + 768u * i,
            .pImageData = frames.indices + (size_t)frames.width * frames.height * i,
            .attrFlags = CGIF_FRAME_ATTR_USE_LOCAL_TABLE,
            .delay = 50,
            .numLocalPaletteEntries = 256,
        };
        if (cgif_addframe(gif, &frame) != 0)
            fail("cgif", "refused a frame");
    }
    if (!gif || cgif_close(gif) != 0)
        fail("cgif", "could not write");
}
