/* base/sort: in order, nothing lost, and what is equal stays as it was. */
#include "test.h"

#include "base/sort.h"

enum { MANY = 1000 };

typedef struct {
    uint32_t key, place;
    char more[5]; /* so that items are of no handy size */
} Item;

/* By key; downwards where the context says so. */
static int by_key(const void *a, const void *b, const void *downwards)
{
    const Item *one = a, *two = b;
    int order = (one->key > two->key) - (one->key < two->key);
    return *(const bool *)downwards ? -order : order;
}

static uint32_t ascending(uint32_t i)
{
    return i;
}
static uint32_t descending(uint32_t i)
{
    return MANY - i;
}
static uint32_t equal(uint32_t i)
{
    return i * 0;
}
static uint32_t in_pairs(uint32_t i)
{
    return i / 2;
}
static uint32_t pairs_downwards(uint32_t i)
{
    return (MANY - i) / 2;
}
static uint32_t two_halves(uint32_t i)
{
    return i % 2;
}
static uint32_t sawtooth(uint32_t i)
{
    return i % 7;
}
static uint32_t mixed(uint32_t i)
{
    return i * 2654435761u >> 24;
}

static uint32_t (*const patterns[])(uint32_t) = {ascending,       descending, equal,    in_pairs,
                                                 pairs_downwards, two_halves, sawtooth, mixed};

static void assert_stable(const Item *items, size_t count, bool downwards,
                          uint32_t (*key)(uint32_t))
{
    bool seen[MANY] = {0};
    for (size_t i = 0; i < count; i++) {
        assert_int_equal(items[i].key, key(items[i].place));
        assert_string_equal(items[i].more, "more");
        assert_false(seen[items[i].place]);
        seen[items[i].place] = true;
        if (i == 0)
            continue;
        int order = by_key(&items[i - 1], &items[i], &downwards);
        assert_true(order < 0 || (order == 0 && items[i - 1].place < items[i].place));
    }
}

static void sorts_and_keeps_the_order_of_what_is_equal(void **state)
{
    static const size_t counts[] = {0, 1, 2, 3, 4, 5, 17, 64, MANY};
    static const bool directions[] = {false, true};
    (void)state;
    for (size_t p = 0; p < COUNT_OF(patterns); p++)
        for (size_t c = 0; c < COUNT_OF(counts); c++)
            for (size_t d = 0; d < COUNT_OF(directions); d++) {
                Item items[MANY];
                for (uint32_t i = 0; i < counts[c]; i++)
                    items[i] = (Item){patterns[p](i), i, "more"};
                sort_stable(items, counts[c], sizeof *items, by_key, &directions[d]);
                assert_stable(items, counts[c], directions[d], patterns[p]);
            }
}

static int count_calls(const void *a, const void *b, const void *calls)
{
    static const bool upwards = false;
    ++**(size_t *const *)calls;
    return by_key(a, b, &upwards);
}

/* Most lists are nearly in order: these are compared once along. */
static void what_is_in_order_is_only_looked_at(void **state)
{
    (void)state;
    Item items[MANY];
    size_t calls = 0, *counted = &calls;
    for (uint32_t i = 0; i < MANY; i++)
        items[i] = (Item){i / 3, i, "more"};
    sort_stable(items, MANY, sizeof *items, count_calls, &counted);
    assert_int_equal(calls, MANY - 1);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(sorts_and_keeps_the_order_of_what_is_equal),
        cmocka_unit_test(what_is_in_order_is_only_looked_at),
    };
    return cmocka_run_group_tests_name("sort", tests, NULL, NULL);
}
