#define _DEFAULT_SOURCE
#include "cvips_i420.h"

#include <stdlib.h>
#include <sys/mman.h>

enum { LARGE_PAGE = 2 << 20 };

uint8_t *cvips_frame_new(size_t bytes) {
    void *memory = NULL;
    if (posix_memalign(&memory, bytes < LARGE_PAGE ? 64 : LARGE_PAGE, bytes) != 0) return NULL;
    // Not the last one, of which only a part would be used.
    if (bytes >= LARGE_PAGE) madvise(memory, bytes / LARGE_PAGE * LARGE_PAGE, MADV_HUGEPAGE);
    return memory;
}
