/* floor [repeat N] [cover WxH FILE.jpg...] [encode FILE.jpg...] [lzw FILE.gif...]
 *
 *   cover   what each capture costs to decode for a slot of W x H, at the smallest DCT scale that covers it
 *   encode  what the pixels of a finished picture cost to compress again
 *   lzw     what the indices of a finished animation cost to write again
 *
 * One line for each file on stdout: CPU ms (median of N, 3 unless told), what was timed, the file. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "floor.h"

_Noreturn void fail(const char *path, const char *reason)
{
    fprintf(stderr, "floor: %s: %s\n", path, reason);
    exit(1);
}

struct bytes bytes_of_file(const char *path)
{
    FILE *file = fopen(path, "rb");
    if (!file)
        fail(path, "cannot be opened");
    fseek(file, 0, SEEK_END);
    long count = ftell(file);
    rewind(file);
    struct bytes bytes = {malloc(count > 0 ? (size_t)count : 1), count > 0 ? (size_t)count : 0};
    if (count <= 0 || fread(bytes.at, 1, bytes.count, file) != bytes.count)
        fail(path, "cannot be read");
    fclose(file);
    return bytes;
}

static double cpu_ms(void)
{
    struct timespec t;
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &t);
    return t.tv_sec * 1e3 + t.tv_nsec / 1e6;
}

static int ascending(const void *a, const void *b)
{
    double x = *(const double *)a, y = *(const double *)b;
    return (x > y) - (x < y);
}

enum { MOST_REPEATS = 99 };
static int repeats = 3;

/* Runs `work` as often as asked and leaves the median of its CPU time in `median`. */
#define TIME(median, work)                                    \
    do {                                                      \
        double taken[MOST_REPEATS];                           \
        for (int i = 0; i < repeats; i++) {                   \
            double began = cpu_ms();                          \
            work;                                             \
            taken[i] = cpu_ms() - began;                      \
        }                                                     \
        qsort(taken, (size_t)repeats, sizeof *taken, ascending); \
        median = taken[repeats / 2];                          \
    } while (0)

static void time_cover(const char *path, double width, double height)
{
    struct bytes file = bytes_of_file(path);
    struct share share = share_for_box(file, width, height, path);
    double median;
    TIME(median, decode_share(file, share));
    printf("%.3f decode %d/8 %ux%u rows %u %s\n", median, share.eighths, share.width, share.height, share.rows, path);
    free(file.at);
}

static void time_encode(const char *path)
{
    struct bytes file = bytes_of_file(path);
    struct raster raster = raster_of_jpeg(file);
    double median;
    TIME(median, encode_raster(raster));
    printf("%.3f encode %ux%u %s\n", median, raster.width, raster.height, path);
    free(raster.rgb);
    free(file.at);
}

static void time_lzw(const char *path)
{
    struct bytes file = bytes_of_file(path);
    struct frames frames = frames_of_gif(file, path);
    double median;
    TIME(median, encode_frames(frames));
    printf("%.3f lzw %ux%u frames %u %s\n", median, frames.width, frames.height, frames.count, path);
    free(frames.indices);
    free(frames.palettes);
    free(file.at);
}

int main(int count, char **arguments)
{
    enum { NOTHING, COVER, ENCODE, LZW } mode = NOTHING;
    double width = 0, height = 0;
    for (int i = 1; i < count; i++) {
        const char *argument = arguments[i], *value = i + 1 < count ? arguments[i + 1] : "";
        if (strcmp(argument, "repeat") == 0) {
            repeats = atoi(value);
            if (repeats < 1 || repeats > MOST_REPEATS)
                fail(value, "repeat takes 1 to 99");
            i++;
        } else if (strcmp(argument, "cover") == 0) {
            if (sscanf(value, "%lfx%lf", &width, &height) != 2 || width < 1 || height < 1)
                fail(value, "cover takes WIDTHxHEIGHT");
            mode = COVER;
            i++;
        } else if (strcmp(argument, "encode") == 0) {
            mode = ENCODE;
        } else if (strcmp(argument, "lzw") == 0) {
            mode = LZW;
        } else if (mode == COVER) {
            time_cover(argument, width, height);
        } else if (mode == ENCODE) {
            time_encode(argument);
        } else if (mode == LZW) {
            time_lzw(argument);
        } else {
            fail(argument, "expected repeat, cover, encode or lzw");
        }
    }
    return mode == NOTHING;
}
