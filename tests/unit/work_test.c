/* base/work: every piece once, in order, and never too far ahead. */
#include "test.h"

#include "base/work.h"

#include <pthread.h>

enum { COUNT_MAX = 1000 };

/* What the steps did. Nothing is asserted on a thread: what they saw is looked at when they are done. */
typedef struct {
    pthread_mutex_t lock;
    pthread_cond_t changed;
    size_t times[COUNT_MAX]; /* a piece was done */
    size_t order[COUNT_MAX];
    size_t begun, done;
    size_t bound;  /* the first piece that may not be begun yet */
    size_t beyond; /* so many pieces were begun all the same */
    size_t highest_thread;
} Record;

static int start(void **state)
{
    Record *r = calloc(1, sizeof *r);
    if (!r)
        return -1;
    pthread_mutex_init(&r->lock, NULL);
    pthread_cond_init(&r->changed, NULL);
    r->bound = COUNT_MAX;
    *state = r;
    return 0;
}

static int end(void **state)
{
    Record *r = *state;
    pthread_cond_destroy(&r->changed);
    pthread_mutex_destroy(&r->lock);
    free(r);
    return 0;
}

static void step(void *context, size_t index, size_t thread)
{
    Record *r = context;
    pthread_mutex_lock(&r->lock);
    r->times[index]++;
    r->order[r->done++] = index;
    r->beyond += index >= r->bound;
    r->highest_thread = thread > r->highest_thread ? thread : r->highest_thread;
    pthread_cond_broadcast(&r->changed);
    pthread_mutex_unlock(&r->lock);
}

static void set_bound(Record *r, size_t bound)
{
    pthread_mutex_lock(&r->lock);
    r->bound = bound;
    pthread_mutex_unlock(&r->lock);
}

static size_t times(Record *r, size_t index)
{
    pthread_mutex_lock(&r->lock);
    size_t n = r->times[index];
    pthread_mutex_unlock(&r->lock);
    return n;
}

static void forget(Record *r)
{
    memset(r->times, 0, sizeof r->times);
    r->begun = r->done = r->beyond = r->highest_thread = 0;
    r->bound = COUNT_MAX;
}

/* When the work has ended. */
static void assert_each_once(const Record *r, size_t count, size_t threads)
{
    assert_int_equal(r->done, count);
    for (size_t i = 0; i < count; i++)
        assert_int_equal(r->times[i], 1);
    assert_int_equal(r->beyond, 0);
    assert_true(r->highest_thread < threads);
}

static const size_t counts[] = {0, 1, 7, COUNT_MAX}, threads[] = {1, 2, 8};

/* --- all at once ------------------------------------------------------------------------------ */

static void every_piece_is_done_once(void **state)
{
    Record *r = *state;
    for (size_t t = 0; t < COUNT_OF(threads); t++)
        for (size_t c = 0; c < COUNT_OF(counts); c++) {
            forget(r);
            work_run(counts[c], threads[t], step, r);
            assert_each_once(r, counts[c], threads[t]);
        }
}

static void more_threads_than_there_can_be(void **state)
{
    Record *r = *state;
    work_run(COUNT_MAX, 10 * WORK_THREADS_MAX, step, r);
    assert_each_once(r, COUNT_MAX, WORK_THREADS_MAX);
}

static void the_end_does_what_nobody_needed(void **state)
{
    Record *r = *state;
    for (size_t t = 0; t < COUNT_OF(threads); t++)
        for (size_t c = 0; c < COUNT_OF(counts); c++) {
            forget(r);
            work_end(work_start(counts[c], 0, threads[t], step, r));
            assert_each_once(r, counts[c], threads[t]);
        }
}

static void there_is_a_core(void **state)
{
    (void)state;
    assert_in_range(work_cores(), 1, WORK_THREADS_MAX);
}

/* --- one thread ------------------------------------------------------------------------------- */

static void assert_in_order(const Record *r, size_t done)
{
    assert_int_equal(r->done, done);
    for (size_t i = 0; i < done; i++)
        assert_int_equal(r->order[i], i);
}

/* However far it could go ahead. */
static void one_thread_does_what_is_needed_and_no_more(void **state)
{
    static const size_t aheads[] = {0, 3, COUNT_MAX};
    Record *r = *state;
    for (size_t i = 0; i < COUNT_OF(aheads); i++) {
        forget(r);
        Work *w = work_start(100, aheads[i], 1, step, r);
        assert_in_order(r, 0);
        work_need(w, 0);
        assert_in_order(r, 1);
        work_need(w, 7);
        assert_in_order(r, 8);
        work_need(w, 3);
        work_need(w, 7);
        assert_in_order(r, 8);
        work_end(w);
        assert_in_order(r, 100);
        assert_int_equal(r->highest_thread, 0);
    }
}

/* --- several threads -------------------------------------------------------------------------- */

static void what_is_needed_is_done(void **state)
{
    static const size_t needed[] = {5, 0, 6, 400, 399, 999};
    Record *r = *state;
    for (size_t t = 0; t < COUNT_OF(threads); t++) {
        forget(r);
        Work *w = work_start(COUNT_MAX, 4, threads[t], step, r);
        for (size_t i = 0; i < COUNT_OF(needed); i++) {
            work_need(w, needed[i]);
            assert_int_equal(times(r, needed[i]), 1);
        }
        work_end(w);
        assert_each_once(r, COUNT_MAX, threads[t]);
    }
}

static void no_piece_is_begun_too_far_ahead(void **state)
{
    static const size_t aheads[] = {0, 1, 5, COUNT_MAX};
    Record *r = *state;
    for (size_t t = 0; t < COUNT_OF(threads); t++)
        for (size_t a = 0; a < COUNT_OF(aheads); a++) {
            forget(r);
            set_bound(r, aheads[a]);
            Work *w = work_start(COUNT_MAX, aheads[a], threads[t], step, r);
            for (size_t i = 0; i < COUNT_MAX; i += 3) {
                set_bound(r, i + 1 + aheads[a]);
                work_need(w, i);
            }
            set_bound(r, COUNT_MAX);
            work_end(w);
            assert_each_once(r, COUNT_MAX, threads[t]);
        }
}

/* Nobody needs a piece, and still as many are done as may be; these are the first ones. */
static void other_threads_go_ahead(void **state)
{
    enum { AHEAD = 5 };
    Record *r = *state;
    set_bound(r, AHEAD);
    Work *w = work_start(COUNT_MAX, AHEAD, 2, step, r);
    pthread_mutex_lock(&r->lock);
    while (r->done < AHEAD)
        pthread_cond_wait(&r->changed, &r->lock);
    assert_in_order(r, AHEAD);
    assert_int_equal(r->highest_thread, 1);
    pthread_mutex_unlock(&r->lock);
    set_bound(r, COUNT_MAX);
    work_end(w);
    assert_each_once(r, COUNT_MAX, 2);
}

enum { WAIT_AHEAD = 5 };

/* Piece 0 ends only when the last piece that may be begun with it is done. */
static void first_waits_for_last(void *context, size_t index, size_t thread)
{
    Record *r = context;
    pthread_mutex_lock(&r->lock);
    r->begun++;
    pthread_cond_broadcast(&r->changed);
    while (index == 0 && !r->times[WAIT_AHEAD])
        pthread_cond_wait(&r->changed, &r->lock);
    pthread_mutex_unlock(&r->lock);
    step(context, index, thread);
}

/* The other thread has piece 0: meanwhile the one that needs it does all others that may be done. */
static void who_waits_works_along_but_not_too_far(void **state)
{
    static const size_t order[] = {1, 2, 3, 4, 5, 0};
    Record *r = *state;
    Work *w = work_start(100, WAIT_AHEAD, 2, first_waits_for_last, r);
    pthread_mutex_lock(&r->lock);
    while (!r->begun)
        pthread_cond_wait(&r->changed, &r->lock);
    pthread_mutex_unlock(&r->lock);
    work_need(w, 0);
    assert_int_equal(r->done, COUNT_OF(order));
    assert_memory_equal(r->order, order, sizeof order);
    work_end(w);
    assert_each_once(r, 100, 2);
}

#define FIXED(test) cmocka_unit_test_setup_teardown(test, start, end)

int main(void)
{
    const struct CMUnitTest tests[] = {
        FIXED(every_piece_is_done_once),
        FIXED(more_threads_than_there_can_be),
        FIXED(the_end_does_what_nobody_needed),
        cmocka_unit_test(there_is_a_core),
        FIXED(one_thread_does_what_is_needed_and_no_more),
        FIXED(what_is_needed_is_done),
        FIXED(no_piece_is_begun_too_far_ahead),
        FIXED(other_threads_go_ahead),
        FIXED(who_waits_works_along_but_not_too_far),
    };
    return cmocka_run_group_tests_name("work", tests, NULL, NULL);
}
