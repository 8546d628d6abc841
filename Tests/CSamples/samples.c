#include "CSamples.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <jpeglib.h>
#include <lcms2.h>
#include <vips/vips.h>

uint8_t *sample_jpeg_write(sample_jpeg o, const uint8_t *pixels, size_t *size) {
    struct jpeg_compress_struct jpeg;
    struct jpeg_error_mgr errors;
    unsigned char *bytes = NULL;
    unsigned long length = 0;
    jpeg.err = jpeg_std_error(&errors);
    jpeg_create_compress(&jpeg);
    jpeg_mem_dest(&jpeg, &bytes, &length);
    jpeg.image_width = (JDIMENSION)o.width;
    jpeg.image_height = (JDIMENSION)o.height;
    jpeg.input_components = o.components;
    jpeg.in_color_space = o.components == 1 ? JCS_GRAYSCALE : o.components == 3 ? JCS_RGB : JCS_CMYK;
    jpeg_set_defaults(&jpeg);
    if (o.components == 4 && o.adobe) jpeg_set_colorspace(&jpeg, JCS_YCCK);
    if (o.components == 4 && !o.adobe) jpeg.write_Adobe_marker = FALSE;
    jpeg_set_quality(&jpeg, o.quality, TRUE);
    for (int i = 0; i < jpeg.num_components; i++) {
        bool full = i == 0 || i == 3;  // luma and black
        jpeg.comp_info[i].h_samp_factor = full ? o.across : 1;
        jpeg.comp_info[i].v_samp_factor = full ? o.down : 1;
    }
    jpeg.restart_in_rows = o.restart_rows;
    if (o.progressive) jpeg_simple_progression(&jpeg);
    jpeg_start_compress(&jpeg, TRUE);
    if (o.exif) jpeg_write_marker(&jpeg, JPEG_APP0 + 1, o.exif, (unsigned int)o.exif_size);
    if (o.profile) jpeg_write_icc_profile(&jpeg, o.profile, (unsigned int)o.profile_size);
    size_t line = (size_t)o.width * o.components;
    uint8_t *copy = malloc(line);
    while (jpeg.next_scanline < jpeg.image_height) {
        for (size_t i = 0; i < line; i++)
            copy[i] = pixels[jpeg.next_scanline * line + i] ^ (o.components == 4 ? 255 : 0);
        JSAMPROW row = copy;
        jpeg_write_scanlines(&jpeg, &row, 1);
    }
    free(copy);
    jpeg_finish_compress(&jpeg);
    jpeg_destroy_compress(&jpeg);
    *size = length;
    return bytes;
}

uint8_t *sample_jpeg_decode(const uint8_t *bytes, size_t size, int eighths, int *width, int *height) {
    struct jpeg_decompress_struct jpeg;
    struct jpeg_error_mgr errors;
    jpeg.err = jpeg_std_error(&errors);
    jpeg_create_decompress(&jpeg);
    jpeg_mem_src(&jpeg, bytes, size);
    jpeg_read_header(&jpeg, TRUE);
    jpeg.scale_num = (unsigned int)eighths;
    jpeg.scale_denom = 8;
    jpeg.out_color_space = jpeg.num_components == 4 ? JCS_CMYK : JCS_RGB;
    jpeg_start_decompress(&jpeg);
    *width = (int)jpeg.output_width;
    *height = (int)jpeg.output_height;
    size_t line = (size_t)*width * jpeg.output_components;
    uint8_t *pixels = malloc(line * *height);
    while (jpeg.output_scanline < jpeg.output_height) {
        JSAMPROW row = pixels + line * jpeg.output_scanline;
        jpeg_read_scanlines(&jpeg, &row, 1);
    }
    jpeg_finish_decompress(&jpeg);
    jpeg_destroy_decompress(&jpeg);
    return pixels;
}

int sample_write(sample_picture p, const void *pixels, const char *target) {
    size_t size = (size_t)p.width * p.height * p.bands * p.bits / 8;
    VipsImage *borrowed = vips_image_new_from_memory(pixels, size, p.width, p.height, p.bands,
                                                     p.bits == 16 ? VIPS_FORMAT_USHORT : VIPS_FORMAT_UCHAR);
    VipsImage *image = NULL;
    if (!borrowed) return -1;
    int interpretation = vips_enum_from_nick("sample", VIPS_TYPE_INTERPRETATION, p.interpretation);
    int status = vips_copy(borrowed, &image, "interpretation", interpretation, NULL);
    if (status == 0) {
        if (p.profile) vips_image_set_blob_copy(image, VIPS_META_ICC_NAME, p.profile, p.profile_size);
        if (p.exif) vips_image_set_blob_copy(image, VIPS_META_EXIF_NAME, p.exif, p.exif_size);
        if (p.page_height) vips_image_set_int(image, VIPS_META_PAGE_HEIGHT, p.page_height);
        if (p.orientation) vips_image_set_int(image, VIPS_META_ORIENTATION, p.orientation);
        status = vips_image_write_to_file(image, target, NULL);
        g_object_unref(image);
    }
    g_object_unref(borrowed);
    return status;
}

static uint8_t *saved(cmsHPROFILE profile, size_t *size) {
    cmsUInt32Number length = 0;
    cmsSaveProfileToMem(profile, NULL, &length);
    uint8_t *bytes = malloc(length);
    cmsSaveProfileToMem(profile, bytes, &length);
    cmsCloseProfile(profile);
    *size = length;
    return bytes;
}

uint8_t *sample_profile(const double *primaries, double gamma, size_t *size) {
    cmsCIExyY white = {0.3127, 0.3290, 1};
    cmsToneCurve *curve = cmsBuildGamma(NULL, gamma), *curves[3] = {curve, curve, curve};
    cmsHPROFILE profile;
    if (primaries) {
        const double *p = primaries;
        cmsCIExyYTRIPLE triple = {{p[0], p[1], 1}, {p[2], p[3], 1}, {p[4], p[5], 1}};
        profile = cmsCreateRGBProfile(&white, &triple, curves);
    } else {
        profile = cmsCreateGrayProfile(&white, curve);
    }
    cmsFreeToneCurve(curve);
    return saved(profile, size);
}

uint8_t *sample_srgb_profile(size_t *size) { return saved(cmsCreate_sRGBProfile(), size); }
