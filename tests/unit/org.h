/* For tests of what fills `Org`: reading answers, and all of it as text. */
#ifndef UNIT_ORG_H
#define UNIT_ORG_H

#include "test.h"

#include "model/org.h"
#include "read/org_json.h"

typedef struct {
    Arena arena;
    Org org;
    Names names;
    Text wrong;
} Fixture;

HELPER int start(void **state)
{
    *state = calloc(1, sizeof(Fixture));
    return *state ? 0 : -1;
}

HELPER int end(void **state)
{
    arena_free(&((Fixture *)*state)->arena);
    free(*state);
    return 0;
}

/* A test that has a fixture. */
#define TEST(function) cmocka_unit_test_setup_teardown(function, start, end)

/* Forgets what was read. */
HELPER void anew(Fixture *f)
{
    f->org = (Org){0};
    f->names = (Names){0};
}

/* Reads the bytes from a copy that the sanitizer sees the end of, and that is gone afterwards. */
HELPER bool take_bytes(Fixture *f, const char *name, Str bytes)
{
    char *copy = malloc(bytes.n + 1);
    if (bytes.n)
        memcpy(copy, bytes.s, bytes.n);
    bool good = org_json_read(&f->org, &f->names, &f->arena, 7, str_of(name), (Str){copy, bytes.n},
                              &f->wrong);
    memset(copy, '#', bytes.n);
    free(copy);
    return good;
}

/* The same for text in which ' stands for " and ` for '. */
HELPER bool take(Fixture *f, const char *name, const char *text)
{
    char *copy = str_c(&f->arena, str_of(text));
    for (char *c = copy; *c; c++)
        *c = (char)(*c == '\'' ? '"' : *c == '`' ? '\'' : *c);
    return take_bytes(f, name, str_of(copy));
}

/* Rows of a query, all of them there are, without attributes of their own. */
HELPER bool take_rows(Fixture *f, const char *rows)
{
    return take(f, "answer.json", str_format(&f->arena, "{'records':[%s],'done':true}", rows).s);
}

/* The same with the type of each row: '~' stands for its attributes. */
HELPER bool take_typed(Fixture *f, const char *type, const char *rows)
{
    Str attributes = str_format(&f->arena, "'attributes':{'type':'%s','url':'/x'}", type);
    return take_rows(f, str_replace(&f->arena, str_of(rows), S("~"), attributes).s);
}

/* --- as text ----------------------------------------------------------------------------------- */

HELPER const char *state_name(AnswerState state)
{
    static const char *const names[] = {"missing", "error", "partial", "whole"};
    return names[state];
}

HELPER const char *bool_name(OrgBool told)
{
    static const char *const names[] = {"?", "no", "yes"};
    return names[told];
}

/* "question state rows/total type[: why]", a line each. */
HELPER Str answers_text(Fixture *f)
{
    Buf out = {0};
    for (size_t i = 0; i < f->org.answer_count; i++) {
        const OrgAnswer *one = &f->org.answers[i];
        assert_int_equal(one->at.file, 7);
        buf_format(&out, "%s %s %zu/%zu " STR_FMT "%s" STR_FMT "\n", question_name(one->question),
                   state_name(one->state), one->rows, one->total, STR_ARG(one->type),
                   one->why.n ? ": " : "", STR_ARG(one->why));
    }
    Str text = str_copy(&f->arena, buf_str(&out));
    buf_free(&out);
    return text;
}

/* "id|name|profile|group|license" of each set and below it " element key on/said", in hexadecimal. */
HELPER Str sets_text(Fixture *f)
{
    Buf out = {0};
    for (size_t i = 0; i < f->org.set_count; i++) {
        const OrgSet *set = &f->org.sets[i];
        const Str parts[] = {set->id, set->name, set->profile, set->group, set->license};
        for (size_t p = 0; p < COUNT_OF(parts); p++)
            buf_format(&out, "%s" STR_FMT, p ? "|" : "", STR_ARG(parts[p]));
        buf_put(&out, set->retrieved ? S(" retrieved\n") : S("\n"));
        for (size_t g = 0; g < set->grants.count; g++) {
            const Grant *grant = &set->grants.items[g];
            assert_int_equal(grant->from, FROM_FILE);
            buf_format(&out, " %s " STR_FMT " %x/%x\n", element_table[grant->kind].xml,
                       STR_ARG(f->names.text[grant->key]), grant->on, grant->said);
        }
    }
    Str text = str_copy(&f->arena, buf_str(&out));
    buf_free(&out);
    return text;
}

/* "user[#id] > place in sets[ of group] active[ until]", a line each. */
HELPER Str assignments_text(Fixture *f)
{
    Buf out = {0};
    for (size_t i = 0; i < f->org.assignment_count; i++) {
        const OrgAssignment *one = &f->org.assignments[i];
        buf_format(&out, STR_FMT "%s" STR_FMT " > %zu%s" STR_FMT " %s%s" STR_FMT "\n",
                   STR_ARG(one->username), one->user_id.n ? "#" : "", STR_ARG(one->user_id),
                   one->set, one->group.n ? " of " : "", STR_ARG(one->group),
                   bool_name(one->active), one->expires.n ? " until " : "", STR_ARG(one->expires));
    }
    Str text = str_copy(&f->arena, buf_str(&out));
    buf_free(&out);
    return text;
}

/* "username[#id] license|label", a line each. */
HELPER Str licenses_text(Fixture *f)
{
    Buf out = {0};
    for (size_t i = 0; i < f->org.license_count; i++) {
        const OrgLicense *one = &f->org.licenses[i];
        buf_format(&out, STR_FMT "%s" STR_FMT " " STR_FMT "|" STR_FMT "\n", STR_ARG(one->username),
                   one->user_id.n ? "#" : "", STR_ARG(one->user_id), STR_ARG(one->license),
                   STR_ARG(one->label));
    }
    Str text = str_copy(&f->arena, buf_str(&out));
    buf_free(&out);
    return text;
}

#endif
