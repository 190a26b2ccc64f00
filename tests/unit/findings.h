/* What the tests of the renderers share: findings, and the buffer they are shown in. */
#ifndef UNIT_FINDINGS_H
#define UNIT_FINDINGS_H

#include "test.h"

#include "diag/render.h"

typedef struct {
    Arena arena;
    Diag d;
    Buf out;
} Fixture;

HELPER int start(void **state)
{
    Fixture *f = calloc(1, sizeof *f);
    if (!f)
        return -1;
    diag_init(&f->d);
    *state = f;
    return 0;
}

HELPER int end(void **state)
{
    Fixture *f = *state;
    arena_free(&f->arena);
    diag_free(&f->d);
    buf_free(&f->out);
    free(f);
    return 0;
}

HELPER Loc loc(uint32_t file, uint32_t at, uint32_t length)
{
    return (Loc){.file = file, .at = at, .length = length};
}

/* One finding that blames `part` of a text. */
HELPER void blame(Fixture *f, const char *bytes, const char *part)
{
    Str text = str_of(bytes);
    uint32_t file = source_add(&f->d.sources, &f->arena, S("a.yaml"), text);
    Loc at = loc(file, (uint32_t)offset_of_part(text, part), (uint32_t)strlen(part));
    diag(&f->d, RULE_UNKNOWN_KEY, at, "no key");
    diag_help(&f->d, "help");
}

#define FIXED(test) cmocka_unit_test_setup_teardown(test, start, end)

#endif
