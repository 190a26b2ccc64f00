/* libyaml's events to a tree.
 *
 * next() pulls one event; node() is the only recursion and counts its depth. libyaml's marks count
 * characters; a cursor turns them into byte offsets. What libyaml lets pass (duplicate keys, endless
 * nesting, aliases that multiply) is checked here. */
#include "read/yaml_tree.h"

#include "base/map.h"
#include "base/memory.h"
#include "base/utf8.h"
#include "read/encoding.h"

#include <string.h>
#include <yaml.h>

typedef struct {
    Str name;
    const Node *node; /* NULL while the value is still open */
} Anchor;

typedef struct {
    Arena *arena;
    Diag *diag;
    uint32_t file;
    Str bytes;                    /* without a byte order mark */
    size_t skipped;               /* length of the byte order mark */
    size_t mark_index, mark_byte; /* the cursor: a character count and its byte offset */
    yaml_parser_t parser;
    Anchor *anchors;
    size_t anchor_count, anchor_capacity;
    Map anchor_index;  /* name: the newest anchor of that name */
    uint64_t repeated; /* values that aliases have added so far */
    bool failed;
} Reader;

const char *node_kind_name(NodeKind kind)
{
    static const char *const names[] = {
        [NODE_SCALAR] = "a single value", [NODE_LIST] = "a list", [NODE_MAP] = "a map"};
    return names[kind];
}

static bool continues(const Reader *r, size_t byte)
{
    return byte < r->bytes.n && (r->bytes.s[byte] & 0xc0) == 0x80;
}

/* Byte offset of a mark, in the whole source. Marks come nearly in order, so the cursor moves little. */
static uint32_t offset_of(Reader *r, yaml_mark_t mark)
{
    while (r->mark_index < mark.index && r->mark_byte < r->bytes.n) {
        do
            r->mark_byte++;
        while (continues(r, r->mark_byte));
        r->mark_index++;
    }
    while (r->mark_index > mark.index) {
        do
            r->mark_byte--;
        while (continues(r, r->mark_byte));
        r->mark_index--;
    }
    return (uint32_t)(r->mark_byte + r->skipped);
}

static Loc event_place(Reader *r, const yaml_event_t *event)
{
    uint32_t start = offset_of(r, event->start_mark), end = offset_of(r, event->end_mark);
    return (Loc){.file = r->file, .at = start, .length = end > start ? end - start : 0};
}

/* --- what libyaml says when it cannot go on ---------------------------------------------------- */

/* A tab among the blanks that a line starts with, at or before a place: its offset, or -1. */
static ptrdiff_t indenting_tab(const Reader *r, size_t at)
{
    size_t start = at;
    while (start && r->bytes.s[start - 1] != '\n')
        start--;
    for (size_t i = start; i < r->bytes.n && (r->bytes.s[i] == ' ' || r->bytes.s[i] == '\t'); i++)
        if (r->bytes.s[i] == '\t')
            return (ptrdiff_t)i;
    return -1;
}

static Loc byte_place(const Reader *r, size_t byte)
{
    return (Loc){.file = r->file, .at = (uint32_t)(byte + r->skipped), .length = 1};
}

/* libyaml's words for the common mistakes, in ours. Some are best shown where the value began. */
static const struct {
    const char *problem, *message, *help;
    bool at_start;
} plain_words[] = {
    {"mapping values are not allowed",
     "a second \": \" in one value, or a key that is indented wrongly",
     "put quotes around a value that holds \": \"", false},
    {"did not find expected key", "this does not fit the indentation above it",
     "put the keys of one map exactly below each other", false},
    {"did not find expected '-'", "this does not fit the list above it",
     "put the - of one list exactly below each other", false},
    {"could not find expected ':'", "a key without \": \"", "write `key: value`", true},
    {"block sequence entries are not allowed", "a list cannot start here",
     "begin the list on the next line, or write [a, b]", false},
    {"found unexpected end of stream", "a quote that is opened here is never closed",
     "close the quote", true},
    {"did not find expected ',' or ']'", "a list in [ ] that is not closed, or a comma is missing",
     "write [a, b]", true},
    {"did not find expected ',' or '}'", "a map in { } that is not closed, or a comma is missing",
     "write {a: 1, b: 2}", true},
    {"did not find expected alphabetic or numeric",
     "a value cannot start with * or &: they mark aliases", "put quotes around the value", true},
    {"did not find expected node content", "a value is missing here", "write the value", false},
    {"<document start>", "text after the end of the document",
     "keep one document in a file, without ...", false},
    {"invalid Unicode character escape", "an escape that stands for no character",
     "write the character itself", false},
    {"did not find expected hexdecimal", "an escape that stands for no character",
     "write the character itself", false},
    {"found unknown escape character", "a backslash before a character that needs none",
     "write \\\\ for a backslash, or use single quotes", false},
};

/* Escapes are reported behind their backslash; it is what people look for. */
static size_t escape_start(const Reader *r, size_t at)
{
    for (size_t back = 1; back <= 2 && back <= at; back++)
        if (r->bytes.s[at - back] == '\\')
            return at - back;
    return at;
}

static void plain_failure(Reader *r)
{
    size_t at = offset_of(r, r->parser.problem_mark) - r->skipped;
    const char *message = r->parser.problem, *help = NULL;
    for (size_t i = 0; i < sizeof plain_words / sizeof *plain_words && !help; i++) {
        if (!strstr(r->parser.problem, plain_words[i].problem))
            continue;
        message = plain_words[i].message;
        help = plain_words[i].help;
        if (plain_words[i].at_start)
            at = offset_of(r, r->parser.context_mark) - r->skipped;
        else if (strstr(message, "escape"))
            at = escape_start(r, at);
    }
    Loc place = byte_place(r, at);
    place.length = 0;
    diag(r->diag, RULE_YAML_SYNTAX, place, "%s", message);
    if (help)
        diag_help(r->diag, "%s", help);
}

static void syntax_failure(Reader *r)
{
    size_t at = offset_of(r, r->parser.problem_mark) - r->skipped;
    char found = at < r->bytes.n ? r->bytes.s[at] : '\0';
    ptrdiff_t tab = indenting_tab(r, at);
    bool cannot_start = strstr(r->parser.problem, "cannot start any token") != NULL;
    if (tab >= 0) {
        diag(r->diag, RULE_YAML_TAB, byte_place(r, (size_t)tab), "a tab in the indentation");
        return;
    }
    if (cannot_start && found && strchr("%@`", found)) {
        diag(r->diag, RULE_YAML_RESERVED, byte_place(r, at),
             "a value cannot start with %c: YAML keeps it for itself", found);
        return;
    }
    plain_failure(r);
}

static void parser_failure(Reader *r)
{
    if (r->failed)
        return;
    r->failed = true;
    if (r->parser.error == YAML_MEMORY_ERROR)
        mem_exhausted();
    if (r->parser.error ==
        YAML_READER_ERROR) { /* checked before, so this is all that can be left */
        diag(r->diag, RULE_CONTROL_CHARACTER, byte_place(r, r->parser.problem_offset), "%s",
             r->parser.problem);
        return;
    }
    syntax_failure(r);
}

static bool next(Reader *r, yaml_event_t *event)
{
    if (!r->failed && yaml_parser_parse(&r->parser, event))
        return true;
    parser_failure(r);
    memset(event, 0, sizeof *event);
    return false;
}

/* --- anchors and aliases ----------------------------------------------------------------------- */

static size_t open_anchor(Reader *r, const yaml_char_t *name)
{
    if (!name)
        return SIZE_MAX;
    r->anchors = arena_grow(r->arena, r->anchors, r->anchor_count, &r->anchor_capacity,
                            r->anchor_count + 1, sizeof *r->anchors);
    Str copy = str_copy(r->arena, str_of((const char *)name));
    r->anchors[r->anchor_count] = (Anchor){copy, NULL};
    *map_put(&r->anchor_index, r->arena, copy, NULL) = (uint32_t)r->anchor_count;
    return r->anchor_count++;
}

static void close_anchor(Reader *r, size_t anchor, const Node *node)
{
    if (anchor != SIZE_MAX)
        r->anchors[anchor].node = node;
}

/* What an alias means cannot be guessed, so the rest of the file is not read. */
static const Node *no_alias(Reader *r)
{
    r->failed = true;
    return NULL;
}

static const Node *alias(Reader *r, const yaml_event_t *event)
{
    Str name = str_of((const char *)event->data.alias.anchor);
    Loc place = event_place(r, event);
    const uint32_t *index = map_find(&r->anchor_index, name);
    const Node *repeated = index ? r->anchors[*index].node : NULL;
    if (!index) {
        diag(r->diag, RULE_YAML_ALIAS, place, "there is no &" STR_FMT " before this place",
             STR_ARG(name));
        return no_alias(r);
    }
    if (!repeated) {
        diag(r->diag, RULE_YAML_ALIAS, place, "*" STR_FMT " stands inside the value it repeats",
             STR_ARG(name));
        return no_alias(r);
    }
    r->repeated += repeated->weight;
    if (r->repeated <= YAML_VALUES_MAX)
        return repeated;
    diag(r->diag, RULE_YAML_BUDGET, place,
         "with *" STR_FMT " the aliases of this file repeat more than %d values", STR_ARG(name),
         YAML_VALUES_MAX);
    return no_alias(r);
}

/* --- nodes ------------------------------------------------------------------------------------- */

static const Node *node(Reader *r, yaml_event_t *event, int depth);

static const Node *scalar(Reader *r, const yaml_event_t *event)
{
    Node *n = ARENA_NEW(r->arena, Node);
    Str text = {(const char *)event->data.scalar.value, event->data.scalar.length};
    *n = (Node){.kind = NODE_SCALAR, .at = event_place(r, event), .weight = 1};
    n->text = str_copy(r->arena, text);
    n->plain = event->data.scalar.style == YAML_PLAIN_SCALAR_STYLE;
    bool block = event->data.scalar.style == YAML_LITERAL_SCALAR_STYLE ||
                 event->data.scalar.style == YAML_FOLDED_SCALAR_STYLE;
    if (block && str_ends(n->text, S("\n")))
        n->text.n--; /* the line end of `|` and `>` belongs to the YAML, not to the value */
    for (size_t i = 0, length; i < text.n; i += length) {
        int32_t code = utf8_decode(str_from(text, i), &length);
        if (!utf8_is_forbidden(code))
            continue;
        diag(r->diag, RULE_CONTROL_CHARACTER, n->at, "the value holds the character U+%04X",
             (unsigned)code);
        break;
    }
    return n;
}

/* A map that is being read. Keys are found by hash, for a map can hold a thousand integrations. */
typedef struct {
    Node *node;
    Map index; /* key: place in node->pairs */
} MapReader;

static const Pair *find_pair(const MapReader *map, Str key)
{
    const uint32_t *index = map_find(&map->index, key);
    return index ? &map->node->pairs[*index] : NULL;
}

static void add_pair(Reader *r, MapReader *map, Pair pair)
{
    Node *node = map->node;
    *map_put(&map->index, r->arena, pair.key.s, NULL) = (uint32_t)node->count;
    *LIST_ADD(r->arena, node->pairs, node->count, node->capacity) = pair;
    node->weight += 1 + pair.value->weight;
}

/* Brings the pairs of one map after << into the map that holds it: what is said there stays. */
static void merge_map(Reader *r, MapReader *into, const Node *from)
{
    for (size_t i = 0; i < from->count; i++) {
        Pair pair = from->pairs[i];
        const Pair *there = find_pair(into, pair.key.s);
        pair.merged = true;
        if (!there) {
            add_pair(r, into, pair);
        } else if (there->value != pair.value) {
            diag(r->diag, there->merged ? RULE_MERGE_CONFLICT : RULE_MERGE_OVERRIDE, there->key.at,
                 "\"" STR_FMT "\" hides the one that << brings", STR_ARG(pair.key.s));
            diag_related(r->diag, pair.key.at, "the hidden one");
        }
    }
}

static void merge(Reader *r, MapReader *into, const Node *value)
{
    bool good = value->kind == NODE_MAP || value->kind == NODE_LIST;
    for (size_t i = 0; value->kind == NODE_LIST && i < value->count; i++)
        good = good && value->items[i]->kind == NODE_MAP;
    if (!good) {
        diag(r->diag, RULE_WRONG_KIND, value->at, "<< takes a map or a list of maps");
        diag_help(r->diag, "write `<<: *name` or `<<: [*one, *two]`, where &name marks a map");
        return;
    }
    if (value->kind == NODE_MAP)
        merge_map(r, into, value);
    for (size_t i = 0; value->kind == NODE_LIST && i < value->count; i++)
        merge_map(r, into, value->items[i]);
}

static void refuse_tag(Reader *r, const yaml_event_t *event);

static bool read_key(Reader *r, const yaml_event_t *event, Text *key)
{
    Loc place = event_place(r, event);
    if (event->type != YAML_SCALAR_EVENT) {
        diag(r->diag, RULE_WRONG_KIND, place, "a key must be plain text");
        diag_help(r->diag, "write `name: value`");
        return false;
    }
    size_t anchor = open_anchor(r, event->data.scalar.anchor);
    const Node *text = scalar(r, event);
    close_anchor(r, anchor, text);
    refuse_tag(r, event);
    *key = (Text){text->text, place};
    if (key->s.n)
        return true;
    diag(r->diag, RULE_EMPTY_VALUE, place, "a key without a name");
    return false;
}

static bool is_duplicate(Reader *r, const Pair *first, Text key)
{
    if (!first)
        return false;
    diag(r->diag, RULE_DUPLICATE_KEY, key.at, "the key \"" STR_FMT "\" is said twice",
         STR_ARG(key.s));
    diag_related(r->diag, first->key.at, "it is said here first");
    return true;
}

static bool is_merge_key(const yaml_event_t *event)
{
    return event->type == YAML_SCALAR_EVENT &&
           event->data.scalar.style == YAML_PLAIN_SCALAR_STYLE &&
           str_is((Str){(const char *)event->data.scalar.value, event->data.scalar.length},
                  S("<<"));
}

/* Reads one key and its value into the map; what << brings waits in *merged. */
static void read_pair(Reader *r, yaml_event_t *event, int depth, MapReader *map, Pair *merged)
{
    Pair pair = {0};
    bool good = read_key(r, event, &pair.key), is_merge = is_merge_key(event);
    if (good)
        yaml_event_delete(event);
    else
        node(r, event, depth); /* reads a composed key to its end */
    if (!next(r, event))
        return;
    pair.value = node(r, event, depth);
    if (!pair.value || !good)
        return;
    const Pair *first = is_merge && merged->value ? merged : find_pair(map, pair.key.s);
    if (is_duplicate(r, first, pair.key))
        return;
    if (is_merge)
        *merged = pair;
    else
        add_pair(r, map, pair);
}

static const Node *map(Reader *r, const yaml_event_t *start, int depth)
{
    MapReader reader = {.node = ARENA_NEW(r->arena, Node)};
    Pair merged = {0};
    *reader.node = (Node){.kind = NODE_MAP, .at = event_place(r, start), .weight = 1};
    yaml_event_t event;
    while (next(r, &event) && event.type != YAML_MAPPING_END_EVENT)
        read_pair(r, &event, depth + 1, &reader, &merged);
    reader.node->at = loc_span(reader.node->at, event_place(r, &event));
    yaml_event_delete(&event);
    if (merged.value && !r->failed)
        merge(r, &reader, merged.value);
    return r->failed ? NULL : reader.node;
}

static const Node *list(Reader *r, const yaml_event_t *start, int depth)
{
    Node *n = ARENA_NEW(r->arena, Node);
    *n = (Node){.kind = NODE_LIST, .at = event_place(r, start), .weight = 1};
    yaml_event_t event;
    while (next(r, &event) && event.type != YAML_SEQUENCE_END_EVENT) {
        const Node *item = node(r, &event, depth + 1);
        if (!item)
            continue;
        n->items =
            arena_grow(r->arena, n->items, n->count, &n->capacity, n->count + 1, sizeof *n->items);
        n->items[n->count++] = item;
        n->weight += item->weight;
    }
    n->at = loc_span(n->at, event_place(r, &event));
    yaml_event_delete(&event);
    return r->failed ? NULL : n;
}

static const Node *too_deep(Reader *r, const yaml_event_t *event)
{
    diag(r->diag, RULE_YAML_DEPTH, event_place(r, event), "nested deeper than %d levels",
         YAML_DEPTH_MAX);
    r->failed = true; /* the rest is not worth reading */
    return NULL;
}

/* Tags would change what a value is; every value here is text until its key says otherwise. */
static void refuse_tag(Reader *r, const yaml_event_t *event)
{
    const yaml_char_t *tag =
        event->type == YAML_SCALAR_EVENT           ? event->data.scalar.tag
        : event->type == YAML_SEQUENCE_START_EVENT ? event->data.sequence_start.tag
        : event->type == YAML_MAPPING_START_EVENT  ? event->data.mapping_start.tag
                                                   : NULL;
    if (tag)
        diag(r->diag, RULE_YAML_TAG, event_place(r, event), "a tag (%s) means nothing here",
             (const char *)tag);
}

/* Takes the event over: it is deleted here. */
static const Node *node(Reader *r, yaml_event_t *event, int depth)
{
    const Node *result = NULL;
    size_t anchor = SIZE_MAX;
    refuse_tag(r, event);
    switch (event->type) {
    case YAML_ALIAS_EVENT:
        result = alias(r, event);
        break;
    case YAML_SCALAR_EVENT:
        anchor = open_anchor(r, event->data.scalar.anchor);
        result = scalar(r, event);
        break;
    case YAML_SEQUENCE_START_EVENT:
        anchor = open_anchor(r, event->data.sequence_start.anchor);
        result = depth > YAML_DEPTH_MAX ? too_deep(r, event) : list(r, event, depth);
        break;
    case YAML_MAPPING_START_EVENT:
        anchor = open_anchor(r, event->data.mapping_start.anchor);
        result = depth > YAML_DEPTH_MAX ? too_deep(r, event) : map(r, event, depth);
        break;
    default:
        break;
    }
    close_anchor(r, anchor, result);
    yaml_event_delete(event);
    return result;
}

/* --- before libyaml sees a byte ---------------------------------------------------------------- */

/* The characters that YAML forbids; libyaml would stop at the first of them without a line. */
static bool check_characters(Reader *r)
{
    bool good = true;
    for (size_t i = 0, length; i < r->bytes.n; i += length) {
        length = 1;
        unsigned char byte = (unsigned char)r->bytes.s[i];
        if (byte >= ' ' && byte < 0x7f)
            continue;
        int32_t code = utf8_decode(str_from(r->bytes, i), &length);
        if (!utf8_is_forbidden(code) && !(code >= 0x7f && code < 0xa0))
            continue;
        Loc place = byte_place(r, i);
        place.length = (uint32_t)length;
        diag(r->diag, RULE_CONTROL_CHARACTER, place, "the control character U+%04X",
             (unsigned)code);
        good = false;
    }
    return good;
}

/* Directives are refused before parsing: libyaml reads all of them inside one event, in quadratic
 * time. A % at the start of a line can also be text of a block; there YAML wants it indented. */
static bool check_directives(Reader *r)
{
    for (size_t at = 0; at < r->bytes.n;) {
        if (r->bytes.s[at] == '%') {
            diag(r->diag, RULE_YAML_DIRECTIVE, byte_place(r, at), "a line that starts with %%");
            return false;
        }
        ptrdiff_t end = str_find(str_from(r->bytes, at), '\n');
        if (end < 0)
            break;
        at += (size_t)end + 1;
    }
    return true;
}

static const Node *document(Reader *r)
{
    yaml_event_t event;
    const Node *root = NULL;
    for (bool more = true; more && next(r, &event);) {
        more = event.type != YAML_STREAM_END_EVENT;
        if (event.type == YAML_DOCUMENT_START_EVENT && root) {
            diag(r->diag, RULE_YAML_DOCUMENTS, event_place(r, &event),
                 "a second document starts here");
            more = false;
        }
        bool content = event.type == YAML_SCALAR_EVENT || event.type == YAML_ALIAS_EVENT ||
                       event.type == YAML_SEQUENCE_START_EVENT ||
                       event.type == YAML_MAPPING_START_EVENT;
        if (content)
            root = node(r, &event, 1);
        else
            yaml_event_delete(&event);
    }
    return root;
}

const Node *yaml_tree(Arena *a, Diag *d, uint32_t file, Str bytes)
{
    Reader r = {.arena = a, .diag = d, .file = file, .bytes = bytes};
    size_t before = d->count;
    if (str_starts(bytes, S("\xef\xbb\xbf"))) {
        r.skipped = 3;
        r.bytes = str_from(bytes, 3);
    }
    if (!encoding_check(d, file, r.bytes, r.skipped) || !check_characters(&r) ||
        !check_directives(&r))
        return NULL;
    if (!yaml_parser_initialize(&r.parser))
        mem_exhausted();
    yaml_parser_set_encoding(&r.parser, YAML_UTF8_ENCODING);
    yaml_parser_set_input_string(&r.parser, (const unsigned char *)r.bytes.s, r.bytes.n);
    const Node *root = document(&r);
    yaml_parser_delete(&r.parser);
    bool empty = !root || (root->kind == NODE_SCALAR && root->plain && !root->text.n);
    if (empty && d->count == before)
        diag(d, RULE_FILE_EMPTY, loc_whole(file), "the file says nothing");
    return empty || r.failed ? NULL : root;
}
