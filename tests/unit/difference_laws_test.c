/* model/difference: what holds of any two states, tried on many that a small generator makes. */
#include "difference.h"

enum { ROUNDS = 300, SETS = 5, NAMES = 4 };

/* --- states ------------------------------------------------------------------------------------- */

/* The same numbers everywhere: a step of a linear congruence, its upper bits. */
static uint32_t next(uint32_t *seed, uint32_t below)
{
    *seed = *seed * 1664525 + 1013904223;
    return (*seed >> 8) % below;
}

/* What may be said in a set: a statement for each name of each kind, or nothing (an empty word). */
static const struct {
    const char *key, *name;
    const char *words[6];
    size_t word_count;
} kinds[] = {
    {"objects", "O", {"", "read", "edit", "[read, viewAll]", "modifyAll", "[create, read]"}, 6},
    {"tabs", "T", {"", "None", "Available", "Visible"}, 4},
    {"pages", "P", {"", "true", "false"}, 3},
    {"permissions", "Perm", {"", "true"}, 2},
};

/* A state: which word each set says of each name; of the last set also how it is called, if it is there. */
typedef struct {
    const char *last; /* or NULL */
    uint32_t words[SETS][COUNT_OF(kinds)][NAMES];
} State;

/* The first sets are always there, so that at most one comes and one goes: which of several that go is one
 * of several that come is another matter. */
static const char *any_name(uint32_t *seed)
{
    static const char *const names[] = {NULL, "Set_last", "Another"};
    return names[next(seed, COUNT_OF(names))];
}

static State any_state(uint32_t *seed)
{
    State state = {.last = any_name(seed)};
    for (size_t i = 0; i < SETS; i++)
        for (size_t k = 0; k < COUNT_OF(kinds); k++)
            for (size_t n = 0; n < NAMES; n++)
                state.words[i][k][n] = next(seed, (uint32_t)kinds[k].word_count);
    return state;
}

/* A state that differs from another in few things, as most changes do. */
static State near_state(const State *from, uint32_t *seed)
{
    State state = *from;
    for (uint32_t count = next(seed, 6); count; count--) {
        uint32_t kind = next(seed, COUNT_OF(kinds));
        state.words[next(seed, SETS)][kind][next(seed, NAMES)] =
            next(seed, (uint32_t)kinds[kind].word_count);
    }
    state.last = any_name(seed);
    return state;
}

static void put_kind(Buf *out, const State *state, size_t set, size_t kind, bool backwards)
{
    buf_format(out, "    %s: {", kinds[kind].key);
    for (size_t i = 0; i < NAMES; i++) {
        size_t n = backwards ? NAMES - 1 - i : i;
        const char *word = kinds[kind].words[state->words[set][kind][n]];
        if (*word)
            buf_format(out, "%s%zu: %s, ", kinds[kind].name, n, word);
    }
    buf_put(out, S("}\n"));
}

static bool says_anything(const State *state, size_t set, size_t kind)
{
    for (size_t n = 0; n < NAMES; n++)
        if (state->words[set][kind][n])
            return true;
    return false;
}

/* As a definition, from the first statement to the last or from the last to the first. */
static void read_state(Run *run, const State *state, bool backwards)
{
    Buf yaml = {0};
    buf_put(&yaml, S("permissionSets:\n"));
    for (size_t i = 0; i < SETS; i++) {
        size_t set = backwards ? SETS - 1 - i : i;
        if (set < SETS - 1)
            buf_format(&yaml, "  Set_%zu:\n    label: L%zu\n", set, set);
        else if (state->last)
            buf_format(&yaml, "  %s:\n    label: %s\n", state->last, state->last);
        else
            continue;
        for (size_t k = 0; k < COUNT_OF(kinds); k++) {
            size_t kind = backwards ? COUNT_OF(kinds) - 1 - k : k;
            if (says_anything(state, set, kind))
                put_kind(&yaml, state, set, kind, backwards);
        }
    }
    run_end(run);
    run_format(run, STR_FMT, STR_ARG(buf_str(&yaml)));
    buf_free(&yaml);
    assert_findings(&run->diag, "");
}

static Differences differences_of(Fixture *f, const Run *before, const Run *after)
{
    AccessSide old = side_of(&before->model), new = side_of(&after->model);
    return differences_find(&old, &new, &f->arena);
}

/* Two states of each round: strangers, and neighbours. */
static void read_pair(Fixture *f, uint32_t round)
{
    uint32_t seed = round;
    State before = any_state(&seed);
    State after = round % 2 ? near_state(&before, &seed) : any_state(&seed);
    read_state(&f->before, &before, false);
    read_state(&f->after, &after, false);
    f->found = differences_of(f, &f->before, &f->after);
}

/* --- laws --------------------------------------------------------------------------------------- */

static void nothing_differs_from_itself_in_any_order(void **state)
{
    Fixture *f = *state;
    for (uint32_t round = 0; round < ROUNDS; round++) {
        uint32_t seed = round;
        State one = any_state(&seed);
        read_state(&f->before, &one, false);
        Differences itself = differences_of(f, &f->before, &f->before);
        assert_false(differences_any(&itself));
        read_state(&f->after, &one, true);
        Differences other = differences_of(f, &f->before, &f->after);
        assert_false(differences_any(&other));
    }
}

/* By the name that the older or newer side has, whichever is asked for: a rename has two. */
static const SetDifference *difference_from(const Differences *d, const PermissionSet *was,
                                            const PermissionSet *is)
{
    for (size_t i = 0; i < d->count; i++)
        if (d->items[i].was == was && d->items[i].is == is)
            return &d->items[i];
    return NULL;
}

static void gains_are_the_losses_of_the_way_back(void **state)
{
    Fixture *f = *state;
    size_t grants = 0, renames = 0;
    for (uint32_t round = 0; round < ROUNDS; round++) {
        read_pair(f, round);
        Differences back = differences_of(f, &f->after, &f->before);
        assert_int_equal(f->found.count, back.count);
        assert_int_equal(f->found.gained, back.lost);
        assert_int_equal(f->found.lost, back.gained);
        for (size_t i = 0; i < f->found.count; i++) {
            const SetDifference *there = &f->found.items[i];
            const SetDifference *here = difference_from(&back, there->is, there->was);
            assert_non_null(here);
            assert_int_equal(there->grant_count, here->grant_count);
            renames += there->state == SET_RENAMED;
            for (size_t k = 0; k < there->grant_count; k++, grants++) {
                const GrantDifference *one = &there->grants[k], *two = &here->grants[k];
                assert_true(one->kind == two->kind && str_is_nocase(one->key, two->key));
                assert_true(one->was == two->is && one->is == two->was);
                assert_true(one->gained == two->lost && one->lost == two->gained);
            }
        }
    }
    assert_true(grants > ROUNDS && renames > ROUNDS / 20);
}

/* The set that one was, or is to be; NULL: none. */
static const PermissionSet *former_of(const Fixture *f, const PermissionSet *is)
{
    for (size_t i = 0; i < f->found.count; i++)
        if (f->found.items[i].is == is)
            return f->found.items[i].was;
    return model_set(&f->before.model, is->api_name.s);
}

static uint32_t bits_of(const Model *m, const PermissionSet *set, ElementKind kind, Str key)
{
    return set ? grants_bits(&set->grants, &m->names, (uint8_t)kind, key) : 0;
}

/* A word, of which a gain or a loss has both bits, is what it is said to be; all others are bit by bit. */
static uint32_t applied(uint32_t bits, const GrantDifference *d)
{
    assert_int_equal(bits, d->was);
    return d->kind == TAB_SETTING ? d->is : (bits & ~d->lost) | d->gained;
}

static uint32_t changed(const Fixture *f, const PermissionSet *was, const PermissionSet *is,
                        ElementKind kind, Str key)
{
    uint32_t bits = bits_of(&f->before.model, was, kind, key);
    const SetDifference *set = difference_from(&f->found, was, is);
    for (size_t i = 0; set && i < set->grant_count; i++)
        if (set->grants[i].kind == kind && str_is(set->grants[i].key, key))
            return applied(bits, &set->grants[i]);
    return bits;
}

/* All entries of either side, for nothing that stays is told and nothing is told that does not. */
static void assert_becomes(const Fixture *f, const Model *entries_of, const PermissionSet *set,
                           const PermissionSet *was, const PermissionSet *is)
{
    for (size_t i = 0; i < set->grants.count; i++) {
        const Grant *grant = &set->grants.items[i];
        ElementKind kind = (ElementKind)grant->kind;
        Str key = entries_of->names.text[grant->key];
        assert_int_equal(changed(f, was, is, kind, key), bits_of(&f->after.model, is, kind, key));
    }
}

static void old_with_what_is_told_is_new(void **state)
{
    Fixture *f = *state;
    for (uint32_t round = 0; round < ROUNDS; round++) {
        read_pair(f, round);
        const Model *before = &f->before.model, *after = &f->after.model;
        for (size_t i = 0; i < after->set_count; i++) {
            const PermissionSet *is = after->sets[i], *was = former_of(f, is);
            assert_becomes(f, after, is, was, is);
            if (was)
                assert_becomes(f, before, was, was, is);
        }
        for (size_t i = 0; i < f->found.count; i++)
            if (f->found.items[i].state == SET_LOST)
                assert_becomes(f, before, f->found.items[i].was, f->found.items[i].was, NULL);
    }
}

/* What is told has changed: no line says nothing, and the numbers are those of the lines. */
static void what_is_told_has_changed(void **state)
{
    Fixture *f = *state;
    for (uint32_t round = 0; round < ROUNDS; round++) {
        size_t gained = 0, lost = 0;
        read_pair(f, round);
        for (size_t i = 0; i < f->found.count; i++) {
            const SetDifference *set = &f->found.items[i];
            size_t lines = 0, names = 0;
            const DifferenceLine *line = difference_lines(&f->arena, set, &lines);
            for (size_t k = 0; k < lines; k++)
                names += line[k].count;
            assert_int_equal(names, set->gained + set->lost);
            assert_true(set->state != SET_CHANGED || set->grant_count > 0);
            for (size_t k = 0; k < set->grant_count; k++) {
                assert_int_not_equal(set->grants[k].was, set->grants[k].is);
                gained += set->grants[k].gained > 0;
                lost += set->grants[k].lost > 0;
            }
        }
        assert_int_equal(f->found.gained, gained);
        assert_int_equal(f->found.lost, lost);
    }
}

/* --- heads -------------------------------------------------------------------------------------- */

/* A file has the line ends of where it lies, and XML takes them all alike. */
static void line_ends_are_no_difference(void **state)
{
    static const struct {
        const char *was, *is;
        bool differs;
    } rows[] = {
        {"a\\r\\nb", "a\\nb", false},
        {"a\\nb\\n", "a\\r\\nb\\r\\n", false},
        {"a\\nb", "a\\n\\nb", true},
        {"a\\rb", "ab", true},
        {"a\\r", "a", true},
        {"ab", "a", true},
        {"a", "ab", true},
    };
    Fixture *f = *state;
    for (size_t i = 0; i < COUNT_OF(rows); i++) {
        static const char form[] = "permissionSets: {A: {label: A, description: \"%s\"}}\n";
        Str before = str_format(&f->arena, form, rows[i].was);
        Str after = str_format(&f->arena, form, rows[i].is);
        compare(f, before.s, after.s);
        assert_row_true(rows[i].was, differences_any(&f->found) == rows[i].differs);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        FIXED(nothing_differs_from_itself_in_any_order),
        FIXED(gains_are_the_losses_of_the_way_back),
        FIXED(old_with_what_is_told_is_new),
        FIXED(what_is_told_has_changed),
        FIXED(line_ends_are_no_difference),
    };
    return cmocka_run_group_tests_name("difference_laws", tests, NULL, NULL);
}
