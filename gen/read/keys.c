/* The walk over a table of keys, and the readers of simple values. */
#include "read/keys.h"

#include <string.h>

bool is_nothing(const Node *node)
{
    return node->kind == NODE_SCALAR && node->plain && node->text.n == 0;
}

bool is_bare(const Node *node)
{
    return is_nothing(node) || (node->kind == NODE_MAP && node->count == 0);
}

bool expect_kind(Reading *r, const Pair *pair, NodeKind kind)
{
    Str key = pair->key.s;
    if (is_nothing(pair->value)) {
        diag(r->diag, RULE_EMPTY_VALUE, pair->key.at, "nothing stands behind \"" STR_FMT "\"",
             STR_ARG(key));
        return false;
    }
    if (pair->value->kind != kind) {
        diag(r->diag, RULE_WRONG_KIND, pair->value->at, "\"" STR_FMT "\" needs %s, but this is %s",
             STR_ARG(key), node_kind_name(kind), node_kind_name(pair->value->kind));
        return false;
    }
    if (kind != NODE_SCALAR && pair->value->count == 0) {
        diag(r->diag, RULE_EMPTY_VALUE, pair->value->at, "\"" STR_FMT "\" is %s with nothing in it",
             STR_ARG(key), node_kind_name(kind));
        return false;
    }
    return true;
}

const Pair *next_pair(const Node *map, size_t *i)
{
    const Pair *pair;
    do
        pair = node_pair(map, (*i)++);
    while (pair && str_starts(pair->key.s, S("x-")));
    return pair;
}

static const Key *find_key(const Key *keys, size_t count, Str name)
{
    for (size_t i = 0; i < count; i++)
        if (str_is(name, str_of(keys[i].key)))
            return &keys[i];
    return NULL;
}

static void unknown_key(Reading *r, Text key, const Key *keys, size_t count, const Str *more)
{
    Arena scratch = {0};
    size_t extra = 0, n = 0;
    while (more && more[extra].n)
        extra++;
    Str *choices = ARENA_ARRAY(&scratch, Str, count + extra + 1);
    for (size_t i = 0; i < count; i++)
        choices[n++] = str_of(keys[i].key);
    for (size_t i = 0; i < extra; i++)
        choices[n++] = more[i];
    diag(r->diag, RULE_UNKNOWN_KEY, key.at, "\"" STR_FMT "\" is not a key of this map",
         STR_ARG(key.s));
    diag_choices(r->diag, key.s, choices, n);
    arena_free(&scratch);
}

void read_keys(Reading *r, const Node *map, const Key *keys, size_t count, void *target,
               ReadOther *other, const Str *more)
{
    const Pair *pair;
    for (size_t i = 0; (pair = next_pair(map, &i));) {
        const Key *key = find_key(keys, count, pair->key.s);
        if (key)
            key->read(r, pair, (char *)target + key->offset);
        else if (!other || !other(r, pair, target))
            unknown_key(r, pair->key, keys, count, more);
    }
}

void read_maybe_text(Reading *r, const Pair *pair, void *value)
{
    if (expect_kind(r, pair, NODE_SCALAR))
        *(Text *)value = (Text){pair->value->text, pair->value->at};
}

void read_text(Reading *r, const Pair *pair, void *value)
{
    if (!expect_kind(r, pair, NODE_SCALAR))
        return;
    if (!str_trim(pair->value->text).n)
        diag(r->diag, RULE_EMPTY_VALUE, pair->value->at, "\"" STR_FMT "\" is empty",
             STR_ARG(pair->key.s));
    else
        read_maybe_text(r, pair, value);
}

/* a//./b/ as a/b; false where it does not lead down. */
static bool tidy_path(Arena *a, Str path, Str *tidy)
{
    *tidy = S("");
    if (str_starts(path, S("/")) || str_find(path, '\\') >= 0)
        return false;
    while (path.n) {
        Str part = str_cut(&path, '/');
        if (str_is(part, S("..")))
            return false;
        if (part.n && !str_is(part, S(".")))
            *tidy = tidy->n ? str_join(a, str_join(a, *tidy, S("/")), part) : part;
    }
    if (!tidy->n)
        *tidy = S(".");
    return true;
}

void read_inner_path(Reading *r, const Pair *pair, void *value)
{
    Text said = {0};
    Str tidy;
    read_text(r, pair, &said);
    if (!said.s.n)
        return;
    if (tidy_path(&r->model->arena, said.s, &tidy))
        *(Text *)value = (Text){tidy, said.at};
    else
        diag(r->diag, RULE_OUTPUT_SOURCE, said.at,
             "\"" STR_FMT "\" does not lead down from the folder of this file", STR_ARG(said.s));
}

bool text_of(Reading *r, const Node *item, const char *what, Text *text)
{
    if (item->kind != NODE_SCALAR || !str_trim(item->text).n) {
        diag(r->diag, item->kind == NODE_SCALAR ? RULE_EMPTY_VALUE : RULE_WRONG_KIND, item->at,
             "%s is needed here, but this is %s", what,
             item->kind == NODE_SCALAR ? "empty" : node_kind_name(item->kind));
        return false;
    }
    *text = (Text){item->text, item->at};
    return true;
}

void read_text_list(Reading *r, const Pair *pair, void *value)
{
    TextList *list = value;
    Arena scratch = {0};
    Map said = {0}; /* to its place in the list */
    if (!expect_kind(r, pair, NODE_LIST))
        return;
    for (size_t i = 0; i < pair->value->count; i++) {
        Text text;
        bool fresh;
        if (!text_of(r, pair->value->items[i], "a name", &text))
            continue;
        uint32_t *place = map_put(&said, &scratch, text.s, &fresh);
        if (!fresh) {
            diag(r->diag, RULE_DUPLICATE_ENTRY, text.at,
                 "\"" STR_FMT "\" stands twice in this list", STR_ARG(text.s));
            diag_related(r->diag, list->items[*place].at, "it stands here first");
            continue;
        }
        *place = (uint32_t)list->count;
        text_list_add(list, &r->model->arena, text);
    }
    arena_free(&scratch);
}

bool flag_of(Reading *r, const Node *value, bool *on)
{
    bool good = value->kind == NODE_SCALAR &&
                (str_is(value->text, S("true")) || str_is(value->text, S("false")));
    if (good)
        *on = str_is(value->text, S("true"));
    else if (value->kind == NODE_SCALAR)
        diag(r->diag, RULE_UNKNOWN_WORD, value->at, "\"" STR_FMT "\" is neither true nor false",
             STR_ARG(value->text));
    else
        diag(r->diag, RULE_WRONG_KIND, value->at, "true or false is needed here, but this is %s",
             node_kind_name(value->kind));
    if (!good)
        diag_help(r->diag, "write true or false");
    return good;
}

void read_flag(Reading *r, const Pair *pair, void *value)
{
    Flag *flag = value;
    if (is_nothing(pair->value))
        expect_kind(r, pair, NODE_SCALAR);
    else if (flag_of(r, pair->value, &flag->on))
        *flag = (Flag){.said = true, .on = flag->on, .at = pair->value->at};
}

/* "67" and "67.0" are the same version; there never was another minor one. */
void read_version(Reading *r, const Pair *pair, void *value)
{
    Version *version = value;
    if (!expect_kind(r, pair, NODE_SCALAR))
        return;
    Str text = pair->value->text,
        digits = str_ends(text, S(".0")) ? str_slice(text, 0, text.n - 2) : text;
    int number = 0;
    for (size_t i = 0; i < digits.n; i++)
        number = digits.s[i] >= '0' && digits.s[i] <= '9' && number >= 0 && number < 1000
                     ? number * 10 + (digits.s[i] - '0')
                     : -1;
    *version = (Version){{text, pair->value->at}, number};
    if (number > 0 && digits.n <= 3 && digits.s[0] != '0')
        return;
    version->number = 0;
    diag(r->diag, RULE_API_VERSION, pair->value->at, "\"" STR_FMT "\" is not an API version",
         STR_ARG(text));
}
