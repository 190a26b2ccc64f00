/* base/arena: memory that dies together, and arrays in it that grow. */
#include "test.h"

/* Not under the address sanitizer, where every piece is a block of its own. */
static bool shares_blocks(void)
{
    Arena a = {0};
    arena_raw(&a, 1);
    bool more = a.at < a.end;
    arena_free(&a);
    return more;
}

/* --- pieces ----------------------------------------------------------------------------------- */

static bool is_zero(const unsigned char *bytes, size_t n)
{
    for (size_t i = 0; i < n; i++)
        if (bytes[i])
            return false;
    return true;
}

static void arena_gives_zeroed_aligned_memory(void **state)
{
    (void)state;
    static const size_t sizes[] = {0, 1, 3, 16, 17, 4096, 65535, 65536, 65537, 1 << 20, 5};
    Arena a = {0};
    unsigned char *all[COUNT_OF(sizes)];
    for (size_t i = 0; i < COUNT_OF(sizes); i++) {
        all[i] = arena_alloc(&a, sizes[i]);
        assert_non_null(all[i]);
        assert_int_equal((uintptr_t)all[i] % _Alignof(max_align_t), 0);
        assert_true(is_zero(all[i], sizes[i]));
        memset(all[i], (int)i + 1, sizes[i]);
    }
    for (size_t i = 0; i < COUNT_OF(sizes); i++)
        for (size_t k = 0; k < sizes[i]; k += 64)
            assert_int_equal(all[i][k], i + 1); /* none lies over another */
    arena_free(&a);
    assert_null(a.blocks);
    assert_true(is_zero(arena_alloc(&a, 64), 64)); /* and it can be used again */
    arena_free(&a);
}

static void arena_copies(void **state)
{
    (void)state;
    Arena a = {0};
    const int from[] = {1, 2, 3};
    int *copy = arena_copy(&a, from, sizeof from);
    assert_ptr_not_equal(copy, from);
    assert_memory_equal(copy, from, sizeof from);
    assert_non_null(arena_copy(&a, NULL, 0));
    arena_free(&a);
}

/* --- arrays that grow ------------------------------------------------------------------------- */

static void list_grows_and_keeps_its_items(void **state)
{
    (void)state;
    Arena a = {0};
    uint64_t *items = NULL;
    size_t count = 0, capacity = 0;
    for (uint64_t i = 0; i < 5000; i++)
        *LIST_ADD(&a, items, count, capacity) = i * i;
    assert_int_equal(count, 5000);
    assert_true(capacity >= count);
    for (uint64_t i = 0; i < 5000; i++)
        assert_int_equal(items[i], i * i);
    arena_free(&a);
}

static void growing_takes_what_is_needed(void **state)
{
    (void)state;
    Arena a = {0};
    size_t capacity = 0;
    char xs[1000];
    memset(xs, 'x', sizeof xs);
    char *items = arena_grow(&a, NULL, 0, &capacity, sizeof xs, 1);
    assert_int_equal(capacity, 1000);
    memcpy(items, xs, sizeof xs);
    assert_ptr_equal(arena_grow(&a, items, 1000, &capacity, 1000, 1), items);
    items = arena_grow(&a, items, 1000, &capacity, 1001, 1);
    assert_int_equal(capacity, 2000);
    assert_memory_equal(items, xs, sizeof xs);
    assert_true(is_zero((unsigned char *)items + 1000, 1000));
    arena_free(&a);
}

/* What was handed out last becomes longer where it is; what has a neighbour moves. */
static void the_last_array_grows_where_it_is(void **state)
{
    (void)state;
    Arena a = {0};
    size_t capacity = 0;
    uint64_t *items = arena_grow(&a, NULL, 0, &capacity, 8, sizeof *items), *before = items;
    for (size_t i = 0; i < 8; i++)
        items[i] = i;
    items = arena_grow(&a, items, 8, &capacity, 9, sizeof *items);
    assert_int_equal(capacity, 16);
    if (shares_blocks())
        assert_ptr_equal(items, before);
    char *neighbour = arena_copy(&a, "neighbour", 10);
    before = items;
    items = arena_grow(&a, items, 8, &capacity, 17, sizeof *items);
    assert_int_equal(capacity, 32);
    if (shares_blocks())
        assert_ptr_not_equal(items, before);
    for (size_t i = 0; i < 32; i++)
        assert_int_equal(items[i], i < 8 ? i : 0);
    assert_string_equal(neighbour, "neighbour");
    arena_free(&a);
}

/* Beyond the size of a block, with small pieces in between, and two of them in turns. */
static void large_arrays_keep_their_items(void **state)
{
    (void)state;
    enum { MANY = 300000 };
    Arena a = {0};
    uint64_t *one = NULL;
    uint32_t *two = NULL, *between = arena_copy(&a, &(uint32_t){7}, sizeof *between);
    size_t one_count = 0, one_capacity = 0, two_count = 0, two_capacity = 0;
    for (uint32_t i = 0; i < MANY; i++) {
        *LIST_ADD(&a, one, one_count, one_capacity) = (uint64_t)i << 32 | i;
        *LIST_ADD(&a, two, two_count, two_capacity) = ~i;
        if (i % 1000 == 0) {
            assert_int_equal(*between, i ? i - 1000 : 7);
            between = arena_copy(&a, &i, sizeof i);
        }
    }
    for (uint32_t i = 0; i < MANY; i++) {
        assert_true(one[i] == ((uint64_t)i << 32 | i));
        assert_true(two[i] == ~i);
    }
    assert_true(is_zero((unsigned char *)(one + MANY), (one_capacity - MANY) * sizeof *one));
    assert_true(is_zero((unsigned char *)(two + MANY), (two_capacity - MANY) * sizeof *two));
    arena_free(&a);
}

/* A large one that is the first of its arena is in the block that it hands out of. */
static void a_large_array_may_be_alone(void **state)
{
    (void)state;
    enum { LARGE = 1 << 20 };
    Arena a = {0};
    size_t capacity = 0;
    char *items = arena_grow(&a, NULL, 0, &capacity, LARGE, 1);
    memset(items, 'x', LARGE);
    items = arena_grow(&a, items, LARGE, &capacity, LARGE + 1, 1);
    assert_int_equal(capacity, 2 * LARGE);
    assert_ptr_equal(a.at, a.end);
    char *piece = arena_copy(&a, "piece", 6);
    for (size_t i = 0; i < LARGE; i++)
        assert_true(items[i] == 'x');
    assert_true(is_zero((unsigned char *)items + LARGE, LARGE));
    items = arena_grow(&a, items, LARGE, &capacity, 2 * LARGE + 1, 1);
    assert_string_equal(piece, "piece");
    assert_int_equal(items[LARGE - 1], 'x');
    arena_free(&a);
}

/* Where other things lay before, and where the array itself has rubbish behind its items. */
static void what_is_new_is_zeroed(void **state)
{
    (void)state;
    enum { DIRTY = 4096 };
    Arena a = {0};
    memset(arena_raw(&a, DIRTY), 0xff, DIRTY);
    arena_reset(&a);
    assert_true(is_zero(arena_alloc(&a, 64), 64));
    size_t capacity = 0;
    unsigned char *items = arena_grow(&a, NULL, 0, &capacity, 40, 1);
    assert_true(is_zero(items, 40));
    memset(items, 1, 40);
    items = arena_grow(&a, items, 10, &capacity, 41, 1);
    assert_int_equal(items[9], 1);
    assert_true(is_zero(items + 10, capacity - 10));
    arena_free(&a);
}

/* --- giving back ------------------------------------------------------------------------------ */

static void trimming_gives_back_what_is_behind_the_items(void **state)
{
    (void)state;
    Arena a = {0};
    size_t capacity = 0;
    uint64_t *items = arena_grow(&a, NULL, 0, &capacity, 100, sizeof *items);
    for (size_t i = 0; i < 100; i++)
        items[i] = ~i;
    arena_trim(&a, items, 10, &capacity, sizeof *items);
    assert_int_equal(capacity, shares_blocks() ? 10 : 100);
    unsigned char *next = arena_alloc(&a, 800);
    if (shares_blocks())
        assert_ptr_equal(next, items + 10);
    assert_true(is_zero(next, 800));
    for (size_t i = 0; i < 10; i++)
        assert_true(items[i] == ~i);
    items = arena_grow(&a, items, 10, &capacity, capacity + 1, sizeof *items);
    assert_true(items[9] == ~(uint64_t)9);
    assert_int_equal(items[10], 0);
    arena_free(&a);
}

static void what_has_a_neighbour_is_not_trimmed(void **state)
{
    (void)state;
    Arena a = {0};
    size_t capacity = 0, none = 0;
    char *items = arena_grow(&a, NULL, 0, &capacity, 100, 1);
    char *neighbour = arena_copy(&a, "neighbour", 10), *at = a.at;
    arena_trim(&a, items, 1, &capacity, 1);
    assert_int_equal(capacity, 100);
    assert_ptr_equal(a.at, at);
    items = arena_grow(&a, NULL, 0, &none, 100, 1);
    arena_trim(&a, items, 0, &none, 1); /* nor is what holds nothing */
    assert_int_equal(none, 100);
    none = 0;
    arena_trim(&a, NULL, 0, &none, 8);
    assert_int_equal(none, 0);
    assert_string_equal(neighbour, "neighbour");
    arena_free(&a);
}

/* --- arenas as a whole ------------------------------------------------------------------------ */

/* So many pieces that there are several blocks, and a large one. */
static char **fill(Arena *a, const char *text)
{
    enum { PIECES = 50, PIECE = 5000, LARGE = 1 << 20 };
    char **all = ARENA_ARRAY(a, char *, PIECES + 1);
    for (size_t i = 0; i < PIECES; i++) {
        char *piece = arena_alloc(a, i == PIECES / 2 ? LARGE : PIECE);
        all[i] = strcpy(piece, text);
    }
    return all;
}

static void assert_filled(char **all, const char *text)
{
    for (size_t i = 0; all[i]; i++)
        assert_string_equal(all[i], text);
}

static void what_is_moved_lives_in_the_other(void **state)
{
    (void)state;
    Arena to = {0}, from = {0};
    arena_move(&to, &from); /* nothing to nothing */
    assert_null(to.blocks);
    char **first = fill(&from, "first");
    arena_move(&to, &from); /* all to nothing */
    assert_null(from.blocks);
    char **second = fill(&from, "second"); /* it can be used again */
    char *at = to.at, *end = to.end;
    arena_move(&to, &from);
    assert_ptr_equal(to.at, at); /* it goes on where it was */
    assert_ptr_equal(to.end, end);
    assert_null(from.blocks);
    assert_null(from.at);
    arena_move(&to, &from); /* nothing to all */
    char **third = fill(&to, "third");
    arena_free(&from);
    assert_filled(first, "first");
    assert_filled(second, "second");
    assert_filled(third, "third");
    arena_free(&to);
    assert_null(to.blocks);
}

static void an_array_grows_after_a_move(void **state)
{
    (void)state;
    enum { LARGE = 1 << 20 };
    Arena to = {0}, from = {0};
    size_t capacity = 0;
    arena_raw(&to, 8);
    char *items = arena_grow(&from, NULL, 0, &capacity, LARGE, 1);
    memset(items, 'x', LARGE);
    arena_move(&to, &from);
    items = arena_grow(&to, items, LARGE, &capacity, LARGE + 1, 1);
    assert_int_equal(items[LARGE - 1], 'x');
    assert_int_equal(items[LARGE], 0);
    arena_free(&to);
}

static void a_reset_keeps_one_block_for_what_comes_next(void **state)
{
    (void)state;
    Arena a = {0};
    arena_reset(&a);
    assert_null(a.blocks);
    fill(&a, "old");
    const ArenaBlock *newest = a.blocks;
    arena_reset(&a);
    if (shares_blocks()) {
        assert_ptr_equal(a.blocks, newest);
        char *piece = arena_raw(&a, 5000);
        assert_ptr_equal(a.blocks, newest);
        arena_reset(&a);
        assert_ptr_equal(arena_raw(&a, 5000), piece); /* from its start on */
    } else {
        assert_null(a.blocks);
    }
    char **again = fill(&a, "new");
    assert_filled(again, "new");
    arena_free(&a);
}

/* It is of no usual size. */
static void a_reset_gives_a_large_block_back(void **state)
{
    (void)state;
    Arena a = {0};
    arena_raw(&a, 1 << 20);
    arena_reset(&a);
    assert_null(a.blocks);
    assert_true(is_zero(arena_alloc(&a, 64), 64));
    arena_free(&a);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(arena_gives_zeroed_aligned_memory),
        cmocka_unit_test(arena_copies),
        cmocka_unit_test(list_grows_and_keeps_its_items),
        cmocka_unit_test(growing_takes_what_is_needed),
        cmocka_unit_test(the_last_array_grows_where_it_is),
        cmocka_unit_test(large_arrays_keep_their_items),
        cmocka_unit_test(a_large_array_may_be_alone),
        cmocka_unit_test(what_is_new_is_zeroed),
        cmocka_unit_test(trimming_gives_back_what_is_behind_the_items),
        cmocka_unit_test(what_has_a_neighbour_is_not_trimmed),
        cmocka_unit_test(what_is_moved_lives_in_the_other),
        cmocka_unit_test(an_array_grows_after_a_move),
        cmocka_unit_test(a_reset_keeps_one_block_for_what_comes_next),
        cmocka_unit_test(a_reset_gives_a_large_block_back),
    };
    return cmocka_run_group_tests_name("arena", tests, NULL, NULL);
}
