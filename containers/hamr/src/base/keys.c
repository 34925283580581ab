#include "keys.h"

#include <ctype.h>
#include <errno.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { LINE_BYTES = 1024, WORD_BYTES = 64, SPECS_MAX = 128 };

struct reading {
    const char *path;
    const struct key_spec *specs;
    int count;
    char *settings;
    int line;
    int problems;
    int seen_on_line[SPECS_MAX];
};

__attribute__((format(printf, 2, 3)))
static void complain(struct reading *r, const char *format, ...)
{
    va_list arguments;
    fprintf(stderr, "%s:%d: ", r->path, r->line);
    va_start(arguments, format);
    vfprintf(stderr, format, arguments);
    va_end(arguments);
    fputc('\n', stderr);
    r->problems++;
}

static char *trim(char *text)
{
    while (isspace((unsigned char)*text))
        text++;
    size_t length = strlen(text);
    while (length > 0 && isspace((unsigned char)text[length - 1]))
        text[--length] = '\0';
    return text;
}

/* Edit distance of two short words; names that differ by little are probably misspelt. */
static int distance(const char *a, const char *b)
{
    int row[WORD_BYTES + 1];
    int n = (int)strlen(b);
    if (n > WORD_BYTES)
        return n;
    for (int j = 0; j <= n; j++)
        row[j] = j;
    for (int i = 1; a[i - 1]; i++) {
        int diagonal = row[0];
        row[0] = i;
        for (int j = 1; j <= n; j++) {
            int changed = diagonal + (a[i - 1] != b[j - 1]);
            int least = row[j] < row[j - 1] ? row[j] + 1 : row[j - 1] + 1;
            diagonal = row[j];
            row[j] = changed < least ? changed : least;
        }
    }
    return row[n];
}

static void unknown_key(struct reading *r, const char *key)
{
    int best = 0, least = 1000;
    for (int i = 0; i < r->count; i++) {
        int d = distance(key, r->specs[i].name);
        if (d < least) {
            least = d;
            best = i;
        }
    }
    if (least <= 4)
        complain(r, "unknown key '%s'; did you mean '%s'?", key, r->specs[best].name);
    else
        complain(r, "unknown key '%s'; the README lists every key", key);
}

static int parse_number(struct reading *r, const struct key_spec *spec, const char *text, double *out, char **rest)
{
    errno = 0;
    double value = strtod(text, rest);
    if (*rest == text || errno == ERANGE || value != value) {
        complain(r, "%s = %s: not a number; give one from %g to %g", spec->name, text, spec->least, spec->most);
        return 0;
    }
    if (value < spec->least || value > spec->most) {
        complain(r, "%s = %s: out of range; give a value from %g to %g", spec->name, text, spec->least, spec->most);
        return 0;
    }
    *out = value;
    return 1;
}

static void take_number(struct reading *r, const struct key_spec *spec, const char *text)
{
    double value;
    char *rest;
    if (!parse_number(r, spec, text, &value, &rest))
        return;
    if (*rest) {
        complain(r, "%s = %s: '%s' does not belong; the unit is in the key's name, give the bare number", spec->name, text, rest);
        return;
    }
    if (spec->kind == KEY_REAL) {
        memcpy(r->settings + spec->offset, &value, sizeof value);
        return;
    }
    int64_t whole = (int64_t)value;
    if ((double)whole != value)
        complain(r, "%s = %s: not a whole number; %lld is the nearest below", spec->name, text, (long long)whole);
    memcpy(r->settings + spec->offset, &whole, sizeof whole);
}

static void take_choice(struct reading *r, const struct key_spec *spec, const char *text)
{
    char words[LINE_BYTES], *save = NULL;
    snprintf(words, sizeof words, "%s", spec->choices);
    int position = 0;
    for (char *word = strtok_r(words, " ", &save); word; word = strtok_r(NULL, " ", &save), position++)
        if (strcmp(word, text) == 0) {
            memcpy(r->settings + spec->offset, &position, sizeof position);
            return;
        }
    complain(r, "%s = %s: not a choice; give one of: %s", spec->name, text, spec->choices);
}

static void take_reals(struct reading *r, const struct key_spec *spec, const char *text)
{
    struct key_reals list = { 0, { 0 } };
    char *rest = (char *)text;
    while (*rest) {
        double value;
        if (list.count == KEY_REALS_MAX) {
            complain(r, "%s: more than %d numbers", spec->name, KEY_REALS_MAX);
            return;
        }
        if (!parse_number(r, spec, rest, &value, &rest))
            return;
        list.value[list.count++] = value;
        while (isspace((unsigned char)*rest))
            rest++;
    }
    memcpy(r->settings + spec->offset, &list, sizeof list);
}

/* Names are opened in the working directory, so they must be plain: no folders, no leading dot. */
static void take_name(struct reading *r, const struct key_spec *spec, const char *text)
{
    struct key_names *list = (struct key_names *)(r->settings + spec->offset);
    size_t length = strlen(text);
    if (strspn(text, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789._-") != length
        || text[0] == '.' || text[0] == '-' || length >= KEY_NAME_BYTES - 8) {
        complain(r, "%s = %s: not a plain file name; use letters, digits, '.', '_' and '-'", spec->name, text);
        return;
    }
    for (int i = 0; i < list->count; i++)
        if (strcmp(list->name[i], text) == 0) {
            complain(r, "%s = %s: named twice", spec->name, text);
            return;
        }
    if (list->count == KEY_NAMES_MAX) {
        complain(r, "%s: more than %d names", spec->name, KEY_NAMES_MAX);
        return;
    }
    void *grown = realloc(list->name, (size_t)(list->count + 1) * KEY_NAME_BYTES);
    if (!grown)
        abort();
    list->name = grown;
    snprintf(list->name[list->count++], KEY_NAME_BYTES, "%s", text);
}

static void take_value(struct reading *r, const struct key_spec *spec, const char *text)
{
    switch (spec->kind) {
    case KEY_REAL:
    case KEY_INTEGER: take_number(r, spec, text); break;
    case KEY_CHOICE: take_choice(r, spec, text); break;
    case KEY_REALS: take_reals(r, spec, text); break;
    case KEY_NAMES: take_name(r, spec, text); break;
    }
}

static void take_line(struct reading *r, char *line)
{
    char *comment = strchr(line, '#');
    if (comment)
        *comment = '\0';
    char *key = trim(line);
    if (!*key)
        return;
    char *equals = strchr(key, '=');
    if (!equals) {
        complain(r, "'%s': no '='; write key = value", key);
        return;
    }
    *equals = '\0';
    char *value = trim(equals + 1);
    key = trim(key);
    int i = 0;
    while (i < r->count && strcmp(r->specs[i].name, key) != 0)
        i++;
    if (i == r->count) {
        unknown_key(r, key);
        return;
    }
    if (r->seen_on_line[i] && r->specs[i].kind != KEY_NAMES) {
        complain(r, "%s is given twice; first on line %d", key, r->seen_on_line[i]);
        return;
    }
    r->seen_on_line[i] = r->line;
    if (!*value)
        complain(r, "%s has no value", key);
    else
        take_value(r, &r->specs[i], value);
}

static void fill_absent(struct reading *r)
{
    for (int i = 0; i < r->count; i++) {
        const struct key_spec *spec = &r->specs[i];
        if (r->seen_on_line[i] || spec->kind == KEY_NAMES)
            continue;
        if (spec->fallback)
            take_value(r, spec, spec->fallback);
        else
            complain(r, "%s is missing; add a line '%s = ...'", spec->name, spec->name);
    }
}

int keys_read(const char *path, const struct key_spec *specs, int count, void *settings)
{
    struct reading r = { .path = path, .specs = specs, .count = count, .settings = settings };
    FILE *file = fopen(path, "r");
    if (!file) {
        fprintf(stderr, "%s:0: cannot be opened: %s\n", path, strerror(errno));
        return 1;
    }
    char line[LINE_BYTES];
    while (fgets(line, sizeof line, file)) {
        r.line++;
        if (!strchr(line, '\n') && !feof(file)) {
            complain(&r, "the line is longer than %d characters", LINE_BYTES - 2);
            break;
        }
        take_line(&r, line);
    }
    if (ferror(file))
        complain(&r, "cannot be read: %s", strerror(errno));
    fclose(file);
    fill_absent(&r);
    return r.problems;
}
