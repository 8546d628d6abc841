// The native core: shims over libvips by family, and our own pixel kernels. Imported by Imaging alone.
#pragma once

#include "cvips_blend.h"
#include "cvips_blur.h"
#include "cvips_colour.h"
#include "cvips_coverage.h"
#include "cvips_encode.h"
#include "cvips_jpeg.h"
#include "cvips_library.h"
#include "cvips_mask.h"
#include "cvips_orient.h"
#include "cvips_profile.h"
#include "cvips_load.h"
#include "cvips_source_profile.h"
#include "cvips_reduce.h"
#include "cvips_simd.h"
#include "cvips_source_profile.h"
#include "cvips_turn.h"
