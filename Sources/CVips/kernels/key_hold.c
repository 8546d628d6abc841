// The screen held from one frame of a live view to the next: what stood behind a guest a moment ago is known.
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "key.h"

static const float calm = 0.1f;    // change of a tile, as a share of its light, that is noise and no shadow
static const float other = 0.15f;  // mean change beyond which it is another view: the camera was moved

cvips_key_field *cvips_key_field_new(void) { return calloc(1, sizeof(cvips_key_field)); }

void cvips_key_field_free(cvips_key_field *field) {
    if (!field) return;
    free(field->room);
    free(field);
}

void cvips_key_follow(cvips_key *key, cvips_key_field *field) { key->field = field; }

void key_forget(cvips_key_field *field) {
    free(field->room);
    field->room = NULL;
    field->known = false;
}

// By how much the light has changed since, by channel, from the tiles that were and are plain. False when it is another view.
static bool find_gain(const cvips_key_field *field, float *const colour[3], const float *weight, size_t count,
                      float gain[3]) {
    double now[3] = {0}, then[3] = {0};
    size_t both = 0;
    for (size_t i = 0; i < count; i++) {
        if (weight[i] <= 0 || field->weight[i] <= 0) continue;
        for (int c = 0; c < 3; c++) now[c] += colour[c][i], then[c] += field->colour[c][i];
        both++;
    }
    for (int c = 0; c < 3; c++) gain[c] = then[c] > 0 && now[c] > 0 ? (float)(now[c] / then[c]) : 1;
    if (!both) return true;
    double far = 0, all = 0;
    for (size_t i = 0; i < count; i++) {
        if (weight[i] <= 0 || field->weight[i] <= 0) continue;
        for (int c = 0; c < 3; c++) {
            far += fabsf(colour[c][i] - field->colour[c][i] * gain[c]);
            all += colour[c][i];
        }
    }
    return far <= other * all;
}

bool key_recall(cvips_key *key, float *const colour[3], float *weight) {
    cvips_key_field *field = key->field;
    const size_t count = (size_t)key->tiles_x * key->tiles_y;
    float gain[3];
    if (field->known && (field->tiles_x != key->tiles_x || field->tiles_y != key->tiles_y)) key_forget(field);
    if (field->known && !find_gain(field, colour, weight, count, gain)) key_forget(field);
    if (!field->known) {
        field->room = malloc(sizeof *field->room * count * 4);
        if (!field->room) return false;
        for (int c = 0; c < 3; c++) field->colour[c] = field->room + c * count;
        field->weight = field->room + 3 * count;
        memset(field->weight, 0, sizeof *field->weight * count);
        for (int c = 0; c < 3; c++) gain[c] = 1;
        field->tiles_x = key->tiles_x;
        field->tiles_y = key->tiles_y;
        field->known = true;
    }
    memcpy(field->key, key->report.key, sizeof field->key);
    for (size_t i = 0; i < count; i++) {
        const bool seen = weight[i] > 0, held = field->weight[i] > 0;
        for (int c = 0; c < 3; c++) {
            const float was = field->colour[c][i] * gain[c], is = colour[c][i];
            if (held && !seen) colour[c][i] = was;
            if (held && seen && fabsf(is - was) < calm * was) colour[c][i] = was + 0.5f * (is - was);
        }
        if (!seen && !held) continue;
        weight[i] = field->weight[i] = 1;
        for (int c = 0; c < 3; c++) field->colour[c][i] = colour[c][i];
    }
    return true;
}
