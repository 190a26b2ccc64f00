#include "command/writes.h"

#include "base/memory.h"
#include "base/sandbox.h"

#include <stdlib.h>
#include <unistd.h>

typedef struct {
    SandboxFolder *folders;
    size_t count;
} Allowed;

/* What cannot be opened is for the command to tell. */
static void allow(Allowed *a, const char *path)
{
    int fd = sandbox_open_above(path);
    if (fd >= 0)
        a->folders[a->count++] = (SandboxFolder){.fd = fd};
}

/* The definitions say only later whether sets go to a folder of the project too. It lies beside the file that
 * says so. */
static void allow_build(Allowed *a, const Options *options)
{
    allow(a, options->output ? options->output : "out");
    for (int i = 0; i < options->path_count; i++)
        allow(a, options->paths[i]);
    if (!options->path_count) {
        allow(a, ".");
        allow(a, "integrations"); /* which may be a link to a folder elsewhere */
    }
}

void limit_writes(const Options *options, Writes writes)
{
    Allowed a = {.folders = mem_alloc(((size_t)options->path_count + 3) * sizeof *a.folders)};
    if (writes == WRITES_START)
        allow(&a, options->path_count ? options->paths[0] : ".");
    else if (writes == WRITES_OUTPUT && options->output)
        allow(&a, options->output);
    else if (writes == WRITES_BUILD && !options->check)
        allow_build(&a, options);
    sandbox_limit_writes(a.folders, a.count);
    for (size_t i = 0; i < a.count; i++)
        close(a.folders[i].fd);
    free(a.folders);
}
