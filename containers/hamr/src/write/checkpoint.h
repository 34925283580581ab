/* Saves and restores a run. Format `HAMRCHK1`, described in the README. */
#ifndef HAMR_CHECKPOINT_H
#define HAMR_CHECKPOINT_H

#include "simulation.h"

/* Writes the state under the name of the next checkpoint due (state-0001.chk ...); 0 or -1. */
int checkpoint_write(const struct simulation *simulation);

/*
 * Looks through the checkpoints of the working directory and restores the one that got farthest. One that is torn, altered or
 * of another input is skipped with a warning on stderr. Returns 1 when a state was restored, 0 when the run starts afresh.
 */
int checkpoint_restore(struct simulation *simulation);

#endif
