// The native core: shims over libvips by family, and our own pixel kernels. Imported by Imaging alone.
#pragma once

#include "../kernels/simd.h"
#include "cvips_blend.h"
#include "cvips_blur.h"
#include "cvips_coverage.h"
#include "cvips_library.h"
#include "cvips_mask.h"
#include "cvips_turn.h"
