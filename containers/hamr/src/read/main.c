/*
 * hamr-read INPUT PATH...: reads written tracks back and counts the bits that come out wrong.
 *
 * A PATH is a result file of hamr-write or a folder with some, of any number of seeds, all of one density and track pitch.
 * Exit codes: 0 done; 1 the result could not be written; 2 the command line, the input or a track file is wrong.
 */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>

#include "../base/files.h"
#include "channel.h"

struct tally { int64_t bits, errors; };

/* Wilson's interval at 95 % (E. B. Wilson, J. Am. Stat. Assoc. 22 (1927) 209): sound at zero errors too. */
static void wilson(const struct tally *t, double *low, double *high)
{
    const double z = 1.959963984540054;
    double n = (double)t->bits, p = (double)t->errors / n;
    double middle = (p + z * z / (2.0 * n)) / (1.0 + z * z / n);
    double half = z / (1.0 + z * z / n) * sqrt(p * (1.0 - p) / n + z * z / (4.0 * n * n));
    *low = t->errors == 0 ? 0.0 : middle - half;
    *high = t->errors == t->bits ? 1.0 : middle + half;
}

static void count_errors(const struct waveform *w, const struct equaliser *q, int64_t guard, struct tally *tally)
{
    char *found = allocate((size_t)w->bits);
    detect(w, q, found);
    for (int64_t b = guard; b < w->bits - guard; b++) {
        tally->bits++;
        tally->errors += found[b] != w->written[b];
    }
    free(found);
}

static int64_t read_all(const struct realisations *r, const struct read_settings *s, struct waveform **waves)
{
    int64_t count = 0;
    for (int i = 0; i < r->count; i++)
        count += r->all[i].tracks;
    *waves = allocate((size_t)count * sizeof **waves);
    int64_t next = 0;
    for (int i = 0; i < r->count; i++)
        for (int64_t t = 0; t < r->all[i].tracks; t++)
            channel_read(&r->all[i], t, s, &(*waves)[next++]);
    return count;
}

static int report(const struct realisations *r, const struct read_settings *s, const struct equaliser *q,
        const struct tally *tally)
{
    double low, high;
    wilson(tally, &low, &high);
    struct buffer out = { 0 };
    buffer_print(&out, "# hamr-ber 1\n# target");
    for (int j = 0; j < q->length; j++)
        buffer_print(&out, " %.4f", q->target[j]);
    buffer_print(&out, "\n# columns linear_density_kbpi track_pitch_nm bits errors ber ber_low_95 ber_high_95 seeds\n");
    size_t line = out.length;
    buffer_print(&out, "%.10g %.10g %lld %lld %.6e %.6e %.6e %d\n", r->all[0].linear_density_kbpi, r->all[0].track_pitch_nm,
                 (long long)tally->bits, (long long)tally->errors, (double)tally->errors / (double)tally->bits, low, high,
                         r->count);
    fwrite(out.bytes + line, 1, out.length - line, stdout);
    int failed = file_replace(s->output_file.count ? s->output_file.name[0] : "ber.dat", out.bytes, out.length) != 0;
    failed |= fflush(stdout) != 0;
    free(out.bytes);
    return failed;
}

int main(int argc, char **argv)
{
    struct read_settings settings;
    struct realisations realisations;
    if (argc < 3) {
        fprintf(stderr, "usage: hamr-read INPUT PATH...\nPATH: track files, or folders that hold some. Writes ber.dat here.\n");
        return 2;
    }
    if (read_settings_read(argv[1], &settings) != 0 || tracks_load(argv + 2, argc - 2, &realisations) != 0)
        return 2;
    struct waveform *waves;
    struct equaliser equaliser;
    struct tally tally = { 0, 0 };
    int64_t count = read_all(&realisations, &settings, &waves);
    channel_add_noise(waves, count, &settings);
    int code = equaliser_fit(waves, count, &settings, &equaliser) == 0 ? 0 : 2;
    for (int64_t t = 0; t < count; t++) {
        if (code == 0)
            count_errors(&waves[t], &equaliser, settings.guard_bits, &tally);
        free(waves[t].sample);
    }
    if (code == 0 && tally.bits == 0) {
        fprintf(stderr, "%s:0: guard_bits leaves no bit to count; the tracks hold %lld\n", argv[1],
                (long long)realisations.all[0].bits_per_track);
        code = 2;
    }
    if (code == 0)
        code = report(&realisations, &settings, &equaliser, &tally);
    free(waves);
    tracks_free(&realisations);
    free(settings.output_file.name);
    return code;
}
