#include "checkpoint.h"

#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>

#include "../base/files.h"
#include "hash.h"

static const char magic[8] = { 'H', 'A', 'M', 'R', 'C', 'H', 'K', '1' };

/* In the byte order of the machine; x86 only, and the magic would not match elsewhere. */
struct head { char magic[8]; uint64_t fingerprint; int64_t grains, segments, segment, step, told; };

static void name_of(const struct settings *s, int64_t number, char *name, size_t bytes)
{
    if (s->checkpoint_files.count && number <= s->checkpoint_files.count)
        snprintf(name, bytes, "%s", s->checkpoint_files.name[number - 1]);
    else
        snprintf(name, bytes, "state-%04lld.chk", (long long)number);
}

/* One asked for by a signal takes the name of the next that is due; the due one replaces it later. */
static int64_t number_due(const struct simulation *sim)
{
    int64_t every = sim->settings.checkpoint_every_segments;
    if (!every)
        return 1;
    int64_t whole = sim->state.segment / every;
    int exact = sim->state.segment > 0 && sim->state.segment % every == 0 && sim->state.step == sim->state.step_at_close;
    int64_t number = exact ? whole : whole + 1;
    if (sim->settings.checkpoint_files.count && number > sim->settings.checkpoint_files.count)
        number = sim->settings.checkpoint_files.count;
    return number < 1 ? 1 : number;
}

int checkpoint_write(const struct simulation *sim)
{
    const struct state *state = &sim->state;
    struct head head = { { 0 }, settings_fingerprint(&sim->settings), sim->medium.count, sim->settings.segments, state->segment,
                         state->step, state->told_count };
    memcpy(head.magic, magic, sizeof magic);
    size_t n = (size_t)sim->medium.count;
    struct buffer out = { 0 };
    buffer_add(&out, &head, sizeof head);
    buffer_add(&out, &state->step_at_close, sizeof state->step_at_close);
    buffer_add(&out, state->mx, n * sizeof(float));
    buffer_add(&out, state->my, n * sizeof(float));
    buffer_add(&out, state->mz, n * sizeof(float));
    buffer_add(&out, state->flags, n);
    buffer_add(&out, state->told_end, (size_t)sim->settings.segments * sizeof *state->told_end);
    buffer_add(&out, state->told, (size_t)state->told_count * sizeof *state->told);
    uint64_t hash = hash_bytes(HASH_START, out.bytes, out.length);
    buffer_add(&out, &hash, sizeof hash);
    char name[KEY_NAME_BYTES];
    name_of(&sim->settings, number_due(sim), name, sizeof name);
    int failed = file_replace(name, out.bytes, out.length);
    free(out.bytes);
    return failed;
}

/* What is wrong with the bytes, or NULL. The lengths are checked against the head before anything is trusted. */
static const char *fault_in(const struct simulation *sim, const struct buffer *in, struct head *head)
{
    uint64_t hash;
    if (in->length < sizeof *head + sizeof hash)
        return "it is too short";
    memcpy(head, in->bytes, sizeof *head);
    if (memcmp(head->magic, magic, sizeof magic) != 0)
        return "it is no checkpoint of this version";
    memcpy(&hash, in->bytes + in->length - sizeof hash, sizeof hash);
    if (hash != hash_bytes(HASH_START, in->bytes, in->length - sizeof hash))
        return "its checksum does not match";
    if (head->fingerprint != settings_fingerprint(&sim->settings))
        return "it belongs to another input";
    size_t n = (size_t)sim->medium.count;
    size_t expected = sizeof *head + sizeof(int64_t) + n * 13 + (size_t)sim->settings.segments * sizeof(int64_t) + sizeof hash;
    if (head->grains != sim->medium.count || head->segments != sim->settings.segments || head->told < 0
        || in->length != expected + (size_t)head->told * sizeof(struct told))
        return "its length does not fit its contents";
    return NULL;
}

static void take(const char **from, void *to, size_t bytes)
{
    memcpy(to, *from, bytes);
    *from += bytes;
}

static void apply(struct simulation *sim, const struct buffer *in, const struct head *head)
{
    struct state *state = &sim->state;
    size_t n = (size_t)sim->medium.count;
    const char *from = in->bytes + sizeof *head;
    state->segment = head->segment;
    state->step = head->step;
    state->told_count = state->told_capacity = head->told;
    free(state->told);
    state->told = allocate((size_t)head->told * sizeof *state->told);
    take(&from, &state->step_at_close, sizeof state->step_at_close);
    take(&from, state->mx, n * sizeof(float));
    take(&from, state->my, n * sizeof(float));
    take(&from, state->mz, n * sizeof(float));
    take(&from, state->flags, n);
    take(&from, state->told_end, (size_t)sim->settings.segments * sizeof *state->told_end);
    take(&from, state->told, (size_t)head->told * sizeof *state->told);
    simulation_resume(sim);
}

static int is_checkpoint_name(const struct settings *s, const char *name)
{
    for (int i = 0; i < s->checkpoint_files.count; i++)
        if (strcmp(name, s->checkpoint_files.name[i]) == 0)
            return 1;
    size_t length = strlen(name);
    return length > 10 && length < KEY_NAME_BYTES && strncmp(name, "state-", 6) == 0 && strcmp(name + length - 4, ".chk") == 0;
}

int checkpoint_restore(struct simulation *sim)
{
    DIR *folder = opendir(".");
    if (!folder)
        return 0;
    struct buffer best = { 0 };
    struct head best_head = { .segment = -1 };
    for (struct dirent *entry; (entry = readdir(folder));) {
        if (!is_checkpoint_name(&sim->settings, entry->d_name))
            continue;
        struct buffer in = { 0 };
        struct head head;
        const char *fault = file_load(entry->d_name, &in) != 0 ? "it cannot be read" : fault_in(sim, &in, &head);
        if (fault)
            fprintf(stderr, "warning: %s: skipped, %s\n", entry->d_name, fault);
        if (!fault && (head.segment > best_head.segment || (head.segment == best_head.segment && head.step > best_head.step))) {
            free(best.bytes);
            best = in;
            best_head = head;
        } else {
            free(in.bytes);
        }
    }
    closedir(folder);
    int found = best_head.segment >= 0;
    if (found)
        apply(sim, &best, &best_head);
    free(best.bytes);
    return found;
}
