/* libyaml's events to a tree.
 *
 * next() pulls one event; node() is the only recursion and counts its depth. What libyaml lets pass
 * (duplicate keys, endless nesting, aliases that multiply) is checked here. */
#include "base/memory.h"
#include "base/utf8.h"
#include "diag/secret.h"
#include "read/yaml_reader.h"

#include <stdlib.h>
#include <string.h>

const char *node_kind_name(NodeKind kind)
{
    static const char *const names[] = {
        [NODE_SCALAR] = "a single value", [NODE_LIST] = "a list", [NODE_MAP] = "a map"};
    return names[kind];
}

/* False where there is none: the text cannot be read, or has ended. */
static bool next(YamlReader *r, Event *event)
{
    *event = (Event){.kind = EVENT_NONE};
    if (r->failed || r->ended)
        return false; /* the parser may be ahead, and what it thinks of the rest does not count */
    *event = events_next(r->events);
    if (event->kind != EVENT_NONE)
        return true;
    r->ended = true;
    if (events_failure(r->events).problem)
        yaml_failure(r);
    return false;
}

/* --- anchors and aliases ----------------------------------------------------------------------- */

static size_t open_anchor(YamlReader *r, Str name)
{
    if (!name.n)
        return SIZE_MAX;
    Str copy = str_copy(&r->kept, name);
    *map_put(&r->anchor_index, &r->kept, copy, NULL) = (uint32_t)r->anchor_count;
    *LIST_ADD(&r->kept, r->anchors, r->anchor_count, r->anchor_capacity) = (Anchor){copy, NULL};
    return r->anchor_count - 1;
}

static void close_anchor(YamlReader *r, size_t anchor, const Node *node)
{
    if (anchor != SIZE_MAX)
        r->anchors[anchor].node = node;
}

/* What an alias means cannot be guessed, so the rest of the file is not read. */
static const Node *no_alias(YamlReader *r)
{
    r->failed = true;
    return NULL;
}

static const Node *alias(YamlReader *r, const Event *event)
{
    Str name = event->text;
    Loc place = event->at;
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

enum { ROOT_DEPTH = 1 };

static const Node *node(YamlReader *r, const Event *event, int depth);

/* The text of a scalar, to be kept. What is a piece of the source is checked already. */
static Str scalar_text(YamlReader *r, const Event *event)
{
    Str text = event->text;
    diag_secret(r->diag, event->at, text);
    if (event->verbatim)
        return text;
    for (size_t i = 0, length; i < text.n; i += length) {
        int32_t code = utf8_decode(str_from(text, i), &length);
        if (!utf8_is_forbidden(code))
            continue;
        diag(r->diag, RULE_CONTROL_CHARACTER, event->at, "the value holds the character U+%04X",
             (unsigned)code);
        break;
    }
    if (event->block && str_ends(text, S("\n")))
        text.n--; /* the line end of `|` and `>` belongs to the YAML, not to the value */
    return str_copy(r->texts, text);
}

static const Node *scalar(YamlReader *r, const Event *event)
{
    Node *n = ARENA_NEW(r->arena, Node);
    *n = (Node){.kind = NODE_SCALAR, .at = event->at, .plain = event->plain, .weight = 1};
    n->text = scalar_text(r, event);
    return n;
}

/* A map that is being read. Keys are found by hash, for a map can hold a thousand integrations. */
typedef struct {
    Node *node;
    Map index;    /* key: place in node->pairs */
    Arena *arena; /* of both */
    Pair merged;  /* what << brings waits here for the end */
} MapReader;

/* A map whose pairs are read when they are asked for. */
struct Walk {
    YamlReader *reader;
    MapReader map;
    Arena *arena; /* of the values */
    int depth;
    Walk *outer;
};

static const Pair *find_pair(const MapReader *map, Str key)
{
    const uint32_t *index = map_find(&map->index, key);
    return index ? &map->node->pairs[*index] : NULL;
}

static void add_pair(MapReader *map, Pair pair)
{
    Node *node = map->node;
    *map_put(&map->index, map->arena, pair.key.s, NULL) = (uint32_t)node->count;
    *LIST_ADD(map->arena, node->pairs, node->count, node->capacity) = pair;
    node->weight += 1 + pair.value->weight;
}

/* Brings the pairs of one map after << into the map that holds it: what is said there stays. */
static void merge_map(YamlReader *r, MapReader *into, const Node *from)
{
    for (size_t i = 0; i < from->count; i++) {
        Pair pair = from->pairs[i];
        const Pair *there = find_pair(into, pair.key.s);
        pair.merged = true;
        if (!there) {
            add_pair(into, pair);
        } else if (there->value != pair.value) {
            diag(r->diag, there->merged ? RULE_MERGE_CONFLICT : RULE_MERGE_OVERRIDE, there->key.at,
                 "\"" STR_FMT "\" hides the one that << brings", STR_ARG(pair.key.s));
            diag_related(r->diag, pair.key.at, "the hidden one");
        }
    }
}

static void merge(YamlReader *r, MapReader *into, const Node *value)
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

static void refuse_tag(YamlReader *r, const Event *event);

static bool read_key(YamlReader *r, const Event *event, Text *key)
{
    if (event->kind != EVENT_SCALAR) {
        diag(r->diag, RULE_WRONG_KIND, event->at, "a key must be plain text");
        diag_help(r->diag, "write `name: value`");
        return false;
    }
    size_t anchor = open_anchor(r, event->anchor);
    if (anchor != SIZE_MAX)
        close_anchor(r, anchor, scalar(r, event));
    refuse_tag(r, event);
    *key = (Text){scalar_text(r, event), event->at};
    if (key->s.n)
        return true;
    diag(r->diag, RULE_EMPTY_VALUE, event->at, "a key without a name");
    return false;
}

static bool is_duplicate(YamlReader *r, const Pair *first, Text key)
{
    if (!first)
        return false;
    diag(r->diag, RULE_DUPLICATE_KEY, key.at, "the key \"" STR_FMT "\" is said twice",
         STR_ARG(key.s));
    diag_related(r->diag, first->key.at, "it is said here first");
    return true;
}

/* A word for nothing, or a sign that the secret itself is elsewhere: ${TOKEN}, <token>. */
static bool stands_for_none(Str text)
{
    static const Str words[] = {{"none", 4}, {"true", 4}, {"false", 5}, {"yes", 3},
                                {"no", 2},   {"null", 4}, {"~", 1}};
    for (size_t i = 0; i < sizeof words / sizeof *words; i++)
        if (str_is(text, words[i]))
            return true;
    return !text.n || str_starts(text, S("${")) || str_starts(text, S("{{")) ||
           str_starts(text, S("<"));
}

/* A key with a secret is refused as one that nobody knows; in keys of the user's own, which are not read, here. */
static void refuse_secret(YamlReader *r, const Pair *pair)
{
    const Node *value = pair->value;
    bool said = value && value->kind == NODE_SCALAR && !stands_for_none(value->text);
    if (said && diag_secret_value(r->diag, pair->key.s, value->at) && r->own)
        diag(r->diag, RULE_SECRET, pair->key.at,
             "behind \"" STR_FMT "\" stands what must be a secret", STR_ARG(pair->key.s));
}

static bool is_merge_key(const Event *event)
{
    return event->kind == EVENT_SCALAR && event->plain && str_is(event->text, S("<<"));
}

static const Node *open_walk(YamlReader *r, const Event *start, int depth);

static bool is_walked(const YamlReader *r, const MapReader *map, Str key)
{
    bool of_root = r->walk && map == &r->walk->map && r->walk->depth == ROOT_DEPTH;
    for (const Str *walked = r->walked; of_root && walked->n; walked++)
        if (str_is(*walked, key))
            return true;
    return false;
}

/* A map that is repeated by an alias has to be there as a whole. */
static bool can_be_walked(const Event *event)
{
    return event->kind == EVENT_MAP && !event->anchor.n;
}

/* Reads one key and its value into the map. */
static void read_pair(YamlReader *r, const Event *key, int depth, MapReader *map)
{
    Pair pair = {0};
    Event value;
    bool good = read_key(r, key, &pair.key), is_merge = is_merge_key(key);
    if (!good)
        node(r, key, depth); /* reads a composed key to its end */
    if (!next(r, &value))
        return;
    bool walks = good && can_be_walked(&value) && is_walked(r, map, pair.key.s);
    bool own = good && str_starts(pair.key.s, S("x-"));
    r->own += own;
    pair.value = walks ? open_walk(r, &value, depth) : node(r, &value, depth);
    if (good)
        refuse_secret(r, &pair);
    r->own -= own;
    if (!pair.value || !good)
        return;
    const Pair *first = is_merge && map->merged.value ? &map->merged : find_pair(map, pair.key.s);
    if (is_duplicate(r, first, pair.key))
        return;
    if (is_merge)
        map->merged = pair;
    else
        add_pair(map, pair);
}

static MapReader map_reader(Arena *a, Loc at)
{
    MapReader map = {.node = ARENA_NEW(a, Node), .arena = a};
    *map.node = (Node){.kind = NODE_MAP, .at = at, .weight = 1};
    return map;
}

static const Node *map(YamlReader *r, const Event *start, int depth)
{
    MapReader reader = map_reader(r->arena, start->at);
    Event event;
    while (next(r, &event) && event.kind != EVENT_END)
        read_pair(r, &event, depth + 1, &reader);
    reader.node->at = loc_span(reader.node->at, event.at);
    if (reader.merged.value && !r->failed)
        merge(r, &reader, reader.merged.value);
    return r->failed ? NULL : reader.node;
}

/* --- maps that are walked ---------------------------------------------------------------------- */

static void end_walk(Walk *w)
{
    w->reader->walk = w->outer;
    w->map.node->walk = NULL;
    if (w->map.merged.value && !w->reader->failed)
        merge(w->reader, &w->map, w->map.merged.value);
}

/* What the last value held is let go, unless an alias may want it, or what << brings at the end. */
static void let_go(Walk *w)
{
    YamlReader *r = w->reader;
    if (w->arena != &r->entry || r->anchor_count || w->map.merged.value)
        return;
    arena_reset(&r->entry);
    if (w->map.node->count)
        w->map.node->pairs[w->map.node->count - 1].value = NULL;
}

/* One event of the walk: a pair, or its end. */
static void step(Walk *w)
{
    YamlReader *r = w->reader;
    Event event;
    r->arena = w->arena;
    let_go(w);
    if (!next(r, &event) || event.kind == EVENT_END) {
        w->map.node->at = loc_span(w->map.node->at, event.at);
        end_walk(w);
    } else {
        read_pair(r, &event, w->depth + 1, &w->map);
    }
}

/* Reads on until there is one more pair, or the map ends. */
static void advance(Walk *w)
{
    YamlReader *r = w->reader;
    const Node *node = w->map.node;
    for (size_t before = node->count; node->walk && node->count == before;)
        step(r->walk); /* of a map inside first, where nobody walked over it to its end */
}

static const Node *open_walk(YamlReader *r, const Event *start, int depth)
{
    Walk *w = ARENA_NEW(&r->kept, Walk);
    *w = (Walk){.reader = r,
                .map = map_reader(&r->kept, start->at),
                .arena = depth == ROOT_DEPTH ? &r->kept : &r->entry,
                .depth = depth,
                .outer = r->walk};
    refuse_tag(r, start);
    w->map.node->walk = r->walk = w;
    advance(w);
    return r->failed ? NULL : w->map.node;
}

const Pair *node_pair(const Node *map, size_t i)
{
    if (i >= map->count && map->walk)
        advance(map->walk);
    return i < map->count ? &map->pairs[i] : NULL;
}

/* --- lists and nodes --------------------------------------------------------------------------- */

static const Node *list(YamlReader *r, const Event *start, int depth)
{
    Node *n = ARENA_NEW(r->arena, Node);
    *n = (Node){.kind = NODE_LIST, .at = start->at, .weight = 1};
    Event event;
    while (next(r, &event) && event.kind != EVENT_END) {
        const Node *item = node(r, &event, depth + 1);
        if (!item)
            continue;
        n->items =
            arena_grow(r->arena, n->items, n->count, &n->capacity, n->count + 1, sizeof *n->items);
        n->items[n->count++] = item;
        n->weight += item->weight;
    }
    n->at = loc_span(n->at, event.at);
    return r->failed ? NULL : n;
}

static const Node *too_deep(YamlReader *r, const Event *event)
{
    diag(r->diag, RULE_YAML_DEPTH, event->at, "nested deeper than %d levels", YAML_DEPTH_MAX);
    r->failed = true; /* the rest is not worth reading */
    return NULL;
}

/* Tags would change what a value is; every value here is text until its key says otherwise. */
static void refuse_tag(YamlReader *r, const Event *event)
{
    if (event->tag.n)
        diag(r->diag, RULE_YAML_TAG, event->at, "a tag (" STR_FMT ") means nothing here",
             STR_ARG(event->tag));
}

static const Node *node(YamlReader *r, const Event *event, int depth)
{
    const Node *result = NULL;
    size_t anchor = open_anchor(r, event->anchor);
    refuse_tag(r, event);
    if (event->kind == EVENT_ALIAS)
        result = alias(r, event);
    else if (event->kind == EVENT_SCALAR)
        result = scalar(r, event);
    else if (event->kind == EVENT_LIST || event->kind == EVENT_MAP)
        result = depth > YAML_DEPTH_MAX     ? too_deep(r, event)
                 : event->kind == EVENT_MAP ? map(r, event, depth)
                                            : list(r, event, depth);
    close_anchor(r, anchor, result);
    return result;
}

/* --- documents --------------------------------------------------------------------------------- */

YamlReader *yaml_open(Arena *texts, Diag *d, uint32_t file, Str bytes, const Str *walked,
                      size_t threads)
{
    YamlReader *r = mem_alloc(sizeof *r);
    *r = (YamlReader){.texts = texts, .diag = d, .file = file, .bytes = bytes, .walked = walked};
    r->arena = &r->kept;
    if (str_starts(bytes, S("\xef\xbb\xbf"))) {
        r->skipped = 3;
        r->bytes = str_from(bytes, 3);
    }
    r->failed = !yaml_check_bytes(r);
    if (!r->failed)
        r->events = events_open(file, r->bytes, r->skipped, r->ascii, threads);
    return r;
}

static bool is_content(const Event *event)
{
    return event->kind == EVENT_SCALAR || event->kind == EVENT_ALIAS || event->kind == EVENT_LIST ||
           event->kind == EVENT_MAP;
}

/* Reads on to the next value; NULL at the end of the stream. */
static const Node *next_value(YamlReader *r)
{
    Event event;
    while (next(r, &event))
        if (is_content(&event))
            return r->walked && can_be_walked(&event) ? open_walk(r, &event, ROOT_DEPTH)
                                                      : node(r, &event, ROOT_DEPTH);
    return NULL;
}

/* What stands behind the pair that was read last, and behind the root: nothing but the end. */
static void read_rest(YamlReader *r)
{
    Event event;
    while (r->walk)
        step(r->walk);
    while (next(r, &event)) {
        if (event.kind != EVENT_DOCUMENT)
            continue;
        diag(r->diag, RULE_YAML_DOCUMENTS, event.at, "a second document starts here");
        r->ended = true;
    }
}

const Node *yaml_root(YamlReader *r)
{
    size_t before = r->diag->count;
    const Node *root = r->failed ? NULL : next_value(r);
    bool empty = !root || (root->kind == NODE_SCALAR && root->plain && !root->text.n);
    if (root && !r->walk)
        read_rest(r);
    if (empty && !r->failed && r->diag->count == before)
        diag(r->diag, RULE_FILE_EMPTY, loc_whole(r->file), "the file says nothing");
    return empty || r->failed ? NULL : root;
}

bool yaml_close(YamlReader *r)
{
    if (!r->failed)
        read_rest(r);
    bool whole = !r->failed;
    if (r->events)
        events_close(r->events);
    arena_free(&r->entry);
    arena_free(&r->kept);
    free(r);
    return whole;
}
