/* read/yaml_tree: maps that are read as somebody walks over them give what the whole tree gives. */
#include "yaml.h"

static const Str walked[] = {STR("integrations"), STR("permissionSets"), {0}};

/* Opens it anew, to be walked. */
static void walk_on_threads(Fixture *f, Str bytes, size_t threads)
{
    read_bytes(f, S(""));
    diag_free(&f->d);
    diag_init(&f->d);
    yaml_close(f->yaml);
    f->bytes = bytes;
    uint32_t file = source_add(&f->d.sources, &f->arena, S("x"), bytes);
    f->yaml = yaml_open(&f->arena, &f->d, file, bytes, walked, threads);
    f->root = yaml_root(f->yaml);
}

static void walk_bytes(Fixture *f, Str bytes)
{
    walk_on_threads(f, bytes, 1);
}

static bool close_yaml(Fixture *f)
{
    bool whole = yaml_close(f->yaml);
    f->yaml = NULL;
    return whole;
}

/* --- the same as the whole tree ------------------------------------------------------------------- */

static void put_place(Buf *out, Loc at)
{
    buf_format(out, " %u %u+%u ", at.file, at.at, at.length);
}

/* All that a tree says. Where a map ends is known when all of it was read, so its place comes behind it. */
static void put_walk(Buf *out, const Node *n)
{
    buf_format(out, "%s%s", node_kind_name(n->kind), n->plain ? ", plain" : "");
    if (n->kind == NODE_MAP && !n->count)
        buf_put(out, S(", empty"));
    buf_byte(out, '(');
    const Pair *pair;
    for (size_t i = 0; n->kind == NODE_MAP && (pair = node_pair(n, i)); i++) {
        buf_format(out, "\n%s" STR_FMT, pair->merged ? "merged " : "", STR_ARG(pair->key.s));
        put_place(out, pair->key.at);
        put_walk(out, pair->value);
    }
    for (size_t i = 0; n->kind == NODE_LIST && i < n->count; i++)
        put_walk(out, n->items[i]);
    buf_put(out, n->text);
    buf_byte(out, ')');
    put_place(out, n->at);
}

/* The findings with all that they say. */
static void put_all_findings(Diag *d, Buf *out)
{
    put_findings(d, out);
    for (size_t i = 0; i < d->count; i++) {
        put_place(out, d->items[i].at);
        put_place(out, d->items[i].related);
        buf_format(out, STR_FMT " " STR_FMT "\n", STR_ARG(d->items[i].related_text),
                   STR_ARG(d->items[i].help));
    }
}

/* Whether it could be read to its end, and all findings. */
static void put_end(Fixture *f, Buf *out)
{
    buf_put(out, close_yaml(f) ? S("\nwhole\n") : S("\nnot whole\n"));
    put_all_findings(&f->d, out);
}

static void put_reading(Fixture *f)
{
    if (f->root)
        put_walk(&f->out, f->root);
    put_end(f, &f->out);
}

static void assert_same(Fixture *f, Str bytes)
{
    Buf tree = {0};
    read_bytes(f, bytes);
    put_reading(f);
    buf_put(&tree, buf_str(&f->out));
    for (size_t threads = 1; threads <= 2; threads++) {
        walk_on_threads(f, bytes, threads);
        put_reading(f);
        check_equal(buf_str(&f->out), buf_str(&tree), __FILE__, __LINE__, bytes.s);
    }
    buf_free(&tree);
}

/* Documents that can be read to their end. */
static const Str documents[] = {
    STR("integrations:\n  A: {b: c}\n  D:\n    e: [f, {g: h}]\n  I: j\nlast: k\n"),
    STR("first: 1\nintegrations: {A: {b: c}, D: e}\npermissionSets: {S: {t: u}, V: w}\n"),
    STR("integrations: {}\n"),
    STR("integrations: {}\npermissionSets: {}\nlast: 1\n"),
    STR("{}\n"),
    STR("{integrations: {A: {}}, other: {}}\n"),
    STR("integrations:\npermissionSets: ~\n"),
    STR("integrations: [a, {b: c}]\npermissionSets: text\n"),
    STR("[integrations, {integrations: {A: b}}]\n"),
    STR("text\n"),
    STR("other:\n  integrations:\n    A: {b: c}\n"),
    STR("integrations:\n  integrations:\n    integrations: {A: {b: c}}\n"),
    STR("--- # one\nintegrations: # two\n  # three\n  A: {b: c} # four\n  # five\n# six\n"),
    STR("integrations:\r\n  A:\r\n    b: |\r\n      c\r\n      d\r\n  E: \"f\r\n    g\"\r\n"),
    STR("\xef\xbb\xbfintegrations:\n  A: {b: c}\nlast: 1\n"),
    STR("# \xf0\x9f\x98\x80\nintegrations:\n  Z\xc3\xbcrich: {\xe6\x97\xa5: \"\xe6\x9c\xac\"}\n"
        "  A: \xc3\xa9\nlast: \xe2\x82\xac\n"),
    STR("integrations:\n  'A''s':\n    b: \"one\n      two\\n\\u00e9\"\n    c: 'three\n\n      "
        "four'\n"),
    STR("integrations:\n  A:\n    b: |\n      one\n       two\n    c: >-\n      three\n      "
        "four\n\n"
        "  D: |+\n    five\n\nlast: 1\n"),
    STR("integrations:\n  A:\n    b: one\n      two\n  C:\n"),
    STR("x-note: {a: b}\nintegrations:\n  x-note: [c]\n  A: {x-more: {d: e}}\n"),
    STR("integrations:\n  A: &a {b: c}\n  D: *a\n  E: {f: *a}\nlast: *a\n"),
    STR("x-all: &all {a: b}\nintegrations:\n  C: *all\n  D: {<<: *all, e: f}\n  G: [*all, *all]\n"),
    STR("integrations:\n  A: {b: &b c, d: *b}\n  E: {f: *b}\n  &G G: *b\n  H: *G\n"),
    STR("integrations:\n  A: &a {b: &b c}\n  B: &a {d: e}\n  C: *a\n  D: *b\n"),
    STR("integrations: &all\n  A: {b: c}\n  D: e\npermissionSets: *all\n"),
    STR("&root integrations:\n  A: {b: c}\nlast: *root\n"),
    STR("x-all: &all {A: {b: c}, D: e}\nintegrations:\n  <<: *all\n  F: {g: h}\n"),
    STR("x-all: &all {A: {b: c}, D: e}\nintegrations:\n  F: {g: h}\n  <<: *all\n  A: i\n"),
    STR("x-a: &a {A: b}\nx-c: &c {A: d, E: f}\nintegrations:\n  <<: [*a, *c]\n  G: h\n"),
    STR("x-all: &all {integrations: {A: {b: c}}}\n<<: *all\nlast: 1\n"),
    STR("x-a: &a {A: 1}\nintegrations:\n  <<: *a\n  B: 2\n  <<: *a\n"),
    STR("integrations:\n  B: {<<: {b: c, d: e}, d: f}\n  <<: 1\n"),
    STR("integrations:\n  B: {c: d}\n  <<: {A: {e: f}}\n"),
    STR("<<: {integrations: {A: b}}\nlast: 1\n"),
    STR("integrations:\n  A: {b: c}\n  D: e\n  A: {f: g}\n  A: h\nlast: 1\nlast: 2\n"),
    STR("integrations:\n  A: b\nlast: 1\nintegrations:\n  C: d\n  A: e\n"),
    STR("integrations: {A: b}\nintegrations: {}\npermissionSets: {C: {d: e, d: f}}\n"),
    STR("integrations: !all\n  A: !!str b\n  C: !map {d: !list [e]}\n!key last: 1\n"),
    STR("!root\nintegrations: {A: b}\n"),
    STR("integrations:\n  ? [a, b]\n  : c\n  ? {d: e}\n  : {f: g}\n  H: i\n? {j: k}\n: l\nlast: "
        "1\n"),
    STR("integrations:\n  \"\": a\n  B: {\"\": c}\n  ? d\n\"\": e\n"),
    STR("integrations:\n  A: \"b\\u0007c\"\n  \"D\\0\": e\n"),
    STR("integrations:\n  A: b\n...\n"),
};

static void a_walk_gives_the_pairs_texts_places_and_findings_of_the_tree(void **state)
{
    for (size_t i = 0; i < COUNT_OF(documents); i++)
        assert_same(*state, documents[i]);
}

/* A root with an anchor is there as a whole, and so are the maps in it. */
static void a_root_with_an_anchor_is_not_walked(void **state)
{
    static const Str texts[] = {
        STR("&root\nintegrations:\n  A: {b: c}\n  D: {e: f}\nlast: 1\n"),
        STR("&root {integrations: {}, permissionSets: {A: b, C: d}, last: 1}\n"),
    };
    Fixture *f = *state;
    for (size_t i = 0; i < COUNT_OF(texts); i++) {
        assert_same(f, texts[i]);
        walk_bytes(f, texts[i]);
        assert_null(f->root->walk);
        assert_null(node_pair(f->root, 0)->value->walk);
    }
}

/* What << brings stands there until the end of the map, whatever else is let go meanwhile. */
static void what_is_merged_from_within_a_walked_map_stays(void **state)
{
    static const Str texts[] = {
        STR("integrations:\n  <<: {A: {b: c}, D: e}\n  F: {g: h}\n  I: j\n"),
        STR("integrations:\n  <<: [{A: {b: c}}, {D: e}]\n  F: {g: h}\n  I: j\n  K: {l: [m, n]}\n"),
    };
    for (size_t i = 0; i < COUNT_OF(texts); i++)
        assert_same(*state, texts[i]);
}

/* So many entries that the text is parsed by a thread of its own, where there may be one. */
enum { MANY = 8000 };

static void put_many(Buf *out)
{
    buf_put(out, S("integrations:\n"));
    for (size_t i = 0; i < MANY; i++)
        buf_format(out,
                   "  I%zu:\n    objects: {A%zu: read, B: [create, \"e\\u00e9t\"]}\n    x: >\n"
                   "      one\n      two %zu\n",
                   i, i, i);
}

static void many_entries_are_the_same(void **state)
{
    static const Str ends[] = {STR("permissionSets: {S: t}\n"), STR("  \xc3\xa9: {a: b, a: c}\n"),
                               STR("  I5: again\nintegrations: {}\n")};
    for (size_t i = 0; i < COUNT_OF(ends); i++) {
        Buf bytes = {0};
        put_many(&bytes);
        buf_put(&bytes, ends[i]);
        buf_byte(&bytes, '\0'); /* for the message of a failure */
        assert_same(*state, (Str){bytes.bytes, bytes.n - 1});
        buf_free(&bytes);
    }
}

/* --- walking -------------------------------------------------------------------------------------- */

static void the_number_of_pairs_tells_only_whether_there_are_any(void **state)
{
    Fixture *f = *state;
    walk_bytes(f, S("integrations: {A: {b: c}, D: e}\npermissionSets: {}\n"));
    const Pair *pair = node_pair(f->root, 0);
    assert_non_null(pair);
    assert_true(pair->value->count > 0);
    assert_non_null(pair->value->walk);
    assert_str(node_pair(pair->value, 0)->key.s, "A");
    assert_str(node_pair(pair->value, 1)->key.s, "D");
    assert_null(node_pair(pair->value, 2));
    assert_null(node_pair(pair->value, 3));
    assert_null(pair->value->walk);
    assert_int_equal(pair->value->count, 2);
    pair = node_pair(f->root, 1);
    assert_int_equal(pair->value->count, 0);
    assert_null(node_pair(pair->value, 0));
    assert_null(node_pair(f->root, 2));
}

static void a_pair_may_be_asked_for_again(void **state)
{
    Fixture *f = *state;
    walk_bytes(f, S("integrations: {A: {b: c}, D: e}\n"));
    const Node *map = node_pair(f->root, 0)->value;
    for (size_t i = 0; i < 3; i++)
        assert_str(node_pair(node_pair(map, 0)->value, 0)->value->text, "c");
    assert_str(node_pair(map, 1)->value->text, "e");
}

/* Beginning with none of its pairs, or with some. */
static void what_nobody_walks_to_its_end_is_read_over(void **state)
{
    Fixture *f = *state;
    for (size_t pairs = 0; pairs <= 4; pairs++) {
        walk_bytes(f, S("integrations:\n  A: {b: c}\n  D: {e: f}\n  A: g\n  H: i\nlast: 1\n"));
        const Node *map = node_pair(f->root, 0)->value;
        for (size_t i = 0; i < pairs; i++)
            node_pair(map, i);
        const Pair *last = node_pair(f->root, 1);
        assert_non_null(last);
        assert_str(last->key.s, "last");
        assert_str(last->value->text, "1");
        assert_null(node_pair(f->root, 2));
        assert_true(close_yaml(f));
        assert_findings(&f->d, "duplicate-key 4:3 the key \"A\" is said twice\n");
    }
}

static void what_is_not_walked_at_all_is_read_at_the_end(void **state)
{
    Fixture *f = *state;
    walk_bytes(f, S("integrations: {A: b, A: c}\nlast: 1\nlast: 2\n"));
    assert_true(close_yaml(f));
    assert_findings(&f->d, "duplicate-key 1:22 the key \"A\" is said twice\n"
                           "duplicate-key 3:1 the key \"last\" is said twice\n");
}

/* --- texts that are no YAML ------------------------------------------------------------------------ */

/* The keys of a map, as far as they can be read. */
static Str keys_of(Fixture *f, const Node *map)
{
    Str keys = S("");
    const Pair *pair;
    for (size_t i = 0; (pair = node_pair(map, i)); i++)
        keys = str_format(&f->arena, STR_FMT STR_FMT " ", STR_ARG(keys), STR_ARG(pair->key.s));
    return keys;
}

static void what_stands_before_a_mistake_is_given(void **state)
{
    Fixture *f = *state;
    walk_bytes(f, S("first: 1\nintegrations:\n  A: {b: c}\n  D: e\n  F: {g: h\nlast: 2\n"));
    assert_non_null(f->root);
    assert_str(node_pair(f->root, 0)->value->text, "1");
    const Pair *pair = node_pair(f->root, 1);
    assert_non_null(pair);
    assert_str(keys_of(f, pair->value), "A D ");
    assert_null(node_pair(f->root, 2));
    assert_false(close_yaml(f));
    assert_findings(&f->d,
                    "yaml-syntax 5:6 a map in { } that is not closed, or a comma is missing\n");
}

/* 65 levels, and the map around them is one more. */
#define DEEP8 "[[[[[[[["
#define DEEP  DEEP8 DEEP8 DEEP8 DEEP8 DEEP8 DEEP8 DEEP8 DEEP8 "["

static void a_mistake_that_nobody_walks_to_is_found(void **state)
{
    static const char *const mistakes[] = {
        "integrations:\n  A: b\n  C: [d\n",  "integrations:\n  A: b\n C: d\n",
        "integrations:\n  A: b\n  C: *d\n",  "integrations: {A: b}\nlast: \"1\n",
        "integrations: {A: b}\n...\ntext\n", "integrations: {A: b}\nlast: " DEEP "\n",
    };
    Fixture *f = *state;
    for (size_t i = 0; i < COUNT_OF(mistakes); i++) {
        walk_bytes(f, str_of(mistakes[i]));
        assert_row_true(mistakes[i], f->root != NULL);
        assert_row_true(mistakes[i], !close_yaml(f));
        assert_row_true(mistakes[i], f->d.count == 1);
    }
}

/* The whole reading tells the same of a text that is no YAML, and has no tree of it. */
static void the_findings_of_a_mistake_are_those_of_the_tree(void **state)
{
    static const char *const mistakes[] = {
        "integrations:\n  A: {b: c, b: d}\n  A: e\n  F: {g: h\nlast: 1\n",
        "integrations:\n  A: b: c\n",
        "a: 1\na: 2\nintegrations:\n  A: 1\n\tB: 2\n",
        "integrations:\n  A: %b\n",
        "integrations:\n  A: @b\n",
        "integrations:\n  A: *nobody\n  C: {d: e}\n",
        "integrations:\n  A: &a {b: *a}\n",
        "integrations:\n  A: 'b\n",
        "integrations:\n  A: \"\\x\"\n",
        "integrations:\n  A: b\n   C: d\n",
        "integrations: {A: b}\n--- \nintegrations: {C: d}\n",
        "integrations:\n  A: b\n%YAML 1.1\n",
        "integrations:\n  A: \"\x07\"\n",
        "integrations:\n  A: \xff\n",
        "integrations",
        "",
        "# nothing\n",
        "integrations: {A: b",
        "integrations:",
    };
    Fixture *f = *state;
    Buf tree = {0};
    for (size_t i = 0; i < COUNT_OF(mistakes); i++) {
        buf_clear(&tree);
        read_bytes(f, str_of(mistakes[i]));
        put_end(f, &tree);
        walk_bytes(f, str_of(mistakes[i]));
        put_reading(f);
        assert_row_true(mistakes[i], str_ends(buf_str(&f->out), buf_str(&tree)));
    }
    buf_free(&tree);
}

/* Behind many entries, whoever parses them; and nobody needs to read on to it. */
static void a_mistake_behind_many_entries_is_found(void **state)
{
    Fixture *f = *state;
    for (size_t threads = 1; threads <= 2; threads++)
        for (size_t pairs = 0; pairs <= MANY; pairs += MANY / 2) {
            Buf bytes = {0}, wanted = {0};
            put_many(&bytes);
            buf_put(&bytes, S("  Last: {a: b\nnext: 1\n"));
            walk_on_threads(f, buf_str(&bytes), threads);
            const Node *map = node_pair(f->root, 0)->value;
            for (size_t i = 0; i < pairs; i++)
                assert_non_null(node_pair(map, i));
            if (pairs == MANY)
                assert_null(node_pair(map, pairs));
            assert_false(close_yaml(f));
            buf_format(&wanted,
                       "yaml-syntax %d:9 a map in { } that is not closed, or a comma is missing\n",
                       5 * MANY + 2);
            buf_byte(&wanted, '\0');
            assert_findings(&f->d, wanted.bytes);
            buf_free(&bytes);
            buf_free(&wanted);
        }
}

/* --- what stays ------------------------------------------------------------------------------------ */

static void texts_outlive_the_reader(void **state)
{
    enum { TEXTS = 8 };
    Fixture *f = *state;
    Str texts[TEXTS];
    size_t count = 0;
    walk_bytes(f, S("integrations:\n  A: \"b\\n\"\n  'C''': |\n    d\n  E: 'f'\n  G: h\n"));
    const Node *map = node_pair(f->root, 0)->value;
    const Pair *pair;
    for (size_t i = 0; (pair = node_pair(map, i)); i++) {
        texts[count++] = pair->key.s;
        texts[count++] = pair->value->text;
    }
    assert_true(close_yaml(f));
    assert_int_equal(count, TEXTS);
    static const char *const wanted[TEXTS] = {"A", "b\n", "C'", "d", "E", "f", "G", "h"};
    for (size_t i = 0; i < TEXTS; i++)
        assert_str(texts[i], wanted[i]);
}

/* An entry can be as large as it likes: what it had is not there any more when the next one comes, unless an
 * alias may want it. */
static void a_value_is_let_go_where_there_are_no_anchors(void **state)
{
    Fixture *f = *state;
    walk_bytes(f, S("integrations: {A: {b: c}, D: e}\n"));
    const Node *map = node_pair(f->root, 0)->value;
    const Pair *first = node_pair(map, 0);
    assert_non_null(first->value);
    node_pair(map, 1);
    assert_null(node_pair(map, 0)->value);
    walk_bytes(f, S("x: &x 1\nintegrations: {A: {b: c}, D: e}\n"));
    map = node_pair(f->root, 1)->value;
    node_pair(map, 0);
    node_pair(map, 1);
    assert_str(node_pair(map, 0)->value->pairs[0].value->text, "c");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        FIXED(a_walk_gives_the_pairs_texts_places_and_findings_of_the_tree),
        FIXED(a_root_with_an_anchor_is_not_walked),
        FIXED(what_is_merged_from_within_a_walked_map_stays),
        FIXED(many_entries_are_the_same),
        FIXED(the_number_of_pairs_tells_only_whether_there_are_any),
        FIXED(a_pair_may_be_asked_for_again),
        FIXED(what_nobody_walks_to_its_end_is_read_over),
        FIXED(what_is_not_walked_at_all_is_read_at_the_end),
        FIXED(what_stands_before_a_mistake_is_given),
        FIXED(a_mistake_that_nobody_walks_to_is_found),
        FIXED(the_findings_of_a_mistake_are_those_of_the_tree),
        FIXED(a_mistake_behind_many_entries_is_found),
        FIXED(texts_outlive_the_reader),
        FIXED(a_value_is_let_go_where_there_are_no_anchors),
    };
    return cmocka_run_group_tests_name("yaml_walk", tests, NULL, NULL);
}
