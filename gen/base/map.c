/* A hash trie: insert and find are the same walk, and there is nothing to resize. */
#include "base/map.h"

struct MapNode {
    MapNode *child[4];
    Str key;
    uint64_t hash;
    uint32_t value;
};

static uint64_t mix(uint64_t h, uint64_t word)
{
    h = (h ^ word) * 0x9e3779b97f4a7c15u;
    return h ^ h >> 32;
}

static uint64_t hash(Str s)
{
    uint64_t h = s.n, word;
    for (; s.n >= sizeof word; s = str_from(s, sizeof word)) {
        memcpy(&word, s.s, sizeof word);
        h = mix(h, word);
    }
    word = 0;
    if (s.n)
        memcpy(&word, s.s, s.n);
    return mix(mix(h, word), 0);
}

static MapNode **slot(const Map *m, Str key, uint64_t full)
{
    MapNode **at = (MapNode **)&m->root;
    for (uint64_t h = full; *at && ((*at)->hash != full || !str_is((*at)->key, key));
         h = h << 2 | h >> 62)
        at = &(*at)->child[h >> 62];
    return at;
}

uint32_t *map_find(const Map *m, Str key)
{
    MapNode *node = *slot(m, key, hash(key));
    return node ? &node->value : NULL;
}

/* Every row of an answer looks names up: those of a usual length must not cost memory each time. */
uint32_t *map_find_nocase(const Map *m, Str key)
{
    char room[128];
    Arena scratch = {0};
    Str lower = {room, key.n};
    if (key.n > sizeof room)
        lower = str_lower(&scratch, key);
    else
        for (size_t i = 0; i < key.n; i++)
            room[i] = (char)(key.s[i] >= 'A' && key.s[i] <= 'Z' ? key.s[i] | 0x20 : key.s[i]);
    uint32_t *value = map_find(m, lower);
    arena_free(&scratch);
    return value;
}

uint32_t *map_put(Map *m, Arena *a, Str key, bool *fresh)
{
    uint64_t full = hash(key);
    MapNode **at = slot(m, key, full);
    if (fresh)
        *fresh = !*at;
    if (!*at) {
        *at = ARENA_NEW(a, MapNode);
        (*at)->key = key;
        (*at)->hash = full;
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
