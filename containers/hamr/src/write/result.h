/* The file a finished segment leaves: text, format `hamr-track 1`, described in the README. */
#ifndef HAMR_RESULT_H
#define HAMR_RESULT_H

#include "simulation.h"

/* The name of the file of a segment (from 0): as the input says, or track-0001.dat and so on. */
void result_name(const struct settings *settings, int64_t segment, char *name, size_t bytes);

/* Returns 0, or -1 with a message on stderr. */
int result_write(const struct simulation *simulation, int64_t segment);

/* Writes those results of finished segments that this folder lacks; 0 or -1. */
int result_write_missing(const struct simulation *simulation);

#endif
