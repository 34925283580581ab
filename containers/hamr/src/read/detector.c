#include "channel.h"

#include <float.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "../base/files.h"

enum { UNKNOWNS_MAX = 72, STATES_MAX = 32 };

/* Normal equations of the least-squares fit, packed as a square matrix with the right-hand side behind it. */
struct equations { int unknowns; double a[UNKNOWNS_MAX][UNKNOWNS_MAX + 1]; };

static double bit_level(const struct waveform *w, int64_t bit)
{
    bit = bit < 0 ? 0 : bit >= w->bits ? w->bits - 1 : bit;
    return w->written[bit] == '1' ? 1.0 : -1.0;
}

static void add_equation(struct equations *e, const double *row, double wanted)
{
    for (int i = 0; i < e->unknowns; i++) {
        for (int j = 0; j < e->unknowns; j++)
            e->a[i][j] += row[i] * row[j];
        e->a[i][e->unknowns] += row[i] * wanted;
    }
}

/* Gauss's elimination with partial pivoting; the solution replaces the right-hand side. */
static int solve(struct equations *e)
{
    int n = e->unknowns;
    for (int c = 0; c < n; c++) {
        int pivot = c;
        for (int r = c + 1; r < n; r++)
            if (fabs(e->a[r][c]) > fabs(e->a[pivot][c]))
                pivot = r;
        if (fabs(e->a[pivot][c]) < DBL_MIN)
            return -1;
        for (int k = 0; k <= n; k++) {
            double swap = e->a[c][k];
            e->a[c][k] = e->a[pivot][k];
            e->a[pivot][k] = swap;
        }
        for (int r = 0; r < n; r++) {
            double factor = r == c ? 0.0 : e->a[r][c] / e->a[c][c];
            for (int k = c; factor != 0.0 && k <= n; k++)
                e->a[r][k] -= factor * e->a[c][k];
        }
    }
    for (int i = 0; i < n; i++)
        e->a[i][n] /= e->a[i][i];
    return 0;
}

/*
 * Fixed target: the filter alone is fitted. Fitted target: its first coefficient stays 1 and the others are unknowns beside the
 * filter's, the monic constraint of J. Moon and W. Zeng, IEEE Trans. Magn. 31 (1995) 1083, which whitens the remaining noise.
 */
int equaliser_fit(const struct waveform *waves, int64_t count, const struct read_settings *s, struct equaliser *q)
{
    struct equations *e = calloc(1, sizeof *e);
    if (!e)
        abort();
    q->taps = (int)s->equaliser_taps;
    q->length = s->target.count;
    q->centre = s->target_kind == TARGET_FIXED ? (q->length - 1) / 2 : 0;
    int fitted = s->target_kind == TARGET_FITTED ? q->length - 1 : 0;
    e->unknowns = q->taps + fitted;
    for (int64_t t = 0; t < count; t++) {
        const struct waveform *w = &waves[t];
        for (int64_t k = s->guard_bits; k < w->bits - s->guard_bits; k++) {
            double row[UNKNOWNS_MAX], wanted = 0.0;
            for (int i = 0; i < q->taps; i++)
                row[i] = w->sample[k + w->margin + i - q->taps / 2];
            for (int j = 0; j < q->length; j++) {
                double a = bit_level(w, k + q->centre - j);
                if (fitted && j > 0)
                    row[q->taps + j - 1] = -a;
                else
                    wanted += (fitted ? 1.0 : s->target.value[j]) * a;
            }
            add_equation(e, row, wanted);
        }
    }
    double scale = 0.0;
    for (int i = 0; i < q->taps; i++)
        scale += e->a[i][i] / q->taps;
    for (int i = 0; i < q->taps; i++)
        e->a[i][i] += 1e-9 * scale; /* a noiseless, oversampled signal leaves the filter undetermined */
    int failed = scale <= 0.0 || solve(e) != 0;
    if (failed)
        fprintf(stderr, "the equaliser cannot be fitted: there is no signal, or fewer bits than taps\n");
    for (int i = 0; i < q->taps && !failed; i++)
        q->weight[i] = e->a[i][e->unknowns];
    for (int j = 0; j < q->length && !failed; j++)
        q->target[j] = !fitted ? s->target.value[j] : j == 0 ? 1.0 : e->a[q->taps + j - 1][e->unknowns];
    free(e);
    return failed ? -1 : 0;
}

static double equalised(const struct waveform *w, const struct equaliser *q, int64_t k)
{
    double sum = 0.0;
    for (int i = 0; i < q->taps; i++)
        sum += q->weight[i] * w->sample[k + w->margin + i - q->taps / 2];
    return sum;
}

/* What the target gives for the newest bit and the `memory` bits before it, packed with the newest in bit 0. */
static double expected(const struct equaliser *q, int packed)
{
    double sum = 0.0;
    for (int j = 0; j < q->length; j++)
        sum += q->target[j] * (packed >> j & 1 ? 1.0 : -1.0);
    return sum;
}

/* Viterbi's search for the bits whose target response is nearest to the signal; one coefficient makes it a threshold. */
void detect(const struct waveform *w, const struct equaliser *q, char *found)
{
    int memory = q->length - 1, states = 1 << memory;
    double metric[STATES_MAX] = { 0 };
    unsigned char *came_from = allocate((size_t)(w->bits * states));
    for (int64_t b = 0; b < w->bits; b++) {
        int64_t k = b - q->centre; /* the sample whose newest bit is b; before the first there is nothing to weigh */
        double signal = k >= 0 ? equalised(w, q, k) : 0.0, next[STATES_MAX];
        for (int state = 0; state < states; state++) {
            double best = DBL_MAX;
            for (int oldest = 0; oldest < (memory ? 2 : 1); oldest++) {
                int before = memory ? state >> 1 | oldest << (memory - 1) : 0;
                for (int newest = memory ? state & 1 : 0; newest <= (memory ? (state & 1) : 1); newest++) {
                    double miss = k >= 0 ? signal - expected(q, before << 1 | newest) : 0.0;
                    if (metric[before] + miss * miss < best) {
                        best = metric[before] + miss * miss;
                        came_from[b * states + state] = (unsigned char)(memory ? before : newest);
                    }
                }
            }
            next[state] = best;
        }
        memcpy(metric, next, sizeof next);
    }
    int state = 0;
    for (int i = 1; i < states; i++)
        if (metric[i] < metric[state])
            state = i;
    for (int64_t b = w->bits - 1; b >= 0; b--) {
        int came = came_from[b * states + state];
        found[b] = (char)('0' + (memory ? state & 1 : came));
        state = memory ? came : 0;
    }
    free(came_from);
}
