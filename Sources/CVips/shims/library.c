#include "cvips_library.h"

#include <stdlib.h>
#include <vips/vector.h>

// What was said last on this thread: libpng's errors reach libvips as a warning only.
static _Thread_local char last_said[200];

static void keep_log(const gchar *domain, GLogLevelFlags level, const gchar *message, gpointer data) {
    g_strlcpy(last_said, message ? message : "", sizeof last_said);
}

void cvips_forget_errors(void) {
    *last_said = 0;
    vips_error_clear();
}

int cvips_start(void) {
    // libvips speaks of harmless oddities in camera files as GLib warnings, and the libraries below it of their own; what
    // matters comes back as an error. G_DEBUG=fatal-criticals still stops at a critical one.
    g_log_set_default_handler(keep_log, NULL);
    if (VIPS_INIT("boothkit") != 0) return -1;
    // Every loader off, then those on that cameras and art need. The block is process-wide.
    vips_operation_block_set("VipsForeignLoad", TRUE);
    static const char *const wanted[] = {"VipsForeignLoadPng", "VipsForeignLoadWebp", "VipsForeignLoadTiff"};
    for (size_t i = 0; i < sizeof wanted / sizeof *wanted; i++) vips_operation_block_set(wanted[i], FALSE);
    vips_cache_set_max(0);
    vips_concurrency_set(1);       // Sessions and slots are our unit of parallel work.
    vips_vector_set_enabled(FALSE);  // Orc rounds differently from the C paths, and bytes must not depend on the CPU.
    return 0;
}

char *cvips_error_text(void) {
    char *text = vips_error_buffer_copy();
    if (*text) return text;
    g_free(text);
    return g_strdup(last_said);
}

char *cvips_warning_text(void) { return g_strdup(last_said); }

static void free_pixels(VipsImage *image, void *pixels) { free(pixels); }

VipsImage *cvips_adopt(void *pixels, int width, int height, int bands) {
    VipsImage *image = vips_image_new_from_memory(pixels, (size_t)width * height * bands, width, height, bands, VIPS_FORMAT_UCHAR);
    if (!image) return NULL;
    image->Type = bands < 3 ? VIPS_INTERPRETATION_B_W : VIPS_INTERPRETATION_sRGB;
    g_signal_connect(image, "postclose", G_CALLBACK(free_pixels), pixels);
    return image;
}

VipsImage *cvips_materialised(VipsImage *image) {
    if (vips_image_get_data(image) && image->dtype != VIPS_IMAGE_PARTIAL) {
        g_object_ref(image);
        return image;
    }
    return vips_image_copy_memory(image);
}
