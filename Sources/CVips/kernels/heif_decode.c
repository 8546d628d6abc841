#include "heif_stream.h"
#include "planes.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { UNSPECIFIED = 2 };  // of ITU-T H.273's matrices

// A block of EXIF or XMP is some kilobytes; more than this is none.
enum { MOST_METADATA = 16 << 20 };

static uint8_t *metadata(heif_stream *s, heif_item_id id, size_t *size) {
    *size = heif_image_handle_get_metadata_size(s->primary, id);
    uint8_t *bytes = *size > 0 && *size <= MOST_METADATA ? malloc(*size) : NULL;
    if (bytes && heif_image_handle_get_metadata(s->primary, id, bytes).code != heif_error_Ok) {
        free(bytes);
        bytes = NULL;
    }
    if (!bytes) *size = 0;
    return bytes;
}

// Of an EXIF item the first four bytes count the bytes before the TIFF header that follow them.
static void read_exif(heif_stream *s, heif_item_id id, cvips_heif_header *header) {
    size_t size = 0;
    uint8_t *bytes = metadata(s, id, &size);
    if (!bytes) return;
    size_t skip = size < 4 ? size : 4 + ((size_t)bytes[0] << 24 | (size_t)bytes[1] << 16 | (size_t)bytes[2] << 8 | bytes[3]);
    static const char mark[6] = "Exif\0";
    uint8_t *block = skip < size ? malloc(sizeof mark + size - skip) : NULL;
    if (block) {
        memcpy(block, mark, sizeof mark);
        memcpy(block + sizeof mark, bytes + skip, size - skip);
        header->exif = block;
        header->exif_size = sizeof mark + size - skip;
    }
    free(bytes);
}

static void read_metadata(heif_stream *s, cvips_heif_header *header) {
    heif_item_id ids[16];
    int count = heif_image_handle_get_list_of_metadata_block_IDs(s->primary, NULL, ids, 16);
    for (int i = 0; i < count && i < 16; i++) {
        const char *type = heif_image_handle_get_metadata_type(s->primary, ids[i]);
        if (type && strcmp(type, "Exif") == 0 && !header->exif) read_exif(s, ids[i], header);
        if (type && strcmp(type, "mime") == 0 && !header->xmp) header->xmp = metadata(s, ids[i], &header->xmp_size);
    }
}

static void read_colours(heif_stream *s, cvips_heif_header *header) {
    size_t size = heif_image_handle_get_raw_color_profile_size(s->primary);
    enum heif_color_profile_type type = heif_image_handle_get_color_profile_type(s->primary);
    if ((type == heif_color_profile_type_rICC || type == heif_color_profile_type_prof) && size > 0 && size <= MOST_METADATA) {
        header->profile = malloc(size);
        if (header->profile && heif_image_handle_get_raw_color_profile(s->primary, header->profile).code == heif_error_Ok)
            header->profile_size = size;
    }
    struct heif_color_profile_nclx *colours = NULL;
    if (heif_image_handle_get_nclx_color_profile(s->primary, &colours).code != heif_error_Ok || !colours) return;
    header->has_colours = true;
    header->primaries = (int)colours->color_primaries;
    header->transfer = (int)colours->transfer_characteristics;
    header->matrix = (int)colours->matrix_coefficients;
    header->is_full = colours->full_range_flag;
    heif_nclx_color_profile_free(colours);
}

cvips_report cvips_heif_read_header(cvips_heif_source source, cvips_heif_header *header) {
    memset(header, 0, sizeof *header);
    heif_stream s;
    if (heif_stream_open(&s, source)) {
        header->width = heif_image_handle_get_width(s.primary);
        header->height = heif_image_handle_get_height(s.primary);
        header->alpha = heif_image_handle_has_alpha_channel(s.primary);
        if (header->width < 1 || header->height < 1) heif_stream_fail(&s, CVIPS_DAMAGED, "a picture without pixels");
        read_metadata(&s, header);
        read_colours(&s, header);
    }
    heif_stream_close(&s);
    return s.report;
}

void cvips_heif_header_clear(cvips_heif_header *header) {
    free(header->exif);
    free(header->xmp);
    free(header->profile);
    header->exif = header->xmp = header->profile = NULL;
}

static bool plane_of(const struct heif_image *image, enum heif_channel channel, const cvips_heif_header *header,
                     coded_plane *plane) {
    if (!heif_image_has_channel(image, channel)) return false;
    plane->samples = heif_image_get_plane_readonly(image, channel, &plane->stride);
    plane->bits = heif_image_get_bits_per_pixel_range(image, channel);
    return coded_plane_fits(plane, heif_image_get_width(image, channel), heif_image_get_height(image, channel), header->width,
                            header->height);
}

// False when the picture is of a kind that is not taken; the stream's report then says which.
static bool planes_of(heif_stream *s, struct heif_image *image, const cvips_heif_header *header, coded_planes *p) {
    *p = (coded_planes){0};
    enum heif_colorspace space = heif_image_get_colorspace(image);
    p->is_rgb = space == heif_colorspace_RGB;
    static const enum heif_channel yuv[] = {heif_channel_Y, heif_channel_Cb, heif_channel_Cr};
    static const enum heif_channel rgb[] = {heif_channel_R, heif_channel_G, heif_channel_B};
    int colours = space == heif_colorspace_monochrome ? 1 : 3;
    for (int i = 0; i < colours; i++) {
        if (plane_of(image, p->is_rgb ? rgb[i] : yuv[i], header, &p->planes[i])) continue;
        heif_stream_fail(s, CVIPS_UNSUPPORTED, "planes of another size or depth than the picture's");
        return false;
    }
    if (header->alpha && !plane_of(image, heif_channel_Alpha, header, &p->planes[3])) {
        heif_stream_fail(s, CVIPS_UNSUPPORTED, "alpha of another size or depth than the picture's");
        return false;
    }
    p->is_premultiplied = header->alpha && heif_image_is_premultiplied_alpha(image);
    // The matrix is the one that the file names, or the picture's own stream.
    struct heif_color_profile_nclx *colours_of = NULL;
    int matrix = UNSPECIFIED;
    bool is_full = true;
    if (heif_image_get_nclx_color_profile(image, &colours_of).code == heif_error_Ok && colours_of) {
        matrix = (int)colours_of->matrix_coefficients;
        is_full = colours_of->full_range_flag;
        heif_nclx_color_profile_free(colours_of);
    }
    if (coded_planes_use(p, matrix, is_full)) return true;
    char text[80];
    snprintf(text, sizeof text, "colours by the matrix of number %d", matrix);
    heif_stream_fail(s, CVIPS_UNSUPPORTED, text);
    return false;
}

static void reduce(heif_stream *s, const coded_planes *planes, const cvips_heif_header *header, cvips_request request,
                   uint8_t *out) {
    cvips_samples samples = request.linear ? CVIPS_LINEAR : header->alpha ? CVIPS_PREMULTIPLIED : CVIPS_PLAIN;
    cvips_reducer *reducer = cvips_reducer_new(header->width, header->height, header->alpha ? 4 : 3, samples, request.window, 0,
                                               out, request.width, request.height);
    cvips_bounds needs = reducer ? cvips_reducer_needs(reducer) : (cvips_bounds){0};
    if (!reducer || !cvips_reducer_begin(reducer, needs.left, needs.right)) {
        heif_stream_fail(s, CVIPS_NO_MEMORY, "");
    } else {
        for (int y = needs.top; y < needs.bottom; y++) {
            coded_planes_row(planes, y, needs.left, needs.right, header->alpha, request.linear, cvips_reducer_row(reducer));
            cvips_reducer_took(reducer);
        }
    }
    cvips_reducer_free(reducer);
}

// The planes as they are coded: libheif's own way to RGB would need the whole picture twice more.
static void decode(heif_stream *s, const cvips_heif_header *header, cvips_request request, uint8_t *out) {
    if (heif_image_handle_get_width(s->primary) != header->width ||
        heif_image_handle_get_height(s->primary) != header->height ||
        heif_image_handle_has_alpha_channel(s->primary) != header->alpha)
        return heif_stream_fail(s, CVIPS_UNREADABLE, "the file changed while it was in use");
    struct heif_image *image = NULL;
    struct heif_decoding_options *options = heif_decoding_options_alloc();
    if (options) options->strict_decoding = !request.accept_damaged;
    struct heif_error error =
        heif_decode_image(s->primary, &image, heif_colorspace_undefined, heif_chroma_undefined, options);
    heif_decoding_options_free(options);
    coded_planes planes;
    if (heif_stream_succeeded(s, error) && planes_of(s, image, header, &planes)) reduce(s, &planes, header, request, out);
    if (image) heif_image_release(image);
}

cvips_report cvips_heif_sample(cvips_heif_source source, const cvips_heif_header *header, cvips_request request,
                               uint8_t *out) {
    heif_stream s;
    if (heif_stream_open(&s, source)) decode(&s, header, request, out);
    heif_stream_close(&s);
    return s.report;
}
