/* What the process gives up, so that no flaw in it, or in a library, can be turned against its user. (A sandbox of
 * the kernel; nothing to do with the sandboxes of an org.)
 *
 *     sandbox_start();                          // no network, no other program; from the first line of main
 *     sandbox_limit_writes(folders, count);     // writes only below these folders; each call takes more away
 *
 * Linux only, elsewhere nothing is given up. Left out (-DNO_SANDBOX) where a sanitizer or gcov has to write files
 * of its own. Both hold for threads that start later. */
#ifndef BASE_SANDBOX_H
#define BASE_SANDBOX_H

#include <stdbool.h>
#include <stddef.h>

/* Has the kernel refuse every call that opens or uses a socket, io_uring, which could do the same unseen, and the
 * start of programs. Whoever tries ends with one line and status 3. Where the kernel knows no such filter, the
 * process ends with status 3 too: --no-sandbox is the way out. */
void sandbox_start(void);

typedef struct {
    int fd;            /* a folder; stays the caller's */
    bool removal_only; /* folders in it may be taken away, nothing else */
} SandboxFolder;

/* From here on files and folders are made, changed and removed below these folders only. Files that are open already
 * stay as they are. Does nothing before sandbox_start, and where the kernel has no Landlock that can (Linux 5.19). */
void sandbox_limit_writes(const SandboxFolder *folders, size_t count);

/* Opens the folder at a path, or the nearest one above it that exists: below that a new path is made. -1 with errno. */
int sandbox_open_above(const char *path);

#endif
