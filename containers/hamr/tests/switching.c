/* What heat assistance is about: the field that cannot turn a cold grain turns one that cools through its Curie temperature. */
#include "check.h"

static struct ensemble fept(uint64_t seed)
{
    struct ensemble e = { .grains = 512, .temperature_k = 300, .tc_k = 720, .ms_ka_per_m = 1100, .ku_mj_per_m3 = 7,
            .volume_nm3 = 250,
                          .damping = 0.1, .time_step_fs = 50, .seed = seed };
    return e;
}

static int pointing_down(const struct ensemble *e)
{
    int down = 0;
    for (int i = 0; i < e->grains; i++)
        down += e->lanes.mz[i] < 0.0f;
    return down;
}

static void cool(struct ensemble *e, double from_k, double to_k, double kelvin_per_ns)
{
    double step_k = 2.0;
    int steps = (int)(step_k / kelvin_per_ns * 1e6 / e->time_step_fs);
    for (double t = from_k; t > to_k; t -= step_k) {
        e->temperature_k = t;
        ensemble_run(e, steps);
    }
}

static void cold_in_weak_field(void)
{
    struct ensemble e = fept(31);
    e.field_t[2] = -0.8; /* Hk at 300 K is about 12 T */
    ensemble_start(&e, 0.0f, 0.0f, (float)thermo_equilibrium(300.0 / 720));
    ensemble_run(&e, 20000);
    check_near("switching_cold-0.8-tesla_none", pointing_down(&e), 0, 0);
    ensemble_end(&e);
}

static void cold_in_field_above_hk(void)
{
    struct ensemble e = fept(32);
    e.field_t[2] = -16.0;
    ensemble_start(&e, 0.0f, 0.0f, (float)thermo_equilibrium(300.0 / 720));
    ensemble_run(&e, 4000);
    check_near("switching_cold-above-hk_all", pointing_down(&e), 512, 0);
    ensemble_end(&e);
}

static int cooled_down(double field_t, double from_k, uint64_t seed)
{
    struct ensemble e = fept(seed);
    e.field_t[2] = field_t;
    ensemble_start(&e, 0.0f, 0.0f, (float)thermo_equilibrium(300.0 / 720));
    cool(&e, from_k, 400, 600);
    int down = pointing_down(&e);
    ensemble_end(&e);
    return down;
}

void test_switching(void)
{
    cold_in_weak_field();
    cold_in_field_above_hk();
    check_true("switching_cooled-through-tc-0.8-tesla_most", cooled_down(-0.8, 800, 33) > 512 * 95 / 100, "fewer than 95 %");
    /* Of 512 fair coins, 4 sigma are 45. */
    check_near("switching_cooled-through-tc-no-field_half", cooled_down(0.0, 800, 34), 256, 45);
    check_true("switching_warmed-to-0.85-tc-0.8-tesla_few", cooled_down(-0.8, 612, 35) < 512 * 2 / 100, "more than 2 %");
}
