// The native core: shims over libvips by family, and our own pixel kernels. Imported by Imaging alone.
#pragma once

#include "cvips_colour.h"
#include "cvips_library.h"
#include "cvips_simd.h"
