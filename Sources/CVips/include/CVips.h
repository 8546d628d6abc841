// The native core: shims over libvips by family, and our own pixel kernels. Imported by Imaging alone.
#pragma once

#include "cvips_difference.h"
#include "cvips_encode.h"
#include "cvips_gif.h"
#include "cvips_library.h"
#include "cvips_profile.h"
