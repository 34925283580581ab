/*
 * Counter-based random numbers: Threefry-4x32 with 12 rounds, written from the description in
 * J. K. Salmon, M. A. Moraes, R. O. Dror, D. E. Shaw, "Parallel random numbers: as easy as 1, 2, 3", SC'11, section 4.2.
 * Twelve rounds are what that paper found to pass every test of BigCrush for this size; 20 rounds is its cautious default
 * and is what the published known answers (and our unit test) use.
 *
 * A number is a pure function of (seed, stream, grain, track, step), so a checkpoint carries no generator state but the
 * step, and the order in which grains are visited does not matter.
 */
#ifndef HAMR_THREEFRY_H
#define HAMR_THREEFRY_H

#include "maths.h"

enum { THREEFRY_ROUNDS = 12 };

/* What a word is drawn for; part of the key, so that no two uses share numbers. */
enum random_stream { STREAM_THERMAL = 1, STREAM_LAYOUT = 2, STREAM_PATTERN = 3, STREAM_ELECTRONICS = 4 };

struct threefry_key { uint32_t word[5]; };

static inline struct threefry_key threefry_key_from(uint32_t a, uint32_t b, uint32_t c, uint32_t d)
{
    struct threefry_key key = {{ a, b, c, d, 0x1BD11BDAu ^ a ^ b ^ c ^ d }};
    return key;
}

static inline struct threefry_key threefry_key_for(uint64_t seed, enum random_stream stream)
{
    return threefry_key_from((uint32_t)seed, (uint32_t)(seed >> 32), (uint32_t)stream, 0x48414d52u); /* "HAMR" */
}

static inline uint32_t rotate_left(uint32_t x, int bits)
{
    return (x << bits) | (x >> (32 - bits));
}

#define THREEFRY_MIX(a, b, bits) do { (a) += (b); (b) = rotate_left((b), (bits)) ^ (a); } while (0)
#define THREEFRY_INJECT(x, key, s) do { \
    (x)[0] += (key)->word[(s) % 5]; (x)[1] += (key)->word[((s) + 1) % 5]; (x)[2] += (key)->word[((s) + 2) % 5]; \
    (x)[3] += (key)->word[((s) + 3) % 5] + (uint32_t)(s); } while (0)

/* Eight rounds use each pair of rotation distances once; an injection of the key follows every fourth round. */
#define THREEFRY_FOUR(x, key, s, r0, r1, r2, r3, r4, r5, r6, r7) do { \
    THREEFRY_MIX((x)[0], (x)[1], r0); THREEFRY_MIX((x)[2], (x)[3], r1); \
    THREEFRY_MIX((x)[0], (x)[3], r2); THREEFRY_MIX((x)[2], (x)[1], r3); \
    THREEFRY_MIX((x)[0], (x)[1], r4); THREEFRY_MIX((x)[2], (x)[3], r5); \
    THREEFRY_MIX((x)[0], (x)[3], r6); THREEFRY_MIX((x)[2], (x)[1], r7); \
    THREEFRY_INJECT(x, key, s); } while (0)
#define THREEFRY_FIRST(x, key, s) THREEFRY_FOUR(x, key, s, 10, 26, 11, 21, 13, 27, 23, 5)
#define THREEFRY_SECOND(x, key, s) THREEFRY_FOUR(x, key, s, 6, 20, 17, 11, 25, 10, 18, 20)

/* Straight-line code, so that a loop over grains around it vectorises. */
static inline void threefry12(const struct threefry_key *key, uint32_t x[4])
{
    THREEFRY_INJECT(x, key, 0);
    THREEFRY_FIRST(x, key, 1);
    THREEFRY_SECOND(x, key, 2);
    THREEFRY_FIRST(x, key, 3);
}

static inline void threefry20(const struct threefry_key *key, uint32_t x[4])
{
    threefry12(key, x);
    THREEFRY_SECOND(x, key, 4);
    THREEFRY_FIRST(x, key, 5);
}

/* Two unit Gaussians from two words (G. E. P. Box, M. E. Muller, Ann. Math. Stat. 29 (1958) 610); at most 5.9 sigma. */
static inline void gaussian_pair(uint32_t a, uint32_t b, float *first, float *second)
{
    float uniform = ((float)(int32_t)(a >> 8) + 0.5f) * (1.0f / 16777216.0f);
    float radius = sqrtf(fabsf(-2.0f * log_positive(uniform)));
    float sine, cosine;
    sincos_of_turn(b, &sine, &cosine);
    *first = radius * cosine;
    *second = radius * sine;
}

/* Four unit Gaussians for set-up work, where one at a time is fast enough. */
static inline void gaussian_four(const struct threefry_key *key, uint32_t i, uint32_t j, float out[4])
{
    uint32_t x[4] = { i, j, 0, 0 };
    threefry12(key, x);
    gaussian_pair(x[0], x[1], &out[0], &out[1]);
    gaussian_pair(x[2], x[3], &out[2], &out[3]);
}

#endif
