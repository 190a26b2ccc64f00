/* Grant keys to grants. An entry is a name and what is said of it: a word (`read`), several
 * (`[create, read]`), or the long form (`{allowRead: true}`), which is taken literally. */
#include "read/grants.h"

#include "model/type.h"

/* The statement that is being read. */
typedef struct {
    const Element *element;
    Text name; /* as said */
    uint32_t said, on;
} Entry;

enum { WORDS_MAX = 16 };

static void unknown_word(Reading *r, const Element *element, Text word)
{
    Str words[WORDS_MAX];
    size_t count = element_words(element, words, WORDS_MAX);
    diag(r->diag, RULE_UNKNOWN_WORD, word.at, "\"" STR_FMT "\" is not a word that is known here",
         STR_ARG(word.s));
    diag_choices(r->diag, word.s, words, count);
}

static void say_word(Reading *r, Entry *entry, Text word)
{
    const Word *known = word_find(entry->element, word.s);
    if (!known) {
        unknown_word(r, entry->element, word);
        return;
    }
    uint32_t on = r->literal ? word_own_bits(entry->element, known) : known->on;
    entry->said |= on | element_stated(entry->element);
    entry->on |= on;
}

/* "create, read" is the same as [create, read]; each word knows its own bytes. */
static void say_words(Reading *r, Entry *entry, const Node *value)
{
    Str rest = value->text;
    bool more = true;
    bool exact =
        value->at.length == rest.n; /* no quotes or folding: offsets are those of the file */
    if (!str_trim(rest).n) {
        diag(r->diag, RULE_EMPTY_VALUE, value->at, "no word says what is granted");
        return;
    }
    while (more) {
        more = str_find(rest, ',') >= 0;
        Str word = str_trim(str_cut(&rest, ','));
        Loc at = value->at;
        if (exact && word.n) {
            at.at += (uint32_t)(word.s - value->text.s);
            at.length = (uint32_t)word.n;
        }
        say_word(r, entry, (Text){word, at});
    }
}

static void say_word_list(Reading *r, Entry *entry, const Node *list)
{
    if (!list->count)
        diag(r->diag, RULE_EMPTY_VALUE, list->at, "no word says what is granted");
    for (size_t i = 0; i < list->count; i++) {
        Text word;
        bool again = false;
        if (!text_of(r, list->items[i], "a word", &word))
            continue;
        for (size_t k = 0; k < i && !again; k++)
            again = str_is(list->items[k]->text, word.s);
        if (again)
            diag(r->diag, RULE_DUPLICATE_ENTRY, word.at,
                 "\"" STR_FMT "\" stands twice in this list", STR_ARG(word.s));
        else
            say_word(r, entry, word);
    }
}

static void say_choice(Reading *r, Entry *entry, const Child *child, const Node *value)
{
    Text said;
    Str words[WORDS_MAX];
    size_t count = 0;
    if (!text_of(r, value, "a word", &said))
        return;
    for (; child->words[count]; count++) {
        words[count] = str_of(child->words[count]);
        if (!str_is(said.s, words[count]))
            continue;
        entry->said |= child_mask(child);
        entry->on |= (uint32_t)count << child->shift;
        return;
    }
    diag(r->diag, RULE_UNKNOWN_WORD, said.at, "\"" STR_FMT "\" is not a value of %s",
         STR_ARG(said.s), child->xml);
    diag_choices(r->diag, said.s, words, count);
}

static void unknown_child(Reading *r, const Element *element, Text key)
{
    enum { CHILDREN_MAX = 32 };
    Str names[CHILDREN_MAX];
    size_t count = 0;
    for (const Child *child = element->children; child->xml && count < CHILDREN_MAX; child++)
        if (child->kind != CHILD_KEY && !child->internal)
            names[count++] = str_of(child->xml);
    diag(r->diag, RULE_UNKNOWN_KEY, key.at, "\"" STR_FMT "\" is not part of %s", STR_ARG(key.s),
         element->xml);
    diag_choices(r->diag, key.s, names, count);
}

static void say_long_form(Reading *r, Entry *entry, const Node *map)
{
    if (!map->count && entry->element->words) /* without words the name alone says something */
        diag(r->diag, RULE_EMPTY_VALUE, map->at, "no word says what is granted");
    const Pair *pair;
    for (size_t i = 0; (pair = next_pair(map, &i));) {
        const Child *child = child_find(entry->element, pair->key.s);
        bool on;
        if (!child || child->kind == CHILD_KEY) {
            unknown_child(r, entry->element, pair->key);
        } else if (child->kind == CHILD_WORD) {
            say_choice(r, entry, child, pair->value);
        } else if (flag_of(r, pair->value, &on)) {
            entry->said |= child_mask(child);
            entry->on |= on ? child_mask(child) : 0;
        }
    }
}

/* A pattern among fields: "*__c", "Billing*". */
static bool is_glob(const Entry *entry)
{
    Str name = entry->name.s;
    return entry->element->place == PLACE_FIELDS &&
           (str_find(name, '*') >= 0 || str_find(name, '?') >= 0);
}

static void add_grant(Reading *r, PermissionSet *set, Str owner, const Entry *entry)
{
    Arena *a = &r->model->arena;
    Str key = entry->name.s;
    if (owner.n) { /* fields and record types are Object.Name */
        buf_clear(&r->joined);
        buf_put(&r->joined, owner);
        buf_byte(&r->joined, '.');
        buf_put(&r->joined, key);
        key = buf_str(&r->joined);
    }
    grants_add(&set->grants, a,
               (Grant){.kind = (uint8_t)element_kind(entry->element),
                       .from = is_glob(entry) ? FROM_GLOB : FROM_DEFINITION,
                       .said = entry->said,
                       .on = entry->on,
                       .key = names_intern(&r->model->names, a, key),
                       .at = entry->name.at});
}

static void read_entry(Reading *r, PermissionSet *set, Str owner, const Element *element, Text name,
                       const Node *value)
{
    Entry entry = {.element = element, .name = name};
    size_t before = r->diag->count;
    if (is_nothing(value))
        diag(r->diag, RULE_EMPTY_VALUE, name.at, "nothing says what \"" STR_FMT "\" grants",
             STR_ARG(name.s));
    else if (value->kind == NODE_MAP)
        say_long_form(r, &entry, value);
    else if (value->kind == NODE_LIST && element->words_add)
        say_word_list(r, &entry, value);
    else if (value->kind == NODE_SCALAR && element->words_add)
        say_words(r, &entry, value);
    else if (value->kind == NODE_SCALAR && element->words)
        say_word(r, &entry, (Text){value->text, value->at});
    else
        diag(r->diag, RULE_WRONG_KIND, value->at, "\"" STR_FMT "\" cannot be %s", STR_ARG(name.s),
             node_kind_name(value->kind));
    if (r->diag->count == before)
        add_grant(r, set, owner, &entry);
}

/* Each name of a list gets the element's usual word: true, Visible. */
static void read_name_list(Reading *r, PermissionSet *set, Str owner, const Element *element,
                           const Node *list)
{
    Map seen = {0};
    Arena scratch = {0};
    for (size_t i = 0; i < list->count; i++) {
        Entry entry = {.element = element};
        bool fresh;
        if (!text_of(r, list->items[i], "a name", &entry.name))
            continue;
        uint32_t *first = map_put(&seen, &scratch, entry.name.s, &fresh);
        if (!fresh) {
            diag(r->diag, RULE_DUPLICATE_ENTRY, entry.name.at,
                 "\"" STR_FMT "\" stands twice in this list", STR_ARG(entry.name.s));
            diag_related(r->diag, list->items[*first]->at, "it stands here first");
            continue;
        }
        *first = (uint32_t)i;
        if (r->literal)
            entry.said = entry.on = UINT32_MAX;
        else if (element->list_word)
            say_word(r, &entry, (Text){str_of(element->list_word), entry.name.at});
        add_grant(r, set, owner, &entry);
    }
    arena_free(&scratch);
}

static void read_entries(Reading *r, PermissionSet *set, Str owner, const Element *element,
                         const Pair *pair)
{
    bool list_form = r->literal || element->list_word || !element->words;
    if (pair->value->kind == NODE_LIST && list_form && pair->value->count) {
        read_name_list(r, set, owner, element, pair->value);
        return;
    }
    bool empty = is_nothing(pair->value) || (pair->value->kind == NODE_LIST && list_form);
    if (!empty && pair->value->kind != NODE_MAP) {
        diag(r->diag, RULE_WRONG_KIND, pair->value->at, "\"" STR_FMT "\" needs %s, but this is %s",
             STR_ARG(pair->key.s), list_form ? "a list or a map of names" : "a map of names",
             node_kind_name(pair->value->kind));
        diag_help(r->diag, list_form ? "write [Name], or {Name: word}" : "write {Name: word}");
        return;
    }
    if (!expect_kind(r, pair, empty ? pair->value->kind : NODE_MAP))
        return;
    const Pair *entry;
    for (size_t i = 0; (entry = next_pair(pair->value, &i));)
        read_entry(r, set, owner, element, entry->key, entry->value);
}

/* --- objects ----------------------------------------------------------------------------------- */

static void unknown_object_key(Reading *r, Text key)
{
    static const Str keys[] = {{"access", 6}, {"fields", 6}, {"recordTypes", 11}};
    diag(r->diag, RULE_UNKNOWN_KEY, key.at, "\"" STR_FMT "\" is not a key of an object",
         STR_ARG(key.s));
    if (child_find(&element_table[OBJECT_PERMISSION], key.s))
        diag_help(r->diag, "put it under `access:`");
    else
        diag_choices(r->diag, key.s, keys, sizeof keys / sizeof *keys);
}

static void read_object(Reading *r, PermissionSet *set, const Pair *object)
{
    Text name = object->key;
    if (object->value->kind != NODE_MAP) {
        read_entry(r, set, S(""), &element_table[OBJECT_PERMISSION], name, object->value);
        return;
    }
    if (!expect_kind(r, object, NODE_MAP))
        return;
    const Pair *pair;
    for (size_t i = 0; (pair = next_pair(object->value, &i));) {
        const Element *of_fields = element_by_key(PLACE_FIELDS, pair->key.s);
        const Element *of_types = element_by_key(PLACE_RECORD_TYPES, pair->key.s);
        if (element_by_key(PLACE_ACCESS, pair->key.s))
            read_entry(r, set, S(""), &element_table[OBJECT_PERMISSION], name, pair->value);
        else if (of_fields || of_types)
            read_entries(r, set, name.s, of_fields ? of_fields : of_types, pair);
        else
            unknown_object_key(r, pair->key);
    }
}

bool read_grant_key(Reading *r, const Pair *pair, PermissionSet *set)
{
    const Element *element = element_by_key(PLACE_TOP, pair->key.s);
    if (element) {
        read_entries(r, set, S(""), element, pair);
        return true;
    }
    if (!str_is(pair->key.s, S("objects")))
        return false;
    const Pair *object;
    if (r->literal && pair->value->kind == NODE_LIST)
        read_entries(r, set, S(""), &element_table[OBJECT_PERMISSION], pair);
    else if (expect_kind(r, pair, NODE_MAP))
        for (size_t i = 0; (object = next_pair(pair->value, &i));)
            read_object(r, set, object);
    return true;
}

const Str *grant_keys(Reading *r)
{
    if (r->grant_keys)
        return r->grant_keys;
    Str *keys = ARENA_ARRAY(&r->model->arena, Str, ELEMENT_COUNT + 2);
    size_t n = 0;
    keys[n++] = S("objects");
    for (size_t i = 0; i < ELEMENT_COUNT; i++)
        if (element_table[i].shape == SHAPE_LIST && element_table[i].place == PLACE_TOP)
            keys[n++] = str_of(element_table[i].yaml);
    return r->grant_keys = keys;
}
