#include "result.h"

#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "../base/files.h"
#include "pattern.h"

void result_name(const struct settings *s, int64_t segment, char *name, size_t bytes)
{
    if (s->result_files.count)
        snprintf(name, bytes, "%s", s->result_files.name[segment]);
    else
        snprintf(name, bytes, "track-%04lld.dat", (long long)(segment + 1));
}

static void print_head(struct buffer *out, const struct simulation *sim, int64_t segment, int64_t grains)
{
    const struct settings *s = &sim->settings;
    int64_t track = segment / s->segments_per_track, in_track = segment % s->segments_per_track;
    int64_t from = s->bits_per_track * in_track / s->segments_per_track;
    int64_t to = s->bits_per_track * (in_track + 1) / s->segments_per_track;
    char *bits = allocate((size_t)s->bits_per_track + 1);
    pattern_fill((unsigned char *)bits, s->bits_per_track, (uint64_t)s->seed, track);
    for (int64_t i = 0; i < s->bits_per_track; i++)
        bits[i] = (char)(bits[i] + '0');
    buffer_print(out, "# hamr-track 1\n# seed %lld\n# linear_density_kbpi %.17g\n# track_pitch_nm %.17g\n", (long long)s->seed,
                 s->linear_density_kbpi, s->track_pitch_nm);
    buffer_print(out, "# segment %lld of %lld\n# track %lld of %lld\n# track_centre_nm %.6f\n# track_period_nm %.6f\n",
                 (long long)segment + 1, (long long)s->segments, (long long)track + 1, (long long)s->tracks,
                 ((double)track + 0.5) * s->track_pitch_nm, sim->medium.period_nm);
    buffer_print(out, "# bits_per_track %lld\n# bit_length_nm %.9f\n# first_bit %lld\n# bits %.*s\n# grains %lld\n",
                 (long long)s->bits_per_track, s->bit_length_nm, (long long)from, (int)(to - from), bits + from,
                         (long long)grains);
    buffer_print(out, "# columns grain x_nm y_nm area_nm2 perpendicular_moment\n");
    free(bits);
}

int result_write(const struct simulation *sim, int64_t segment)
{
    struct buffer out = { 0 };
    int64_t from = segment ? sim->state.told_end[segment - 1] : 0, to = sim->state.told_end[segment];
    print_head(&out, sim, segment, to - from);
    for (int64_t i = from; i < to; i++) {
        const struct told *t = &sim->state.told[i];
        const struct grain *g = &sim->medium.grains[t->grain];
        double area = 0.78539816339744831 * g->diameter_nm * g->diameter_nm;
        buffer_print(&out, "%u %.3f %.3f %.3f %.5f\n", t->grain, g->x, g->y, area, (double)t->perpendicular);
    }
    buffer_print(&out, "# end\n");
    char name[KEY_NAME_BYTES];
    result_name(&sim->settings, segment, name, sizeof name);
    int failed = file_replace(name, out.bytes, out.length);
    free(out.bytes);
    return failed;
}

int result_write_missing(const struct simulation *sim)
{
    for (int64_t segment = 0; segment < sim->state.segment; segment++) {
        char name[KEY_NAME_BYTES];
        result_name(&sim->settings, segment, name, sizeof name);
        if (access(name, F_OK) != 0 && result_write(sim, segment) != 0)
            return -1;
    }
    return 0;
}
