/*
 * hamr-figure [--rate R]... [--script-only] PATH...: draws what a campaign found.
 *
 * A PATH is a result file of hamr-read or a folder with some. Writes figure.gp, figure.svg and figure.png to the working
 * directory and prints the areal densities. gnuplot is started directly; no shell sees anything.
 * Exit codes: 0 done; 1 the figure could not be drawn; 2 the command line or a result file is wrong.
 */
#include <errno.h>
#include <spawn.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>

#include "script.h"

extern char **environ;

static int take_rate(struct wanted_rates *wanted, const char *text)
{
    char *rest;
    double rate = text ? strtod(text, &rest) : 0.0;
    if (!text || rest == text || *rest || !(rate > 0.0 && rate < 0.5) || wanted->count == RATES_MAX) {
        fprintf(stderr, "--rate %s: give a number between 0 and 0.5, at most %d times\n", text ? text : "", RATES_MAX);
        return -1;
    }
    wanted->rate[wanted->count++] = rate;
    return 0;
}

static int run_gnuplot(void)
{
    char *arguments[] = { "gnuplot", "figure.gp", NULL };
    pid_t child;
    int status;
    int fault = posix_spawnp(&child, arguments[0], NULL, NULL, arguments, environ);
    if (fault) {
        fprintf(stderr, "gnuplot cannot be started: %s; install gnuplot-nox\n", strerror(fault));
        return 1;
    }
    while (waitpid(child, &status, 0) < 0)
        if (errno != EINTR)
            return 1;
    if (!WIFEXITED(status) || WEXITSTATUS(status) != 0) {
        fprintf(stderr, "gnuplot failed on figure.gp\n");
        return 1;
    }
    if (rename(".figure.svg.part", "figure.svg") != 0 || rename(".figure.png.part", "figure.png") != 0) {
        fprintf(stderr, "figure.svg and figure.png cannot be put in place: %s\n", strerror(errno));
        return 1;
    }
    return 0;
}

static void print_areal(const struct points *p, const struct wanted_rates *wanted)
{
    static const char *const words[] = { "", "at least ", "less than " };
    for (int r = 0; r < wanted->count; r++)
        for (int from = 0, to; from < p->count; from = to) {
            for (to = from; to < p->count && p->all[to].pitch_nm == p->all[from].pitch_nm;)
                to++;
            struct areal a = areal_at(p, from, to, wanted->rate[r]);
            printf("error rate %g at %g nm track pitch: %s%.2f Tb/in2 (95 %%: %.2f to %.2f)\n", wanted->rate[r],
                    a.pitch_nm, words[a.reach], a.value, a.low, a.high);
        }
}

int main(int argc, char **argv)
{
    struct wanted_rates wanted = { 0 };
    int script_only = 0, at = 1;
    for (; at < argc && strncmp(argv[at], "--", 2) == 0; at++) {
        if (strcmp(argv[at], "--script-only") == 0)
            script_only = 1;
        else if (strcmp(argv[at], "--rate") != 0 || take_rate(&wanted, argv[++at]) != 0)
            break;
    }
    if (at >= argc || strncmp(argv[at], "--", 2) == 0) {
        fprintf(stderr,
                "usage: hamr-figure [--rate R]... [--script-only] PATH...\nWrites figure.gp, figure.svg and figure.png here.\n");
        return 2;
    }
    if (wanted.count == 0)
        wanted = (struct wanted_rates){ 2, { 0.01, 0.03 } };
    struct points points;
    if (points_load(argv + at, argc - at, &points) != 0)
        return 2;
    struct buffer script = { 0 };
    script_write(&script, &points, &wanted);
    int code = file_replace("figure.gp", script.bytes, script.length) == 0 ? 0 : 1;
    if (code == 0 && !script_only)
        code = run_gnuplot();
    if (code == 0)
        print_areal(&points, &wanted);
    free(script.bytes);
    free(points.all);
    return code;
}
