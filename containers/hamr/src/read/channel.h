/* From magnetised grains to detected bits: reader, electronics, equaliser, detector. */
#ifndef HAMR_CHANNEL_H
#define HAMR_CHANNEL_H

#include "settings.h"
#include "tracks.h"

/* A track as the channel sees it: sample i belongs to bit i - margin. */
struct waveform { double *sample; int64_t bits, margin; const char *written; };

/* The filter and the target that it shapes the signal to: z[k] = sum w[i] y[k+i-taps/2], wanted sum g[j] a[k+centre-j]. */
struct equaliser { int taps, length, centre; double weight[64], target[KEY_REALS_MAX]; };

/* One noiseless sample a bit, at the bit's centre; `margin` samples before the first and after the last. */
void channel_read(const struct realisation *realisation, int64_t track, const struct read_settings *settings,
        struct waveform *out);

/* Adds white Gaussian noise, electronic_snr_db below the root mean square of all the waveforms. */
void channel_add_noise(struct waveform *waves, int64_t count, const struct read_settings *settings);

/* Least-squares fit over all waveforms; returns 0, or -1 with a message when the equations are singular. */
int equaliser_fit(const struct waveform *waves, int64_t count, const struct read_settings *settings, struct equaliser *out);

/* Detects the bits of a waveform ('0' or '1' into `found`, wave->bits of them). */
void detect(const struct waveform *wave, const struct equaliser *equaliser, char *found);

#endif
