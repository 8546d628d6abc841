#include <stdio.h> /* jpeglib.h needs FILE */
#include <stdlib.h>
#include <string.h>

#include <jpeglib.h>

#include "floor.h"

/* Orientation 1 to 8 from the Exif segment, 1 when there is none. A TIFF header follows "Exif\0\0"; entry counts and
 * offsets are checked against the segment, as cameras' segments are not always whole. */
static unsigned orientation_of(jpeg_saved_marker_ptr marker)
{
    for (; marker; marker = marker->next) {
        const unsigned char *tiff = marker->data + 6;
        size_t count = marker->data_length < 6 ? 0 : marker->data_length - 6;
        if (marker->marker != JPEG_APP0 + 1 || count < 8 || memcmp(marker->data, "Exif\0", 6) != 0)
            continue;
        int little = tiff[0] == 'I';
#define U16(o) (little ? tiff[o] | tiff[(o) + 1] << 8 : tiff[o] << 8 | tiff[(o) + 1])
        size_t directory = little ? (size_t)U16(4) | (size_t)U16(6) << 16 : (size_t)U16(4) << 16 | (size_t)U16(6);
        if (directory + 2 > count)
            continue;
        size_t entries = U16(directory);
        for (size_t i = 0; i < entries && directory + 2 + 12 * (i + 1) <= count; i++) {
            size_t entry = directory + 2 + 12 * i;
            unsigned value = U16(entry + 8);
            if (U16(entry) == 0x0112 && value >= 1 && value <= 8)
                return value;
        }
#undef U16
    }
    return 1;
}

/* Both IDCT and up-sampling stay at libjpeg's accurate defaults: what a print deserves is what the floor pays. */
static void start(struct jpeg_decompress_struct *decoder, struct jpeg_error_mgr *errors, struct bytes jpeg)
{
    decoder->err = jpeg_std_error(errors);
    jpeg_create_decompress(decoder);
    jpeg_save_markers(decoder, JPEG_APP0 + 1, 0xffff);
    jpeg_mem_src(decoder, jpeg.at, jpeg.count);
    jpeg_read_header(decoder, TRUE);
    decoder->out_color_space = JCS_RGB;
    decoder->dct_method = JDCT_ISLOW;
    decoder->do_fancy_upsampling = TRUE;
    decoder->scale_denom = 8;
}

struct share share_for_box(struct bytes jpeg, double box_width, double box_height, const char *path)
{
    struct jpeg_decompress_struct decoder;
    struct jpeg_error_mgr errors;
    start(&decoder, &errors, jpeg);
    /* Orientations 5 to 8 lie on their side: turn the box rather than the picture. */
    if (orientation_of(decoder.marker_list) >= 5) {
        double turned = box_width;
        box_width = box_height;
        box_height = turned;
    }
    double across = box_width / decoder.image_width, down = box_height / decoder.image_height;
    double scale = across > down ? across : down;
    if (scale > 1)
        fail(path, "smaller than the slot");
    struct share share = {.eighths = 8};
    while (share.eighths > 1 && share.eighths / 2 / 8.0 >= scale)
        share.eighths /= 2;
    decoder.scale_num = share.eighths;
    jpeg_calc_output_dimensions(&decoder);
    share.width = decoder.output_width;
    share.height = decoder.output_height;
    /* The crop shows box/scale rows around the centre; none below them is wanted. */
    share.rows = (unsigned)(share.height * (1 + down / scale) / 2 + 0.5);
    jpeg_destroy_decompress(&decoder);
    return share;
}

void decode_share(struct bytes jpeg, struct share share)
{
    struct jpeg_decompress_struct decoder;
    struct jpeg_error_mgr errors;
    start(&decoder, &errors, jpeg);
    decoder.scale_num = share.eighths;
    jpeg_start_decompress(&decoder);
    JSAMPROW row = malloc((size_t)decoder.output_width * 3);
    while (decoder.output_scanline < share.rows)
        jpeg_read_scanlines(&decoder, &row, 1);
    free(row);
    jpeg_destroy_decompress(&decoder);
}

struct raster raster_of_jpeg(struct bytes jpeg)
{
    struct jpeg_decompress_struct decoder;
    struct jpeg_error_mgr errors;
    start(&decoder, &errors, jpeg);
    decoder.scale_num = 8;
    jpeg_start_decompress(&decoder);
    size_t stride = (size_t)decoder.output_width * 3;
    struct raster raster = {malloc(stride * decoder.output_height), decoder.output_width, decoder.output_height};
    while (decoder.output_scanline < raster.height) {
        JSAMPROW row = raster.rgb + stride * decoder.output_scanline;
        jpeg_read_scanlines(&decoder, &row, 1);
    }
    jpeg_destroy_decompress(&decoder);
    return raster;
}

void encode_raster(struct raster raster)
{
    struct jpeg_compress_struct encoder;
    struct jpeg_error_mgr errors;
    unsigned char *out = NULL;
    unsigned long count = 0;
    encoder.err = jpeg_std_error(&errors);
    jpeg_create_compress(&encoder);
    jpeg_mem_dest(&encoder, &out, &count);
    encoder.image_width = raster.width;
    encoder.image_height = raster.height;
    encoder.input_components = 3;
    encoder.in_color_space = JCS_RGB;
    jpeg_set_defaults(&encoder);
    jpeg_set_quality(&encoder, 95, TRUE);
    for (int i = 0; i < 3; i++)
        encoder.comp_info[i].h_samp_factor = encoder.comp_info[i].v_samp_factor = 1;
    jpeg_start_compress(&encoder, TRUE);
    while (encoder.next_scanline < raster.height) {
        JSAMPROW row = raster.rgb + (size_t)raster.width * 3 * encoder.next_scanline;
        jpeg_write_scanlines(&encoder, &row, 1);
    }
    jpeg_finish_compress(&encoder);
    jpeg_destroy_compress(&encoder);
    free(out);
}
