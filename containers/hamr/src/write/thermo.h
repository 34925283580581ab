/*
 * Equilibrium of a classical mean-field ferromagnet: what the Landau-Lifshitz-Bloch equation needs at a temperature.
 *
 * Molecular field J0 = 3 k Tc a spin of moment mu; m_e = L(3 m_e / tau) with tau = T/Tc and L(x) = coth x - 1/x.
 * The internal field along m is (c0 + c1 m^2) m in units of J0/mu, where
 *   below Tc  c0 = (1 - x)/(2 x),  c1 = -c0/m_e^2,  x = 3 L'(3 m_e/tau)/tau      (1/chi_par = (J0/mu)(1 - x)/x)
 *   above Tc  c0 = -(tau - 1),     c1 = -3/5                                      (1/chi_par = (J0/mu)(tau - 1))
 * D. A. Garanin, Phys. Rev. B 55 (1997) 3050, equations for B_1/2 replaced by the Langevin function. Both forms meet at Tc.
 */
#ifndef HAMR_THERMO_H
#define HAMR_THERMO_H

enum { THERMO_NODES = 1537 };
#define THERMO_FIRST_TAU 0.25f
#define THERMO_NODES_PER_TAU 1024.0f /* to tau = 1.75 */

struct thermo_table {
    float c0[THERMO_NODES + 1], c1[THERMO_NODES + 1];
    float anisotropy[THERMO_NODES + 1]; /* max(m_e, floor)^(ku_exponent - 2), see thermo_fill */
};

/* Spontaneous magnetisation of the mean-field model, relative to 0 K; 0 at and above Tc. */
double thermo_equilibrium(double tau);

/*
 * K(T) = K(0) m_e^ku_exponent (Callen and Callen's form), so 1/chi_perp = (2 K(0)/Ms(0)) m_e^(ku_exponent - 2). A grain of a
 * few nanometres keeps |m| > 0 at Tc; `floor` = 0.1 continues the factor there.
 */
void thermo_fill(struct thermo_table *table, double ku_exponent);

#endif
