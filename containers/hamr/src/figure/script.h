/* The gnuplot script of the figure, with its data in it. Only numbers of ours enter the text, never a word of an input. */
#ifndef HAMR_SCRIPT_H
#define HAMR_SCRIPT_H

#include "../base/files.h"
#include "points.h"

enum { RATES_MAX = 4 };

struct wanted_rates { int count; double rate[RATES_MAX]; };

void script_write(struct buffer *out, const struct points *points, const struct wanted_rates *wanted);

#endif
