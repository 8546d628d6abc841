// Shadows that guests throw on the screen: how much darker it is than its own light would have it.
//
// That light is a quadratic surface through the brighter side of what is seen (asymmetric least squares, Newey and
// Powell, "Asymmetric Least Squares Estimation and Testing", 1987): lamps fall off slowly, shadows only darken.
#include <math.h>

#include "key.h"

enum { TERMS = 6, PASSES = 12 };
static const float below = 0.03f;  // how much a tile below the surface counts beside one above
static const float slack = 0.08f;  // wrinkles and seams, which are no shadows

static void terms(int x, int y, int width, int height, double out[TERMS]) {
    const double u = width > 1 ? 2.0 * x / (width - 1) - 1 : 0, v = height > 1 ? 2.0 * y / (height - 1) - 1 : 0;
    const double all[TERMS] = {1, u, v, u * u, u * v, v * v};
    for (int i = 0; i < TERMS; i++) out[i] = all[i];
}

static double value(const double surface[TERMS], const double at[TERMS]) {
    double sum = 0;
    for (int i = 0; i < TERMS; i++) sum += surface[i] * at[i];
    return sum;
}

// Solves the symmetric positive definite `a`·x = b in place (Cholesky).
static void solve(double a[TERMS][TERMS], double b[TERMS]) {
    for (int i = 0; i < TERMS; i++) {
        for (int j = 0; j <= i; j++) {
            double sum = a[i][j];
            for (int k = 0; k < j; k++) sum -= a[i][k] * a[j][k];
            a[i][j] = i == j ? sqrt(sum > 1e-12 ? sum : 1e-12) : sum / a[j][j];
        }
    }
    for (int i = 0; i < TERMS; i++) {
        for (int k = 0; k < i; k++) b[i] -= a[i][k] * b[k];
        b[i] /= a[i][i];
    }
    for (int i = TERMS - 1; i >= 0; i--) {
        for (int k = i + 1; k < TERMS; k++) b[i] -= a[k][i] * b[k];
        b[i] /= a[i][i];
    }
}

void key_find_shadow(const float *light, const float *weight, int width, int height, float strength, float *shadow) {
    double surface[TERMS] = {0};
    for (int pass = 0; pass < PASSES; pass++) {
        double a[TERMS][TERMS] = {{0}}, b[TERMS] = {0}, at[TERMS];
        for (int i = 0; i < TERMS; i++) a[i][i] = 1e-3;  // a screen seen in one corner stays nearly flat
        for (int y = 0; y < height; y++)
            for (int x = 0; x < width; x++) {
                const size_t tile = (size_t)y * width + x;
                if (weight[tile] <= 0) continue;
                terms(x, y, width, height, at);
                const double w = pass == 0 || light[tile] > value(surface, at) ? 1 : below;
                for (int i = 0; i < TERMS; i++) {
                    for (int j = 0; j <= i; j++) a[i][j] += w * at[i] * at[j];
                    b[i] += w * at[i] * light[tile];
                }
            }
        solve(a, b);
        for (int i = 0; i < TERMS; i++) surface[i] = b[i];
    }
    for (int y = 0; y < height; y++)
        for (int x = 0; x < width; x++) {
            const size_t tile = (size_t)y * width + x;
            double at[TERMS];
            terms(x, y, width, height, at);
            const float bright = (float)value(surface, at) * (1 - slack);
            const float share = bright > 0 ? key_clamp(light[tile] / bright, 0, 1) : 1;
            shadow[tile] = strength * (1 - share);
        }
}
