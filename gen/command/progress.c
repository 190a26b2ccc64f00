#include "command/progress.h"

#include <stdio.h>
#include <unistd.h>

Progress progress_start(const char *what, size_t total, bool quiet)
{
    return (Progress){what, 0, total, !quiet && total >= PROGRESS_LONG && isatty(STDERR_FILENO)};
}

void progress_step(Progress *p)
{
    size_t before = p->done * 100 / p->total, now = ++p->done * 100 / p->total;
    if (p->shown && now != before)
        fprintf(stderr, "\r%s %zu%%", p->what, now);
}

void progress_end(Progress *p)
{
    if (p->shown)
        fprintf(stderr, "\r\033[K");
}
