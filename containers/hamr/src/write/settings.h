/* What hamr-write is told to simulate: the keys of its input file, in the units of the key names. */
#ifndef HAMR_SETTINGS_H
#define HAMR_SETTINGS_H

#include "../base/keys.h"

enum initial_state { INITIAL_RANDOM, INITIAL_UP, INITIAL_DOWN };

struct settings {
    /* run */
    int64_t seed;
    int64_t tracks, bits_per_track, segments_per_track, checkpoint_every_segments;
    struct key_names result_files, checkpoint_files;
    /* recording geometry */
    double linear_density_kbpi, track_pitch_nm, velocity_m_per_s;
    int initial_state;
    /* medium */
    double grain_pitch_nm, grain_pitch_sigma_pct;
    double grain_diameter_nm, grain_diameter_sigma_pct, grain_boundary_min_nm;
    double thickness_nm, ms_0k_ka_per_m, ku_0k_mj_per_m3, hk_sigma_pct, ku_exponent;
    double tc_k, tc_sigma_pct, easy_axis_sigma_deg, damping, atomic_moment_mu_b;
    /* writer */
    double ambient_k, peak_k, spot_fwhm_nm;
    double write_field_t, write_field_angle_deg, write_field_rise_ns;
    /* integration */
    double time_step_fs, active_from_tc_fraction;
    int64_t thermal_update_steps;

    /* derived */
    double bit_length_nm, spot_sigma_nm, track_length_nm;
    int64_t segments;
};

/* Returns the number of problems, each reported on stderr. */
int settings_read(const char *path, struct settings *settings);

/* A number that differs when any setting that changes the results differs; file names and the checkpoint cadence do not. */
uint64_t settings_fingerprint(const struct settings *settings);

#endif
