// A kept cut-out over another background: what `cvips_key_over` would have made of it, but for rounding to bytes.
#include "key.h"

void cvips_key_lay(const uint8_t *cut, const uint8_t *background, uint8_t *out, size_t count) {
    const key_tables *tables = key_get_tables();
    for (size_t i = 0; i < count; i++, cut += 4, background += 3, out += 3) {
        const int alpha = cut[3];
        for (int c = 0; c < 3; c++) {
            if (alpha == 0 || alpha == 255) {
                out[c] = alpha ? cut[c] : background[c];
                continue;
            }
            const int straight = (cut[c] * 255 + alpha / 2) / alpha;
            const float subject = tables->linear[straight < 255 ? straight : 255], cover = alpha * (1 / 255.0f);
            const float v = subject * cover + tables->linear[background[c]] * (1 - cover);
            out[c] = tables->encoded[(int)(v * ENCODE_TOP + 0.5f)];
        }
    }
}
