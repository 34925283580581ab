#include "settings.h"

#include <stdio.h>
#include <string.h>

#define AT(name) offsetof(struct read_settings, name)

static const struct key_spec specs[] = {
    { "reader_width_nm", KEY_REAL, AT(reader_width_nm), "20", 1, 1000, NULL },
    { "reader_edge_nm", KEY_REAL, AT(reader_edge_nm), "4", 0.1, 100, NULL },
    { "reader_length_fwhm_nm", KEY_REAL, AT(reader_length_fwhm_nm), "18", 1, 500, NULL },
    { "reader_offset_nm", KEY_REAL, AT(reader_offset_nm), "0", -500, 500, NULL },
    { "electronic_snr_db", KEY_REAL, AT(electronic_snr_db), "20", -20, 200, NULL },
    { "noise_seed", KEY_INTEGER, AT(noise_seed), "1", 0, 9007199254740992.0, NULL },
    { "equaliser_taps", KEY_INTEGER, AT(equaliser_taps), "15", 1, 61, NULL },
    { "guard_bits", KEY_INTEGER, AT(guard_bits), "5", 0, 1000, NULL },
    { "detector", KEY_CHOICE, AT(detector), "viterbi", 0, 0, "viterbi threshold" },
    { "target_kind", KEY_CHOICE, AT(target_kind), "fitted", 0, 0, "fixed fitted" },
    { "target", KEY_REALS, AT(target), "1 2 1", -100, 100, NULL },
    { "output_file", KEY_NAMES, AT(output_file), NULL, 0, 0, NULL },
};

int read_settings_read(const char *path, struct read_settings *s)
{
    memset(s, 0, sizeof *s);
    int problems = keys_read(path, specs, sizeof specs / sizeof specs[0], s);
    if (problems)
        return problems;
    if (s->equaliser_taps % 2 == 0) {
        fprintf(stderr, "%s:0: equaliser_taps is even; an odd number keeps the filter centred\n", path);
        problems++;
    }
    if (s->target.count > 6) {
        fprintf(stderr, "%s:0: target has more than 6 coefficients; the detector keeps at most 32 states\n", path);
        problems++;
    }
    if (s->detector == DETECTOR_THRESHOLD)
        s->target = (struct key_reals){ 1, { 1.0 } };
    if (s->target.value[0] == 0.0) {
        fprintf(stderr, "%s:0: the first coefficient of target is 0; leave it out\n", path);
        problems++;
    }
    if (s->output_file.count > 1) {
        fprintf(stderr, "%s:0: output_file is given twice; one file holds the result\n", path);
        problems++;
    }
    return problems;
}
