// Functions whose results are the same on every processor. libm picks another code path where the processor fuses
// multiply-adds, and its last bit differs then; these are polynomials of one order of operations, in double precision.
#pragma once

#pragma clang assume_nonnull begin

// Each within two units in the last place, for the arguments named.
double cvips_exp(double x);            // any; 0 below -708, held at exp(708) above
double cvips_log(double x);            // x > 0
double cvips_pow(double x, double y);  // x > 0; 0 for x <= 0, as curves have it
double cvips_sin(double x);            // |x| <= 1e6
double cvips_cos(double x);

// sRGB's curve (IEC 61966-2-1), from 0…1 to 0…1.
double cvips_srgb_decoded(double coded);   // to linear light
double cvips_srgb_encoded(double linear);  // and back

#pragma clang assume_nonnull end
