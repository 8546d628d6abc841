// GIF's LZW: "GIF89a Specification", appendix F. Codes grow from bits + 1 to 12 bits; at 4096 codes the table starts
// anew.
#include <stdlib.h>
#include <string.h>

#include "cvips_gif.h"

enum { LAST = 4096, SLOTS = 1 << 14 };

// Codes are packed from the low bit up, and cut into blocks of 255 bytes, each behind its length.
typedef struct {
    uint8_t *out, *end, *block;
    uint64_t bits;
    int filled;
} packer;

static inline void put_byte(packer *p, uint8_t byte) {
    if (p->out - p->block == 256) {
        *p->block = 255;
        p->block = p->out++;
    }
    *p->out++ = byte;
}

static inline void put(packer *p, uint32_t code, int width) {
    p->bits |= (uint64_t)code << p->filled;
    p->filled += width;
    for (; p->filled >= 8; p->filled -= 8, p->bits >>= 8) put_byte(p, (uint8_t)p->bits);
}

size_t cvips_lzw(const uint8_t *indices, size_t count, int bits, uint8_t *out, size_t capacity) {
    // A string is its prefix's code and one more byte: 20 bits that name it, above the 12 bits of its own code. Empty
    // slots are 0: no string has code 0.
    uint32_t slots[SLOTS] = {0};
    const int least = bits < 2 ? 2 : bits;
    const uint32_t clear = 1u << least, stop = clear + 1;
    uint32_t next = stop + 1;
    int width = least + 1;
    if (capacity < 16) return 0;
    *out = (uint8_t)least;
    packer p = {.block = out + 1, .out = out + 2, .end = out + capacity - 16};
    put(&p, clear, width);
    uint32_t prefix = indices[0];
    for (size_t i = 1; i < count; i++) {
        const uint32_t name = prefix << 8 | indices[i];
        uint32_t slot = name * 2654435761u >> 18;
        while (slots[slot] && slots[slot] >> 12 != name) slot = (slot + 1) & (SLOTS - 1);
        if (slots[slot]) {
            prefix = slots[slot] & 4095;
            continue;
        }
        if (p.out >= p.end) return 0;
        put(&p, prefix, width);
        prefix = indices[i];
        if (next < LAST) {
            // The reader adds its code one step later, so the width grows when the code that it lacks does not fit.
            if (next == 1u << width) width++;
            slots[slot] = name << 12 | next++;
        } else {
            put(&p, clear, width);
            memset(slots, 0, sizeof slots);
            next = stop + 1;
            width = least + 1;
        }
    }
    put(&p, prefix, width);
    // The reader now knows one code more, which may need another bit.
    if (next == 1u << width && width < 12) width++;
    put(&p, stop, width);
    if (p.filled) put_byte(&p, (uint8_t)p.bits);
    *p.block = (uint8_t)(p.out - p.block - 1);
    *p.out++ = 0;
    return (size_t)(p.out - out);
}
