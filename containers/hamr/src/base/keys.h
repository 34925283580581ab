/* Reads `key = value` files. Every problem is reported as file:line: with what would be right, all in one pass. */
#ifndef HAMR_KEYS_H
#define HAMR_KEYS_H

#include <stddef.h>
#include <stdint.h>

enum key_kind { KEY_REAL, KEY_INTEGER, KEY_CHOICE, KEY_REALS, KEY_NAMES };

enum { KEY_NAME_BYTES = 128, KEY_REALS_MAX = 8, KEY_NAMES_MAX = 9999 };

/* A list of numbers on one line, e.g. a partial-response target. */
struct key_reals { int count; double value[KEY_REALS_MAX]; };

/* File names, one a line; the key may be repeated. */
struct key_names { int count; char (*name)[KEY_NAME_BYTES]; };

struct key_spec {
    const char *name;
    enum key_kind kind;
    size_t offset;           /* of a double, int64_t, int, struct key_reals or struct key_names in the settings struct */
    const char *fallback;    /* text of the default value; NULL = the key must be given */
    double least, most;      /* inclusive range of a number */
    const char *choices;     /* KEY_CHOICE: words separated by blanks; the value is the word's position */
};

/* Fills `settings`; returns the number of problems, each already written to stderr. */
int keys_read(const char *path, const struct key_spec *specs, int count, void *settings);

#endif
