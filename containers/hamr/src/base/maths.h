/*
 * Elementary functions that give the same bits on every machine and in every build.
 *
 * libm may pick another algorithm on another processor, so a run moved from one machine to the next would drift away from
 * an undisturbed one. Everything here is plain IEEE arithmetic in a fixed order (compile with -ffp-contract=off), without
 * branches, so a compiler turns a loop over these functions into vector code. The polynomials are truncated Taylor series;
 * the bound beside each is the first neglected term on the reduced range.
 */
#ifndef HAMR_MATHS_H
#define HAMR_MATHS_H

#include <math.h>
#include <stdint.h>
#include <string.h>

static inline float bits_to_float(uint32_t bits)
{
    float value;
    memcpy(&value, &bits, sizeof value);
    return value;
}

static inline uint32_t float_to_bits(float value)
{
    uint32_t bits;
    memcpy(&bits, &value, sizeof bits);
    return bits;
}

static inline double bits_to_double(uint64_t bits)
{
    double value;
    memcpy(&value, &bits, sizeof value);
    return value;
}

static inline uint64_t double_to_bits(double value)
{
    uint64_t bits;
    memcpy(&bits, &value, sizeof bits);
    return bits;
}

/* exp(x) for -80 <= x <= 0; x = n ln 2 + r with |r| <= ln 2 / 2, neglected r^8/8! = 5e-9. */
static inline float exp_of_negative(float x)
{
    int32_t n = (int32_t)(x * 1.44269504f - 0.5f);
    float r = (x - (float)n * 0.693359375f) + (float)n * 2.12194440e-4f;
    float p = 1.0f + r * (1.0f + r * (0.5f + r * (1.0f / 6 + r * (1.0f / 24 + r * (1.0f / 120 + r * (1.0f / 720
            + r * (1.0f / 5040)))))));
    return p * bits_to_float((uint32_t)(n + 127) << 23);
}

/*
 * log(x) for normal x > 0. x = 2^e f with f in [sqrt(1/2), sqrt(2)); log f = 2 artanh s, s = (f-1)/(f+1), |s| <= 0.1716,
 * neglected 2 s^9/9 = 3e-8.
 */
static inline float log_positive(float x)
{
    uint32_t shifted = float_to_bits(x) + (0x3f800000u - 0x3f3504f3u);
    int32_t e = (int32_t)(shifted >> 23) - 127;
    float f = bits_to_float((shifted & 0x007fffffu) + 0x3f3504f3u);
    float s = (f - 1.0f) / (f + 1.0f);
    float z = s * s;
    float series = 2.0f * s * (1.0f + z * (1.0f / 3 + z * (1.0f / 5 + z * (1.0f / 7))));
    return (float)e * 0.693147181f + series;
}

/* Sine and cosine of a whole turn split in 2^32 parts: the top two bits choose the quadrant, the rest the angle in it. */
static inline void sincos_of_turn(uint32_t turn, float *sine, float *cosine)
{
    /* Angle a in [-pi/4, pi/4); neglected a^11/11! = 2e-9 (sine) and a^10/10! = 3e-8 (cosine). */
    float a = (float)((int32_t)((turn << 2) >> 8) - 0x800000) * (1.57079633f / 16777216.0f);
    float z = a * a;
    float s = a * (1.0f - z * (1.0f / 6 - z * (1.0f / 120 - z * (1.0f / 5040 - z * (1.0f / 362880)))));
    float c = 1.0f - z * (0.5f - z * (1.0f / 24 - z * (1.0f / 720 - z * (1.0f / 40320))));
    uint32_t odd = (turn >> 30) & 1u;
    uint32_t half = (turn >> 31) & 1u;
    float x = odd ? -s : c;
    float y = odd ? c : s;
    float sign = 1.0f - 2.0f * (float)(int32_t)half;
    *cosine = x * sign;
    *sine = y * sign;
}

/* exp(x) in double precision for |x| < 700; neglected r^14/14! = 4e-18. */
static inline double exp_exact(double x)
{
    int64_t n = (int64_t)(x * 1.4426950408889634 + (x < 0 ? -0.5 : 0.5));
    double r = (x - (double)n * 0.693147180369123816490) - (double)n * 1.90821492927058770002e-10;
    double p = 1.0;
    for (int k = 13; k >= 1; k--)
        p = 1.0 + p * r / k;
    return p * bits_to_double((uint64_t)(n + 1023) << 52);
}

/* log(x) in double precision for normal x > 0; neglected 2 s^23/23 = 2e-19. */
static inline double log_exact(double x)
{
    uint64_t shifted = double_to_bits(x) + (0x3ff0000000000000ull - 0x3fe6a09e667f3bcdull);
    int64_t e = (int64_t)(shifted >> 52) - 1023;
    double f = bits_to_double((shifted & 0x000fffffffffffffull) + 0x3fe6a09e667f3bcdull);
    double s = (f - 1.0) / (f + 1.0);
    double z = s * s;
    double series = 0.0;
    for (int k = 21; k >= 1; k -= 2)
        series = series * z + 1.0 / k;
    return (double)e * 0.69314718055994530942 + 2.0 * s * series;
}

/* Sine and cosine in double precision for |x| <= pi; neglected terms < 1e-16. */
static inline void sincos_exact(double x, double *sine, double *cosine)
{
    double a = x * 0.25;
    double z = a * a;
    double s = 1.0, c = 1.0;
    for (int k = 11; k >= 1; k--) {
        s = 1.0 - z * s / (double)(2 * k * (2 * k + 1));
        c = 1.0 - z * c / (double)(2 * k * (2 * k - 1));
    }
    s *= a;
    for (int doubling = 0; doubling < 2; doubling++) {
        double twice = 2.0 * s * c;
        c = 1.0 - 2.0 * s * s;
        s = twice;
    }
    *sine = s;
    *cosine = c;
}

#endif
