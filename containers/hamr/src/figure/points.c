#include "points.h"

#include <dirent.h>
#include <errno.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "../base/files.h"

enum { PATH_BYTES = 1024, FOLDERS_DEEP = 16 };

static void add_point(struct points *points, const struct point *p)
{
    struct point *grown = realloc(points->all, (size_t)(points->count + 1) * sizeof *grown);
    if (!grown)
        abort();
    points->all = grown;
    points->all[points->count++] = *p;
}

static int take_line(struct points *points, const char *path, int number, const char *line)
{
    struct point p;
    long long bits, errors;
    if (sscanf(line, "%lf %lf %lld %lld %lf %lf %lf", &p.density_kbpi, &p.pitch_nm, &bits, &errors, &p.ber, &p.low, &p.high) != 7
        || !(p.density_kbpi > 0 && p.density_kbpi < 1e6 && p.pitch_nm > 0 && p.pitch_nm < 1e6) || bits < 1 || errors < 0
        || errors > bits || !(p.low >= 0 && p.low <= p.ber && p.ber <= p.high && p.high <= 1)) {
        fprintf(stderr, "%s:%d: not a line of density, pitch, bits, errors, rate and its bounds\n", path, number);
        return 1;
    }
    p.bits = bits;
    p.errors = errors;
    add_point(points, &p);
    return 0;
}

static int load_file(struct points *points, const char *path, int guess)
{
    struct buffer in = { 0 };
    const char *first_line = "# hamr-ber 1\n";
    if (file_load(path, &in) != 0) {
        fprintf(stderr, "%s: cannot be read: %s\n", path, strerror(errno));
        free(in.bytes);
        return 1;
    }
    buffer_add(&in, "", 1);
    int problems = 0;
    if (strncmp(in.bytes, first_line, strlen(first_line)) == 0) {
        int number = 0;
        for (char *save = NULL, *line = strtok_r(in.bytes, "\n", &save); line; line = strtok_r(NULL, "\n", &save)) {
            number++;
            if (line[0] != '#')
                problems += take_line(points, path, number, line);
        }
    } else if (!guess) {
        fprintf(stderr, "%s:1: not a result of hamr-read; the first line must be '# hamr-ber 1'\n", path);
        problems = 1;
    }
    free(in.bytes);
    return problems;
}

static int load_path(struct points *points, const char *path, int depth)
{
    struct stat status;
    DIR *folder = stat(path, &status) == 0 && S_ISDIR(status.st_mode) ? opendir(path) : NULL;
    if (!folder)
        return load_file(points, path, depth > 0);
    int problems = 0;
    for (struct dirent *entry; (entry = readdir(folder));) {
        size_t length = strlen(entry->d_name);
        char below[PATH_BYTES];
        if (entry->d_name[0] == '.' || (size_t)snprintf(below, sizeof below, "%s/%s", path, entry->d_name) >= sizeof below)
            continue;
        int is_folder = stat(below, &status) == 0 && S_ISDIR(status.st_mode);
        if (is_folder ? depth < FOLDERS_DEEP : length > 4 && strcmp(entry->d_name + length - 4, ".dat") == 0)
            problems += load_path(points, below, depth + 1);
    }
    closedir(folder);
    return problems;
}

static int by_pitch_and_density(const void *a, const void *b)
{
    const struct point *p = a, *q = b;
    if (p->pitch_nm != q->pitch_nm)
        return p->pitch_nm < q->pitch_nm ? -1 : 1;
    return p->density_kbpi < q->density_kbpi ? -1 : p->density_kbpi > q->density_kbpi;
}

int points_load(char **paths, int count, struct points *out)
{
    int problems = 0;
    memset(out, 0, sizeof *out);
    for (int i = 0; i < count; i++)
        problems += load_path(out, paths[i], 0);
    if (out->count)
        qsort(out->all, (size_t)out->count, sizeof *out->all, by_pitch_and_density);
    for (int i = 1; i < out->count; i++)
        if (by_pitch_and_density(&out->all[i - 1], &out->all[i]) == 0) {
            fprintf(stderr, "%g kbpi at %g nm is given twice; give every density and pitch once\n", out->all[i].density_kbpi,
                    out->all[i].pitch_nm);
            problems++;
        }
    if (!problems && out->count == 0) {
        fprintf(stderr, "no result of hamr-read was found; name ber.dat files or folders that hold some\n");
        problems++;
    }
    return problems;
}

enum curve { CURVE_RATE, CURVE_LOW, CURVE_HIGH };

/* On a logarithmic axis a rate of nothing has no place: half an error stands for it. */
static double on_curve(const struct point *p, enum curve curve)
{
    double rate = curve == CURVE_RATE ? p->ber : curve == CURVE_LOW ? p->low : p->high;
    double least = 0.5 / (double)p->bits;
    return log(rate > least ? rate : least);
}

/* Density at which the curve first rises through the wanted rate, by linear interpolation of its logarithm. */
static double crossing(const struct point *p, int count, double wanted, enum curve curve, enum reach *reach)
{
    double level = log(wanted);
    *reach = REACH_BELOW_ALL;
    if (on_curve(&p[0], curve) > level)
        return p[0].density_kbpi;
    *reach = REACH_BETWEEN;
    for (int i = 1; i < count; i++) {
        double before = on_curve(&p[i - 1], curve), after = on_curve(&p[i], curve);
        if (after > level)
            return p[i - 1].density_kbpi + (p[i].density_kbpi - p[i - 1].density_kbpi) * (level - before) / (after - before);
    }
    *reach = REACH_ABOVE_ALL;
    return p[count - 1].density_kbpi;
}

struct areal areal_at(const struct points *points, int from, int to, double wanted)
{
    const struct point *p = &points->all[from];
    struct areal a = { .pitch_nm = p->pitch_nm };
    enum reach unused;
    /* (kbit/in)(10^3)(25.4e6 nm/in)/(pitch nm) bits a square inch, in units of 10^12. */
    double tb_per_kbpi = 1e3 * 25.4e6 / a.pitch_nm / 1e12;
    a.value = tb_per_kbpi * crossing(p, to - from, wanted, CURVE_RATE, &a.reach);
    a.low = tb_per_kbpi * crossing(p, to - from, wanted, CURVE_HIGH, &unused);
    a.high = tb_per_kbpi * crossing(p, to - from, wanted, CURVE_LOW, &unused);
    return a;
}
