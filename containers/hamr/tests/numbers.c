/* Random numbers, elementary functions, the mean-field curve, the bit pattern, the medium. */
#include <stdlib.h>

#include "check.h"
#include "write/pattern.h"

/* Known answers of Threefry-4x32 with 20 rounds, as published with the paper's reference implementation. */
static void known_answers(void)
{
    static const struct { uint32_t counter[4], key[4], answer[4]; } known[] = {
        { { 0 }, { 0 }, { 0x9c6ca96au, 0xe17eae66u, 0xfc10ecd4u, 0x5256a7d8u } },
        { { ~0u, ~0u, ~0u, ~0u }, { ~0u, ~0u, ~0u, ~0u }, { 0x2a881696u, 0x57012287u, 0xf6c7446eu, 0xa16a6732u } },
        { { 0x243f6a88u, 0x85a308d3u, 0x13198a2eu, 0x03707344u }, { 0xa4093822u, 0x299f31d0u, 0x082efa98u, 0xec4e6c89u },
          { 0x59cd1dbbu, 0xb8879579u, 0x86b5d00cu, 0xac8b6d84u } } };
    int same = 1;
    for (int i = 0; i < 3; i++) {
        struct threefry_key key = threefry_key_from(known[i].key[0], known[i].key[1], known[i].key[2], known[i].key[3]);
        uint32_t x[4];
        memcpy(x, known[i].counter, sizeof x);
        threefry20(&key, x);
        same &= memcmp(x, known[i].answer, sizeof x) == 0;
    }
    check_true("threefry_known-counters_published-answers", same, "the words differ");
}

static void gaussian_moments(void)
{
    enum { DRAWS = 1 << 20 };
    struct threefry_key key = threefry_key_for(5, STREAM_THERMAL);
    double sum[5] = { 0 };
    for (uint32_t i = 0; i < DRAWS / 4; i++) {
        float g[4];
        gaussian_four(&key, i, 7, g);
        for (int k = 0; k < 4; k++)
            for (int power = 1; power <= 4; power++)
                sum[power] += pow((double)g[k], power);
    }
    /* Four standard errors: variances of the first four powers are 1, 2, 15 and 96. */
    double unit = 4.0 / sqrt((double)DRAWS);
    check_near("gaussian_million-draws_mean-0", sum[1] / DRAWS, 0.0, unit);
    check_near("gaussian_million-draws_variance-1", sum[2] / DRAWS, 1.0, unit * sqrt(2.0));
    check_near("gaussian_million-draws_skewness-0", sum[3] / DRAWS, 0.0, unit * sqrt(15.0));
    check_near("gaussian_million-draws_fourth-moment-3", sum[4] / DRAWS, 3.0, unit * sqrt(96.0));
}

static void functions_against_libm(void)
{
    double worst[6] = { 0 };
    for (int i = 1; i < 200000; i++) {
        double u = i / 200000.0, a = (u - 0.5) * 6.28;
        float negative = (float)(-60.0 * u), positive = (float)u, s, c;
        worst[0] = fmax(worst[0], fabs((double)exp_of_negative(negative) / exp((double)negative) - 1.0));
        worst[1] = fmax(worst[1], fabs((double)log_positive(positive) - log((double)positive)) / fmax(1.0, -log(u)));
        sincos_of_turn((uint32_t)(u * 4294967296.0), &s, &c);
        /* The angle is offset by pi/4 because quadrants are centred on the axes; that is as random, so only s^2+c^2 matters. */
        worst[2] = fmax(worst[2], fabs((double)s * s + (double)c * c - 1.0));
        worst[3] = fmax(worst[3], fabs(exp_exact(1000.0 * (u - 0.5)) / exp(1000.0 * (u - 0.5)) - 1.0));
        worst[4] = fmax(worst[4], fabs(log_exact(100.0 * u) - log(100.0 * u)));
        double sd, cd;
        sincos_exact(a, &sd, &cd);
        worst[5] = fmax(worst[5], fmax(fabs(sd - sin(a)), fabs(cd - cos(a))));
    }
    check_near("exp-float_against-libm_6e-7", worst[0], 0.0, 6e-7);
    check_near("log-float_against-libm_3e-7", worst[1], 0.0, 3e-7);
    check_near("sincos-float_unit-circle_3e-7", worst[2], 0.0, 3e-7);
    check_near("exp-double_against-libm_1e-13", worst[3], 0.0, 1e-13);
    check_near("log-double_against-libm_2e-15", worst[4], 0.0, 2e-15);
    check_near("sincos-double_against-libm_4e-15", worst[5], 0.0, 4e-15);
}

static void turn_covers_circle(void)
{
    double sum_s = 0, sum_c = 0, sum_sc = 0, sum_cc = 0;
    enum { PARTS = 4096 };
    for (uint32_t i = 0; i < PARTS; i++) {
        float s, c;
        sincos_of_turn(i * (4294967295u / PARTS + 1u), &s, &c);
        sum_s += (double)s;
        sum_c += (double)c;
        sum_sc += (double)s * (double)c;
        sum_cc += (double)c * (double)c;
    }
    check_near("sincos-float_whole-turn_evenly-covered", fabs(sum_s) + fabs(sum_c) + fabs(sum_sc) + fabs(sum_cc - PARTS / 2),
            0.0, 0.05);
}

static void mean_field_curve(void)
{
    double worst = 0.0;
    for (double tau = 0.2; tau < 0.999; tau += 0.01) {
        double m = thermo_equilibrium(tau), x = 3.0 * m / tau;
        worst = fmax(worst, fabs(m - (1.0 / tanh(x) - 1.0 / x)));
    }
    check_near("mean-field_below-tc_self-consistent", worst, 0.0, 1e-9);
    /* m^2 -> (5/3)(1 - tau) near Tc. */
    double near = thermo_equilibrium(0.999);
    check_near("mean-field_near-tc_square-root-law", near * near / (5.0 / 3 * 0.001), 1.0, 0.01);
    check_near("mean-field_above-tc_zero", thermo_equilibrium(1.01), 0.0, 0.0);
}

static void bit_pattern(void)
{
    enum { PERIOD = 32767 };
    unsigned char *bits = malloc(2 * PERIOD);
    if (!bits)
        abort();
    pattern_fill(bits, 2 * PERIOD, 3, 1);
    int ones = 0, repeats = memcmp(bits, bits + PERIOD, PERIOD) == 0;
    for (int i = 0; i < PERIOD; i++)
        ones += bits[i];
    check_true("pattern_full-period_balanced-and-repeats", ones == 16384 && repeats, "not a maximal-length sequence");
    const unsigned char step[] = { 0, 0, 1, 1 };
    check_near("pattern-field_on-boundary_zero", pattern_field(step, 4, 20.0, 10.0, 4.0), 0.0, 1e-12);
    check_near("pattern-field_after-rise_full", pattern_field(step, 4, 22.5, 10.0, 4.0), 1.0, 1e-12);
    check_near("pattern-field_half-way_half", pattern_field(step, 4, 19.0, 10.0, 4.0), -0.5, 1e-12);
    free(bits);
}

void test_numbers(void)
{
    known_answers();
    gaussian_moments();
    functions_against_libm();
    turn_covers_circle();
    mean_field_curve();
    bit_pattern();
}

static struct settings plain_settings(void)
{
    struct settings s = {
        .seed = 11, .tracks = 3, .bits_per_track = 400, .segments_per_track = 4, .linear_density_kbpi = 2000,
                .track_pitch_nm = 30,
        .grain_pitch_nm = 7, .grain_pitch_sigma_pct = 10, .grain_diameter_nm = 4, .grain_diameter_sigma_pct = 15,
        .grain_boundary_min_nm = 0.4, .thickness_nm = 9, .ms_0k_ka_per_m = 1100, .ku_0k_mj_per_m3 = 7, .hk_sigma_pct = 10,
        .ku_exponent = 2.1, .tc_k = 720, .tc_sigma_pct = 3, .easy_axis_sigma_deg = 3, .ambient_k = 300, .peak_k = 850,
        .spot_fwhm_nm = 40, .active_from_tc_fraction = 0.8, .bit_length_nm = 12.7, .spot_sigma_nm = 17, .track_length_nm = 5080 };
    return s;
}

static int overlaps(const struct medium *m, double boundary)
{
    int count = 0;
    for (int i = 0; i < m->count; i++)
        for (int j = i + 1; j < m->count && m->grains[j].x - m->grains[i].x < 14.0; j++) {
            double dx = m->grains[j].x - m->grains[i].x, dy = m->grains[j].y - m->grains[i].y;
            dy -= m->period_nm * floor(dy / m->period_nm + 0.5);
            double gap = sqrt(dx * dx + dy * dy) - 0.5 * (m->grains[i].diameter_nm + m->grains[j].diameter_nm);
            count += gap < boundary - 1e-9;
        }
    return count;
}

void test_medium(void)
{
    struct settings s = plain_settings();
    struct medium m = { 0 };
    medium_build(&m, &s);
    double tc = 0, tc2 = 0, hk = 0, hk2 = 0, tilt2 = 0;
    for (int i = 0; i < m.count; i++) {
        const struct grain *g = &m.grains[i];
        tc += g->tc_k;
        tc2 += g->tc_k * g->tc_k;
        hk += g->hk_0k_t;
        hk2 += g->hk_0k_t * g->hk_0k_t;
        tilt2 += (double)g->easy[0] * g->easy[0] + (double)g->easy[1] * g->easy[1];
    }
    double n = m.count, length = m.grains[m.count - 1].x - m.grains[0].x;
    check_near("medium_density_one-grain-a-cell", length * m.period_nm / n / (49.0 * 0.8660254), 1.0, 0.01);
    check_near("medium_tc_mean", tc / n, 720.0, 4 * 21.6 / sqrt(n));
    check_near("medium_tc_spread", sqrt(tc2 / n - tc * tc / n / n) / 720.0, 0.03, 0.001);
    check_near("medium_hk_spread", sqrt(hk2 / n - hk * hk / n / n) / (hk / n), 0.10, 0.004);
    check_near("medium_easy-axis_spread", sqrt(tilt2 / n / 2.0) * 57.29578, 3.0, 0.1);
    check_near("medium_diameter_mean", m.mean_diameter_nm, 4.0, 0.08);
    check_true("medium_grains_do-not-overlap", overlaps(&m, s.grain_boundary_min_nm) == 0,
            "two grains are nearer than the boundary");
    medium_free(&m);
}
