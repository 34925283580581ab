/* One line a test: `ok NAME` or `not ok NAME: why`. run.sh counts them. */
#ifndef HAMR_CHECK_H
#define HAMR_CHECK_H

#include "write/simulation.h"

/* Passes when |value - wanted| <= tolerance. */
void check_near(const char *name, double value, double wanted, double tolerance);
void check_true(const char *name, int condition, const char *why);

/* Many grains that are all alike, each with its own random numbers. */
struct ensemble {
    int grains;
    double temperature_k, tc_k, ms_ka_per_m, ku_mj_per_m3, volume_nm3, damping, time_step_fs;
    double field_t[3];
    uint64_t seed;
    uint64_t step;
    struct lanes lanes;
    struct thermo_table table;
};

/* Fills the lanes with the moment `m` in every grain; the easy axis is z. */
void ensemble_start(struct ensemble *ensemble, float mx, float my, float mz);
/* Steps at the present temperature and field. */
void ensemble_run(struct ensemble *ensemble, int steps);
void ensemble_end(struct ensemble *ensemble);

void test_numbers(void);
void test_medium(void);
void test_motion(void);
void test_equilibrium(void);
void test_switching(void);

#endif
