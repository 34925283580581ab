#include <stdio.h>
#include <stdlib.h>

#include "check.h"

static int failed;

void check_true(const char *name, int condition, const char *why)
{
    if (condition)
        printf("ok %s\n", name);
    else
        printf("not ok %s: %s\n", name, why);
    failed += !condition;
}

void check_near(const char *name, double value, double wanted, double tolerance)
{
    char why[200];
    snprintf(why, sizeof why, "%.9g is farther than %.3g from %.9g", value, tolerance, wanted);
    check_true(name, fabs(value - wanted) <= tolerance, why);
}

void ensemble_start(struct ensemble *e, float mx, float my, float mz)
{
    struct lanes *l = &e->lanes;
    lanes_allocate(l, e->grains);
    l->count = e->grains;
    e->step = 0;
    thermo_fill(&e->table, 2.1);
    double ms = e->ms_ka_per_m * 1e3, dt = e->time_step_fs * 1e-15;
    for (int i = 0; i < e->grains; i++) {
        l->grain[i] = (uint32_t)i;
        l->mx[i] = mx;
        l->my[i] = my;
        l->mz[i] = mz;
        l->ez[i] = 1.0f;
        l->inverse_tc[i] = (float)(1.0 / e->tc_k);
        l->exchange[i] = (float)(3.0 * BOLTZMANN_J_PER_K * e->tc_k / (3.2 * BOHR_MAGNETON_J_PER_T));
        l->anisotropy[i] = (float)(2e6 * e->ku_mj_per_m3 / ms);
        l->diffusion[i] = (float)(2.0 * GYROMAGNETIC_RAD_PER_S_T * BOLTZMANN_J_PER_K * dt / (ms * e->volume_nm3 * 1e-27));
    }
}

void ensemble_run(struct ensemble *e, int steps)
{
    float gyration = (float)(GYROMAGNETIC_RAD_PER_S_T * e->time_step_fs * 1e-15);
    struct heat heat = { (float)e->temperature_k, 0.0f, 0.0f, 1.0f };
    struct drive drive = { .key = threefry_key_for(e->seed, STREAM_THERMAL), .gyration = gyration };
    lanes_heat(&e->lanes, &heat, &e->table, (float)e->damping, gyration);
    for (int i = 0; i <= DRIVE_STEPS_MAX; i++) {
        drive.hx[i] = (float)e->field_t[0];
        drive.hy[i] = (float)e->field_t[1];
        drive.hz[i] = (float)e->field_t[2];
    }
    while (steps > 0) {
        drive.steps = steps < DRIVE_STEPS_MAX ? steps : DRIVE_STEPS_MAX;
        drive.first_step = e->step;
        lanes_advance(&e->lanes, &drive);
        e->step += (uint64_t)drive.steps;
        steps -= drive.steps;
    }
}

void ensemble_end(struct ensemble *e)
{
    lanes_free(&e->lanes);
}

int main(void)
{
    test_numbers();
    test_medium();
    test_motion();
    test_equilibrium();
    test_switching();
    return failed != 0;
}
