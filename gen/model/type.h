/* The PermissionSet type of the Metadata API, as one table: API 22.0 to 68.0, every element, every
 * child. XML writer, YAML reader, checks and documentation walk it, so a new element of a new
 * release is one row (and its name in ElementKind).
 *
 * Evidence: the WSDLs of 47.0 to 67.0, the public typings of 68.0, generated bindings of 25.0 to
 * 43.0 and the Metadata API guide; 7,017 permission set files of 186 public repositories hold no
 * element outside it. */
#ifndef MODEL_TYPE_H
#define MODEL_TYPE_H

#include "base/str.h"

#include <stdint.h>

/* In XML order, which is alphabetical. The order of the enum is the order in which Salesforce writes
 * the elements; the writer never sorts them. */
typedef enum {
    AGENT_ACCESS,
    APPLICATION_VISIBILITY,
    CLASS_ACCESS,
    CUSTOM_METADATA_TYPE_ACCESS,
    CUSTOM_PERMISSION,
    CUSTOM_SETTING_ACCESS,
    DATASPACE_SCOPE,
    DESCRIPTION,
    EMAIL_ROUTING_ADDRESS_ACCESS,
    ENRICHMENTS,
    EXTERNAL_CREDENTIAL_PRINCIPAL_ACCESS,
    EXTERNAL_DATA_SOURCE_ACCESS,
    FIELD_PERMISSION,
    FLOW_ACCESS,
    FULL_NAME,
    GEN_COMPUTING_SUMMARY_DEF_ACCESS,
    HAS_ACTIVATION_REQUIRED,
    LABEL,
    LICENSE,
    OBJECT_PERMISSION,
    PAGE_ACCESS,
    RECORD_TYPE_VISIBILITY,
    SERVICE_PRESENCE_STATUS_ACCESS,
    TAB_SETTING,
    USER_LICENSE,
    USER_PERMISSION,
    ELEMENT_COUNT
} ElementKind;

typedef enum {
    SHAPE_LIST,     /* repeated; an entry is a key and its children: a Grant each */
    SHAPE_TEXT,     /* one text */
    SHAPE_FLAG,     /* one boolean */
    SHAPE_NESTED,   /* one text, some elements down (enrichments) */
    SHAPE_FILE_NAME /* carried by the file name, never written */
} Shape;

typedef enum { CHILD_KEY, CHILD_FLAG, CHILD_WORD } ChildKind;

typedef enum {
    WRITTEN_ALWAYS,     /* required by the type */
    WRITTEN_FROM_SINCE, /* optional, but a retrieve at or after `since` writes it in every entry */
    WRITTEN_IF_SAID     /* optional */
} Written;

typedef struct {
    const char *xml;
    ChildKind kind;
    Written written;
    uint8_t shift; /* place of its bit (a word: of the lower of its two bits) */
    uint8_t since; /* API version; 0: as the element */
    bool internal; /* only in Salesforce's internal descriptions, yet real files hold it */
    const char *const *words; /* CHILD_WORD: the values by number, NULL at the end */
} Child;

/* A short form: what one word in a definition says. */
typedef struct {
    const char *word;
    uint32_t on;
} Word;

typedef enum {
    PLACE_TOP,         /* a key of an integration or set of its own: `classes: …` */
    PLACE_ACCESS,      /* objects.X.access */
    PLACE_FIELDS,      /* objects.X.fields */
    PLACE_RECORD_TYPES /* objects.X.recordTypes */
} Place;

typedef struct {
    const char *xml;
    const char *yaml; /* its key in a definition */
    Shape shape;
    Place place;
    const Child *children; /* in XML order, ended by xml == NULL */
    const Word *words;     /* short forms, ended by word == NULL; or NULL */
    bool words_add;        /* several words may stand together: `[create, read]` */
    const char *list_word; /* what `[A, B]` says of each name; NULL: no list form */
    size_t offset; /* SHAPE_TEXT, SHAPE_FLAG, SHAPE_NESTED: its Text or Flag in PermissionSet */
    uint8_t since, until; /* API versions; until 0: still there */
    const char *doc;      /* one line for people */
    bool
        companion; /* never seen in a set with the API integration licence: goes to the companion */
} Element;

extern const Element element_table[ELEMENT_COUNT];

/* Bits of objectPermissions and fieldPermissions, which checks speak of by name. */
enum {
    OBJECT_CREATE = 1 << 0,
    OBJECT_DELETE = 1 << 1,
    OBJECT_EDIT = 1 << 2,
    OBJECT_READ = 1 << 3,
    OBJECT_MODIFY_ALL = 1 << 4,
    OBJECT_VIEW_ALL_FIELDS = 1 << 5,
    OBJECT_VIEW_ALL = 1 << 6,
    FIELD_EDIT = 1 << 0,
    FIELD_READ = 1 << 1
};

/* Beside the bits of its children: the entry itself, of an element whose entries say something by being
 * there (dataspaceScopes, all children of which are optional). */
#define GRANT_ENTRY (UINT32_C(1) << 31)

/* The bits that access words (with commas) name, each for itself: without the ladder below them. */
uint32_t object_bits(Str words);

/* The access words of such bits, in the order of the ladder: "read, edit and delete". */
Str object_words_of(Arena *a, uint32_t bits);

const Child *child_key(const Element *element);           /* the child that names the entry */
const Child *child_find(const Element *element, Str xml); /* or NULL */
uint32_t child_mask(const Child *child);                  /* its bits; 0 for the key */
uint32_t element_stated(const Element *element); /* what a short form states, beside its word */
const Word *word_find(const Element *element, Str word); /* or NULL */
/* Both of two entries for one name: every switch that either has on, and the higher of two words. */
uint32_t element_join(const Element *element, uint32_t one, uint32_t two);
/* What a word of the short forms adds to those it climbs over: of "edit" the right to edit alone. */
uint32_t word_own_bits(const Element *element, const Word *word);
size_t element_words(const Element *element, Str *words, size_t capacity); /* their names */

/* The list element whose key is `yaml` at a place, or NULL. */
const Element *element_by_key(Place place, Str yaml);
const Element *element_by_xml(Str name); /* or NULL */
ElementKind element_kind(const Element *element);

#endif
