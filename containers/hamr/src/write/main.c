/*
 * hamr-write INPUT: writes tracks onto a granular medium by heat-assisted magnetic recording.
 *
 * Exit codes: 0 done; 1 a file could not be written; 2 the command line or the input is wrong; 143 ended by SIGTERM after a
 * checkpoint. SIGUSR1 asks for a checkpoint. Both take effect at the next safe point, well below a millisecond away.
 */
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>

#include "checkpoint.h"
#include "result.h"

static volatile sig_atomic_t checkpoint_wanted, end_wanted;

static void on_signal(int number)
{
    if (number == SIGTERM)
        end_wanted = 1;
    else
        checkpoint_wanted = 1;
}

static void catch_signals(void)
{
    struct sigaction action = { .sa_handler = on_signal, .sa_flags = SA_RESTART };
    sigemptyset(&action.sa_mask);
    sigaction(SIGTERM, &action, NULL);
    sigaction(SIGUSR1, &action, NULL);
}

/* The safe point: between two blocks the state is whole. Returns an exit code, or -1 to go on. */
static int answer_signals(const struct simulation *sim)
{
    if (end_wanted)
        return checkpoint_write(sim) == 0 ? 143 : 1;
    if (checkpoint_wanted) {
        checkpoint_wanted = 0;
        if (checkpoint_write(sim) != 0)
            return 1;
    }
    return -1;
}

static int run(struct simulation *sim)
{
    int64_t every = sim->settings.checkpoint_every_segments;
    while (!simulation_finished(sim)) {
        if (simulation_proceed(sim)) {
            int64_t segment = sim->state.segment;
            if (result_write(sim, segment - 1) != 0)
                return 1;
            if (every && segment % every == 0 && !simulation_finished(sim) && checkpoint_write(sim) != 0)
                return 1;
        }
        int code = simulation_finished(sim) ? -1 : answer_signals(sim);
        if (code >= 0)
            return code;
    }
    return 0;
}

int main(int argc, char **argv)
{
    if (argc != 2) {
        fprintf(stderr, "usage: hamr-write INPUT\nThe results and checkpoints go to the working directory.\n");
        return 2;
    }
    struct simulation *sim = calloc(1, sizeof *sim);
    if (!sim || settings_read(argv[1], &sim->settings) != 0)
        return 2;
    catch_signals();
    simulation_start(sim);
    if (checkpoint_restore(sim)) {
        fprintf(stderr, "restored: %lld of %lld segments were finished\n", (long long)sim->state.segment,
                (long long)sim->settings.segments);
        if (result_write_missing(sim) != 0)
            return 1;
    }
    int code = run(sim);
    free(sim->settings.result_files.name);
    free(sim->settings.checkpoint_files.name);
    simulation_free(sim);
    free(sim);
    return code;
}
