/* For tests of what differs: two definitions, what is found between them, and the buffer it is told in. */
#ifndef UNIT_DIFFERENCE_H
#define UNIT_DIFFERENCE_H

#include "model.h"

#include "write/difference.h"

#define COMPANY "company: {domain: mycompany.com, email: ops@mycompany.com}\n"

typedef struct {
    Run before, after;
    Arena arena;
    Differences found;
    Buf out;
} Fixture;

HELPER int start(void **state)
{
    Fixture *f = calloc(1, sizeof *f);
    if (!f)
        return -1;
    run_start(&f->before);
    run_start(&f->after);
    *state = f;
    return 0;
}

HELPER int end(void **state)
{
    Fixture *f = *state;
    run_end(&f->before);
    run_end(&f->after);
    arena_free(&f->arena);
    buf_free(&f->out);
    free(f);
    return 0;
}

HELPER AccessSide side_of(const Model *m)
{
    return (AccessSide){&m->names, m->sets, m->set_count, m};
}

/* Reads two definitions without their company, which both have alike; what was read before is gone. */
HELPER void compare(Fixture *f, const char *before, const char *after)
{
    run_end(&f->before);
    run_end(&f->after);
    run_format(&f->before, COMPANY "%s", before);
    run_format(&f->after, COMPANY "%s", after);
    assert_findings(&f->before.diag, "");
    assert_findings(&f->after.diag, "");
    AccessSide old = side_of(&f->before.model), new = side_of(&f->after.model);
    f->found = differences_find(&old, &new, &f->arena);
}

HELPER Comparison comparison_of(const Fixture *f)
{
    return (Comparison){&f->found, &f->after.model};
}

/* What was found, as people read it. */
HELPER Str told(Fixture *f)
{
    Comparison comparison = comparison_of(f);
    buf_clear(&f->out);
    write_difference_text(&comparison, false, &f->out);
    return buf_str(&f->out);
}

/* Rows of two definitions and all that is told of them. */
typedef struct {
    const char *what, *before, *after, *wanted;
} TellingRow;

HELPER void assert_told(Fixture *f, const TellingRow *rows, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        compare(f, rows[i].before, rows[i].after);
        assert_row(rows[i].what, told(f), rows[i].wanted);
    }
}

#define ASSERT_TOLD(f, rows) assert_told((f), (rows), COUNT_OF(rows))

#define FIXED(test) cmocka_unit_test_setup_teardown(test, start, end)

#endif
