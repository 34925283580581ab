/* What the container tests run: fails at its first attempt after writing a checkpoint, finishes at its second from that checkpoint.
 * `exit N` ends with N, `orphan` leaves a process behind, `grow` takes memory until somebody ends it. */
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static int put(const char *name, const char *text)
{
    FILE *file = fopen(name, "w");
    return file == NULL || fputs(text, file) < 0 || fclose(file) != 0;
}

static volatile sig_atomic_t asked;

static void ask(int number)
{
    asked = number;
}

/* 24 MiB at once and 8 MiB a second from then on; a checkpoint whenever SIGUSR1 asks for one. */
static int grow(void)
{
    signal(SIGUSR1, ask);
    for (size_t bytes = 24 << 20;; bytes = 2 << 20) {
        char *more = malloc(bytes);
        if (more == NULL)
            return 23;
        memset(more, 1, bytes);
        usleep(250 * 1000);
        if (asked) {
            asked = 0;
            if (put("state.part", "half\n") || rename("state.part", "state"))
                return 24;
        }
    }
}

int main(int argc, char **argv)
{
    if (argc > 1 && strcmp(argv[1], "exit") == 0)
        return atoi(argv[2]);
    if (argc > 1 && strcmp(argv[1], "grow") == 0)
        return grow();
    if (argc > 1 && strcmp(argv[1], "orphan") == 0) {
        /* The child's child is left to whoever buries orphans; it must not outlive this process. */
        if (fork() == 0) {
            if (fork() == 0) {
                setsid();
                sleep(300);
            }
            _exit(0);
        }
        return 7;
    }

    printf("uid %d\n", (int)getuid());
    FILE *state = fopen("state", "r");
    if (state == NULL)
        return put("state", "half\n") ? 20 : 9;
    char text[16] = "";
    if (fgets(text, sizeof text, state) == NULL || strcmp(text, "half\n") != 0)
        return 21;
    return put("out.dat", "whole\n") ? 22 : 0;
}
