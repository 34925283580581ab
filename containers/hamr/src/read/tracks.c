#include "tracks.h"

#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "../base/files.h"
#include "trackfile.h"

enum { FOLDERS_DEEP = 16 };

struct loading { struct track_file *files; int count, capacity, problems; };

static void load_file(struct loading *l, const char *path, int guess)
{
    if (l->count == l->capacity) {
        l->capacity = l->capacity * 2 + 64;
        l->files = realloc(l->files, (size_t)l->capacity * sizeof *l->files);
        if (!l->files)
            abort();
    }
    int read = trackfile_read(path, guess, &l->files[l->count]);
    if (read == 1)
        l->count++;
    else if (read < 0)
        l->problems++;
}

static void load_path(struct loading *l, const char *path, int depth)
{
    struct stat status;
    DIR *folder = stat(path, &status) == 0 && S_ISDIR(status.st_mode) ? opendir(path) : NULL;
    if (!folder) {
        load_file(l, path, depth > 0);
        return;
    }
    for (struct dirent *entry; (entry = readdir(folder));) {
        size_t length = strlen(entry->d_name);
        char below[TRACKFILE_PATH_BYTES];
        if (entry->d_name[0] == '.' || (size_t)snprintf(below, sizeof below, "%s/%s", path, entry->d_name) >= sizeof below)
            continue;
        int is_folder = stat(below, &status) == 0 && S_ISDIR(status.st_mode);
        if (is_folder ? depth < FOLDERS_DEEP : length > 4 && strcmp(entry->d_name + length - 4, ".dat") == 0)
            load_path(l, below, depth + 1);
    }
    closedir(folder);
}

static int by_seed_and_segment(const void *a, const void *b)
{
    const struct track_file *f = a, *g = b;
    if (f->seed != g->seed)
        return f->seed < g->seed ? -1 : 1;
    return f->segment < g->segment ? -1 : f->segment > g->segment;
}

static int same_run(const struct track_file *f, const struct track_file *g)
{
    return f->linear_density_kbpi == g->linear_density_kbpi && f->track_pitch_nm == g->track_pitch_nm;
}

/* Files of one seed, sorted by segment: is every segment there once? */
static int check_whole(const struct track_file *f, int count)
{
    int problems = 0;
    for (int i = 0, expected = 1; i < count || expected <= f->segments;) {
        if (i < count && (f[i].segments != f->segments || f[i].tracks != f->tracks || f[i].bits_per_track != f->bits_per_track)) {
            fprintf(stderr, "%s: of seed %lld but not of the same run as %s\n", f[i].path, (long long)f->seed, f->path);
            return problems + 1;
        }
        if (i < count && f[i].segment < expected) {
            fprintf(stderr, "%s: a second file with segment %lld of seed %lld\n", f[i].path, (long long)f[i].segment,
                    (long long)f->seed);
            problems++;
            i++;
        } else if (i < count && f[i].segment == expected) {
            i++;
            expected++;
        } else {
            fprintf(stderr, "segment %d of %lld of seed %lld is missing; give every track file of a run\n", expected,
                    (long long)f->segments, (long long)f->seed);
            problems++;
            expected++;
        }
    }
    return problems;
}

/* Later segments over earlier ones. A grain's identity is its place along the track, so the outcome is sorted by x. */
static void merge(const struct track_file *f, int count, struct realisation *r)
{
    int64_t most = 0;
    for (int i = 0; i < count; i++)
        for (int64_t k = 0; k < f[i].grain_count; k++)
            most = f[i].grains[k].grain >= most ? f[i].grains[k].grain + 1 : most;
    memset(r, 0, sizeof *r);
    r->seed = f->seed;
    r->tracks = f->tracks;
    r->bits_per_track = f->bits_per_track;
    r->linear_density_kbpi = f->linear_density_kbpi;
    r->track_pitch_nm = f->track_pitch_nm;
    r->period_nm = f->period_nm;
    r->bit_length_nm = f->bit_length_nm;
    size_t bits = (size_t)(r->tracks * r->bits_per_track);
    r->bits = allocate(bits);
    memset(r->bits, '0', bits);
    r->grains = allocate((size_t)most * sizeof *r->grains);
    char *known = calloc((size_t)most + 1, 1);
    if (!known)
        abort();
    for (int i = 0; i < count; i++) {
        memcpy(r->bits + (f[i].track - 1) * r->bits_per_track + f[i].first_bit, f[i].bits, strlen(f[i].bits));
        for (int64_t k = 0; k < f[i].grain_count; k++) {
            const struct told_grain *g = &f[i].grains[k];
            r->grains[g->grain] = (struct read_grain){ g->x, g->y, g->area * g->perpendicular };
            known[g->grain] = 1;
        }
    }
    for (int64_t i = 0; i < most; i++)
        if (known[i])
            r->grains[r->grain_count++] = r->grains[i];
    free(known);
}

static int build(const struct track_file *files, int count, struct realisations *out)
{
    int problems = 0;
    out->all = allocate((size_t)count * sizeof *out->all);
    for (int from = 0, to; from < count; from = to) {
        for (to = from; to < count && files[to].seed == files[from].seed; to++)
            if (!same_run(&files[to], files)) {
                fprintf(stderr, "%s: %g kbpi and %g nm, but %s has %g kbpi and %g nm; one call reads one density and pitch\n",
                        files[to].path, files[to].linear_density_kbpi, files[to].track_pitch_nm, files->path,
                        files->linear_density_kbpi, files->track_pitch_nm);
                return problems + 1;
            }
        int faults = check_whole(&files[from], to - from);
        problems += faults;
        if (!faults)
            merge(&files[from], to - from, &out->all[out->count++]);
    }
    return problems;
}

int tracks_load(char **paths, int count, struct realisations *out)
{
    struct loading l = { 0 };
    memset(out, 0, sizeof *out);
    for (int i = 0; i < count; i++)
        load_path(&l, paths[i], 0);
    if (!l.problems && l.count == 0) {
        fprintf(stderr, "no track file was found; name files or folders that hold some\n");
        l.problems++;
    }
    if (!l.problems) {
        qsort(l.files, (size_t)l.count, sizeof *l.files, by_seed_and_segment);
        l.problems += build(l.files, l.count, out);
    }
    for (int i = 0; i < l.count; i++) {
        free(l.files[i].bits);
        free(l.files[i].grains);
    }
    free(l.files);
    return l.problems;
}

void tracks_free(struct realisations *r)
{
    for (int i = 0; i < r->count; i++) {
        free(r->all[i].bits);
        free(r->all[i].grains);
    }
    free(r->all);
}
