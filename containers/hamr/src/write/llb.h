/*
 * Stochastic Landau-Lifshitz-Bloch dynamics of many independent grains at once.
 *
 *   dm/dt = -g m x H + g a_par m (m.H)/m^2 - g a_perp m x (m x H)/m^2 + noise
 *   H     = H_write - (m - (m.e) e)/chi_perp + (J0/mu)(c0 + c1 m^2) m          [tesla], g = 1.760859e11 rad/(s T)
 *   a_par = (2/3) L tau;  a_perp = L (1 - tau/3) below Tc, = a_par above        (L: coupling to the heat bath)
 *
 * Garanin's equation with the noise that makes Boltzmann's distribution its stationary state ("sLLB-II" of R. F. L. Evans,
 * D. Hinzke, U. Atxitia, U. Nowak, R. W. Chantrell, O. Chubykalo-Fesenko, Phys. Rev. B 85 (2012) 014433). That paper drives it
 * with two 3-vectors of noise. We need one, eta: with M the unit vector of m,
 *   noise = b_perp (eta - M (M.eta)) + b_par M (M.eta),   b^2 = 2 g a kT/(Ms(0) V)
 * has the same diffusion tensor D = b_perp^2 (1 - MM) + b_par^2 MM. The Ito drift that leaves exp(-F/kT) stationary is
 * (1/2) div D = (b_par^2 - b_perp^2) M/m; the Stratonovich reading of our noise supplies b_perp (b_par - b_perp) M/m of it; the
 * rest, b_par (b_par - b_perp) M/m, is added by hand. Heun's scheme converges to the Stratonovich solution.
 */
#ifndef HAMR_LLB_H
#define HAMR_LLB_H

#include "../base/threefry.h"
#include "thermo.h"

#define GYROMAGNETIC_RAD_PER_S_T 1.760859e11 /* of the electron, CODATA */
#define BOLTZMANN_J_PER_K 1.380649e-23       /* SI, exact */
#define BOHR_MAGNETON_J_PER_T 9.274010e-24   /* CODATA */

/* Lanes are filled up to a whole number of vectors; the idle ones compute and are ignored. */
#if defined(__AVX512F__)
enum { LANES_A_VECTOR = 16 };
#elif defined(__AVX__)
enum { LANES_A_VECTOR = 8 };
#else
enum { LANES_A_VECTOR = 4 };
#endif

enum { DRIVE_STEPS_MAX = 128 };

/* Grains under integration, a structure of arrays; every pointer is 64-byte aligned and holds `capacity` floats. */
struct lanes {
    int count, capacity;
    uint32_t *grain;                        /* identity, the random number's counter */
    float *mx, *my, *mz;                    /* moment relative to saturation at 0 K */
    float *x, *y;                           /* nm; y relative to the track's centre */
    float *ex, *ey, *ez;                    /* easy axis */
    float *inverse_tc, *exchange, *anisotropy, *diffusion; /* 1/K; J0/mu in T; 2K(0)/Ms(0) in T; 2 g k dt/(Ms(0) V) in 1/K */
    /* set by lanes_heat, constant while the temperature is */
    float *c0, *c1, *inverse_chi, *align, *stretch, *noise, *noise_stretch, *drift;
    float *fraction;
    float *eta_x, *eta_y, *eta_z; /* the noise of the present step */
    int32_t *node;
    void *memory;
};

/* What acts on the grains from outside during a few steps. */
struct drive {
    struct threefry_key key;
    uint32_t track;
    uint64_t first_step;
    int steps;
    float gyration;                              /* g dt, rad/T */
    /* write field at the start of each step, T */
    float hx[DRIVE_STEPS_MAX + 1], hy[DRIVE_STEPS_MAX + 1], hz[DRIVE_STEPS_MAX + 1];
};

/* A Gaussian heat spot: T = ambient + rise exp(-r^2/(2 sigma^2)). A rise of 0 is a uniform temperature. */
struct heat { float ambient_k, rise_k, centre_x_nm, half_inverse_sigma2; };

void lanes_allocate(struct lanes *lanes, int capacity);
void lanes_free(struct lanes *lanes);

/* Sets the coefficients of every lane for the temperature under the spot. */
void lanes_heat(struct lanes *lanes, const struct heat *heat, const struct thermo_table *table, float damping, float gyration);

/* Integrates every lane over drive->steps steps at constant coefficients. */
void lanes_advance(struct lanes *lanes, const struct drive *drive);

#endif
