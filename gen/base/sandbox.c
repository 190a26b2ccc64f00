/* The filter of system calls (seccomp) and the limit of writes (Landlock). No memory is taken: it cannot fail for
 * the lack of it. */
#include "base/sandbox.h"

#include "base/memory.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

/* Only to be named in a rule: that needs no leave to read it. */
#ifdef O_PATH
enum { AS_A_PLACE = O_PATH | O_DIRECTORY | O_CLOEXEC };
#else
enum { AS_A_PLACE = O_RDONLY | O_DIRECTORY | O_CLOEXEC };
#endif

/* Where a path with .. leads is known only once its folders are made. */
static bool turns_back(const char *path)
{
    return strstr(path, "..") && access(path, F_OK) != 0;
}

int sandbox_open_above(const char *path)
{
    char above[PATH_MAX];
    int fd = -1;
    int length = snprintf(above, sizeof above, "%s", turns_back(path) ? "/" : *path ? path : ".");
    if (length < 0 || length >= PATH_MAX) {
        errno = ENAMETOOLONG;
        return -1;
    }
    while ((fd = open(above, AS_A_PLACE)) < 0 && (errno == ENOENT || errno == ENOTDIR) &&
           strcmp(above, ".") != 0) {
        char *slash = strrchr(above, '/');
        if (slash)
            slash[slash == above] = '\0';
        else
            memcpy(above, ".", sizeof ".");
    }
    return fd;
}

#if defined(__linux__) && !defined(NO_SANDBOX)

#include "base/sandbox_calls.h"
#include "sandbox_filter.h" /* gen/tool/filter.c makes it */

#include <linux/landlock.h>
#include <linux/seccomp.h>
#include <signal.h>
#include <sys/prctl.h>
#include <sys/syscall.h>

static bool started;

_Noreturn static void refused(const char *what)
{
    fprintf(stderr,
            "apionly: error: this system refuses to take %s away: %s\n"
            "  help: --no-sandbox runs without that protection\n",
            what, strerror(errno));
    exit(EXIT_SYSTEM);
}

/* --- calls ------------------------------------------------------------------------------------------ */

#define CALL_NAME(name) {SYS_##name, #name},
static const struct {
    int number;
    const char *name;
} refused_calls[] = {REFUSED_CALLS(CALL_NAME)};
enum { REFUSED_COUNT = sizeof refused_calls / sizeof *refused_calls };

static void say(const char *text)
{
    ssize_t written = write(STDERR_FILENO, text, strlen(text));
    (void)written; /* there is nobody left to tell */
}

/* In a signal: only what is safe there. */
static void on_refused_call(int signal, siginfo_t *info, void *context)
{
    const char *name = "another";
    (void)signal;
    (void)context;
    for (size_t i = 0; i < REFUSED_COUNT; i++)
        if (refused_calls[i].number == info->si_syscall)
            name = refused_calls[i].name;
    say("apionly: error: the system call ");
    say(name);
    say(" was tried, which this program never needs: it was refused\n");
    _exit(EXIT_SYSTEM);
}

void sandbox_start(void)
{
    struct sigaction action = {.sa_sigaction = on_refused_call, .sa_flags = SA_SIGINFO};
    struct sock_fprog program = {.len = sizeof refusals / sizeof *refusals, .filter = refusals};
    if (sigaction(SIGSYS, &action, NULL) != 0 || prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) != 0 ||
        prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, &program) != 0)
        refused("the network");
    started = true;
}

/* --- writes ----------------------------------------------------------------------------------------- */

/* Of Landlock 3 (Linux 6.2), which headers of that time do not have yet. */
#define TRUNCATE ((unsigned long long)1 << 14)

enum {
    LANDLOCK_MOVES = 2, /* since that version a file can go to another folder */
    LANDLOCK_TRUNCATES = 3,
};

static const unsigned long long changes =
    LANDLOCK_ACCESS_FS_WRITE_FILE | LANDLOCK_ACCESS_FS_REMOVE_FILE | LANDLOCK_ACCESS_FS_REMOVE_DIR |
    LANDLOCK_ACCESS_FS_MAKE_REG | LANDLOCK_ACCESS_FS_MAKE_DIR | LANDLOCK_ACCESS_FS_REFER;
static const unsigned long long never =
    LANDLOCK_ACCESS_FS_EXECUTE | LANDLOCK_ACCESS_FS_MAKE_CHAR | LANDLOCK_ACCESS_FS_MAKE_BLOCK |
    LANDLOCK_ACCESS_FS_MAKE_SOCK | LANDLOCK_ACCESS_FS_MAKE_FIFO | LANDLOCK_ACCESS_FS_MAKE_SYM;

static bool allow_below(int rules, unsigned long long allowed, int fd)
{
    struct landlock_path_beneath_attr below = {.allowed_access = allowed, .parent_fd = fd};
    return syscall(SYS_landlock_add_rule, rules, LANDLOCK_RULE_PATH_BENEATH, &below, 0) == 0;
}

void sandbox_limit_writes(const SandboxFolder *folders, size_t count)
{
    long version =
        syscall(SYS_landlock_create_ruleset, NULL, (size_t)0, LANDLOCK_CREATE_RULESET_VERSION);
    if (!started || version < LANDLOCK_MOVES)
        return;
    unsigned long long allowed = changes | (version >= LANDLOCK_TRUNCATES ? TRUNCATE : 0);
    struct landlock_ruleset_attr handled = {.handled_access_fs = allowed | never};
    int rules = (int)syscall(SYS_landlock_create_ruleset, &handled, sizeof handled, 0);
    bool good = rules >= 0;
    for (size_t i = 0; i < count && good; i++)
        good = allow_below(rules, folders[i].removal_only ? LANDLOCK_ACCESS_FS_REMOVE_DIR : allowed,
                           folders[i].fd);
    if (!good || syscall(SYS_landlock_restrict_self, rules, 0) != 0)
        refused("writing elsewhere");
    close(rules);
}

#else

void sandbox_start(void)
{
}

void sandbox_limit_writes(const SandboxFolder *folders, size_t count)
{
    (void)folders;
    (void)count;
}

#endif
