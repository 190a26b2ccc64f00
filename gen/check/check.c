/* The list of checks, and what they share. */
#include "check/check.h"

#include "base/utf8.h"
#include "base/work.h"

static Check *const checks[] = {check_references, check_names, check_sets,    check_users,
                                check_retired,    check_seats, check_packages};

/* --- one after the other, on several threads ----------------------------------------------------- */

enum { FOR_A_THREAD = 32 }; /* fewer are done before a thread has started */

typedef void CheckOne(const Model *model, size_t index, Diag *d);

typedef struct {
    const Model *model;
    CheckOne *check;
    size_t count, threads;
    Diag parts[WORK_THREADS_MAX];
} Checking;

/* Each thread has neighbours, so that all findings stand in order when the parts are joined. */
static void check_part(void *context, size_t index, size_t thread)
{
    Checking *c = context;
    (void)thread;
    size_t first = c->count * index / c->threads, end = c->count * (index + 1) / c->threads;
    for (size_t i = first; i < end; i++)
        c->check(c->model, i, &c->parts[index]);
}

static void check_each(const Model *m, size_t count, CheckOne *one, Diag *d, size_t threads)
{
    Checking c = {.model = m, .check = one, .count = count, .threads = threads};
    if (c.threads > count / FOR_A_THREAD + 1)
        c.threads = count / FOR_A_THREAD + 1;
    for (size_t i = 0; i < c.threads; i++)
        c.parts[i] = diag_part(d);
    work_run(c.threads, c.threads, check_part, &c);
    for (size_t i = 0; i < c.threads; i++)
        diag_join(d, &c.parts[i]);
}

static void check_integration(const Model *m, size_t index, Diag *d)
{
    check_user_sets(m, &m->integrations[index], d);
}

static void check_set(const Model *m, size_t index, Diag *d)
{
    check_access(m, m->sets[index], d);
}

void check(const Model *model, Diag *d, size_t threads)
{
    for (size_t i = 0; i < sizeof checks / sizeof *checks; i++)
        checks[i](model, d);
    check_each(model, model->integration_count, check_integration, d, threads);
    check_each(model, model->set_count, check_set, d, threads);
    diag_unused(d);
}

/* --- what the checks share ----------------------------------------------------------------------- */

bool check_length(Diag *d, Text text, size_t limit, const char *what)
{
    size_t length = utf8_count(text.s);
    if (length <= limit)
        return true;
    diag(d, RULE_TOO_LONG, text.at, "%s has %zu characters, at most %zu are stored", what, length,
         limit);
    return false;
}

bool check_one_line(Diag *d, Text text, const char *what)
{
    for (size_t i = 0; i < text.s.n; i++) {
        char c = text.s.s[i];
        if (c != '\n' && c != '\r' && c != '\t')
            continue;
        diag(d, RULE_LINE_BREAK, text.at, "%s holds a %s", what, c == '\t' ? "tab" : "line break");
        return false;
    }
    return true;
}

bool check_visible(Diag *d, Rule rule, Text text, const char *what)
{
    size_t position = 0;
    for (size_t i = 0, length; i < text.s.n; i += length, position++) {
        length = 1;
        if (utf8_is_plain(text.s.s[i]))
            continue;
        int32_t code = utf8_decode(str_from(text.s, i), &length);
        if (!utf8_is_invisible(code) || code < ' ')
            continue;
        diag(d, rule, text.at,
             "%s \"" STR_FMT "\" holds the invisible character U+%04X after %zu "
             "characters",
             what, STR_ARG(text.s), (unsigned)code, position);
        return false;
    }
    return true;
}
