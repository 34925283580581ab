/* The measured points of a campaign: result files of hamr-read, and what follows from them. */
#ifndef HAMR_POINTS_H
#define HAMR_POINTS_H

#include <stdint.h>

struct point { double density_kbpi, pitch_nm, ber, low, high; int64_t bits, errors; };

struct points { struct point *all; int count; };

/* Loads files, and every *.dat below folders that says it is `hamr-ber 1`. Sorted by pitch, then density. 0 or problems. */
int points_load(char **paths, int count, struct points *out);

/* How a density at a wanted error rate was found. */
enum reach { REACH_BETWEEN, REACH_ABOVE_ALL, REACH_BELOW_ALL };

/* Areal densities at a pitch in Tb/in^2. The bounds follow from the curves of the upper and lower ends of the error bars. */
struct areal { double pitch_nm, value, low, high; enum reach reach; };

/* `from` .. `to`: the points of one pitch. ABOVE_ALL: even the highest density is good enough; BELOW_ALL: none is. */
struct areal areal_at(const struct points *points, int from, int to, double wanted_ber);

#endif
