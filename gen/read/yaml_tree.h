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
typedef struct Walk Walk;
typedef struct YamlReader YamlReader;

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
    Walk *walk;      /* of a map of which more may come; else NULL */
};

/* Reads one document. The bytes are already a source of `d` with this file number. Texts are pieces of
 * the bytes or live in `texts`; everything else lives until yaml_close. A value that is repeated by an alias
 * is one Node with several parents.
 *
 * `walked` (may be NULL; else ended by an empty Str) names keys of the root whose maps can be large: these
 * maps, and the root itself, are read only as node_pair walks over them, and of the value of a pair nothing
 * is left when the next pair is asked for. With more than one thread a large text is parsed ahead. */
YamlReader *yaml_open(Arena *texts, Diag *d, uint32_t file, Str bytes, const Str *walked,
                      size_t threads);

/* The document's value; NULL where the text is empty or cannot be read: then there is a finding. Once. */
const Node *yaml_root(YamlReader *r);

/* Pair number i of a map, or NULL. Of a map that is walked, numbers must come in order, and `count` only
 * tells whether it is empty. */
const Pair *node_pair(const Node *map, size_t i);

/* Reads what is left and frees all; false where the text could not be read to its end. */
bool yaml_close(YamlReader *r);

const char *node_kind_name(NodeKind kind); /* "a list" … */

#endif
