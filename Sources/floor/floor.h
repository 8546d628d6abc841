/* The physical floor of a render: what libjpeg-turbo and the GIF coder alone cost, with no pixel resized, placed or
 * blended. Each piece is timed by itself, on one thread, so that a caller may add them up for any job. */
#ifndef FLOOR_H
#define FLOOR_H

#include <stddef.h>

/* A file in memory; reading it is not part of any figure. Ends the program with a message when it cannot be read. */
struct bytes {
    unsigned char *at;
    size_t count;
};
struct bytes bytes_of_file(const char *path);

/* Ends the program, status 1, with "floor: path: reason" on stderr. */
_Noreturn void fail(const char *path, const char *reason);

/* How much of a picture a slot needs when the slot is covered and the crop is centred. */
struct share {
    int eighths;        /* DCT scale: 1, 2, 4 or 8 eighths, the smallest that still covers */
    unsigned rows;      /* decoded rows down to the last one in the crop, at that scale */
    unsigned width, height; /* the whole picture at that scale */
};
struct share share_for_box(struct bytes jpeg, double box_width, double box_height, const char *path);

/* Decodes the share; rows are thrown away. */
void decode_share(struct bytes jpeg, struct share share);

/* Pixels of a whole picture, packed. */
struct raster {
    unsigned char *rgb;
    unsigned width, height;
};
struct raster raster_of_jpeg(struct bytes jpeg);

/* Compresses to memory at quality 95, 4:4:4, standard Huffman tables, and throws the result away. */
void encode_raster(struct raster raster);

/* Frames of a GIF as they stand in the file: an index for every pixel and 256 colours each. */
struct frames {
    unsigned char *indices;  /* count * width * height */
    unsigned char *palettes; /* count * 768 */
    unsigned width, height, count;
};
struct frames frames_of_gif(struct bytes gif, const char *path);

/* Writes an animation of the frames with cgif and throws the bytes away. */
void encode_frames(struct frames frames);

#endif
