#include "trackfile.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "../base/files.h"

struct field { const char *name; int64_t *whole; double *real; };

static int fault(const char *path, int line, const char *text)
{
    fprintf(stderr, "%s:%d: %s\n", path, line, text);
    return -1;
}

static void take_pair(const char *text, int64_t *first, int64_t *second)
{
    long long a = 0, b = 0;
    if (sscanf(text, "%lld of %lld", &a, &b) == 2) {
        *first = a;
        *second = b;
    }
}

static void take_head(struct track_file *f, char *line)
{
    const struct field fields[] = {
        { "seed", &f->seed, NULL }, { "bits_per_track", &f->bits_per_track, NULL }, { "first_bit", &f->first_bit, NULL },
        { "grains", &f->grain_count, NULL }, { "linear_density_kbpi", NULL, &f->linear_density_kbpi },
        { "track_pitch_nm", NULL, &f->track_pitch_nm }, { "track_period_nm", NULL, &f->period_nm },
        { "bit_length_nm", NULL, &f->bit_length_nm } };
    char *name = line + 2, *value = strchr(name, ' ');
    if (!value)
        return;
    *value++ = '\0';
    for (size_t i = 0; i < sizeof fields / sizeof fields[0]; i++)
        if (strcmp(name, fields[i].name) == 0) {
            if (fields[i].whole)
                *fields[i].whole = strtoll(value, NULL, 10);
            else
                *fields[i].real = strtod(value, NULL);
        }
    if (strcmp(name, "segment") == 0)
        take_pair(value, &f->segment, &f->segments);
    else if (strcmp(name, "track") == 0)
        take_pair(value, &f->track, &f->tracks);
    else if (strcmp(name, "bits") == 0 && !f->bits)
        f->bits = strdup(value);
}

static int head_makes_sense(const struct track_file *f)
{
    int64_t most = 100000000;
    return f->bits && f->segment >= 1 && f->segment <= f->segments && f->segments <= 9999 && f->track >= 1
        && f->track <= f->tracks && f->tracks <= 1000 && f->bits_per_track >= 1 && f->bits_per_track <= 1000000
                && f->first_bit >= 0
        && f->first_bit + (int64_t)strlen(f->bits) <= f->bits_per_track && strspn(f->bits, "01") == strlen(f->bits)
        && f->grain_count >= 0 && f->grain_count <= most && f->period_nm > 0 && f->bit_length_nm > 0 && f->track_pitch_nm > 0
        && f->linear_density_kbpi > 0;
}

static int take_row(struct told_grain *g, char *line)
{
    char *rest = line;
    g->grain = strtoll(rest, &rest, 10);
    double *values[] = { &g->x, &g->y, &g->area, &g->perpendicular };
    for (int i = 0; i < 4; i++) {
        char *before = rest;
        *values[i] = strtod(before, &rest);
        if (rest == before)
            return 0;
    }
    return g->grain >= 0 && g->grain < 100000000 && *rest == '\0';
}

static int take_lines(struct track_file *f, char *text)
{
    int line = 0, ended = 0;
    int64_t rows = 0;
    for (char *save = NULL, *at = strtok_r(text, "\n", &save); at; at = strtok_r(NULL, "\n", &save)) {
        line++;
        if (strcmp(at, "# end") == 0) {
            ended = 1;
        } else if (at[0] == '#') {
            if (strncmp(at, "# ", 2) == 0)
                take_head(f, at);
        } else {
            if (!f->grains) {
                if (!head_makes_sense(f))
                    return fault(f->path, line, "the head lacks a line or a value is out of range");
                f->grains = allocate((size_t)f->grain_count * sizeof *f->grains);
            }
            if (rows == f->grain_count || !take_row(&f->grains[rows], at))
                return fault(f->path, line, "not a row of grain, x, y, area and moment, or one too many");
            rows++;
        }
    }
    if (!ended || rows != f->grain_count || !head_makes_sense(f))
        return fault(f->path, line, "the file is cut short; it must end with '# end'");
    return 1;
}

int trackfile_read(const char *path, int guess, struct track_file *f)
{
    const char *first_line = "# hamr-track 1\n";
    struct buffer in = { 0 };
    memset(f, 0, sizeof *f);
    snprintf(f->path, sizeof f->path, "%s", path);
    if (file_load(path, &in) != 0) {
        fprintf(stderr, "%s: cannot be read: %s\n", path, strerror(errno));
        free(in.bytes);
        return -1;
    }
    buffer_add(&in, "", 1);
    int result = 0;
    if (strncmp(in.bytes, first_line, strlen(first_line)) == 0)
        result = take_lines(f, in.bytes);
    else if (!guess)
        result = fault(path, 1, "not a track file; the first line must be '# hamr-track 1'");
    free(in.bytes);
    if (result != 1) {
        free(f->bits);
        free(f->grains);
    }
    return result;
}
