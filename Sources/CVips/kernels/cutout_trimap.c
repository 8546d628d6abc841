// Where the matte is to be believed as it is, and where the picture has a say: along every outline, and wider where the matte is
// soft over some area, as it is in hair.
#include "cutout.h"

#include <stdlib.h>
#include <string.h>

enum {
    SURE = 62259,    // coverage above which a place is a person: 0.95
    NONE = 3277,     // and below which it is none: 0.05
    MARGIN = 2,      // places along an outline that stay open on both sides
    WINDOW = 7,      // to each side, in which soft places are counted
    SHARE = 8,       // of a window, one in so many makes a soft area
    HAIR = 4,        // places about a soft area that stay open
};

// Whether any of `map` within `radius` is set, by rows and columns.
static void grow(uint8_t *map, int across, int down, int radius, uint8_t *scratch) {
    for (int y = 0; y < down; y++) {
        const uint8_t *row = map + (size_t)y * across;
        int last = -radius - 1;
        for (int x = 0; x < across; x++) {
            if (row[x]) last = x;
            scratch[(size_t)y * across + x] = x - last <= radius;
        }
        last = across + radius + 1;
        for (int x = across - 1; x >= 0; x--) {
            if (row[x]) last = x;
            scratch[(size_t)y * across + x] |= last - x <= radius;
        }
    }
    for (int x = 0; x < across; x++) {
        int last = -radius - 1;
        for (int y = 0; y < down; y++) {
            if (scratch[(size_t)y * across + x]) last = y;
            map[(size_t)y * across + x] = y - last <= radius;
        }
        last = down + radius + 1;
        for (int y = down - 1; y >= 0; y--) {
            if (scratch[(size_t)y * across + x]) last = y;
            map[(size_t)y * across + x] |= last - y <= radius;
        }
    }
}

// Keeps those of `map` about which many are set.
static void thin(uint8_t *map, int across, int down, uint32_t *sums) {
    const size_t stride = (size_t)across + 1;
    memset(sums, 0, stride * sizeof *sums);
    for (int y = 0; y < down; y++) {
        uint32_t run = 0;
        sums[(y + 1) * stride] = 0;
        for (int x = 0; x < across; x++) {
            run += map[(size_t)y * across + x];
            sums[(y + 1) * stride + x + 1] = sums[y * stride + x + 1] + run;
        }
    }
    for (int y = 0; y < down; y++) {
        const int top = y > WINDOW ? y - WINDOW : 0, bottom = y + WINDOW < down ? y + WINDOW + 1 : down;
        for (int x = 0; x < across; x++) {
            if (!map[(size_t)y * across + x]) continue;
            const int left = x > WINDOW ? x - WINDOW : 0, right = x + WINDOW < across ? x + WINDOW + 1 : across;
            const uint32_t count = sums[bottom * stride + right] - sums[top * stride + right] - sums[bottom * stride + left] +
                                   sums[top * stride + left];
            map[(size_t)y * across + x] = count * SHARE >= (2 * WINDOW + 1) * (2 * WINDOW + 1);
        }
    }
}

bool cutout_find_outline(const uint16_t *matte, int across, int down, uint8_t *kind) {
    const size_t places = (size_t)across * down;
    uint8_t *room = malloc(places * 4);
    uint32_t *sums = malloc(((size_t)across + 1) * ((size_t)down + 1) * sizeof *sums);
    const bool ready = room && sums;
    if (ready) {
        uint8_t *person = room, *behind = room + places, *hair = room + 2 * places, *scratch = room + 3 * places;
        for (size_t i = 0; i < places; i++) {
            person[i] = matte[i] <= SURE;
            behind[i] = matte[i] >= NONE;
            hair[i] = matte[i] > NONE && matte[i] < SURE;
        }
        grow(person, across, down, MARGIN, scratch);
        grow(behind, across, down, MARGIN, scratch);
        thin(hair, across, down, sums);
        grow(hair, across, down, HAIR, scratch);
        for (size_t i = 0; i < places; i++) kind[i] = hair[i] ? OPEN : !person[i] ? PERSON : !behind[i] ? BEHIND : OPEN;
    }
    free(room);
    free(sums);
    return ready;
}
