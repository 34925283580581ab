/* Stands in for htcflow-runner: it keeps the runner's side of the bargain (the pid goes into the lock file first, the
 * lock is held to the end and not handed on) and otherwise does what the test's variables say.
 *
 * TEST_DO      comma-separated, one word an element; the last one stands for all further ones:
 *              <number> exit with it   hold     wait for TEST_GATE, exit 0; SIGTERM: exit 75
 *              kill     die of SIGKILL stubborn ignore SIGTERM, never end
 *              orphan   leave a child in the same session behind and die of SIGKILL
 *              escape   the same with a child in a session of its own
 *              print    wait for TEST_GATE, print environment and limits, exit 0
 * TEST_STARTS  file that gets a line "<element> <pid> <child or 0> <TEST_TAG>" at each start
 * TEST_GATE    file whose exclusive lock the test holds for as long as elements are to be held
 */
#define _GNU_SOURCE
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/resource.h>
#include <unistd.h>

extern char **environ;

static void on_term(int signal)
{
    (void)signal;
    _exit(75);
}

static const char *text(const char *name)
{
    const char *value = getenv(name);
    return value ? value : "";
}

static void write_pid(void)
{
    if (!getenv("HTCFLOW_LOCK_FD")) {
        _exit(64);
    }

    int lock = atoi(getenv("HTCFLOW_LOCK_FD"));
    char line[32];
    int length = snprintf(line, sizeof line, "%d\n", (int)getpid());
    if (pwrite(lock, line, length, 0) != length) {
        _exit(70);
    }

    fcntl(lock, F_SETFD, FD_CLOEXEC);
}

static void word_of(int element, char *word, size_t room)
{
    const char *from = text("TEST_DO");
    const char *comma;
    while (element-- > 0 && (comma = strchr(from, ','))) {
        from = comma + 1;
    }

    snprintf(word, room, "%.*s", (int)strcspn(from, ","), from);
}

static int leave_child(int own_session)
{
    int child = fork();
    if (child == 0) {
        if (own_session) {
            setsid();
        } else {
            setpgid(0, 0);
        }

        for (int descriptor = 0; descriptor < 256; descriptor++) {
            close(descriptor);
        }

        for (;;) {
            pause();
        }
    }

    setpgid(child, child);
    return child;
}

static void say_start(int element, int child)
{
    int starts = open(text("TEST_STARTS"), O_WRONLY | O_APPEND | O_CREAT | O_CLOEXEC, 0600);
    char line[64];
    int length = snprintf(line, sizeof line, "%d %d %d %d\n", element, (int)getpid(), child, atoi(text("TEST_TAG")));
    if (starts >= 0 && write(starts, line, length) != length) {
        _exit(70);
    }

    close(starts);
}

static void print(void)
{
    struct rlimit core, data;
    getrlimit(RLIMIT_CORE, &core);
    getrlimit(RLIMIT_DATA, &data);
    sigset_t blocked;
    sigprocmask(SIG_SETMASK, NULL, &blocked);
    struct sigaction pipe_action;
    sigaction(SIGPIPE, NULL, &pipe_action);
    printf("core=%lld\ndata=%lld\n", (long long)core.rlim_cur, (long long)data.rlim_cur);
    printf("nice=%d\nsession=%d\n", getpriority(PRIO_PROCESS, 0), getsid(0) == getpid());
    printf("blocked=%d\nsigpipe=%s\n", sigismember(&blocked, SIGTERM), pipe_action.sa_handler == SIG_DFL ? "default" : "other");
    for (int descriptor = 0; descriptor < 256; descriptor++) {
        if (fcntl(descriptor, F_GETFD) >= 0) {
            printf("open=%d\n", descriptor);
        }
    }

    for (char **entry = environ; *entry; entry++) {
        printf("env:%s\n", *entry);
    }
}

int main(void)
{
    write_pid();
    signal(SIGTERM, on_term);
    int element = atoi(text("HTCFLOW_ELEMENT"));
    char word[64];
    word_of(element, word, sizeof word);
    int stubborn = !strcmp(word, "stubborn");
    if (stubborn) { /* before anybody knows that it has started */
        signal(SIGTERM, SIG_IGN);
    }

    int leaves = !strcmp(word, "orphan") || !strcmp(word, "escape");
    say_start(element, leaves ? leave_child(!strcmp(word, "escape")) : 0);
    int prints = !strcmp(word, "print");
    if (prints || !strcmp(word, "hold")) {
        int gate = open(text("TEST_GATE"), O_RDONLY | O_CLOEXEC);
        if (gate < 0 || flock(gate, LOCK_SH) != 0) {
            return 70;
        }

        close(gate);
    }

    if (stubborn) {
        for (;;) {
            pause();
        }
    }

    if (!strcmp(word, "kill") || leaves) {
        raise(SIGKILL);
    }

    if (prints) {
        print();
    }

    return atoi(word);
}
