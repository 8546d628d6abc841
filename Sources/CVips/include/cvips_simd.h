// Which vector instructions the kernels use. Every kernel has a portable twin that gives exactly the same bytes.
#pragma once

#pragma clang assume_nonnull begin

typedef enum {
    CVIPS_SIMD_PORTABLE = 0,  // plain C
    CVIPS_SIMD_AVX2 = 1,
} cvips_simd_level;

// The best level that this processor has, or what cvips_simd_set chose. BOOTHKIT_SIMD=portable in the environment, read
// once, keeps every kernel to plain C.
cvips_simd_level cvips_simd(void);

// Forces a level, for tests and benchmarks; one that the processor lacks is lowered to what it has.
void cvips_simd_set(cvips_simd_level level);

#pragma clang assume_nonnull end
