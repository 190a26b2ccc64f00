#include "command/progress.h"

#include <stdio.h>
#include <unistd.h>

void progress_start(Progress *p, const char *what, size_t total, bool quiet)
{
    p->what = what;
    p->total = total;
    p->shown = !quiet && total >= PROGRESS_LONG && isatty(STDERR_FILENO);
    atomic_init(&p->done, 0);
}

void progress_step(Progress *p)
{
    size_t done = atomic_fetch_add(&p->done, 1);
    size_t before = done * 100 / p->total, now = (done + 1) * 100 / p->total;
    if (p->shown && now != before)
        fprintf(stderr, "\r%s %zu%%", p->what, now);
}

void progress_end(Progress *p)
{
    if (p->shown)
        fprintf(stderr, "\r\033[K");
}
