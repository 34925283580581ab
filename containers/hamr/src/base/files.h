/* Files that are whole or absent: written under a temporary name, then renamed. */
#ifndef HAMR_FILES_H
#define HAMR_FILES_H

#include <stddef.h>

/* A growing byte buffer. */
struct buffer { char *bytes; size_t length, capacity; };

void buffer_add(struct buffer *buffer, const void *bytes, size_t length);
__attribute__((format(printf, 2, 3))) void buffer_print(struct buffer *buffer, const char *format, ...);

/* Returns 0, or -1 with a message on stderr. The temporary name is `.NAME.part`, so no glob for NAME can match it. */
int file_replace(const char *name, const void *bytes, size_t length);

/* Reads a whole file into the buffer; returns 0, or -1 with errno set. */
int file_load(const char *path, struct buffer *buffer);

/* malloc that ends the program when memory is exhausted. */
void *allocate(size_t bytes);

#endif
