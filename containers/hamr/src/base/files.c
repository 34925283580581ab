#include "files.h"

#include <errno.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

void *allocate(size_t bytes)
{
    void *memory = malloc(bytes ? bytes : 1);
    if (!memory) {
        fprintf(stderr, "out of memory: %zu bytes were asked for\n", bytes);
        exit(1);
    }
    return memory;
}

static void buffer_reserve(struct buffer *buffer, size_t more)
{
    if (buffer->length + more <= buffer->capacity)
        return;
    size_t capacity = (buffer->length + more) * 2;
    char *grown = allocate(capacity);
    if (buffer->length)
        memcpy(grown, buffer->bytes, buffer->length);
    free(buffer->bytes);
    buffer->bytes = grown;
    buffer->capacity = capacity;
}

void buffer_add(struct buffer *buffer, const void *bytes, size_t length)
{
    if (length == 0)
        return;
    buffer_reserve(buffer, length);
    memcpy(buffer->bytes + buffer->length, bytes, length);
    buffer->length += length;
}

void buffer_print(struct buffer *buffer, const char *format, ...)
{
    va_list arguments, again;
    va_start(arguments, format);
    va_copy(again, arguments);
    int length = vsnprintf(NULL, 0, format, arguments);
    va_end(arguments);
    if (length > 0) {
        buffer_reserve(buffer, (size_t)length + 1);
        vsnprintf(buffer->bytes + buffer->length, (size_t)length + 1, format, again);
        buffer->length += (size_t)length;
    }
    va_end(again);
}

int file_replace(const char *name, const void *bytes, size_t length)
{
    char part[4096];
    const char *slash = strrchr(name, '/');
    int folder = slash ? (int)(slash - name + 1) : 0;
    snprintf(part, sizeof part, "%.*s.%s.part", folder, name, name + folder);
    FILE *file = fopen(part, "wb");
    if (!file) {
        fprintf(stderr, "%s: cannot be created: %s\n", part, strerror(errno));
        return -1;
    }
    int failed = fwrite(bytes, 1, length, file) != length;
    failed |= fclose(file) != 0;
    if (!failed)
        failed = rename(part, name) != 0;
    if (failed) {
        fprintf(stderr, "%s: cannot be written: %s\n", name, strerror(errno));
        unlink(part);
        return -1;
    }
    return 0;
}

int file_load(const char *path, struct buffer *buffer)
{
    FILE *file = fopen(path, "rb");
    if (!file)
        return -1;
    struct stat status;
    if (fstat(fileno(file), &status) == 0 && S_ISDIR(status.st_mode)) {
        fclose(file);
        errno = EISDIR;
        return -1;
    }
    char chunk[65536];
    size_t got;
    while ((got = fread(chunk, 1, sizeof chunk, file)) > 0)
        buffer_add(buffer, chunk, got);
    int failed = ferror(file);
    fclose(file);
    return failed ? -1 : 0;
}
