/* The written bits and the write field that follows them. */
#ifndef HAMR_PATTERN_H
#define HAMR_PATTERN_H

#include "settings.h"

/*
 * Pseudo-random bits: x^15 + x^14 + 1 (ITU-T O.150), period 32,767. Every track starts at another point of the sequence, chosen
 * by the seed. Returns 0 or 1; the caller frees nothing, `bits` has room for `count`.
 */
void pattern_fill(unsigned char *bits, int64_t count, uint64_t seed, int64_t track);

/*
 * The write field relative to its full strength, in [-1, 1], when the freezing front stands at `position_nm` along the track.
 * It crosses zero on a bit boundary and changes linearly over the rise time (here a length: velocity times time).
 */
double pattern_field(const unsigned char *bits, int64_t count, double position_nm, double bit_length_nm, double rise_nm);

#endif
