#include "pattern.h"

#include <math.h>

#include "../base/threefry.h"

void pattern_fill(unsigned char *bits, int64_t count, uint64_t seed, int64_t track)
{
    struct threefry_key key = threefry_key_for(seed, STREAM_PATTERN);
    uint32_t word[4] = { (uint32_t)track, 0, 0, 0 };
    threefry12(&key, word);
    uint32_t shift = word[0] % 32767u + 1u; /* any state but zero, which would repeat for ever */
    for (int64_t i = 0; i < count; i++) {
        uint32_t bit = ((shift >> 14) ^ (shift >> 13)) & 1u;
        shift = ((shift << 1) | bit) & 0x7fffu;
        bits[i] = (unsigned char)bit;
    }
}

static double level(const unsigned char *bits, int64_t count, int64_t bit)
{
    bit = bit < 0 ? 0 : bit >= count ? count - 1 : bit;
    return bits[bit] ? 1.0 : -1.0;
}

double pattern_field(const unsigned char *bits, int64_t count, double position_nm, double bit_length_nm, double rise_nm)
{
    double nearest = floor(position_nm / bit_length_nm + 0.5);
    int64_t boundary = (int64_t)nearest; /* between bit boundary-1 and bit boundary */
    double left = level(bits, count, boundary - 1);
    double right = level(bits, count, boundary);
    double across = (position_nm - nearest * bit_length_nm) / rise_nm;
    across = across < -0.5 ? -0.5 : across > 0.5 ? 0.5 : across;
    return 0.5 * (left + right) + across * (right - left);
}
