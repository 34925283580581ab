#include "simulation.h"

#include <stdio.h>
#include <stdlib.h>

#include "../base/files.h"
#include "pattern.h"

enum { BLOCK_STEPS = DRIVE_STEPS_MAX };

static int64_t track_of(const struct simulation *sim, int64_t segment)
{
    return segment / sim->settings.segments_per_track;
}

static double spot_at(const struct simulation *sim, double step)
{
    const struct settings *s = &sim->settings;
    double nm_per_step = s->velocity_m_per_s * s->time_step_fs * 1e-6; /* (m/s)(fs) = 1e-6 nm */
    return sim->lag_nm - 10.0 + nm_per_step * step; /* the freezing front starts 10 nm before the first bit */
}

/* Where, along the track, the stretch of a segment ends: at a bit boundary. */
static double stretch_end(const struct simulation *sim, int64_t segment_in_track)
{
    const struct settings *s = &sim->settings;
    int64_t bit = s->bits_per_track * segment_in_track / s->segments_per_track;
    return (double)bit * s->bit_length_nm;
}

static double across_track(const struct simulation *sim, int grain, int64_t track)
{
    double period = sim->medium.period_nm;
    double dy = sim->medium.grains[grain].y - ((double)track + 0.5) * sim->settings.track_pitch_nm;
    return dy - period * floor(dy / period + 0.5);
}

/* The field turns when the trailing edge of the isotherm T = Tc reaches the boundary. */
static double freezing_lag(const struct settings *s)
{
    double ratio = (s->peak_k - s->ambient_k) / (s->tc_k - s->ambient_k);
    return ratio <= 1.0 ? 0.0 : s->spot_sigma_nm * sqrt(2.0 * log_exact(ratio));
}

static void to_equilibrium(struct simulation *sim, int grain, int up)
{
    struct state *state = &sim->state;
    const float *easy = sim->medium.grains[grain].easy;
    float length = up ? sim->medium.ambient_moment : -sim->medium.ambient_moment;
    state->mx[grain] = length * easy[0];
    state->my[grain] = length * easy[1];
    state->mz[grain] = length * easy[2];
}

/* A grain that cooled below the active temperature cannot turn any more: it falls onto its easy axis, on the side it is. */
static void rest(struct simulation *sim, int grain)
{
    struct state *state = &sim->state;
    const float *easy = sim->medium.grains[grain].easy;
    float along = state->mx[grain] * easy[0] + state->my[grain] * easy[1] + state->mz[grain] * easy[2];
    to_equilibrium(sim, grain, along >= 0.0f);
    state->flags[grain] = GRAIN_TO_TELL;
}

static void add_lane(struct simulation *sim, int grain, double dy)
{
    const struct settings *s = &sim->settings;
    const struct grain *g = &sim->medium.grains[grain];
    struct lanes *l = &sim->lanes;
    if (l->count == l->capacity) {
        fprintf(stderr, "more than %d grains are hot at once; the medium is denser than was planned for\n", l->capacity);
        abort();
    }
    int i = l->count++;
    double ms = s->ms_0k_ka_per_m * 1000.0;
    sim->lane_grain[i] = grain;
    l->grain[i] = (uint32_t)grain;
    l->x[i] = (float)g->x;
    l->y[i] = (float)dy;
    l->ex[i] = g->easy[0];
    l->ey[i] = g->easy[1];
    l->ez[i] = g->easy[2];
    l->inverse_tc[i] = (float)(1.0 / g->tc_k);
    l->exchange[i] = (float)(3.0 * BOLTZMANN_J_PER_K * g->tc_k / (s->atomic_moment_mu_b * BOHR_MAGNETON_J_PER_T));
    l->anisotropy[i] = (float)g->hk_0k_t;
    l->diffusion[i] = (float)(2.0 * GYROMAGNETIC_RAD_PER_S_T * BOLTZMANN_J_PER_K * s->time_step_fs * 1e-15 / (ms * g->volume_m3));
    l->mx[i] = sim->state.mx[grain];
    l->my[i] = sim->state.my[grain];
    l->mz[i] = sim->state.mz[grain];
}

/* Puts every grain that is, or in this block will be, hot enough onto a lane, and lays the others to rest. */
static void choose_lanes(struct simulation *sim, double spot, int64_t track)
{
    const struct medium *m = &sim->medium;
    double travel = spot_at(sim, BLOCK_STEPS) - spot_at(sim, 0);
    double slack = 0.25 + 0.5 * travel;
    int first = medium_first_at(m, spot - m->reach_nm - slack);
    sim->lanes.count = 0;
    /* Grains behind the window left it within the last block; look back that far to let them rest. */
    for (int i = medium_first_at(m, spot - m->reach_nm - slack - 1.5 * travel); i < m->count; i++) {
        const struct grain *g = &m->grains[i];
        if (g->x > spot + m->reach_nm + slack)
            break;
        double dx = g->x - spot, dy = across_track(sim, i, track);
        double radius = active_radius(&sim->settings, g->tc_k);
        int hot = i >= first && radius > 0.0 && dx * dx + dy * dy < (radius + slack) * (radius + slack);
        if (hot) {
            sim->state.flags[i] = GRAIN_ACTIVE | (sim->state.flags[i] & GRAIN_TO_TELL);
            add_lane(sim, i, dy);
        } else if (sim->state.flags[i] & GRAIN_ACTIVE) {
            rest(sim, i);
        }
    }
}

static void store_lanes(struct simulation *sim)
{
    for (int i = 0; i < sim->lanes.count; i++) {
        int grain = sim->lane_grain[i];
        sim->state.mx[grain] = sim->lanes.mx[i];
        sim->state.my[grain] = sim->lanes.my[i];
        sim->state.mz[grain] = sim->lanes.mz[i];
    }
}

static void fill_field(const struct simulation *sim, struct drive *drive, int64_t first)
{
    const struct settings *s = &sim->settings;
    double sine, cosine;
    sincos_exact(s->write_field_angle_deg * 0.017453292519943295, &sine, &cosine);
    double rise_nm = s->write_field_rise_ns * s->velocity_m_per_s; /* (ns)(m/s) = nm */
    for (int i = 0; i <= drive->steps; i++) {
        double front = spot_at(sim, (double)(first + i)) - sim->lag_nm;
        double h = s->write_field_t * pattern_field(sim->bits, s->bits_per_track, front, s->bit_length_nm, rise_nm);
        drive->hx[i] = (float)(h * sine);
        drive->hy[i] = 0.0f;
        drive->hz[i] = (float)(h * cosine);
    }
}

static void run_block(struct simulation *sim, int64_t track)
{
    const struct settings *s = &sim->settings;
    struct drive drive = { .key = threefry_key_for((uint64_t)s->seed, STREAM_THERMAL), .track = (uint32_t)track };
    struct heat heat = { (float)s->ambient_k, (float)(s->peak_k - s->ambient_k), 0.0f,
                         (float)(0.5 / (s->spot_sigma_nm * s->spot_sigma_nm)) };
    drive.gyration = (float)(GYROMAGNETIC_RAD_PER_S_T * s->time_step_fs * 1e-15);
    choose_lanes(sim, spot_at(sim, (double)sim->state.step + 0.5 * BLOCK_STEPS), track);
    for (int done = 0; done < BLOCK_STEPS; done += drive.steps) {
        int left = BLOCK_STEPS - done;
        drive.steps = left < s->thermal_update_steps ? left : (int)s->thermal_update_steps;
        int64_t first = sim->state.step + done;
        drive.first_step = (uint64_t)first;
        heat.centre_x_nm = (float)spot_at(sim, (double)first + 0.5 * drive.steps);
        fill_field(sim, &drive, first);
        lanes_heat(&sim->lanes, &heat, &sim->table, (float)s->damping, drive.gyration);
        lanes_advance(&sim->lanes, &drive);
    }
    store_lanes(sim);
    sim->state.step += BLOCK_STEPS;
}

static void tell(struct simulation *sim, int grain)
{
    struct state *state = &sim->state;
    if (state->told_count == state->told_capacity) {
        state->told_capacity = state->told_capacity * 2 + 1024;
        state->told = realloc(state->told, (size_t)state->told_capacity * sizeof *state->told);
        if (!state->told)
            abort();
    }
    struct told *entry = &state->told[state->told_count++];
    entry->grain = (uint32_t)grain;
    entry->perpendicular = state->mz[grain] / sim->medium.ambient_moment;
}

/* The record of a segment: grains that came to rest in it, and those of its stretch that were never warm. */
static void close_segment(struct simulation *sim)
{
    struct state *state = &sim->state;
    const struct settings *s = &sim->settings;
    int64_t in_track = state->segment % s->segments_per_track;
    int64_t track = track_of(sim, state->segment);
    double from = in_track == 0 ? -1e30 : stretch_end(sim, in_track);
    double to = in_track + 1 == s->segments_per_track ? 1e30 : stretch_end(sim, in_track + 1);
    for (int i = 0; i < sim->medium.count; i++) {
        double x = sim->medium.grains[i].x, dy = across_track(sim, i, track);
        int own = x >= from && x < to && dy >= -0.5 * s->track_pitch_nm && dy < 0.5 * s->track_pitch_nm;
        if ((state->flags[i] & GRAIN_TO_TELL) || (own && !(state->flags[i] & GRAIN_ACTIVE)))
            tell(sim, i);
        state->flags[i] &= GRAIN_ACTIVE;
    }
    state->told_end[state->segment++] = state->told_count;
    if (state->segment % s->segments_per_track == 0)
        state->step = 0;
    state->step_at_close = state->step;
}

int simulation_proceed(struct simulation *sim)
{
    const struct settings *s = &sim->settings;
    int64_t track = track_of(sim, sim->state.segment);
    if (sim->bits_of_track != track) {
        pattern_fill(sim->bits, s->bits_per_track, (uint64_t)s->seed, track);
        sim->bits_of_track = track;
    }
    run_block(sim, track);
    int64_t in_track = sim->state.segment % s->segments_per_track;
    double done_at = stretch_end(sim, in_track + 1) + sim->medium.reach_nm;
    if (spot_at(sim, (double)sim->state.step) < done_at)
        return 0;
    if (in_track + 1 == s->segments_per_track) {
        /* The laser goes off behind the last bit: what is still warm rests. */
        for (int i = 0; i < sim->medium.count; i++)
            if (sim->state.flags[i] & GRAIN_ACTIVE)
                rest(sim, i);
        sim->lanes.count = 0;
    }
    close_segment(sim);
    return 1;
}

int simulation_finished(const struct simulation *sim)
{
    return sim->state.segment == sim->settings.segments;
}

static void set_initial_moments(struct simulation *sim)
{
    struct threefry_key key = threefry_key_for((uint64_t)sim->settings.seed, STREAM_LAYOUT);
    for (int i = 0; i < sim->medium.count; i++) {
        uint32_t word[4] = { (uint32_t)i, 2, 0, 0 };
        threefry12(&key, word);
        int up = sim->settings.initial_state == INITIAL_RANDOM ? (int)(word[0] & 1u) : sim->settings.initial_state == INITIAL_UP;
        to_equilibrium(sim, i, up);
    }
}

void simulation_start(struct simulation *sim)
{
    const struct settings *s = &sim->settings;
    medium_build(&sim->medium, s);
    thermo_fill(&sim->table, s->ku_exponent);
    size_t n = (size_t)sim->medium.count;
    struct state *state = &sim->state;
    memset(state, 0, sizeof *state);
    state->mx = allocate(n * sizeof(float));
    state->my = allocate(n * sizeof(float));
    state->mz = allocate(n * sizeof(float));
    state->flags = calloc(n + 1, 1);
    state->told_end = calloc((size_t)s->segments + 1, sizeof *state->told_end);
    /* Room for three times the grains that stand, on average, in a square around the hot disc. */
    double side = 2.0 * sim->medium.reach_nm + 2.0;
    double area = s->grain_pitch_nm * s->grain_pitch_nm * 0.866;
    int capacity = (int)(3.0 * side * side / area) + 64;
    lanes_allocate(&sim->lanes, capacity < sim->medium.count ? capacity : sim->medium.count + 16);
    sim->lane_grain = allocate((size_t)sim->lanes.capacity * sizeof(int));
    sim->bits = allocate((size_t)s->bits_per_track);
    sim->bits_of_track = -1;
    sim->lag_nm = freezing_lag(s);
    if (!state->flags || !state->told_end)
        abort();
    set_initial_moments(sim);
}

void simulation_resume(struct simulation *sim)
{
    sim->bits_of_track = -1;
    sim->lanes.count = 0; /* the flags say who is active; the next block fills the lanes from the restored moments */
}

void simulation_free(struct simulation *sim)
{
    medium_free(&sim->medium);
    lanes_free(&sim->lanes);
    free(sim->lane_grain);
    free(sim->bits);
    free(sim->state.mx);
    free(sim->state.my);
    free(sim->state.mz);
    free(sim->state.flags);
    free(sim->state.told);
    free(sim->state.told_end);
    memset(sim, 0, sizeof *sim);
}
