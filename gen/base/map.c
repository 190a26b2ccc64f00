/* A hash trie: insert and find are the same walk, and there is nothing to resize. */
#include "base/map.h"

struct MapNode {
    MapNode *child[4];
    Str key;
    uint32_t value;
};

static uint64_t hash(Str s)
{
    uint64_t h = 0xcbf29ce484222325u; /* FNV-1a, then a multiply so that the high bits vary too */
    for (size_t i = 0; i < s.n; i++)
        h = (h ^ (unsigned char)s.s[i]) * 0x100000001b3u;
    return h * 0x9e3779b97f4a7c15u;
}

static MapNode **slot(const Map *m, Str key)
{
    MapNode **at = (MapNode **)&m->root;
    for (uint64_t h = hash(key); *at && !str_is((*at)->key, key); h = h << 2 | h >> 62)
        at = &(*at)->child[h >> 62];
    return at;
}

uint32_t *map_find(const Map *m, Str key)
{
    MapNode *node = *slot(m, key);
    return node ? &node->value : NULL;
}

uint32_t *map_put(Map *m, Arena *a, Str key, bool *fresh)
{
    MapNode **at = slot(m, key);
    if (fresh)
        *fresh = !*at;
    if (!*at) {
        *at = ARENA_NEW(a, MapNode);
        (*at)->key = key;
    }
    return &(*at)->value;
}

uint32_t names_intern(Names *names, Arena *a, Str text)
{
    uint32_t *number = map_find(&names->map, text);
    if (number)
        return *number;
    names->text = arena_grow(a, names->text, names->count, &names->capacity, names->count + 1,
                             sizeof *names->text);
    Str copy = str_copy(a, text);
    names->text[names->count] = copy;
    return *map_put(&names->map, a, copy, NULL) = (uint32_t)names->count++;
}
