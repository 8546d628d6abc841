#include "simd.h"

#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>

static cvips_simd_level best(void) {
#if CVIPS_HAS_AVX2
    __builtin_cpu_init();
    if (__builtin_cpu_supports("avx2")) return CVIPS_SIMD_AVX2;
#endif
    return CVIPS_SIMD_PORTABLE;
}

// Negative until first asked. Two threads that race here compute the same value.
static atomic_int chosen = -1;

cvips_simd_level cvips_simd(void) {
    int level = atomic_load_explicit(&chosen, memory_order_relaxed);
    if (level >= 0) return (cvips_simd_level)level;
    const char *wish = getenv("BOOTHKIT_SIMD");
    level = wish && strcmp(wish, "portable") == 0 ? CVIPS_SIMD_PORTABLE : best();
    int unset = -1;
    atomic_compare_exchange_strong(&chosen, &unset, level);
    return (cvips_simd_level)atomic_load(&chosen);
}

void cvips_simd_set(cvips_simd_level level) {
    cvips_simd_level most = best();
    atomic_store(&chosen, (int)(level < most ? level : most));
}
