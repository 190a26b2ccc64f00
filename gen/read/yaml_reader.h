/* The reader of YAML, for its own parts: the tree, and the findings about a text that is no YAML. */
#ifndef READ_YAML_READER_H
#define READ_YAML_READER_H

#include "base/map.h"
#include "read/yaml_events.h"
#include "read/yaml_tree.h"

typedef struct {
    Str name;
    const Node *node; /* NULL while the value is still open */
} Anchor;

struct YamlReader {
    Arena *texts; /* outlives the tree */
    Arena kept;   /* the tree, but for what is let go */
    Arena entry;  /* what stands in one entry of a map that is walked */
    Arena *arena; /* the one of the two that nodes go to now */
    Diag *diag;
    uint32_t file;
    Str bytes;          /* without a byte order mark */
    size_t skipped;     /* length of the byte order mark */
    bool ascii;         /* a character is a byte */
    YamlEvents *events; /* NULL where libyaml is not to see the bytes */
    Anchor *anchors;
    size_t anchor_count, anchor_capacity;
    Map anchor_index;  /* name: the newest anchor of that name */
    uint64_t repeated; /* values that aliases have added so far */
    const Str *walked; /* keys of the root */
    Walk *walk;        /* the innermost map that is walked and not at its end; or NULL */
    size_t own;        /* keys x-… around what is read now */
    bool failed, ended;
};

/* Adds the finding for libyaml's error, once; the reader has failed then. */
void yaml_failure(YamlReader *r);

/* Looks at the bytes before libyaml does, and finds what it would not tell, or not with a place. */
bool yaml_check_bytes(YamlReader *r);

#endif
