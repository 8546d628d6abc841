#include "cvips_load.h"

static VipsImage *load_memory(cvips_loader loader, cvips_bytes bytes, VipsFailOn fail_on) {
    VipsImage *image = NULL;
    void *start = (void *)(uintptr_t)bytes.memory;  // borrowed and never written
    int status = -1;
    if (loader == CVIPS_WEBP)
        status = vips_webpload_buffer(start, bytes.size, &image, "access", VIPS_ACCESS_SEQUENTIAL, "fail_on", fail_on, NULL);
    return status == 0 ? image : NULL;
}

VipsImage *cvips_load(cvips_loader loader, cvips_bytes bytes, bool accept_damaged) {
    VipsFailOn fail_on = accept_damaged ? VIPS_FAIL_ON_NONE : VIPS_FAIL_ON_ERROR;
    if (bytes.memory) return load_memory(loader, bytes, fail_on);
    VipsSource *source = vips_source_new_from_descriptor(bytes.file);
    if (!source) return NULL;
    VipsImage *image = NULL;
    int status = -1;
    switch (loader) {
    case CVIPS_PNG:
        status = vips_pngload_source(source, &image, "access", VIPS_ACCESS_SEQUENTIAL, "fail_on", fail_on, NULL);
        break;
    case CVIPS_TIFF:
        status = vips_tiffload_source(source, &image, "access", VIPS_ACCESS_SEQUENTIAL, "fail_on", fail_on, NULL);
        break;
    case CVIPS_HEIC:
        status = vips_heifload_source(source, &image, "access", VIPS_ACCESS_SEQUENTIAL, "fail_on", fail_on, NULL);
        break;
    case CVIPS_WEBP:
        break;
    }
    g_object_unref(source);  // the image keeps it
    return status == 0 ? image : NULL;
}

static void get_blob(VipsImage *image, const char *name, const void **bytes, size_t *size) {
    if (vips_image_get_typeof(image, name) == 0 || vips_image_get_blob(image, name, bytes, size) != 0) {
        *bytes = NULL;
        *size = 0;
    }
}

cvips_picture_facts cvips_facts(VipsImage *image) {
    cvips_picture_facts facts = {
        .width = vips_image_get_width(image),
        .height = vips_image_get_height(image),
        .orientation = vips_image_get_orientation(image),
    };
    int bands = vips_image_get_bands(image);
    if (vips_image_get_interpretation(image) == VIPS_INTERPRETATION_CMYK && bands >= 4) facts.model = CVIPS_CMYK;
    else if (vips_image_hasalpha(image)) facts.model = CVIPS_RGBA;
    else facts.model = bands < 3 ? CVIPS_GREY : CVIPS_RGB;
    get_blob(image, VIPS_META_EXIF_NAME, &facts.exif, &facts.exif_size);
    get_blob(image, VIPS_META_ICC_NAME, &facts.profile, &facts.profile_size);
    return facts;
}
