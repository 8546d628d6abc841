// At which scale a JPEG is decoded.
#pragma once

#include "cvips_request.h"

// The smallest of 1/8, 1/4, 1/2, 1 at which the window has HEADROOM times the pixels of the output, both ways. A DCT scale
// folds some of the detail that it cannot carry; filtered down by half again, that detail is gone. On detailed 24 megapixel
// photographs the worst SSIMULACRA2 score against a full decode is 70 without headroom, 88 with 1.5, and 91 for the full
// decode itself, while the next scale costs a tenth more time.
static inline unsigned int covering_scale(const cvips_request *request) {
    static const double HEADROOM = 1.5;
    if (request->linear) return 8;  // a DCT scale averages the encoded values
    for (unsigned int eighths = 1; eighths < 8; eighths *= 2) {
        double scale = eighths / 8.0 / HEADROOM * (1 + 1e-9);
        if (request->window.width * scale >= request->width && request->window.height * scale >= request->height)
            return eighths;
    }
    return 8;
}
