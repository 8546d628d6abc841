// Keying, the frame: what is measured, in which order it is solved, what is told.
#include "key.h"

#include <stdlib.h>
#include <string.h>

cvips_key *cvips_key_new(int width, int height, cvips_key_options options) {
    cvips_key *key = calloc(1, sizeof *key);
    if (!key) return NULL;
    key->width = width;
    key->height = height;
    key->options = options;
    key->blocks_x = (width + BLOCK - 1) / BLOCK;
    key->blocks_y = (height + BLOCK - 1) / BLOCK;
    key->cells_x = (width + CELL - 1) / CELL;
    key->cells_y = (height + CELL - 1) / CELL;
    key->tiles_x = (width + TILE - 1) / TILE;
    key->tiles_y = (height + TILE - 1) / TILE;
    key->means = malloc(sizeof *key->means * 3 * key->blocks_x * key->blocks_y);
    if (key->means) return key;
    free(key);
    return NULL;
}

void cvips_key_free(cvips_key *key) {
    if (!key) return;
    free(key->means);
    free(key->planes);
    free(key->shadow);
    free(key);
}

void cvips_key_measure(cvips_key *key, const uint8_t *picture, int top, int bottom) {
    const uint16_t *fine = key_get_tables()->fine;
    const size_t stride = (size_t)key->width * 3;
    for (int y = top; y < bottom; y += BLOCK) {
        const int rows = key->height - y < BLOCK ? key->height - y : BLOCK;
        uint16_t *out = key->means + (size_t)(y / BLOCK) * key->blocks_x * 3;
        for (int x = 0; x < key->width; x += BLOCK, out += 3) {
            const int columns = key->width - x < BLOCK ? key->width - x : BLOCK;
            const uint8_t *p = picture + y * stride + (size_t)x * 3;
            uint32_t r = 0, g = 0, b = 0;
            if (rows == BLOCK && columns == BLOCK) {
                for (int row = 0; row < BLOCK; row++, p += stride) {
                    r += fine[p[0]] + fine[p[3]] + fine[p[6]] + fine[p[9]];
                    g += fine[p[1]] + fine[p[4]] + fine[p[7]] + fine[p[10]];
                    b += fine[p[2]] + fine[p[5]] + fine[p[8]] + fine[p[11]];
                }
                out[0] = (uint16_t)((r + 8) >> 4);
                out[1] = (uint16_t)((g + 8) >> 4);
                out[2] = (uint16_t)((b + 8) >> 4);
                continue;
            }
            for (int row = 0; row < rows; row++, p += stride)
                for (int column = 0; column < columns; column++) {
                    r += fine[p[column * 3]];
                    g += fine[p[column * 3 + 1]];
                    b += fine[p[column * 3 + 2]];
                }
            const uint32_t n = (uint32_t)(rows * columns);
            out[0] = (uint16_t)((r + n / 2) / n);
            out[1] = (uint16_t)((g + n / 2) / n);
            out[2] = (uint16_t)((b + n / 2) / n);
        }
    }
}

// Takes a key colour: its planes' order, its sign, how far it is from grey.
static void take(cvips_key *key, const uint8_t colour[3]) {
    const float *linear = key_get_tables()->linear;
    int high = 0, low = 0;
    for (int c = 1; c < 3; c++) {
        if (linear[colour[c]] > linear[colour[high]]) high = c;
        if (linear[colour[c]] <= linear[colour[low]]) low = c;
    }
    const int middle = high == low ? 0 : 3 - high - low;
    const float top = linear[colour[high]], mid = linear[colour[middle]], least = linear[colour[low]];
    key->sign = top - mid >= mid - least ? 1 : -1;
    key->order[0] = key->sign > 0 ? high : low;
    key->order[1] = (key->order[0] + 1) % 3;
    key->order[2] = (key->order[0] + 2) % 3;
    for (int p = 0; p < 3; p++) key->key[p] = linear[colour[key->order[p]]];
    memcpy(key->report.key, colour, 3);
    key->report.chroma = top <= 0 ? 0 : key->sign > 0 ? 1 - mid / top : 1 - least / mid;
}

static const float grey = 0.2f;  // chroma below which a key cannot be told from grey

// Whether a colour found by itself is likely a screen's. Wood, brick, skin and sand are red to yellow, so there only a
// saturated colour counts, and of the mixed ones only an even mixture.
static bool likely(const cvips_key *key, const uint8_t colour[3]) {
    const float *linear = key_get_tables()->linear;
    const float red = linear[colour[0]], green = linear[colour[1]], blue = linear[colour[2]];
    if (key->sign > 0) return key->report.chroma >= (red > green && red > blue ? 0.75f : 0.5f);
    const float a = linear[colour[key->order[1]]], b = linear[colour[key->order[2]]];
    return key->report.chroma >= 0.75f && (a < b ? a >= 0.7f * b : b >= 0.7f * a);
}

// Takes the commonest colour along the borders that a screen may have; walls and clothes are passed over.
static bool find_likely(cvips_key *key, const uint8_t *picture) {
    uint8_t colour[3];
    for (int rank = 0; rank < 3 && key_find_colour(picture, key->width, key->height, rank, colour); rank++) {
        take(key, colour);
        if (likely(key, colour)) return true;
    }
    return false;
}

// The key and the screen.
static cvips_key_outcome find(cvips_key *key, const uint8_t *picture, const cvips_key *plate) {
    if (!key->planes) key->planes = malloc(sizeof *key->planes * PLANES * key->cells_x * key->cells_y);
    if (!key->planes) return CVIPS_KEY_NO_MEMORY;
    if (key->options.shadow > 0 && !key->shadow) {
        key->shadow = malloc(sizeof *key->shadow * key->cells_x * key->cells_y);
        if (!key->shadow) return CVIPS_KEY_NO_MEMORY;
    }
    memset(&key->report, 0, sizeof key->report);
    cvips_key_outcome outcome = CVIPS_KEY_NO_SCREEN;
    if (!key->options.automatic) {
        take(key, key->options.key);
        if (key->report.chroma < grey) return CVIPS_KEY_GREY;
        const int strong = key->order[0];
        const float sign = key->sign;
        outcome = key_solve_screen(key, plate);
        // A key picked by name ("#00ff00") means the screen of that hue, whatever its true colour.
        if (outcome == CVIPS_KEY_NO_SCREEN && find_likely(key, picture) && key->order[0] == strong &&
            key->sign == sign)
            outcome = key_solve_screen(key, plate);
        return outcome;
    }
    // The screen of the frame before is this one's, as long as it is seen.
    if (key->field && key->field->known) {
        take(key, key->field->key);
        outcome = key_solve_screen(key, plate);
        if (outcome == CVIPS_KEY_FOUND) return outcome;
        key_forget(key->field);
    }
    if (find_likely(key, picture)) outcome = key_solve_screen(key, plate);
    // Guests may hide all borders.
    if (outcome == CVIPS_KEY_NO_SCREEN && plate && plate->report.share > 0) {
        take(key, plate->report.key);
        outcome = key_solve_screen(key, plate);
    }
    return outcome;
}

cvips_key_outcome cvips_key_solve_empty(cvips_key *key, const uint8_t *picture) { return find(key, picture, NULL); }

cvips_key_outcome cvips_key_solve(cvips_key *key, const uint8_t *picture, const cvips_key *plate) {
    const cvips_key_outcome outcome = find(key, picture, plate);
    if (outcome != CVIPS_KEY_FOUND) return outcome;
    return key_solve_subject(key) ? CVIPS_KEY_FOUND : CVIPS_KEY_NO_MEMORY;
}

cvips_key_report cvips_key_figures(const cvips_key *key) { return key->report; }
