// For kernels: the dispatch, and how a function is compiled for AVX2 while the rest of the file stays plain.
#pragma once

#include "cvips_simd.h"

#if defined(__x86_64__)
#include <immintrin.h>
#define CVIPS_HAS_AVX2 1
#define CVIPS_AVX2 __attribute__((target("avx2")))
#endif
