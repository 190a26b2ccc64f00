/* read/yaml_tree: the bytes of every key and value; anchors, aliases, merging. */
#include "yaml.h"

static void put_escaped(Buf *out, Str s)
{
    for (size_t i = 0; i < s.n; i++) {
        if (s.s[i] == '\n' || s.s[i] == '\r')
            buf_put(out, s.s[i] == '\n' ? S("\\n") : S("\\r"));
        else
            buf_byte(out, s.s[i]);
    }
}

/* "at `the bytes of the source`" */
static void put_range(Fixture *f, Loc at)
{
    assert_int_equal(at.file, 1);
    assert_true(at.at + at.length <= f->bytes.n);
    buf_format(&f->out, "%u `", at.at);
    put_escaped(&f->out, str_slice(f->bytes, at.at, at.at + at.length));
    buf_put(&f->out, S("`"));
}

/* Only [ ] and { } have an end of their own: a block ends where what follows it begins. */
static void put_collection(Fixture *f, const Node *n)
{
    Str slice = str_slice(f->bytes, n->at.at, n->at.at + n->at.length);
    if (str_ends(slice, S("]")) || str_ends(slice, S("}")))
        put_range(f, n->at);
    else
        buf_format(&f->out, "%u", n->at.at);
}

/* One line a key and a value, indented by depth:
 *     k 0 `"a"` a          a key, its place, its text
 *     p 5 `b` b            a plain scalar; q: any other
 *     m 0, l 0 `[a]`       a map, a list; + before a key: merged */
static void put_tree(Fixture *f, const Node *n, size_t depth)
{
    buf_fill(&f->out, ' ', depth);
    buf_put(&f->out, n->kind == NODE_MAP    ? S("m ")
                     : n->kind == NODE_LIST ? S("l ")
                     : n->plain             ? S("p ")
                                            : S("q "));
    if (n->kind == NODE_SCALAR) {
        put_range(f, n->at);
        buf_byte(&f->out, ' ');
        put_escaped(&f->out, n->text);
    } else {
        put_collection(f, n);
    }
    buf_byte(&f->out, '\n');
    for (size_t i = 0; i < n->count && n->kind == NODE_MAP; i++) {
        buf_fill(&f->out, ' ', depth);
        buf_put(&f->out, n->pairs[i].merged ? S("+k ") : S("k "));
        put_range(f, n->pairs[i].key.at);
        buf_byte(&f->out, ' ');
        put_escaped(&f->out, n->pairs[i].key.s);
        buf_byte(&f->out, '\n');
        put_tree(f, n->pairs[i].value, depth + 1);
    }
    for (size_t i = 0; i < n->count && n->kind == NODE_LIST; i++)
        put_tree(f, n->items[i], depth + 1);
}

/* The tree of a text that has no findings. */
static void assert_tree(Fixture *f, const char *yaml, const char *tree)
{
    read_bytes(f, str_of(yaml));
    assert_findings(&f->d, "");
    assert_non_null(f->root);
    put_tree(f, f->root, 0);
    assert_str(buf_str(&f->out), tree);
}

/* --- places ----------------------------------------------------------------------------------- */

static void every_key_and_value_knows_its_bytes(void **state)
{
    assert_tree(*state, "a: one\nlist: [x, y z]\nmap: {k: v}\nblock:\n  - i\n  - j: 1\n",
                "m 0\n"
                "k 0 `a` a\n"
                " p 3 `one` one\n"
                "k 7 `list` list\n"
                " l 13 `[x, y z]`\n"
                "  p 14 `x` x\n"
                "  p 17 `y z` y z\n"
                "k 22 `map` map\n"
                " m 27 `{k: v}`\n"
                " k 28 `k` k\n"
                "  p 31 `v` v\n"
                "k 34 `block` block\n"
                " l 43\n"
                "  p 45 `i` i\n"
                "  m 51\n"
                "  k 51 `j` j\n"
                "   p 54 `1` 1\n");
}

static void a_byte_order_mark_moves_the_bytes(void **state)
{
    assert_tree(*state,
                "\xef\xbb\xbf"
                "a: b\n",
                "m 3\n"
                "k 3 `a` a\n"
                " p 6 `b` b\n");
}

/* libyaml counts characters; each row has more bytes than characters before the key. */
static void characters_of_several_bytes_move_the_bytes(void **state)
{
    assert_tree(*state,
                "# h\xc3\xa9\xe2\x82\xac\xf0\x9f\x98\x80\n"
                "Z\xc3\xbcrich: \"\xe6\x97\xa5\xe6\x9c\xac\" # \xf0\x9f\x98\x80\n"
                "next: [\xc3\xa9, b]\n",
                "m 13\n"
                "k 13 `Z\xc3\xbcrich` Z\xc3\xbcrich\n"
                " q 22 `\"\xe6\x97\xa5\xe6\x9c\xac\"` \xe6\x97\xa5\xe6\x9c\xac\n"
                "k 38 `next` next\n"
                " l 44 `[\xc3\xa9, b]`\n"
                "  p 45 `\xc3\xa9` \xc3\xa9\n"
                "  p 49 `b` b\n");
}

static void line_ends_of_two_bytes_move_the_bytes(void **state)
{
    assert_tree(*state,
                "a: |\r\n  one\r\n  two\r\nb: >-\r\n  x\r\n  y\r\nc: \"p\r\n  q\"\r\nd: 1\r\n",
                "m 0\n"
                "k 0 `a` a\n"
                " q 3 `|\\r\\n  one\\r\\n  two\\r\\n` one\\ntwo\n"
                "k 20 `b` b\n"
                " q 23 `>-\\r\\n  x\\r\\n  y\\r\\n` x y\n"
                "k 37 `c` c\n"
                " q 40 `\"p\\r\\n  q\"` p q\n"
                "k 50 `d` d\n"
                " p 53 `1` 1\n");
}

/* U+2028 and U+2029 end lines for libyaml, too. */
static void unusual_line_ends_move_the_bytes(void **state)
{
    assert_tree(*state, "a: \"y\xe2\x80\xa8z\"\nb: 1\n",
                "m 0\n"
                "k 0 `a` a\n"
                " q 3 `\"y\xe2\x80\xa8z\"` y\xe2\x80\xa8z\n"
                "k 11 `b` b\n"
                " p 14 `1` 1\n");
}

static void quotes_belong_to_the_bytes_not_to_the_text(void **state)
{
    assert_tree(*state, "'k''1': \"a\\n\\u00e9\\\"\"\n\"k 2\": 'it''s'\n",
                "m 0\n"
                "k 0 `'k''1'` k'1\n"
                " q 8 `\"a\\n\\u00e9\\\"\"` a\\n\xc3\xa9\"\n"
                "k 22 `\"k 2\"` k 2\n"
                " q 29 `'it''s'` it's\n");
}

static void block_scalars_keep_or_fold_their_lines(void **state)
{
    assert_tree(*state, "a: |\n  x\n   y\nb: >\n  x\n  y\n\n  z\nc: |-\n  x\nd: 1\n",
                "m 0\n"
                "k 0 `a` a\n"
                " q 3 `|\\n  x\\n   y\\n` x\\n y\n"
                "k 14 `b` b\n"
                " q 17 `>\\n  x\\n  y\\n\\n  z\\n` x y\\nz\n"
                "k 32 `c` c\n"
                " q 35 `|-\\n  x\\n` x\n"
                "k 42 `d` d\n"
                " p 45 `1` 1\n");
}

static void plain_text_may_reach_over_lines(void **state)
{
    assert_tree(*state, "a: one\n  two\nb: 1\n",
                "m 0\n"
                "k 0 `a` a\n"
                " p 3 `one\\n  two` one two\n"
                "k 13 `b` b\n"
                " p 16 `1` 1\n");
}

static void nothing_is_taken_for_a_number_or_a_boolean(void **state)
{
    assert_tree(*state, "[NO, on, 0123, 1.10, null, ~, 2027-06-30, 1e3, 0x1F]",
                "l 0 `[NO, on, 0123, 1.10, null, ~, 2027-06-30, 1e3, 0x1F]`\n"
                " p 1 `NO` NO\n"
                " p 5 `on` on\n"
                " p 9 `0123` 0123\n"
                " p 15 `1.10` 1.10\n"
                " p 21 `null` null\n"
                " p 27 `~` ~\n"
                " p 30 `2027-06-30` 2027-06-30\n"
                " p 42 `1e3` 1e3\n"
                " p 47 `0x1F` 0x1F\n");
}

static void an_empty_value_is_plain_and_has_no_bytes(void **state)
{
    assert_tree(*state, "a:\nb: \"\"\n",
                "m 0\n"
                "k 0 `a` a\n"
                " p 2 `` \n"
                "k 3 `b` b\n"
                " q 6 `\"\"` \n");
}

/* --- anchors, aliases, merging ---------------------------------------------------------------- */

static void an_alias_repeats_its_value(void **state)
{
    Fixture *f = *state;
    assert_tree(f, "a: &x [1]\nb: *x\nc: &y z\nd: *y\n",
                "m 0\n"
                "k 0 `a` a\n"
                " l 3 `&x [1]`\n"
                "  p 7 `1` 1\n"
                "k 10 `b` b\n"
                " l 3 `&x [1]`\n"
                "  p 7 `1` 1\n"
                "k 16 `c` c\n"
                " p 19 `&y z` z\n"
                "k 24 `d` d\n"
                " p 19 `&y z` z\n");
    assert_ptr_equal(f->root->pairs[0].value, f->root->pairs[1].value); /* one node, two parents */
}

static void the_last_anchor_of_a_name_counts(void **state)
{
    assert_tree(*state, "[&a 1, &a 2, *a]",
                "l 0 `[&a 1, &a 2, *a]`\n"
                " p 1 `&a 1` 1\n"
                " p 7 `&a 2` 2\n"
                " p 7 `&a 2` 2\n");
}

static void a_key_can_carry_an_anchor(void **state)
{
    assert_tree(*state, "&k Account: 1\nb: *k\n",
                "m 0\n"
                "k 0 `&k Account` Account\n"
                " p 12 `1` 1\n"
                "k 14 `b` b\n"
                " p 0 `&k Account` Account\n");
}

static void merged_keys_come_last_and_know_their_place(void **state)
{
    assert_tree(*state, "base: &b {x: 1, y: 2}\nuse:\n  <<: *b\n  z: 3\n",
                "m 0\n"
                "k 0 `base` base\n"
                " m 6 `&b {x: 1, y: 2}`\n"
                " k 10 `x` x\n"
                "  p 13 `1` 1\n"
                " k 16 `y` y\n"
                "  p 19 `2` 2\n"
                "k 22 `use` use\n"
                " m 29\n"
                " k 38 `z` z\n"
                "  p 41 `3` 3\n"
                " +k 10 `x` x\n"
                "  p 13 `1` 1\n"
                " +k 16 `y` y\n"
                "  p 19 `2` 2\n");
}

static void a_quoted_merge_key_is_a_key(void **state)
{
    Fixture *f = *state;
    read_bytes(f, S("a: &a {x: 1}\nb: {\"<<\": *a}\n"));
    assert_findings(&f->d, "");
    const Node *b = f->root->pairs[1].value;
    assert_int_equal(b->count, 1);
    assert_str(b->pairs[0].key.s, "<<");
    assert_false(b->pairs[0].merged);
}

static void what_is_said_hides_what_is_merged(void **state)
{
    Fixture *f = *state;
    read_bytes(f,
               S("a: &a {x: 1, y: 2}\nb: &b {x: 3}\nc: {<<: [*a, *b], y: 4}\nd: {<<: *a, x: 5}\n"));
    assert_findings(&f->d, "merge-override 3:19 \"y\" hides the one that << brings\n"
                           "merge-conflict 1:8 \"x\" hides the one that << brings\n"
                           "merge-override 4:13 \"x\" hides the one that << brings\n");
    const Node *c = f->root->pairs[2].value;
    assert_int_equal(c->count, 2);
    assert_str(c->pairs[0].value->text, "4"); /* said */
    assert_str(c->pairs[1].value->text, "1"); /* the earlier of two merged ones */
    assert_int_equal(f->d.items[0].related.at, 13);
    assert_int_equal(f->d.items[1].related.at, 26);
}

static void the_same_value_merged_twice_is_no_conflict(void **state)
{
    Fixture *f = *state;
    read_bytes(f, S("a: &a {x: 1}\nb: &b {<<: *a}\nc: {<<: [*a, *b]}\n"));
    assert_findings(&f->d, "");
    assert_int_equal(f->root->pairs[2].value->count, 1);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        FIXED(every_key_and_value_knows_its_bytes),
        FIXED(a_byte_order_mark_moves_the_bytes),
        FIXED(characters_of_several_bytes_move_the_bytes),
        FIXED(line_ends_of_two_bytes_move_the_bytes),
        FIXED(unusual_line_ends_move_the_bytes),
        FIXED(quotes_belong_to_the_bytes_not_to_the_text),
        FIXED(block_scalars_keep_or_fold_their_lines),
        FIXED(plain_text_may_reach_over_lines),
        FIXED(nothing_is_taken_for_a_number_or_a_boolean),
        FIXED(an_empty_value_is_plain_and_has_no_bytes),
        FIXED(an_alias_repeats_its_value),
        FIXED(the_last_anchor_of_a_name_counts),
        FIXED(a_key_can_carry_an_anchor),
        FIXED(merged_keys_come_last_and_know_their_place),
        FIXED(a_quoted_merge_key_is_a_key),
        FIXED(what_is_said_hides_what_is_merged),
        FIXED(the_same_value_merged_twice_is_no_conflict),
    };
    return cmocka_run_group_tests_name("yaml_tree", tests, NULL, NULL);
}
