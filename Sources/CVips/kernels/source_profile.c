// Every call has an lcms2 context of its own and no cache in the transform: nothing is shared between threads, and a pixel's
// result does not depend on its neighbours.
#include "cvips_source_profile.h"

#include "cvips_math.h"

#include <lcms2.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>
#include <vips/vips.h>

static bool is_of(cmsHPROFILE profile, cvips_model model) {
    cmsColorSpaceSignature space = cmsGetColorSpace(profile);
    switch (model) {
    case CVIPS_GREY: return space == cmsSigGrayData;
    case CVIPS_CMYK: return space == cmsSigCmykData;
    default: return space == cmsSigRgbData;
    }
}

static bool near(const cmsCIEXYZ *is, double x, double y, double z) {
    return is && fabs(is->X - x) < 0.0015 && fabs(is->Y - y) < 0.0015 && fabs(is->Z - z) < 0.0015;
}

static bool is_srgb_curve(const cmsToneCurve *curve) {
    for (int i = 0; curve && i <= 32; i++) {
        double c = i / 32.0, light = cvips_srgb_decoded(c);
        if (fabs(cmsEvalToneCurveFloat(curve, (float)c) - light) > 0.002) return false;
    }
    return curve != NULL;
}

// sRGB by what it does rather than by its name: many writers attach their own copy under their own name. Primaries are
// those of IEC 61966-2-1 adapted to D50.
static bool is_srgb(cmsHPROFILE p) {
    return cmsIsMatrixShaper(p) && !cmsIsTag(p, cmsSigAToB0Tag) &&
           near(cmsReadTag(p, cmsSigRedColorantTag), 0.4361, 0.2225, 0.0139) &&
           near(cmsReadTag(p, cmsSigGreenColorantTag), 0.3851, 0.7169, 0.0971) &&
           near(cmsReadTag(p, cmsSigBlueColorantTag), 0.1431, 0.0606, 0.7141) &&
           is_srgb_curve(cmsReadTag(p, cmsSigRedTRCTag)) && is_srgb_curve(cmsReadTag(p, cmsSigGreenTRCTag)) &&
           is_srgb_curve(cmsReadTag(p, cmsSigBlueTRCTag));
}


static cmsHTRANSFORM transform_of(cmsContext context, cvips_profile profile, cvips_model model, cmsUInt32Number flags) {
    static const cmsUInt32Number formats[] = {TYPE_GRAY_8, TYPE_RGB_8, TYPE_RGB_8, TYPE_CMYK_8};
    cmsHPROFILE from = cmsOpenProfileFromMemTHR(context, profile.bytes, (cmsUInt32Number)profile.size);
    cmsHPROFILE srgb = cmsCreate_sRGBProfileTHR(context);
    cmsHTRANSFORM transform = NULL;
    if (from && srgb && is_of(from, model))
        transform = cmsCreateTransformTHR(context, from, formats[model], srgb, TYPE_RGB_8, INTENT_RELATIVE_COLORIMETRIC,
                                          flags | cmsFLAGS_NOCACHE | cmsFLAGS_BLACKPOINTCOMPENSATION);
    if (from) cmsCloseProfile(from);
    if (srgb) cmsCloseProfile(srgb);
    return transform;
}

// Whether lcms2 can convert from it is known only when it has tried.
cvips_profile_use cvips_profile_judged(cvips_profile profile, cvips_model model) {
    if (!profile.bytes) return CVIPS_PROFILE_NONE;
    if (profile.size > UINT32_MAX) return CVIPS_PROFILE_UNUSABLE;
    cvips_profile_use use = CVIPS_PROFILE_UNUSABLE;
    cmsContext context = cmsCreateContext(NULL, NULL);
    cmsHPROFILE p = context ? cmsOpenProfileFromMemTHR(context, profile.bytes, (cmsUInt32Number)profile.size) : NULL;
    if (p && is_of(p, model)) {
        if (is_srgb(p)) {
            use = CVIPS_PROFILE_NONE;
        } else {
            cmsHTRANSFORM transform = transform_of(context, profile, model, cmsFLAGS_NOOPTIMIZE);
            if (transform) use = CVIPS_PROFILE_NEEDED;
            if (transform) cmsDeleteTransform(transform);
        }
    } else if (p && model == CVIPS_GREY && is_of(p, CVIPS_RGB)) {
        use = CVIPS_PROFILE_NONE;
    }
    if (p) cmsCloseProfile(p);
    if (context) cmsDeleteContext(context);
    return use;
}

enum { CHUNK = 1024 };  // pixels that are repacked at a time

static void transform_grey(cmsHTRANSFORM transform, const uint8_t *in, uint8_t *out, size_t pixels) {
    uint8_t grey[CHUNK];
    for (size_t i = 0; i < pixels; i++) grey[i] = in[3 * i];
    cmsDoTransform(transform, grey, out, (cmsUInt32Number)pixels);
}

static void transform_premultiplied(cmsHTRANSFORM transform, const uint8_t *in, uint8_t *out, size_t pixels) {
    uint8_t straight[3 * CHUNK];
    for (size_t i = 0; i < pixels; i++) {
        unsigned int alpha = in[4 * i + 3];
        for (int b = 0; b < 3; b++) {
            unsigned int value = alpha ? (in[4 * i + b] * 255u + alpha / 2) / alpha : 0;
            straight[3 * i + b] = (uint8_t)(value > 255 ? 255 : value);
        }
    }
    cmsDoTransform(transform, straight, straight, (cmsUInt32Number)pixels);
    for (size_t i = 0; i < pixels; i++) {
        unsigned int alpha = in[4 * i + 3];
        for (int b = 0; b < 3; b++) out[4 * i + b] = (uint8_t)((straight[3 * i + b] * alpha + 127) / 255);
        out[4 * i + 3] = (uint8_t)alpha;
    }
}

static void transform_inverted(cmsHTRANSFORM transform, const uint8_t *in, uint8_t *out, size_t pixels) {
    uint8_t inks[4 * CHUNK];
    for (size_t i = 0; i < 4 * pixels; i++) inks[i] = (uint8_t)(255 - in[i]);
    cmsDoTransform(transform, inks, out, (cmsUInt32Number)pixels);
}

static void transform_chunk(cmsHTRANSFORM transform, cvips_model model, bool inverted, const uint8_t *in, uint8_t *out,
                            size_t pixels) {
    if (inverted) return transform_inverted(transform, in, out, pixels);
    if (model == CVIPS_GREY) return transform_grey(transform, in, out, pixels);
    if (model == CVIPS_RGBA) return transform_premultiplied(transform, in, out, pixels);
    cmsDoTransform(transform, in, out, (cmsUInt32Number)pixels);
}

bool cvips_to_srgb(cvips_profile profile, cvips_model model, const uint8_t *in, uint8_t *out, size_t pixels, bool inverted) {
    if (!profile.bytes || profile.size > UINT32_MAX) return false;
    cmsContext context = cmsCreateContext(NULL, NULL);
    cmsHTRANSFORM transform = context ? transform_of(context, profile, model, 0) : NULL;
    size_t from = model == CVIPS_RGBA || model == CVIPS_CMYK ? 4 : 3, to = model == CVIPS_RGBA ? 4 : 3;
    for (size_t start = 0; transform && start < pixels; start += CHUNK)
        transform_chunk(transform, model, inverted && model == CVIPS_CMYK, in + start * from, out + start * to,
                        pixels - start < CHUNK ? pixels - start : CHUNK);
    if (transform) cmsDeleteTransform(transform);
    if (context) cmsDeleteContext(context);
    return transform != NULL;
}

static cmsToneCurve *curve_of(cmsContext context, double gamma) {
    static const cmsFloat64Number srgb[] = {2.4, 1 / 1.055, 0.055 / 1.055, 1 / 12.92, 0.04045};
    return gamma > 0 ? cmsBuildGamma(context, gamma) : cmsBuildParametricToneCurve(context, 4, srgb);
}

void *cvips_rgb_profile(const double *c, double gamma, size_t *size) {
    cmsCIExyY white = {c[6], c[7], 1};
    cmsCIExyYTRIPLE primaries = {{c[0], c[1], 1}, {c[2], c[3], 1}, {c[4], c[5], 1}};
    cmsContext context = cmsCreateContext(NULL, NULL);
    cmsToneCurve *curve = context ? curve_of(context, gamma) : NULL;
    cmsToneCurve *curves[3] = {curve, curve, curve};
    cmsHPROFILE profile = curve ? cmsCreateRGBProfileTHR(context, &white, &primaries, curves) : NULL;
    cmsUInt32Number length = 0;
    void *bytes = NULL;
    if (profile && cmsSaveProfileToMem(profile, NULL, &length) && (bytes = malloc(length)))
        cmsSaveProfileToMem(profile, bytes, &length);
    *size = length;
    if (profile) cmsCloseProfile(profile);
    if (curve) cmsFreeToneCurve(curve);
    if (context) cmsDeleteContext(context);
    return bytes;
}

void *cvips_adobe_rgb(size_t *size) {
    static const double colours[] = {0.64, 0.33, 0.21, 0.71, 0.15, 0.06, 0.3127, 0.3290};
    return cvips_rgb_profile(colours, 563.0 / 256, size);
}

void *cvips_printer_profile(size_t *size) {
    VipsBlob *blob = NULL;
    if (vips_profile_load("cmyk", &blob, NULL) != 0 || !blob) return NULL;
    const void *bytes = vips_blob_get(blob, size);
    void *copy = malloc(*size);
    if (copy) memcpy(copy, bytes, *size);
    vips_area_unref(VIPS_AREA(blob));
    return copy;
}
