/* YAML bytes to a tree in which every key and value knows its bytes. All scalars are text: nothing
 * is ever taken for a number, a date or a boolean here. */
#ifndef READ_YAML_TREE_H
#define READ_YAML_TREE_H

#include "base/arena.h"
#include "diag/diag.h"

enum {
    YAML_DEPTH_MAX = 64,          /* levels of lists and maps */
    YAML_VALUES_MAX = 1000 * 1000 /* values after aliases are expanded, beyond those written out */
};

typedef enum { NODE_SCALAR, NODE_LIST, NODE_MAP } NodeKind;

typedef struct Node Node;

typedef struct {
    Text key;
    const Node *value;
    bool merged; /* brought here by << */
} Pair;

struct Node {
    NodeKind kind;
    Loc at;
    Str text;           /* of a scalar, quotes and escapes resolved */
    bool plain;         /* a scalar without quotes */
    const Node **items; /* of a list */
    Pair *pairs;        /* of a map, in the order of the file, merged ones last */
    size_t count, capacity;
    uint64_t weight; /* values in it, aliases expanded */
};

/* Reads one document. The bytes are already a source of `d` with this file number. NULL where the
 * text is empty or cannot be read; then there is at least one finding. The tree lives in the arena;
 * a value that is repeated by an alias is one Node with several parents. */
const Node *yaml_tree(Arena *a, Diag *d, uint32_t file, Str bytes);

const char *node_kind_name(NodeKind kind); /* "a list" … */

#endif
