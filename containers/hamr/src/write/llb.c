#include "llb.h"

#include <stdlib.h>

#include "../base/files.h"

enum { FLOAT_ARRAYS = 24 };

void lanes_allocate(struct lanes *l, int capacity)
{
    capacity = (capacity + 15) / 16 * 16;
    size_t bytes = (size_t)capacity * 4;
    char *at = aligned_alloc(64, bytes * (FLOAT_ARRAYS + 2));
    if (!at)
        abort();
    memset(at, 0, bytes * (FLOAT_ARRAYS + 2));
    l->memory = at;
    l->capacity = capacity;
    l->count = 0;
    float **arrays[FLOAT_ARRAYS + 1] = {
        &l->mx, &l->my, &l->mz, &l->x, &l->y, &l->ex, &l->ey, &l->ez, &l->inverse_tc, &l->exchange, &l->anisotropy,
        &l->diffusion, &l->c0, &l->c1, &l->inverse_chi, &l->align, &l->stretch, &l->noise, &l->noise_stretch, &l->drift,
        &l->fraction, &l->eta_x, &l->eta_y, &l->eta_z, NULL };
    for (int i = 0; arrays[i]; i++, at += bytes)
        *arrays[i] = (float *)at;
    l->grain = (uint32_t *)at;
    l->node = (int32_t *)(at + bytes);
}

void lanes_free(struct lanes *l)
{
    free(l->memory);
    memset(l, 0, sizeof *l);
}

static inline int padded(int count)
{
    return (count + LANES_A_VECTOR - 1) / LANES_A_VECTOR * LANES_A_VECTOR;
}

#define ALIGNED(type, name, from) type *restrict name = __builtin_assume_aligned((from), 64)

/* Temperature, then where in the table it falls; `noise` holds T until lanes_heat replaces it. */
static void locate(struct lanes *l, const struct heat *heat)
{
    ALIGNED(const float, x, l->x);
    ALIGNED(const float, y, l->y);
    ALIGNED(const float, inverse_tc, l->inverse_tc);
    ALIGNED(float, temperature, l->noise);
    ALIGNED(float, fraction, l->fraction);
    ALIGNED(int32_t, node, l->node);
    const struct heat h = *heat;
    int n = padded(l->count);
#pragma GCC ivdep
    for (int i = 0; i < n; i++) {
        float dx = x[i] - h.centre_x_nm;
        float t = h.ambient_k + h.rise_k * exp_of_negative(-(dx * dx + y[i] * y[i]) * h.half_inverse_sigma2);
        float u = (t * inverse_tc[i] - THERMO_FIRST_TAU) * THERMO_NODES_PER_TAU;
        int32_t k = (int32_t)u; /* beyond the table's ends the outermost interval is extended */
        k = k < 0 ? 0 : k;
        k = k > THERMO_NODES - 1 ? THERMO_NODES - 1 : k;
        temperature[i] = t;
        node[i] = k;
        fraction[i] = u - (float)k;
    }
}

/* Linear interpolation. A loop of its own: it gathers, which the older instruction sets cannot do. */
static void look_up(struct lanes *l, const struct thermo_table *table)
{
    ALIGNED(const float, fraction, l->fraction);
    ALIGNED(const int32_t, node, l->node);
    ALIGNED(const float, exchange, l->exchange);
    ALIGNED(const float, anisotropy, l->anisotropy);
    ALIGNED(float, c0, l->c0);
    ALIGNED(float, c1, l->c1);
    ALIGNED(float, inverse_chi, l->inverse_chi);
    int n = padded(l->count);
#pragma GCC ivdep
    for (int i = 0; i < n; i++) {
        int32_t k = node[i];
        float f = fraction[i];
        c0[i] = exchange[i] * (table->c0[k] + f * (table->c0[k + 1] - table->c0[k]));
        c1[i] = exchange[i] * (table->c1[k] + f * (table->c1[k + 1] - table->c1[k]));
        inverse_chi[i] = anisotropy[i] * (table->anisotropy[k] + f * (table->anisotropy[k + 1] - table->anisotropy[k]));
    }
}

void lanes_heat(struct lanes *l, const struct heat *heat, const struct thermo_table *table, float damping, float gyration)
{
    locate(l, heat);
    look_up(l, table);
    ALIGNED(const float, inverse_tc, l->inverse_tc);
    ALIGNED(const float, diffusion, l->diffusion);
    ALIGNED(float, noise, l->noise);
    ALIGNED(float, align, l->align);
    ALIGNED(float, stretch, l->stretch);
    ALIGNED(float, noise_stretch, l->noise_stretch);
    ALIGNED(float, drift, l->drift);
    int n = padded(l->count);
#pragma GCC ivdep
    for (int i = 0; i < n; i++) {
        float t = noise[i];
        float tau = t * inverse_tc[i];
        float parallel = damping * (2.0f / 3) * tau;
        float below = damping * (1.0f - tau * (1.0f / 3));
        float perpendicular = tau < 1.0f ? below : parallel;
        float b_perp = sqrtf(diffusion[i] * t * perpendicular);
        float b_par = sqrtf(diffusion[i] * t * parallel);
        align[i] = gyration * perpendicular;
        stretch[i] = gyration * (parallel - perpendicular);
        noise[i] = b_perp;
        noise_stretch[i] = b_par - b_perp;
        drift[i] = b_par * (b_par - b_perp);
    }
}

struct vector { float x, y, z; };

static inline float dot(struct vector a, struct vector b)
{
    return a.x * b.x + a.y * b.y + a.z * b.z;
}

/* What one grain is made of at its present temperature, and the write field. */
struct grain_now { struct vector easy; float c0, c1, inverse_chi, align, stretch, noise, noise_stretch, drift; };

/* Change of m over one step if the slope at m held: the deterministic part and the noise eta together. */
static inline struct vector slope(struct vector m, struct vector field, struct vector eta, const struct grain_now *g,
        float gyration)
{
    float m2 = dot(m, m);
    float along_easy = dot(m, g->easy) * g->inverse_chi;
    float internal = g->c0 + g->c1 * m2 - g->inverse_chi;
    struct vector h = {
        field.x + internal * m.x + along_easy * g->easy.x,
        field.y + internal * m.y + along_easy * g->easy.y,
        field.z + internal * m.z + along_easy * g->easy.z };
    /* Below |m| = 0.01 the direction means nothing and 1/m^2 would amplify rounding. */
    float bounded = m2 > 1e-4f ? m2 : 1e-4f;
    float radial = (g->stretch * dot(m, h) + g->noise_stretch * dot(m, eta) + g->drift) / bounded;
    struct vector change = {
        radial * m.x + g->align * h.x + g->noise * eta.x - gyration * (m.y * h.z - m.z * h.y),
        radial * m.y + g->align * h.y + g->noise * eta.y - gyration * (m.z * h.x - m.x * h.z),
        radial * m.z + g->align * h.z + g->noise * eta.z - gyration * (m.x * h.y - m.y * h.x) };
    return change;
}

static inline struct vector heun(struct vector m, struct vector h0, struct vector h1, struct vector eta,
        const struct grain_now *g,
                                 float gyration)
{
    struct vector first = slope(m, h0, eta, g, gyration);
    struct vector guess = { m.x + first.x, m.y + first.y, m.z + first.z };
    struct vector second = slope(guess, h1, eta, g, gyration);
    struct vector next = {
        m.x + 0.5f * (first.x + second.x), m.y + 0.5f * (first.y + second.y), m.z + 0.5f * (first.z + second.z) };
    return next;
}

/* The noise of one step. A loop of its own: AVX without AVX2 has wide vectors for numbers but not for the bits behind them. */
static void draw_all(struct lanes *l, const struct drive *d, int step)
{
    ALIGNED(const uint32_t, grain, l->grain);
    ALIGNED(float, ax, l->eta_x);
    ALIGNED(float, ay, l->eta_y);
    ALIGNED(float, az, l->eta_z);
    const struct threefry_key key = d->key;
    const uint64_t count = d->first_step + (uint64_t)step;
    const uint32_t low = (uint32_t)count, high = (uint32_t)(count >> 32), track = d->track;
    int n = padded(l->count);
#pragma GCC ivdep
    for (int i = 0; i < n; i++) {
        uint32_t word[4] = { low, track, grain[i], high };
        float x, y, z, spare;
        threefry12(&key, word);
        gaussian_pair(word[0], word[1], &x, &y);
        gaussian_pair(word[2], word[3], &z, &spare);
        ax[i] = x;
        ay[i] = y;
        az[i] = z;
    }
}

/* One Heun step of every lane. With draw_all the inner loop of the program; `make vectors` shows that both vectorise. */
static void move_all(struct lanes *l, const struct drive *d, int step)
{
    ALIGNED(float, mx, l->mx);
    ALIGNED(float, my, l->my);
    ALIGNED(float, mz, l->mz);
    ALIGNED(const float, ax, l->eta_x);
    ALIGNED(const float, ay, l->eta_y);
    ALIGNED(const float, az, l->eta_z);
    ALIGNED(const float, ex, l->ex);
    ALIGNED(const float, ey, l->ey);
    ALIGNED(const float, ez, l->ez);
    ALIGNED(const float, c0, l->c0);
    ALIGNED(const float, c1, l->c1);
    ALIGNED(const float, inverse_chi, l->inverse_chi);
    ALIGNED(const float, align, l->align);
    ALIGNED(const float, stretch, l->stretch);
    ALIGNED(const float, noise, l->noise);
    ALIGNED(const float, noise_stretch, l->noise_stretch);
    ALIGNED(const float, drift, l->drift);
    const struct vector h0 = { d->hx[step], d->hy[step], d->hz[step] };
    const struct vector h1 = { d->hx[step + 1], d->hy[step + 1], d->hz[step + 1] };
    const float gyration = d->gyration;
    int n = padded(l->count);
#pragma GCC ivdep
    for (int i = 0; i < n; i++) {
        struct grain_now g = { { ex[i], ey[i], ez[i] }, c0[i], c1[i], inverse_chi[i], align[i], stretch[i], noise[i],
                               noise_stretch[i], drift[i] };
        struct vector eta = { ax[i], ay[i], az[i] };
        struct vector m = { mx[i], my[i], mz[i] };
        m = heun(m, h0, h1, eta, &g, gyration);
        mx[i] = m.x;
        my[i] = m.y;
        mz[i] = m.z;
    }
}

void lanes_advance(struct lanes *l, const struct drive *d)
{
    for (int step = 0; step < d->steps; step++) {
        draw_all(l, d, step);
        move_all(l, d, step);
    }
}
