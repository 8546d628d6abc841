// Which twin of a kernel runs. Every kernel has a portable body and may have an AVX2 one; both give the same bytes.
#pragma once

enum { CVIPS_PORTABLE = 0, CVIPS_AVX2 = 1 };

// The level in use: at first the best that the processor has, or the portable one when the environment says
// BOOTHKIT_SIMD=portable.
int cvips_simd(void);

// Sets the level, for tests and measurements. A level that the processor lacks is lowered to one that it has.
void cvips_simd_set(int level);

// Marks a function that is compiled for AVX2 and called only at that level.
#define CVIPS_TARGET_AVX2 __attribute__((target("avx2")))
