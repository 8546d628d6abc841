#include "cvips_math.h"

#include <stdint.h>
#include <string.h>

// ln 2 and pi / 2 in parts, of which the first have zeros at their end: their whole multiples are exact.
static const double LN2_HIGH = 0x1.62e42fee00000p-1, LN2_LOW = 0x1.a39ef35793c76p-33;
static const double HALF_PI_1 = 0x1.921fb54400000p+0, HALF_PI_2 = 0x1.0b4611a600000p-34, HALF_PI_3 = 0x1.3198a2e037073p-69;

// 2 to a whole power between -1022 and 1023.
static double power_of_two(int exponent) {
    uint64_t bits = (uint64_t)(exponent + 1023) << 52;
    double value;
    memcpy(&value, &bits, sizeof value);
    return value;
}

static int rounded(double x) { return (int)(x < 0 ? x - 0.5 : x + 0.5); }

// The series of exp on |r| <= ln 2 / 2; the first term left out is below 2e-18.
static double exp_near_zero(double r) {
    static const double factorials[] = {6227020800, 479001600, 39916800, 3628800, 362880, 40320, 5040, 720, 120, 24, 6, 2};
    double sum = 0;
    for (int i = 0; i < 12; i++) sum = (sum + 1 / factorials[i]) * r;
    return 1 + (r + sum * r);
}

double cvips_exp(double x) {
    if (!(x > -708)) return 0;
    if (x > 708) x = 708;
    int k = rounded(x * 1.4426950408889634);
    return exp_near_zero((x - k * LN2_HIGH) - k * LN2_LOW) * power_of_two(k);
}

// log x = k ln 2 + 2 artanh s, s = (m - 1) / (m + 1) for m = x / 2^k in 0.7…1.42; the first term left out is below 1e-18.
double cvips_log(double x) {
    int k = 0;
    if (x < 0x1p-1022) {
        x *= 0x1p54;
        k = -54;
    }
    uint64_t bits;
    memcpy(&bits, &x, sizeof bits);
    k += (int)(bits >> 52 & 2047) - 1023;
    bits = (bits & ((UINT64_C(1) << 52) - 1)) | UINT64_C(1023) << 52;
    double m;
    memcpy(&m, &bits, sizeof m);
    if (m > 1.4142135623730951) {
        m *= 0.5;
        k++;
    }
    double s = (m - 1) / (m + 1), square = s * s, sum = 0;
    for (int i = 25; i >= 3; i -= 2) sum = (sum + 1.0 / i) * square;
    return k * LN2_HIGH + (2 * s + (2 * s * sum + k * LN2_LOW));
}

double cvips_pow(double x, double y) {
    if (!(x > 0)) return y == 0;
    return cvips_exp(y * cvips_log(x));
}

static double sin_near_zero(double r) {
    static const double terms[] = {-1 / 355687428096000.0, 1 / 1307674368000.0, -1 / 6227020800.0, 1 / 39916800.0,
                                   -1 / 362880.0,          1 / 5040.0,          -1 / 120.0,        1 / 6.0};
    double square = r * r, sum = 0;
    for (int i = 0; i < 8; i++) sum = (sum - terms[i]) * square;
    return r + r * sum;
}

static double cos_near_zero(double r) {
    static const double terms[] = {1 / 20922789888000.0, -1 / 87178291200.0, 1 / 479001600.0, -1 / 3628800.0,
                                   1 / 40320.0,          -1 / 720.0,         1 / 24.0};
    double square = r * r, sum = 0;
    for (int i = 0; i < 7; i++) sum = (sum + terms[i]) * square;
    return 1 - (0.5 * square - sum * square);
}

// sin of x + quarters * pi / 2.
static double turned(double x, int quarters) {
    int k = rounded(x * 0.6366197723675814);
    double r = ((x - k * HALF_PI_1) - k * HALF_PI_2) - k * HALF_PI_3;
    switch ((k + quarters) & 3) {
    case 0: return sin_near_zero(r);
    case 1: return cos_near_zero(r);
    case 2: return -sin_near_zero(r);
    default: return -cos_near_zero(r);
    }
}

double cvips_sin(double x) { return turned(x, 0); }
double cvips_cos(double x) { return turned(x, 1); }

double cvips_srgb_decoded(double c) { return c <= 0.04045 ? c / 12.92 : cvips_pow((c + 0.055) / 1.055, 2.4); }
double cvips_srgb_encoded(double l) { return l <= 0.0031308 ? l * 12.92 : 1.055 * cvips_pow(l, 1 / 2.4) - 0.055; }
