/*
 * A run: the head passes over every track in turn; its passes are cut into segments, each of which leaves a record.
 *
 * A later pass warms the edges of its neighbours and may alter grains that an earlier record already told. So a record holds
 * every grain that came to rest during its segment, of whichever track, and the grains of its own stretch of track that never
 * were warm. Records are numbered in the order of time; who applies them in that order, later over earlier, has the final state.
 */
#ifndef HAMR_SIMULATION_H
#define HAMR_SIMULATION_H

#include "llb.h"
#include "medium.h"

/* A grain as a record tells it; the moment is perpendicular, relative to saturation at the ambient temperature. */
struct told { uint32_t grain; float perpendicular; };

enum grain_flag { GRAIN_ACTIVE = 1, GRAIN_TO_TELL = 2 };

/* Everything that changes while a run proceeds, and nothing else: a checkpoint is this. */
struct state {
    int64_t segment;          /* segments finished */
    int64_t step;             /* steps of the present pass done; the random numbers are counted by it */
    int64_t step_at_close;    /* where `step` stood when the newest segment was finished */
    float *mx, *my, *mz;      /* every grain */
    unsigned char *flags;     /* grain_flag */
    struct told *told;        /* the records of all finished segments, one behind the other */
    int64_t told_count, told_capacity;
    int64_t *told_end;        /* where the record of segment i ends in `told` */
};

struct simulation {
    struct settings settings;
    struct medium medium;
    struct thermo_table table;
    struct lanes lanes;
    struct state state;
    int *lane_grain;
    unsigned char *bits;      /* of the track under the head */
    int64_t bits_of_track;    /* -1: none yet */
    double lag_nm;            /* the freezing front trails the spot's centre by this */
};

void simulation_start(struct simulation *simulation);
void simulation_free(struct simulation *simulation);

/* Steps until the next safe point (a fraction of a nanometre of travel). Returns 1 when that finished a segment. */
int simulation_proceed(struct simulation *simulation);

int simulation_finished(const struct simulation *simulation);

/* After the state was restored: makes the integrated lanes follow it. */
void simulation_resume(struct simulation *simulation);

#endif
