/* The written tracks: result files of hamr-write, put together into the final state of each medium. */
#ifndef HAMR_TRACKS_H
#define HAMR_TRACKS_H

#include <stdint.h>

struct read_grain { double x, y, moment; }; /* nm; perpendicular moment times area, nm^2 */

/* One run of hamr-write: a medium of its own, told apart by its seed. */
struct realisation {
    int64_t seed, tracks, bits_per_track;
    double linear_density_kbpi, track_pitch_nm, period_nm, bit_length_nm;
    char *bits;                    /* '0' or '1', tracks * bits_per_track of them */
    struct read_grain *grains;     /* sorted by x */
    int64_t grain_count;
};

struct realisations { struct realisation *all; int count; };

/*
 * Loads files, and all track files in folders and below. Every realisation must be whole, and all of one density and pitch.
 * Returns the number of problems, each reported on stderr.
 */
int tracks_load(char **paths, int count, struct realisations *out);
void tracks_free(struct realisations *realisations);

#endif
