// Keying: a picture taken in front of a coloured screen, taken apart into its subject, its coverage and the screen.
//
// Order of calls: new, measure (bands of rows, in parallel), solve (once), then rows (bands of rows, in parallel).
// Every result is a function of the whole picture and of the pixel alone, so that any split into bands, on any number
// of threads and with any vector instructions, gives the same bytes.
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#pragma clang assume_nonnull begin

typedef struct {
    bool automatic;       // find the key colour along the borders; otherwise `key`
    uint8_t key[3];       // sRGB
    float tolerance;      // how far from the key's chroma the screen may be, in shares of its brightness: 0.02…0.5
    float clip;           // screen share below which a pixel is opaque: 0…0.5
    float gain;           // steepness of coverage; 1 is physical: 0.5…4
    float spill;          // share of the screen's reflected light that is removed: 0…1
    float keep;           // share of its own key-like colour that the subject keeps: 0…1
    float core;           // screen share that must be seen nearby before anything turns see-through: 0.1…0.95
    float shadow;         // share of the shadows on the screen that is kept: 0…1
    float edge;           // -1 grows, +1 shrinks the soft edge by its whole width; 0 leaves it
} cvips_key_options;

typedef enum {
    CVIPS_KEY_FOUND = 0,
    CVIPS_KEY_NO_SCREEN,  // nothing along the borders, or nowhere, looks like a screen
    CVIPS_KEY_GREY,       // the key colour has no hue to tell it by
    CVIPS_KEY_NO_MEMORY,
} cvips_key_outcome;

typedef struct {
    uint8_t key[3];       // the key colour used, sRGB
    float share;          // of the picture that is plain screen, 0…1
    float unevenness;     // brightest over darkest part of the screen
    float chroma;         // 1 - second strongest over strongest channel of the key, in linear light
    float clipped;        // share of the plain screen whose strongest channel is at its limit
    float spill;          // screen light found on the subject; 0: none
} cvips_key_report;

typedef struct cvips_key cvips_key;

// NULL when memory is short. Sizes from 1 to 65,535.
cvips_key *_Nullable cvips_key_new(int width, int height, cvips_key_options options);
void cvips_key_free(cvips_key *_Nullable key);

// Rows that one band of `measure` must be a multiple of, and start at a multiple of.
enum { CVIPS_KEY_BAND = 4 };

// Takes means of rows top..<bottom of `picture` (RGB, 3 bytes a pixel, whole, no padding).
void cvips_key_measure(cvips_key *key, const uint8_t *picture, int top, int bottom);

// Finds the screen and everything that the rows need. `plate` was measured and solved on a shot of the empty screen of
// the same size (`cvips_key_solve_empty`), or is NULL; light that has changed since, and shadows of the subject, are allowed for.
cvips_key_outcome cvips_key_solve(cvips_key *key, const uint8_t *picture, const cvips_key *_Nullable plate);

// The screen as frames of a live view have shown it so far, of one size: where a guest stands now, it may have been seen before.
// One thread at a time.
typedef struct cvips_key_field cvips_key_field;
cvips_key_field *_Nullable cvips_key_field_new(void);
void cvips_key_field_free(cvips_key_field *_Nullable field);

// Before `solve`: the frame goes on from `field`, and leaves what it shows there. Of a first frame, or of one that is as the one before,
// the result is that of a picture by itself.
void cvips_key_follow(cvips_key *key, cvips_key_field *field);

// The same on the shot of an empty screen that is to be a plate: what the rows need is left out.
cvips_key_outcome cvips_key_solve_empty(cvips_key *key, const uint8_t *picture);

cvips_key_report cvips_key_figures(const cvips_key *key);

// Rows top..<bottom of one result; `picture`, `signal` and `out` point at the first pixel of the whole picture. `signal` is what was
// measured, from which coverage follows: the picture itself, or the picture without its noise.
// over: RGB, the subject over `background` (RGB, same size), mixed in linear light.
void cvips_key_over(const cvips_key *key, const uint8_t *picture, const uint8_t *signal, const uint8_t *background, uint8_t *out, int top,
                    int bottom);
// cut: RGBA, premultiplied, cleaned of the screen, on its shadow.
void cvips_key_cut(const cvips_key *key, const uint8_t *picture, const uint8_t *signal, uint8_t *out, int top, int bottom);
// `count` pixels of a cut-out made by that (RGBA, premultiplied) over `background` (RGB), mixed in linear light.
void cvips_key_lay(const uint8_t *cut, const uint8_t *background, uint8_t *out, size_t count);
// matte: coverage, 0 to 255 or to 65,535.
void cvips_key_matte8(const cvips_key *key, const uint8_t *picture, const uint8_t *signal, uint8_t *out, int top, int bottom);
void cvips_key_matte16(const cvips_key *key, const uint8_t *picture, const uint8_t *signal, uint16_t *out, int top, int bottom);
// shadow: RGBA, black with the share of light that the subject takes from the screen; nothing unless options.shadow > 0.
void cvips_key_shadow(const cvips_key *key, uint8_t *out, int top, int bottom);
// screen: RGB, the screen as it would look without the subject.
void cvips_key_screen(const cvips_key *key, uint8_t *out, int top, int bottom);

#pragma clang assume_nonnull end
