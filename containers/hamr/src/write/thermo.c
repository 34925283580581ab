#include "thermo.h"

#include "../base/maths.h"

/* L(x) and L'(x); the series serve small x, where the closed forms cancel. */
static void langevin(double x, double *value, double *slope)
{
    if (x < 0.05) {
        double z = x * x;
        *value = x * (1.0 / 3 - z * (1.0 / 45 - z * (2.0 / 945 - z / 4725)));
        *slope = 1.0 / 3 - z * (1.0 / 15 - z * (2.0 / 189 - z / 675));
        return;
    }
    double e = exp_exact(-2.0 * x);
    double coth = (1.0 + e) / (1.0 - e);
    *value = coth - 1.0 / x;
    *slope = 1.0 + 1.0 / (x * x) - coth * coth;
}

double thermo_equilibrium(double tau)
{
    if (tau >= 1.0)
        return 0.0;
    /* Newton's steps on m - L(3 m / tau) from the right: the function is convex there, so they fall onto the root. */
    double m = 1.0;
    for (int step = 0; step < 60; step++) {
        double value, slope;
        langevin(3.0 * m / tau, &value, &slope);
        double change = (m - value) / (1.0 - 3.0 * slope / tau);
        m -= change;
        if (change < 1e-14 && change > -1e-14)
            break;
    }
    return m;
}

void thermo_fill(struct thermo_table *table, double ku_exponent)
{
    const double floor = 0.1;
    for (int i = 0; i <= THERMO_NODES; i++) {
        double tau = THERMO_FIRST_TAU + i / (double)THERMO_NODES_PER_TAU;
        double m = thermo_equilibrium(tau);
        if (tau < 0.9999) {
            double value, slope;
            langevin(3.0 * m / tau, &value, &slope);
            double x = 3.0 * slope / tau;
            double c0 = 0.5 * (1.0 - x) / x;
            table->c0[i] = (float)c0;
            table->c1[i] = (float)(-c0 / (m * m));
        } else {
            table->c0[i] = (float)(1.0 - tau);
            table->c1[i] = -0.6f;
        }
        double base = m > floor ? m : floor;
        table->anisotropy[i] = (float)exp_exact((ku_exponent - 2.0) * log_exact(base));
    }
}
