/* FNV-1a, 64 bits (G. Fowler, L. C. Noll, P. Vo): finds torn and flipped checkpoints; no defence against malice. */
#ifndef HAMR_HASH_H
#define HAMR_HASH_H

#include <stddef.h>
#include <stdint.h>

#define HASH_START 0xcbf29ce484222325ull

static inline uint64_t hash_bytes(uint64_t hash, const void *bytes, size_t length)
{
    const unsigned char *b = bytes;
    for (size_t i = 0; i < length; i++)
        hash = (hash ^ b[i]) * 0x100000001b3ull;
    return hash;
}

#endif
