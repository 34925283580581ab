/*
 * Thermal equilibrium. The ensemble must end in Boltzmann's distribution of the free energy that the LLB equation follows,
 *   F/(Ms V) = -c0 m^2/2 - c1 m^4/4 + (m^2 - mz^2)/(2 chi_perp) - H mz,
 * whose averages are integrals over |m| and the angle, done here on a grid with the mean-field constants computed anew.
 */
#include "check.h"

struct averages { double m, m2, mz, mz2, cosine; };

static struct averages boltzmann(const struct ensemble *e)
{
    double tau = e->temperature_k / e->tc_k, me = thermo_equilibrium(tau), c0 = 1.0 - tau, c1 = -0.6;
    if (tau < 1.0) {
        double x3 = 3.0 * me / tau, slope = 3.0 / tau * (1.0 / (x3 * x3) - 1.0 / (sinh(x3) * sinh(x3)));
        c0 = 0.5 * (1.0 - slope) / slope;
        c1 = -c0 / (me * me);
    }
    double exchange = 3.0 * BOLTZMANN_J_PER_K * e->tc_k / (3.2 * BOHR_MAGNETON_J_PER_T);
    double hk = 2000.0 * e->ku_mj_per_m3 / e->ms_ka_per_m * pow(me > 0.1 ? me : 0.1, 0.1);
    double beta = e->ms_ka_per_m * 1e3 * e->volume_nm3 * 1e-27 / (BOLTZMANN_J_PER_K * e->temperature_k);
    struct averages a = { 0 };
    double weight = 0.0, base = -0.5 * exchange * c0 * me * me - 0.25 * exchange * c1 * me * me * me * me;
    for (int i = 1; i < 1500; i++)
        for (int j = 0; j < 400; j++) {
            double m = i / 1000.0, u = (j + 0.5) / 200.0 - 1.0, m2 = m * m;
            double f = -0.5 * exchange * c0 * m2 - 0.25 * exchange * c1 * m2 * m2
                    + 0.5 * hk * m2 * (1 - u * u) - e->field_t[2] * m * u;
            double w = m2 * exp(-beta * (f - base));
            weight += w;
            a.m += w * m;
            a.m2 += w * m2;
            a.mz += w * m * u;
            a.mz2 += w * m2 * u * u;
            a.cosine += w * u;
        }
    return (struct averages){ a.m / weight, a.m2 / weight, a.mz / weight, a.mz2 / weight, a.cosine / weight };
}

static struct averages measured(struct ensemble *e, int settle, int samples, int between)
{
    struct averages a = { 0 };
    ensemble_run(e, settle);
    for (int s = 0; s < samples; s++) {
        ensemble_run(e, between);
        for (int i = 0; i < e->grains; i++) {
            double x = (double)e->lanes.mx[i], y = (double)e->lanes.my[i], z = (double)e->lanes.mz[i], m2 = x * x + y * y + z * z;
            a.m += sqrt(m2);
            a.m2 += m2;
            a.mz += z;
            a.mz2 += z * z;
            a.cosine += z / sqrt(m2);
        }
    }
    double n = (double)samples * e->grains;
    return (struct averages){ a.m / n, a.m2 / n, a.mz / n, a.mz2 / n, a.cosine / n };
}

/* 4096 grains sampled 20 times: at least 4096 independent draws of numbers below 1 spread by less than 0.6, 4 errors = 0.035. */
static void paramagnet_above_tc(void)
{
    struct ensemble e = { .grains = 4096, .temperature_k = 800, .tc_k = 720, .ms_ka_per_m = 1100, .volume_nm3 = 200,
            .damping = 0.1,
                          .time_step_fs = 20, .field_t = { 0, 0, 1.0 }, .seed = 21 };
    ensemble_start(&e, 0.0f, 0.0f, 0.3f);
    struct averages is = measured(&e, 3000, 20, 300), should = boltzmann(&e);
    check_near("equilibrium_above-tc_mean-mz", is.mz / should.mz, 1.0, 0.02);
    check_near("equilibrium_above-tc_mean-m2", is.m2 / should.m2, 1.0, 0.02);
    ensemble_end(&e);
}

static void ferromagnet_below_tc(void)
{
    struct ensemble e = { .grains = 4096, .temperature_k = 660, .tc_k = 720, .ms_ka_per_m = 1100, .volume_nm3 = 60,
            .damping = 0.1,
                          .time_step_fs = 20, .field_t = { 0, 0, 0.5 }, .seed = 22 };
    ensemble_start(&e, 0.0f, 0.0f, 0.4f);
    struct averages is = measured(&e, 20000, 20, 1000), should = boltzmann(&e);
    check_near("equilibrium_below-tc_mean-mz", is.mz / should.mz, 1.0, 0.03);
    check_near("equilibrium_below-tc_mean-m", is.m / should.m, 1.0, 0.01);
    ensemble_end(&e);
}

/* Far below Tc |m| is stiff, and the angle alone is free: <cos> = L(xi), Langevin's function of xi = Ms V m_e H/kT. */
static void langevin_far_below_tc(void)
{
    struct ensemble e = { .grains = 4096, .temperature_k = 360, .tc_k = 720, .ms_ka_per_m = 1100, .volume_nm3 = 10,
            .damping = 0.3,
                          .time_step_fs = 10, .field_t = { 0, 0, 1.0 }, .seed = 23 };
    float me = (float)thermo_equilibrium(0.5);
    ensemble_start(&e, me, 0.0f, 0.0f);
    struct averages is = measured(&e, 8000, 20, 500);
    double xi = 1.1e6 * 10e-27 * (double)me * 1.0 / (BOLTZMANN_J_PER_K * 360);
    double langevin = 1.0 / tanh(xi) - 1.0 / xi;
    check_near("equilibrium_stiff-moment_langevin", is.cosine, langevin, 0.015);
    ensemble_end(&e);
}

static void anisotropic_barrier(void)
{
    struct ensemble e = { .grains = 4096, .temperature_k = 640, .tc_k = 720, .ms_ka_per_m = 1100, .ku_mj_per_m3 = 2,
                          .volume_nm3 = 40, .damping = 0.3, .time_step_fs = 10, .field_t = { 0, 0, 0.3 }, .seed = 24 };
    ensemble_start(&e, 0.45f, 0.0f, 0.0f);
    struct averages is = measured(&e, 15000, 20, 800), should = boltzmann(&e);
    check_near("equilibrium_uniaxial_mean-mz2", is.mz2 / should.mz2, 1.0, 0.02);
    check_near("equilibrium_uniaxial_mean-m2", is.m2 / should.m2, 1.0, 0.015);
    check_near("equilibrium_uniaxial_mean-mz", is.mz, should.mz, 0.02);
    ensemble_end(&e);
}

/*
 * A grain of 1 nm^3 shakes so hard that |m| spreads by several per cent. Without the drift term of llb.h, or read in Ito's sense,
 * <m^2> would be 2.5 % or more off here; the grains of the tests above are too stiff to show it.
 */
static void drift_term(void)
{
    struct ensemble e = { .grains = 4096, .temperature_k = 576, .tc_k = 720, .ms_ka_per_m = 1100, .volume_nm3 = 1, .damping = 0.3,
                          .time_step_fs = 2, .seed = 25 };
    ensemble_start(&e, 0.0f, 0.0f, (float)thermo_equilibrium(0.8));
    struct averages is = measured(&e, 3000, 40, 300), should = boltzmann(&e);
    check_near("equilibrium_tiny-grain_mean-m2", is.m2 / should.m2, 1.0, 0.006);
    ensemble_end(&e);
}

void test_equilibrium(void)
{
    paramagnet_above_tc();
    ferromagnet_below_tc();
    langevin_far_below_tc();
    anisotropic_barrier();
    drift_term();
}
