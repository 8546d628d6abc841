// The native core: shims over libvips by family, and our own pixel kernels. Imported by Imaging alone.
#pragma once

#include "cvips_jpeg.h"
#include "cvips_library.h"
#include "cvips_load.h"
#include "cvips_source_profile.h"
#include "cvips_reduce.h"
#include "cvips_simd.h"
#include "cvips_orient.h"
