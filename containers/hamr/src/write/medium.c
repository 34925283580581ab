#include "medium.h"

#include <stdio.h>
#include <stdlib.h>

#include "../base/files.h"
#include "../base/threefry.h"
#include "thermo.h"

/* A triangular lattice, stretched a little so that a whole, even number of rows fills the period; jittered afterwards. */
struct lattice { int rows, columns; double row_nm, column_nm, first_x_nm; };

double active_radius(const struct settings *s, double tc_k)
{
    double threshold = s->active_from_tc_fraction * tc_k - s->ambient_k;
    double ratio = (s->peak_k - s->ambient_k) / threshold;
    return ratio <= 1.0 ? 0.0 : s->spot_sigma_nm * sqrt(2.0 * log_exact(ratio));
}

/* Normal numbers beyond three sigma are drawn in to three: no grain shall have a negative property. */
static double within_three(float gaussian)
{
    return gaussian > 3.0f ? 3.0 : gaussian < -3.0f ? -3.0 : (double)gaussian;
}

static struct lattice lattice_for(const struct settings *s, double period, double margin)
{
    const double half_root_3 = 0.86602540378443865;
    struct lattice l;
    int pairs = (int)(period / (2.0 * half_root_3 * s->grain_pitch_nm) + 0.5);
    l.rows = pairs < 1 ? 2 : 2 * pairs;
    l.row_nm = period / l.rows;
    l.column_nm = s->grain_pitch_nm * s->grain_pitch_nm * half_root_3 / l.row_nm; /* keeps grains per area */
    l.columns = (int)((s->track_length_nm + 2.0 * margin) / l.column_nm) + 1;
    l.first_x_nm = -margin;
    return l;
}

/* sigma of each coordinate: the spacing of two neighbours, both displaced, then spreads by sigma sqrt(2). */
static void place(struct grain *g, const struct settings *s, const struct lattice *l, double period, int row, int column)
{
    struct threefry_key key = threefry_key_for((uint64_t)s->seed, STREAM_LAYOUT);
    double sigma = s->grain_pitch_nm * s->grain_pitch_sigma_pct / 100.0 / 1.4142135623730951;
    uint32_t id = (uint32_t)(row * l->columns + column);
    float a[4], b[4];
    gaussian_four(&key, id, 0, a);
    gaussian_four(&key, id, 1, b);
    g->x = l->first_x_nm + (column + (row & 1 ? 0.5 : 0.0)) * l->column_nm + sigma * within_three(a[0]);
    g->y = (row + 0.5) * l->row_nm + sigma * within_three(a[1]);
    g->y -= period * floor(g->y / period);
    /* Lognormal with the wanted mean: log-variance w = log(1 + cv^2), log-mean shifted by -w/2. */
    double cv = s->grain_diameter_sigma_pct / 100.0;
    double w = log_exact(1.0 + cv * cv);
    g->diameter_nm = s->grain_diameter_nm * exp_exact(sqrt(w) * within_three(a[2]) - 0.5 * w);
    double hk_0k_t = s->ku_0k_mj_per_m3 * 2000.0 / s->ms_0k_ka_per_m; /* 2 K/Ms: (MJ/m3)/(kA/m) = 1000 T */
    g->hk_0k_t = hk_0k_t * (1.0 + s->hk_sigma_pct / 100.0 * within_three(a[3]));
    if (g->hk_0k_t < 0.0)
        g->hk_0k_t = 0.0;
    g->tc_k = s->tc_k * (1.0 + s->tc_sigma_pct / 100.0 * within_three(b[0]));
    double tilt = s->easy_axis_sigma_deg * 0.017453292519943295;
    double ex = tilt * within_three(b[1]), ey = tilt * within_three(b[2]);
    double norm = sqrt(1.0 + ex * ex + ey * ey);
    g->easy[0] = (float)(ex / norm);
    g->easy[1] = (float)(ey / norm);
    g->easy[2] = (float)(1.0 / norm);
}

static int by_x(const void *a, const void *b)
{
    const struct grain *g = a, *h = b;
    if (g->x != h->x)
        return g->x < h->x ? -1 : 1;
    return g->y < h->y ? -1 : g->y > h->y;
}

/*
 * No grain is wider than the distance to its nearest neighbour less the boundary: of any two neighbours each then keeps half
 * the boundary, and none overlap.
 */
static void cut_to_neighbours(struct medium *m, const struct settings *s)
{
    double sum = 0.0;
    double far = 2.0 * s->grain_pitch_nm;
    for (int i = 0; i < m->count; i++) {
        double nearest2 = far * far;
        for (int way = -1; way <= 1; way += 2)
            for (int j = i + way; j >= 0 && j < m->count; j += way) {
                double dx = m->grains[j].x - m->grains[i].x;
                if (dx * dx >= nearest2)
                    break;
                double dy = m->grains[j].y - m->grains[i].y;
                dy -= m->period_nm * floor(dy / m->period_nm + 0.5);
                if (dx * dx + dy * dy < nearest2)
                    nearest2 = dx * dx + dy * dy;
            }
        struct grain *g = &m->grains[i];
        double most = sqrt(nearest2) - s->grain_boundary_min_nm;
        double least = 0.3 * s->grain_diameter_nm;
        if (g->diameter_nm > most)
            g->diameter_nm = most > least ? most : least;
        g->volume_m3 = 0.78539816339744831 * g->diameter_nm * g->diameter_nm * s->thickness_nm * 1e-27;
        sum += g->diameter_nm;
    }
    m->mean_diameter_nm = sum / m->count;
}

void medium_build(struct medium *m, const struct settings *s)
{
    m->period_nm = s->track_pitch_nm * (double)s->tracks;
    m->reach_nm = active_radius(s, s->tc_k * (1.0 - 0.03 * s->tc_sigma_pct)) + 1.0;
    struct lattice l = lattice_for(s, m->period_nm, 2.0 * m->reach_nm);
    m->count = l.rows * l.columns;
    m->grains = allocate((size_t)m->count * sizeof *m->grains);
    for (int row = 0; row < l.rows; row++)
        for (int column = 0; column < l.columns; column++)
            place(&m->grains[row * l.columns + column], s, &l, m->period_nm, row, column);
    qsort(m->grains, (size_t)m->count, sizeof *m->grains, by_x);
    cut_to_neighbours(m, s);
    m->ambient_moment = (float)thermo_equilibrium(s->ambient_k / s->tc_k);
}

void medium_free(struct medium *m)
{
    free(m->grains);
    m->grains = NULL;
}

int medium_first_at(const struct medium *m, double x)
{
    int low = 0, high = m->count;
    while (low < high) {
        int middle = low + (high - low) / 2;
        if (m->grains[middle].x < x)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}
