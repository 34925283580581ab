/* What hamr-read is told about the reader and the channel: the keys of its input file, in the units of the key names. */
#ifndef HAMR_READ_SETTINGS_H
#define HAMR_READ_SETTINGS_H

#include "../base/keys.h"

enum detector { DETECTOR_VITERBI, DETECTOR_THRESHOLD };
enum target_kind { TARGET_FIXED, TARGET_FITTED };

struct read_settings {
    double reader_width_nm, reader_edge_nm, reader_length_fwhm_nm, reader_offset_nm;
    double electronic_snr_db;
    int64_t noise_seed, equaliser_taps, guard_bits;
    int detector, target_kind;
    struct key_reals target;
    struct key_names output_file;
};

/* Returns the number of problems, each reported on stderr. */
int read_settings_read(const char *path, struct read_settings *settings);

#endif
