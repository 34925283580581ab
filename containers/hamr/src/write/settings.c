#include "settings.h"

#include <stdio.h>

#include "../base/maths.h"
#include "hash.h"
#include "medium.h"

#define REAL(name, fallback, least, most) { #name, KEY_REAL, offsetof(struct settings, name), fallback, least, most, NULL }
#define WHOLE(name, fallback, least, most) { #name, KEY_INTEGER, offsetof(struct settings, name), fallback, least, most, NULL }
#define CHOICE(name, fallback, words) { #name, KEY_CHOICE, offsetof(struct settings, name), fallback, 0, 0, words }

/* The defaults are those of chemically ordered L1_0 FePt-X granular media; the README gives the source of each. */
static const struct key_spec specs[] = {
    WHOLE(seed, NULL, 0, 9007199254740992.0),
    REAL(linear_density_kbpi, NULL, 50, 20000),
    REAL(track_pitch_nm, NULL, 5, 1000),
    WHOLE(tracks, "3", 1, 1000),
    WHOLE(bits_per_track, "160", 8, 1000000),
    WHOLE(segments_per_track, "4", 1, 10000),
    WHOLE(checkpoint_every_segments, "3", 0, 100000),
    { "result_file", KEY_NAMES, offsetof(struct settings, result_files), NULL, 0, 0, NULL },
    { "checkpoint_file", KEY_NAMES, offsetof(struct settings, checkpoint_files), NULL, 0, 0, NULL },
    REAL(velocity_m_per_s, "20", 1, 200),
    CHOICE(initial_state, "random", "random up down"),
    REAL(grain_pitch_nm, "6.5", 2, 50),
    REAL(grain_pitch_sigma_pct, "12", 0, 25),
    REAL(grain_diameter_nm, "5.7", 1, 50),
    REAL(grain_diameter_sigma_pct, "15", 0, 50),
    REAL(grain_boundary_min_nm, "0.4", 0, 10),
    REAL(thickness_nm, "9", 1, 50),
    REAL(ms_0k_ka_per_m, "1100", 50, 2000),
    REAL(ku_0k_mj_per_m3, "7", 0, 20),
    REAL(hk_sigma_pct, "10", 0, 50),
    REAL(ku_exponent, "2.1", 2, 10),
    REAL(tc_k, "720", 320, 1500),
    REAL(tc_sigma_pct, "3", 0, 15),
    REAL(easy_axis_sigma_deg, "3", 0, 30),
    REAL(damping, "0.1", 0.001, 1),
    REAL(atomic_moment_mu_b, "3.2", 0.1, 20),
    REAL(ambient_k, "300", 1, 1000),
    REAL(peak_k, "850", 2, 2000),
    REAL(spot_fwhm_nm, "45", 5, 1000),
    REAL(write_field_t, "0.8", 0, 5),
    REAL(write_field_angle_deg, "20", 0, 90),
    REAL(write_field_rise_ns, "0.1", 0.001, 10),
    REAL(time_step_fs, "50", 0.1, 500),
    REAL(active_from_tc_fraction, "0.8", 0.3, 0.95),
    WHOLE(thermal_update_steps, "16", 1, 128),
};

enum { SPEC_COUNT = sizeof specs / sizeof specs[0] };

static int complain(const char *path, const char *text)
{
    fprintf(stderr, "%s:0: %s\n", path, text);
    return 1;
}

/* Problems that only show when several keys are seen together. */
static int check_together(const char *path, const struct settings *s)
{
    int problems = 0;
    double bit_time_ns = s->bit_length_nm / s->velocity_m_per_s;
    if (s->grain_diameter_nm > s->grain_pitch_nm)
        problems += complain(path, "grain_diameter_nm is larger than grain_pitch_nm; grains would overlap, lower it");
    if (s->peak_k <= s->ambient_k)
        problems += complain(path, "peak_k is not above ambient_k; the spot must heat, raise it");
    if (s->ambient_k >= s->active_from_tc_fraction * s->tc_k * (1 - 0.03 * s->tc_sigma_pct))
        problems += complain(path,
                "ambient_k is so near tc_k that no grain ever rests; lower ambient_k or raise active_from_tc_fraction");
    if (s->write_field_rise_ns > bit_time_ns) {
        fprintf(stderr, "%s:0: write_field_rise_ns is longer than one bit; give at most %.3f\n", path, bit_time_ns);
        problems++;
    }
    double reach = active_radius(s, s->tc_k * (1.0 - 0.03 * s->tc_sigma_pct)) + 2.0;
    if (s->peak_k > s->ambient_k && s->track_pitch_nm * (double)s->tracks < 2.0 * reach) {
        fprintf(stderr,
                "%s:0: tracks times track_pitch_nm, the medium's period, is so narrow that the hot spot would meet itself; "
                        "give at least %lld tracks at this pitch\n", path, (long long)(2.0 * reach / s->track_pitch_nm) + 1);
        problems++;
    }
    if (s->segments_per_track > s->bits_per_track)
        problems += complain(path, "segments_per_track is larger than bits_per_track; a segment must hold a bit, lower it");
    double area_nm2 = s->track_length_nm * s->track_pitch_nm * (double)s->tracks;
    if (area_nm2 / (s->grain_pitch_nm * s->grain_pitch_nm) > 1e8)
        problems += complain(path, "the medium would hold more than 100 million grains; lower tracks or bits_per_track");
    if (s->segments > KEY_NAMES_MAX)
        problems += complain(path, "tracks times segments_per_track is above 9999; lower one of them");
    if (s->result_files.count && s->result_files.count != s->segments) {
        fprintf(stderr, "%s:0: %d result_file lines for %lld segments; give one a segment, or none\n",
                path, s->result_files.count, (long long)s->segments);
        problems++;
    }
    int64_t checkpoints = s->checkpoint_every_segments ? (s->segments - 1) / s->checkpoint_every_segments : 0;
    if (s->checkpoint_files.count && s->checkpoint_files.count != checkpoints) {
        fprintf(stderr, "%s:0: %d checkpoint_file lines for %lld checkpoints; give one a checkpoint, or none\n",
                path, s->checkpoint_files.count, (long long)checkpoints);
        problems++;
    }
    return problems;
}

int settings_read(const char *path, struct settings *s)
{
    memset(s, 0, sizeof *s);
    int problems = keys_read(path, specs, SPEC_COUNT, s);
    if (problems)
        return problems;
    s->bit_length_nm = 25.4e6 / (s->linear_density_kbpi * 1000.0); /* 25.4e6 nm an inch */
    s->spot_sigma_nm = s->spot_fwhm_nm / 2.354820045030949;        /* FWHM = 2 sqrt(2 ln 2) sigma */
    s->track_length_nm = s->bit_length_nm * (double)s->bits_per_track;
    s->segments = s->tracks * s->segments_per_track;
    return check_together(path, s);
}

uint64_t settings_fingerprint(const struct settings *s)
{
    uint64_t hash = HASH_START;
    for (int i = 0; i < SPEC_COUNT; i++) {
        const struct key_spec *spec = &specs[i];
        if (spec->kind == KEY_NAMES || spec->offset == offsetof(struct settings, checkpoint_every_segments))
            continue;
        size_t bytes = spec->kind == KEY_CHOICE ? sizeof(int) : 8;
        hash = hash_bytes(hash, (const char *)s + spec->offset, bytes);
    }
    return hash;
}
