#include "channel.h"

#include <math.h>
#include <stdlib.h>

#include "../base/files.h"
#include "../base/threefry.h"

/*
 * Sensitivity of the reader to a perpendicular moment: across the track a box of the reader's width with soft edges, along it
 * a Gaussian. The box convolved with a Gaussian of `edge` is the difference of two error functions.
 */
static double across(double distance, const struct read_settings *s)
{
    double scale = 1.0 / (s->reader_edge_nm * 1.4142135623730951);
    double half = 0.5 * s->reader_width_nm;
    return 0.5 * (erf((distance + half) * scale) - erf((distance - half) * scale));
}

static int64_t first_at(const struct realisation *r, double x)
{
    int64_t low = 0, high = r->grain_count;
    while (low < high) {
        int64_t middle = low + (high - low) / 2;
        if (r->grains[middle].x < x)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

void channel_read(const struct realisation *r, int64_t track, const struct read_settings *s, struct waveform *w)
{
    w->bits = r->bits_per_track;
    w->margin = s->equaliser_taps / 2;
    w->written = r->bits + track * r->bits_per_track;
    int64_t count = w->bits + 2 * w->margin;
    w->sample = allocate((size_t)count * sizeof *w->sample);
    double *weight = allocate((size_t)r->grain_count * sizeof *weight);
    double centre = ((double)track + 0.5) * r->track_pitch_nm + s->reader_offset_nm;
    for (int64_t i = 0; i < r->grain_count; i++) {
        double dy = r->grains[i].y - centre;
        dy -= r->period_nm * floor(dy / r->period_nm + 0.5);
        weight[i] = r->grains[i].moment * across(dy, s);
    }
    double sigma = s->reader_length_fwhm_nm / 2.354820045030949;
    double scale = 0.5 / (sigma * sigma);
    for (int64_t k = 0; k < count; k++) {
        double x = ((double)(k - w->margin) + 0.5) * r->bit_length_nm;
        double sum = 0.0;
        for (int64_t i = first_at(r, x - 4.0 * sigma); i < r->grain_count && r->grains[i].x <= x + 4.0 * sigma; i++) {
            double dx = r->grains[i].x - x;
            sum += weight[i] * exp(-dx * dx * scale);
        }
        w->sample[k] = sum;
    }
    free(weight);
}

void channel_add_noise(struct waveform *waves, int64_t count, const struct read_settings *s)
{
    double sum = 0.0;
    int64_t samples = 0;
    for (int64_t t = 0; t < count; t++)
        for (int64_t k = 0; k < waves[t].bits; k++, samples++)
            sum += waves[t].sample[k + waves[t].margin] * waves[t].sample[k + waves[t].margin];
    double sigma = sqrt(sum / (double)(samples ? samples : 1)) * pow(10.0, -s->electronic_snr_db / 20.0);
    struct threefry_key key = threefry_key_for((uint64_t)s->noise_seed, STREAM_ELECTRONICS);
    for (int64_t t = 0; t < count; t++) {
        int64_t all = waves[t].bits + 2 * waves[t].margin;
        for (int64_t k = 0; k < all; k += 4) {
            float gaussian[4];
            gaussian_four(&key, (uint32_t)t, (uint32_t)k, gaussian);
            for (int64_t j = 0; j < 4 && k + j < all; j++)
                waves[t].sample[k + j] += sigma * (double)gaussian[j];
        }
    }
}
