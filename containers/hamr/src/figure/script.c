#include "script.h"

#include <math.h>

/* Colours that stay apart for colour-blind readers (M. Okabe, K. Ito, 2008) and in print; a shape each besides. */
static const char *const colours[] = { "#0072B2", "#D55E00", "#009E73", "#CC79A7", "#56B4E9", "#E69F00", "#555555", "#000000" };
/* The wanted error rates are drawn alike in both panels. */
static const char *const rate_colours[RATES_MAX] = { "#333333", "#8C564B", "#1F77B4", "#7F7F7F" };
static const int shapes[] = { 7, 5, 9, 13, 11, 15, 3, 2 };
enum { STYLES = 8 };

static int next_pitch(const struct points *p, int from)
{
    int to = from;
    while (to < p->count && p->all[to].pitch_nm == p->all[from].pitch_nm)
        to++;
    return to;
}

struct extent { double low, high; };

static struct extent padded(double low, double high, double share)
{
    double pad = high > low ? share * (high - low) : 0.1 * high;
    return (struct extent){ low - pad, high + pad };
}

static struct extent densities(const struct points *p)
{
    double low = p->all[0].density_kbpi, high = low;
    for (int i = 1; i < p->count; i++) {
        low = fmin(low, p->all[i].density_kbpi);
        high = fmax(high, p->all[i].density_kbpi);
    }
    return padded(low, high, 0.06);
}

static void write_rates(struct buffer *out, const struct points *p)
{
    struct extent x = densities(p);
    double apart = 0.012 * (x.high - x.low);
    for (int from = 0, pitch = 0; from < p->count; from = next_pitch(p, from), pitch++) {
        int to = next_pitch(p, from);
        buffer_print(out, "$rate%d << EOD\n", pitch);
        for (int i = from; i < to; i++)
            if (p->all[i].errors)
                buffer_print(out, "%.8g %.6e %.6e %.6e\n", p->all[i].density_kbpi, p->all[i].ber, p->all[i].low, p->all[i].high);
        buffer_print(out, "EOD\n$limit%d << EOD\n", pitch);
        for (int i = from; i < to; i++) /* limits at one density lie one upon the other: set them apart a little */
            if (!p->all[i].errors)
                buffer_print(out, "%.8g %.6e\n", p->all[i].density_kbpi + apart * (pitch % STYLES), p->all[i].high);
        buffer_print(out, "EOD\n");
    }
}

static void write_areal(struct buffer *out, const struct points *p, const struct wanted_rates *wanted)
{
    for (int r = 0; r < wanted->count; r++) {
        static const char *const names[] = { "areal", "atleast", "atmost" };
        static const enum reach kinds[] = { REACH_BETWEEN, REACH_ABOVE_ALL, REACH_BELOW_ALL };
        for (int kind = 0; kind < 3; kind++) {
            buffer_print(out, "$%s%d << EOD\n", names[kind], r);
            for (int from = 0; from < p->count; from = next_pitch(p, from)) {
                struct areal a = areal_at(p, from, next_pitch(p, from), wanted->rate[r]);
                if (a.reach == kinds[kind])
                    buffer_print(out, "%.8g %.6g %.6g %.6g\n", a.pitch_nm, a.value, a.low, a.high);
            }
            buffer_print(out, "EOD\n");
        }
    }
}

/* Whole decades around every mark and bar; the lowest bar may end below, it is cut there. */
static struct extent rates(const struct points *p, const struct wanted_rates *wanted)
{
    double low = wanted->rate[0], high = 0.0;
    for (int i = 0; i < p->count; i++) {
        low = fmin(low, p->all[i].errors ? p->all[i].ber : p->all[i].high);
        high = fmax(high, p->all[i].high);
    }
    return (struct extent){ pow(10.0, floor(log10(low * 0.7))), pow(10.0, ceil(log10(high))) };
}

static double highest_areal(const struct points *p, const struct wanted_rates *wanted)
{
    double highest = 0.0;
    for (int r = 0; r < wanted->count; r++)
        for (int from = 0; from < p->count; from = next_pitch(p, from))
            highest = fmax(highest, areal_at(p, from, next_pitch(p, from), wanted->rate[r]).high);
    return highest;
}

static void plot_rates(struct buffer *out, const struct points *p, const struct wanted_rates *wanted)
{
    struct extent x = densities(p), y = rates(p, wanted);
    int limits = 0;
    buffer_print(out, "set xlabel 'Linear density (kbit/in)'\nset ylabel 'Bit error rate' offset 0.5\n"
                      "set logscale y 10\nset format y '10^{%%L}'\nset mytics 10\nset xrange [%.8g:%.8g]\n"
                      "set yrange [%.3g:%.3g]\nset key bottom right\n", x.low, x.high, y.low, y.high);
    buffer_print(out, "plot \\\n");
    for (int r = 0; r < wanted->count; r++)
        buffer_print(out, "  %.6g with lines lc rgb '%s' dt %d lw 1 notitle, \\\n", wanted->rate[r], rate_colours[r], r + 2);
    int pitch = 0;
    for (int from = 0; from < p->count; from = next_pitch(p, from), pitch++) {
        const char *colour = colours[pitch % STYLES];
        int seen = 0, unseen = 0;
        for (int i = from; i < next_pitch(p, from); i++)
            p->all[i].errors ? seen++ : unseen++;
        if (seen)
            buffer_print(out, "  $rate%d using 1:2 with lines lc rgb '%s' lw 2 notitle, \\\n", pitch, colour);
        if (seen)
            buffer_print(out, "  $rate%d using 1:2:3:4 with yerrorbars lc rgb '%s' lw 1.5 pt %d ps 1.1 notitle, \\\n", pitch,
                    colour,
                         shapes[pitch % STYLES]);
        if (unseen)
            buffer_print(out, "  $limit%d using 1:2:(0):(-0.5*$2) with vectors head filled "
                              "size graph 0.015,20 lc rgb '%s' lw 1.5 notitle, \\\n", pitch, colour);
        buffer_print(out, "  NaN with linespoints lc rgb '%s' lw 2 pt %d ps 1.1 title 'track pitch %g nm', \\\n", colour,
                     shapes[pitch % STYLES], p->all[from].pitch_nm);
        limits += unseen;
    }
    /* An invisible point carries the key's line, and only when there is something to explain. */
    if (limits)
        buffer_print(out, "  NaN with points pt 11 ps 1.0 lc rgb '#333333' title 'no error: 95 %% limit'\n");
    else
        buffer_print(out, "  NaN notitle\n");
}

/* gnuplot complains about a block without lines, so only those that hold something are plotted. */
static int count_reach(const struct points *p, double wanted, enum reach kind)
{
    int count = 0;
    for (int from = 0; from < p->count; from = next_pitch(p, from))
        count += areal_at(p, from, next_pitch(p, from), wanted).reach == kind;
    return count;
}

static void plot_areal(struct buffer *out, const struct points *p, const struct wanted_rates *wanted)
{
    struct extent x = padded(p->all[0].pitch_nm, p->all[p->count - 1].pitch_nm, 0.1);
    double top = highest_areal(p, wanted);
    double ceiling = ceil(top * 1.25 * 2.0) / 2.0;
    int at_most = 0, at_least = 0;
    buffer_print(out, "unset logscale y\nset format y '%%.1f'\nset mytics 2\n"
                      "set xlabel 'Track pitch (nm)'\nset ylabel 'Areal density (Tb/in^2)' offset 0.5\n"
                      "set xrange [%.8g:%.8g]\nset yrange [0:%.3g]\nset key bottom center\nplot \\\n", x.low, x.high, ceiling);
    for (int r = 0; r < wanted->count; r++) {
        const char *colour = rate_colours[r];
        int least = count_reach(p, wanted->rate[r], REACH_ABOVE_ALL), most = count_reach(p, wanted->rate[r], REACH_BELOW_ALL);
        at_least += least;
        at_most += most;
        if (count_reach(p, wanted->rate[r], REACH_BETWEEN)) {
            buffer_print(out, "  $areal%d using 1:2 with lines lc rgb '%s' lw 2 dt %d notitle, \\\n", r, colour, r + 2);
            buffer_print(out,
                    "  $areal%d using 1:2:3:4 with yerrorbars lc rgb '%s' lw 1.5 pt %d ps 1.2 title 'at error rate %g', \\\n",
                         r, colour, r == 0 ? 7 : 5, wanted->rate[r]);
        }
        if (least)
            buffer_print(out, "  $atleast%d using 1:2 with points lc rgb '%s' lw 1.5 pt 8 ps 1.4 notitle, \\\n", r, colour);
        if (most)
            buffer_print(out, "  $atmost%d using 1:2 with points lc rgb '%s' lw 1.5 pt 10 ps 1.4 notitle, \\\n", r, colour);
    }
    if (at_least)
        buffer_print(out, "  NaN with points pt 8 ps 1.4 lc rgb '#333333' title 'at least (end of data)', \\\n");
    if (at_most)
        buffer_print(out, "  NaN with points pt 10 ps 1.4 lc rgb '#333333' title 'less than (end of data)', \\\n");
    buffer_print(out, "  NaN notitle\n");
}

/* A device to draw on; the key is a little smaller than the axes. */
struct device { const char *terminal, *file; int key_points; };

static void draw(struct buffer *out, const struct points *p, const struct wanted_rates *wanted, const struct device *device)
{
    buffer_print(out, "set terminal %s\nset output '%s'\nset multiplot layout 1,2 margins 0.08,0.985,0.15,0.96 spacing 0.1\n",
                 device->terminal, device->file);
    buffer_print(out, "set key opaque samplen 1.4 spacing 1.15 reverse Left width -2 font ',%d'\n", device->key_points);
    plot_rates(out, p, wanted);
    plot_areal(out, p, wanted);
    buffer_print(out, "unset multiplot\nunset output\n");
}

void script_write(struct buffer *out, const struct points *p, const struct wanted_rates *wanted)
{
    static const struct device devices[] = {
        { "svg size 1080,460 font 'Helvetica,14' background rgb 'white'", ".figure.svg.part", 12 },
        { "pngcairo size 2160,920 font 'Sans,26' linewidth 2 pointscale 2 background rgb 'white'", ".figure.png.part", 22 } };
    buffer_print(out, "# Draws the two pictures of hamr-figure, which renames them when they are whole.\n");
    write_rates(out, p);
    write_areal(out, p, wanted);
    buffer_print(out, "set border 3 lw 1.2 lc rgb '#333333'\nset tics nomirror out scale 0.7\n"
                      "set grid xtics ytics lc rgb '#dddddd' lt 1 lw 0.7\nset bars small\n");
    for (int i = 0; i < 2; i++)
        draw(out, p, wanted, &devices[i]);
}
