#include "cvips_profile.h"
#include "cvips_encode.h"

#include <stdio.h>

#include <lcms2.h>

enum { BLOCK = 4096 };

int cvips_profile_convert(const uint8_t *pixels, uint8_t *converted, size_t count, int bands, const uint8_t *profile,
                          size_t length, char *reason) {
    // A context of our own: lcms' global one is shared by all threads.
    cmsContext context = cmsCreateContext(NULL, NULL);
    cmsHPROFILE from = context ? cmsCreate_sRGBProfileTHR(context) : NULL;
    cmsHPROFILE to = from ? cmsOpenProfileFromMemTHR(context, profile, (cmsUInt32Number)length) : NULL;
    cmsHTRANSFORM transform = NULL;
    snprintf(reason, CVIPS_REASON, "it is not an ICC profile");
    if (!to) goto done;
    snprintf(reason, CVIPS_REASON, "it is not for RGB");
    if (cmsGetColorSpace(to) != cmsSigRgbData) goto done;
    snprintf(reason, CVIPS_REASON, "it cannot convert to its device");
    if (!cmsIsIntentSupported(to, INTENT_RELATIVE_COLORIMETRIC, LCMS_USED_AS_OUTPUT)) goto done;
    const cmsUInt32Number format = bands == 3 ? TYPE_RGB_8 : TYPE_RGBA_8;
    // NOCACHE: the one-pixel cache is not for several threads, and costs more than it saves on photographs.
    transform = cmsCreateTransformTHR(context, from, format, to, format, INTENT_RELATIVE_COLORIMETRIC,
                                      cmsFLAGS_NOCACHE | cmsFLAGS_BLACKPOINTCOMPENSATION |
                                          (bands == 4 ? cmsFLAGS_COPY_ALPHA : 0));
    if (!transform) goto done;
    // In blocks that stay in the cache: colours are divided by alpha, converted, and multiplied again.
    for (size_t done = 0; done < count; done += BLOCK) {
        const int n = count - done < BLOCK ? (int)(count - done) : BLOCK;
        const uint8_t *in = pixels + done * bands;
        uint8_t *out = converted + done * bands, straight[BLOCK * 4];
        if (bands == 4) cvips_straight(in, straight, n);
        cmsDoTransform(transform, bands == 4 ? straight : in, out, (cmsUInt32Number)n);
        for (int i = 0; bands == 4 && i < n * 4; i++)
            if (i % 4 != 3) out[i] = (uint8_t)((out[i] * out[i | 3] + 127) / 255);
    }
done:;
    const int result = transform ? 0 : -1;
    if (transform) cmsDeleteTransform(transform);
    if (to) cmsCloseProfile(to);
    if (from) cmsCloseProfile(from);
    if (context) cmsDeleteContext(context);
    return result;
}
