/* Deterministic motion: precession, damping towards the field, longitudinal relaxation. */
#include "check.h"

static const double gamma_e = GYROMAGNETIC_RAD_PER_S_T;

/* No anisotropy, a grain so large that it has no noise, |m| at its equilibrium; turned through its Larmor angle. */
static void precession(void)
{
    struct ensemble e = { .grains = 16, .temperature_k = 300, .tc_k = 720, .ms_ka_per_m = 1100, .volume_nm3 = 1e12,
                          .damping = 1e-6, .time_step_fs = 20, .field_t = { 0, 0, 1.5 } };
    float m = (float)thermo_equilibrium(300.0 / 720.0);
    ensemble_start(&e, m, 0.0f, 0.0f);
    int steps = 5000;
    ensemble_run(&e, steps);
    double time = steps * 20e-15;
    double turned = atan2((double)e.lanes.my[3], (double)e.lanes.mx[3]); /* dm/dt = -g m x H turns +x towards +y */
    double expected = remainder(gamma_e * 1.5 * time, 6.283185307179586);
    /* gamma B/2 pi = 42.04 GHz; 100 ps are 4.2 turns, the tolerance is 4e-5 of that. */
    check_near("precession_1.5-tesla_larmor-frequency", remainder(turned - expected, 6.283185307179586), 0.0, 1e-3);
    ensemble_end(&e);
}

/* dm/dt = -g a_perp m x (m x H)/m^2 keeps |m| and lowers the polar angle: tan(t/2) falls as exp(-g a_perp H t/|m|). */
static void damping(void)
{
    struct ensemble e = { .grains = 16, .temperature_k = 300, .tc_k = 720, .ms_ka_per_m = 1100, .volume_nm3 = 1e12,
                          .damping = 0.1, .time_step_fs = 5, .field_t = { 0, 0, 1.0 } };
    float m = (float)thermo_equilibrium(300.0 / 720.0);
    ensemble_start(&e, m * 0.8f, 0.0f, m * -0.6f);
    int steps = 20000;
    ensemble_run(&e, steps);
    const struct lanes *l = &e.lanes;
    double across = hypot((double)l->mx[0], (double)l->my[0]), polar = atan2(across, (double)l->mz[0]);
    double rate = gamma_e * 0.1 * (1.0 - 300.0 / 720.0 / 3.0) / (double)m;
    double expected = 2.0 * atan(tan(0.5 * acos(-0.6)) * exp(-rate * steps * 5e-15));
    /* The field lengthens m by chi_par H = 2e-4 of it, and the rate with it. */
    check_near("damping_polar-angle_follows-closed-form", polar, expected, 0.005);
    ensemble_end(&e);
}

/* A small excess of |m| over m_e dies at the rate g a_par/chi_par; a_par = 2 L tau/3, 1/chi_par = (J0/mu)(1 - x)/x. */
static void longitudinal(double tau, const char *name)
{
    struct ensemble e = { .grains = 16, .temperature_k = 720 * tau, .tc_k = 720, .ms_ka_per_m = 1100, .volume_nm3 = 1e12,
                          .damping = 0.1, .time_step_fs = 2 };
    double m = thermo_equilibrium(tau), excess = 0.002 * m, x3 = 3.0 * m / tau;
    double slope = 3.0 / tau * (1.0 / (x3 * x3) - 1.0 / (sinh(x3) * sinh(x3)));
    ensemble_start(&e, 0.0f, 0.0f, (float)(m + excess));
    double exchange = (double)e.lanes.exchange[0];
    double rate = gamma_e * 0.1 * 2.0 / 3 * tau * exchange * (1.0 - slope) / slope;
    int steps = (int)(1.0 / rate / 2e-15);
    ensemble_run(&e, steps);
    check_near(name, ((double)e.lanes.mz[0] - m) / excess, exp(-rate * steps * 2e-15), 0.01);
    ensemble_end(&e);
}

void test_motion(void)
{
    precession();
    damping();
    longitudinal(0.8, "longitudinal_0.8-tc_rate-of-chi-parallel");
    longitudinal(0.95, "longitudinal_0.95-tc_rate-of-chi-parallel");
}
