#include "cvips_attention.h"

#include <vips/vips.h>

int cvips_attention(const uint8_t *pixels, int width, int height, int bands, int box_width, int box_height, int *left,
                    int *top) {
    size_t size = (size_t)width * (size_t)height * (size_t)bands;
    VipsImage *image = vips_image_new_from_memory(pixels, size, width, height, bands, VIPS_FORMAT_UCHAR);
    if (!image) return -1;
    image->Type = VIPS_INTERPRETATION_sRGB;
    VipsImage *cut = NULL;
    int status = vips_smartcrop(image, &cut, box_width, box_height, "interesting", VIPS_INTERESTING_ATTENTION, NULL);
    if (status == 0) {
        // A crop keeps the place of the old origin in itself.
        *left = -cut->Xoffset;
        *top = -cut->Yoffset;
        g_object_unref(cut);
    }
    g_object_unref(image);
    return status;
}
