/* One result file of hamr-write, format `hamr-track 1`. */
#ifndef HAMR_TRACKFILE_H
#define HAMR_TRACKFILE_H

#include <stdint.h>

enum { TRACKFILE_PATH_BYTES = 1024 };

struct told_grain { int64_t grain; double x, y, area, perpendicular; };

struct track_file {
    char path[TRACKFILE_PATH_BYTES];
    int64_t seed, segment, segments, track, tracks, bits_per_track, first_bit, grain_count;
    double linear_density_kbpi, track_pitch_nm, period_nm, bit_length_nm;
    char *bits;
    struct told_grain *grains;
};

/* 1 = read; 0 = the file is something else (only when `guess`); -1 = a problem, reported on stderr. */
int trackfile_read(const char *path, int guess, struct track_file *file);

#endif
