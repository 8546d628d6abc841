#include "cvips_encode.h"

#include <stdio.h>
#include <stdlib.h>

#include <webp/encode.h>

// Gives the picture its pixels; libwebp copies them into planes of its own.
static int import(WebPPicture *picture, const uint8_t *pixels, int bands) {
    const size_t count = (size_t)picture->width * picture->height;
    if (bands == 3) return WebPPictureImportRGB(picture, pixels, picture->width * 3);
    uint8_t *changed = malloc(count * (bands == 1 ? 3 : 4));
    if (!changed) return 0;
    int done;
    if (bands == 1) {
        for (size_t i = 0; i < count; i++) changed[3 * i] = changed[3 * i + 1] = changed[3 * i + 2] = pixels[i];
        done = WebPPictureImportRGB(picture, changed, picture->width * 3);
    } else {
        for (int y = 0; y < picture->height; y++) {
            const size_t row = (size_t)y * picture->width * 4;
            cvips_straight(pixels + row, changed + row, picture->width);
        }
        done = WebPPictureImportRGBA(picture, changed, picture->width * 4);
    }
    free(changed);
    return done;
}

uint8_t *cvips_webp_encode(const uint8_t *pixels, int width, int height, int bands, int quality, size_t *length,
                           char *reason) {
    WebPConfig config;
    WebPPicture picture;
    WebPMemoryWriter writer;
    if (!WebPConfigPreset(&config, WEBP_PRESET_PHOTO, (float)quality) || !WebPPictureInit(&picture)) {
        snprintf(reason, CVIPS_REASON, "libwebp is of another version than its header");
        return NULL;
    }
    WebPMemoryWriterInit(&writer);
    picture.width = width;
    picture.height = height;
    picture.writer = WebPMemoryWrite;
    picture.custom_ptr = &writer;
    const int done = import(&picture, pixels, bands) && WebPEncode(&config, &picture);
    if (!done) snprintf(reason, CVIPS_REASON, "libwebp error %d", (int)picture.error_code);
    WebPPictureFree(&picture);
    if (!done) {
        WebPMemoryWriterClear(&writer);
        return NULL;
    }
    *length = writer.size;
    return writer.mem;
}
