#include "simd.h"

#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>

static int best(void) {
#ifdef __x86_64__
    return __builtin_cpu_supports("avx2") ? CVIPS_AVX2 : CVIPS_PORTABLE;
#else
    return CVIPS_PORTABLE;
#endif
}

static atomic_int current = -1;

int cvips_simd(void) {
    int level = atomic_load_explicit(&current, memory_order_relaxed);
    if (level >= 0) return level;
    // Two threads may both come here first; both find the same level.
    const char *wish = getenv("BOOTHKIT_SIMD");
    level = wish && strcmp(wish, "portable") == 0 ? CVIPS_PORTABLE : best();
    atomic_store_explicit(&current, level, memory_order_relaxed);
    return level;
}

void cvips_simd_set(int level) {
    atomic_store_explicit(&current, level > best() ? best() : level, memory_order_relaxed);
}
