#include "cvips_load.h"

#include "cvips_library.h"

static VipsImage *load_memory(cvips_loader loader, cvips_bytes bytes, VipsFailOn fail_on) {
    VipsImage *image = NULL;
    void *start = (void *)(uintptr_t)bytes.memory;  // borrowed and never written
    int status = -1;
    switch (loader) {
    case CVIPS_PNG:
        status = vips_pngload_buffer(start, bytes.size, &image, "access", VIPS_ACCESS_SEQUENTIAL, "fail_on", fail_on, NULL);
        break;
    case CVIPS_TIFF:
        status = vips_tiffload_buffer(start, bytes.size, &image, "access", VIPS_ACCESS_SEQUENTIAL, "fail_on", fail_on, NULL);
        break;
    case CVIPS_WEBP:
        status = vips_webpload_buffer(start, bytes.size, &image, "access", VIPS_ACCESS_SEQUENTIAL, "fail_on", fail_on, NULL);
        break;
    }
    return status == 0 ? image : NULL;
}

static VipsImage *load_file(cvips_loader loader, cvips_bytes bytes, VipsFailOn fail_on) {
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
    case CVIPS_WEBP:
        break;
    }
    g_object_unref(source);  // the image keeps it
    return status == 0 ? image : NULL;
}

static void drop(VipsImage *image) {
    if (image) g_object_unref(image);
}

// Alpha beside colours that are converted, 0…255: of floating point 0…1, else 16 bits that libvips holds as signed like the
// Lab beside them. Returns an owned image or NULL.
static VipsImage *alpha_of(VipsImage *image) {
    bool is_float = vips_image_get_format(image) == VIPS_FORMAT_FLOAT;
    VipsImage *band = NULL, *whole = NULL, *scaled = NULL;
    if (vips_extract_band(image, &band, 3, NULL) == 0 &&
        vips_copy(band, &whole, "format", is_float ? VIPS_FORMAT_FLOAT : VIPS_FORMAT_USHORT, NULL) == 0)
        vips_linear1(whole, &scaled, is_float ? 255 : 1 / 257.0, 0, NULL);
    drop(band);
    drop(whole);
    return scaled;
}

// Linear light as bytes of sRGB, and every coding of Lab as floating point, which the strips convert. Alpha goes its own
// way, for it is no colour. Returns an owned image or NULL.
static VipsImage *brought_on(VipsImage *image) {
    bool is_linear = vips_image_get_interpretation(image) == VIPS_INTERPRETATION_scRGB;
    bool has_alpha = vips_image_get_coding(image) == VIPS_CODING_NONE && vips_image_get_bands(image) > 3;
    VipsImage *colours = NULL, *made = NULL, *alpha = NULL, *joined = NULL, *cast = NULL;
    int status = has_alpha ? vips_extract_band(image, &colours, 0, "n", 3, NULL) : vips_copy(image, &colours, NULL);
    if (status == 0) {
        vips_image_remove(colours, VIPS_META_ICC_NAME);
        vips_colourspace(colours, &made, is_linear ? VIPS_INTERPRETATION_sRGB : VIPS_INTERPRETATION_LAB, NULL);
    }
    drop(colours);
    if (made && has_alpha) {
        if ((alpha = alpha_of(image))) vips_bandjoin2(made, alpha, &joined, NULL);
        drop(alpha);
        drop(made);
        made = joined;
    }
    if (!made || !is_linear) return made;
    VipsImage *rounded = NULL;
    if (vips_linear1(made, &rounded, 1, 0.5, NULL) == 0) vips_cast(rounded, &cast, VIPS_FORMAT_UCHAR, NULL);
    drop(rounded);
    drop(made);
    return cast;
}

static bool is_ordinary(VipsImage *image) {
    VipsBandFormat format = vips_image_get_format(image);
    if (vips_image_get_coding(image) != VIPS_CODING_NONE) return false;
    if (format != VIPS_FORMAT_UCHAR && format != VIPS_FORMAT_USHORT) return false;
    switch (vips_image_get_interpretation(image)) {
    case VIPS_INTERPRETATION_LAB:
    case VIPS_INTERPRETATION_LABS:
    case VIPS_INTERPRETATION_LABQ:
    case VIPS_INTERPRETATION_scRGB:
        return false;
    default:
        return true;
    }
}

VipsImage *cvips_load(cvips_loader loader, cvips_bytes bytes, bool accept_damaged) {
    cvips_forget_errors();
    VipsFailOn fail_on = accept_damaged ? VIPS_FAIL_ON_NONE : VIPS_FAIL_ON_ERROR;
    VipsImage *image = bytes.memory ? load_memory(loader, bytes, fail_on) : load_file(loader, bytes, fail_on);
    if (!image || is_ordinary(image)) return image;
    VipsImage *converted = brought_on(image);
    g_object_unref(image);
    return converted;
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
    get_blob(image, VIPS_META_XMP_NAME, &facts.xmp, &facts.xmp_size);
    get_blob(image, VIPS_META_ICC_NAME, &facts.profile, &facts.profile_size);
    return facts;
}
