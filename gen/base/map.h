/* A map from text to a number: a hash trie, four branches a level. Keys are not copied. */
#ifndef BASE_MAP_H
#define BASE_MAP_H

#include "base/str.h"

#include <stdint.h>

typedef struct MapNode MapNode;

typedef struct {
    MapNode *root;
} Map;

/* The value of the key, or NULL. */
uint32_t *map_find(const Map *m, Str key);

/* The same of a map whose keys are in lower case. */
uint32_t *map_find_nocase(const Map *m, Str key);

/* The value of the key, made as 0 where it is new; *fresh (may be NULL) tells which. */
uint32_t *map_put(Map *m, Arena *a, Str key, bool *fresh);

/* Interned names: every distinct text has one number, counted from 0. */
typedef struct {
    Map map;
    Str *text; /* text[number] */
    size_t count, capacity;
} Names;

uint32_t names_intern(Names *names, Arena *a, Str text); /* copies the text where it is new */

#endif
