/* Maps of a definition to structs, by tables: a row names a key, the function that reads its value,
 * and where the value goes. Shared by the readers of definitions and of grants. */
#ifndef READ_KEYS_H
#define READ_KEYS_H

#include "base/buf.h"
#include "model/model.h"
#include "read/yaml_tree.h"

typedef struct {
    Model *model;
    Diag *diag;
    Buf joined;            /* Object.Field, while it is looked up */
    const Str *grant_keys; /* once they are asked for */
    bool
        literal; /* a word says its own bits alone, and a list names entries as a whole: `without` */
} Reading;

typedef void ReadValue(Reading *r, const Pair *pair, void *value);

typedef struct {
    const char *key;
    ReadValue *read;
    size_t offset;    /* of the value in the struct that the table describes */
    const char *type; /* what the value is, by the name that the JSON Schema has for it */
    const char *doc;  /* one line for people */
} Key;

/* Reads the keys of a map into `target`. A key that no row names goes to `other` (may be NULL), which
 * tells whether it took it; what nobody takes is an unknown key. `more` are further keys to suggest, ended by an empty Str; may be NULL. */
typedef bool ReadOther(Reading *r, const Pair *pair, void *target);
void read_keys(Reading *r, const Node *map, const Key *keys, size_t count, void *target,
               ReadOther *other, const Str *more);

/* Walks the pairs of a map, without the user's own keys: for (size_t i = 0; (pair = next_pair(map, &i));) */
const Pair *next_pair(const Node *map, size_t *i);

/* "needs a map, but is a list": adds the finding and gives false where the kind differs. A plain
 * value with nothing in it is an empty value, whatever kind is needed. */
bool expect_kind(Reading *r, const Pair *pair, NodeKind kind);
bool is_nothing(const Node *node);
bool is_bare(const Node *node); /* nothing, or {}: a name that stands alone, with all defaults */

ReadValue read_text;       /* to a Text; must not be empty */
ReadValue read_maybe_text; /* to a Text; a quoted "" is allowed */
ReadValue read_text_list;  /* to a TextList: a list of different names */
ReadValue
    read_inner_path;    /* to a Text: a path that leads down from the folder of the file, tidied */
ReadValue read_flag;    /* to a Flag */
ReadValue read_version; /* to a Version */

bool text_of(Reading *r, const Node *item, const char *what, Text *text); /* one item of a list */
bool flag_of(Reading *r, const Node *value, bool *on);                    /* true or false */

#define KEY_COUNT(keys) (sizeof(keys) / sizeof *(keys))

#endif
