/* The granular medium: where the grains stand and how they differ. A pure function of the settings. */
#ifndef HAMR_MEDIUM_H
#define HAMR_MEDIUM_H

#include "settings.h"

struct grain {
    double x, y;              /* centre, nm; y in [0, period) */
    double diameter_nm, volume_m3;
    float easy[3];
    double hk_0k_t, tc_k;
};

struct medium {
    int count;
    struct grain *grains;     /* sorted by x; a grain's place here is its identity */
    double period_nm;         /* across the tracks the medium repeats */
    double reach_nm;          /* farther from the spot's centre than this no grain is active */
    double mean_diameter_nm;  /* after grains were cut to keep their boundaries */
    float ambient_moment;     /* m_e at the ambient temperature and the nominal Tc */
};

void medium_build(struct medium *medium, const struct settings *settings);
void medium_free(struct medium *medium);

/* First grain whose x is not below the bound. */
int medium_first_at(const struct medium *medium, double x);

/* Distance from the spot's centre within which a grain of this Curie temperature is hotter than active_from_tc_fraction. */
double active_radius(const struct settings *settings, double tc_k);

#endif
