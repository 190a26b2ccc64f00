/* Threads that take the next piece until there is none. One lock guards all; a piece is long beside it. */
#include "base/work.h"

#include "base/memory.h"

#include <pthread.h>
#include <stdbool.h>
#include <stdlib.h>
#include <unistd.h>

typedef struct {
    Work *work;
    size_t number;
    pthread_t id;
} Worker;

struct Work {
    WorkStep *step;
    void *context;
    size_t count, ahead;
    pthread_mutex_t lock;
    pthread_cond_t changed;
    size_t next;  /* the piece that is taken next */
    size_t limit; /* no piece from this one on is taken yet */
    bool *done;
    Worker workers[WORK_THREADS_MAX];
    size_t started; /* threads, the caller among them */
};

/* Takes a piece and does it; false where there is none to take now. Called and left with the lock. */
static bool work_along(Work *w, size_t thread)
{
    if (w->next >= w->limit)
        return false;
    size_t index = w->next++;
    pthread_mutex_unlock(&w->lock);
    w->step(w->context, index, thread);
    pthread_mutex_lock(&w->lock);
    w->done[index] = true;
    pthread_cond_broadcast(&w->changed);
    return true;
}

static void *run(void *data)
{
    const Worker *worker = data;
    Work *w = worker->work;
    pthread_mutex_lock(&w->lock);
    while (w->next < w->count)
        if (!work_along(w, worker->number))
            pthread_cond_wait(&w->changed, &w->lock);
    pthread_mutex_unlock(&w->lock);
    return NULL;
}

static void raise_limit(Work *w, size_t limit)
{
    if (limit > w->count)
        limit = w->count;
    if (limit <= w->limit)
        return;
    w->limit = limit;
    pthread_cond_broadcast(&w->changed);
}

Work *work_start(size_t count, size_t ahead, size_t threads, WorkStep *step, void *context)
{
    Work *w = mem_alloc(sizeof *w);
    *w = (Work){.step = step, .context = context, .count = count, .ahead = ahead, .started = 1};
    w->limit = ahead < count ? ahead : count;
    w->done = mem_alloc(count * sizeof *w->done);
    for (size_t i = 0; i < count; i++)
        w->done[i] = false;
    pthread_mutex_init(&w->lock, NULL);
    pthread_cond_init(&w->changed, NULL);
    for (; w->started < threads && w->started < count && w->started < WORK_THREADS_MAX;
         w->started++) {
        Worker *worker = &w->workers[w->started];
        *worker = (Worker){.work = w, .number = w->started};
        if (pthread_create(&worker->id, NULL, run, worker) != 0)
            break; /* the others do all of it */
    }
    return w;
}

void work_need(Work *w, size_t index)
{
    pthread_mutex_lock(&w->lock);
    raise_limit(w, index + 1 + w->ahead);
    while (!w->done[index])
        if (!work_along(w, 0))
            pthread_cond_wait(&w->changed, &w->lock);
    pthread_mutex_unlock(&w->lock);
}

void work_end(Work *w)
{
    pthread_mutex_lock(&w->lock);
    raise_limit(w, w->count);
    while (work_along(w, 0))
        ;
    pthread_mutex_unlock(&w->lock);
    for (size_t i = 1; i < w->started; i++)
        pthread_join(w->workers[i].id, NULL);
    pthread_cond_destroy(&w->changed);
    pthread_mutex_destroy(&w->lock);
    free(w->done);
    free(w);
}

void work_run(size_t count, size_t threads, WorkStep *step, void *context)
{
    work_end(work_start(count, count, threads, step, context));
}

size_t work_cores(void)
{
    long cores = sysconf(_SC_NPROCESSORS_ONLN);
    return cores < 1 ? 1 : cores > WORK_THREADS_MAX ? WORK_THREADS_MAX : (size_t)cores;
}
