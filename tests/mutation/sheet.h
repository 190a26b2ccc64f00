/* A canonical permission set file as a list of its elements, and edits of its text. */
#ifndef MUTATION_SHEET_H
#define MUTATION_SHEET_H

#include "base/str.h"
#include "diag/diag.h"
#include "model/model.h"
#include "model/type.h"

typedef struct {
    ElementKind kind;
    Str key;           /* the name of an entry, or the text of a head; a slice of the file */
    size_t start, end; /* with indentation and line end */
    size_t key_at;
    uint32_t on;
} Entry;

typedef struct {
    Str text;
    Entry *items;
    size_t count;
    size_t body, close; /* where the first element starts, where the root ends */
} Sheet;

/* False where the file is not laid out as Salesforce does it. */
bool sheet_read(Arena *a, Str text, Sheet *sheet);

/* The entry, or the first one of its kind where the key is empty; or NULL. */
const Entry *sheet_find(const Sheet *sheet, ElementKind kind, Str key);
uint32_t sheet_bits(const Sheet *sheet, ElementKind kind, Str key);

/* Where an entry of this kind and key belongs. */
size_t sheet_place(const Sheet *sheet, ElementKind kind, Str key);

/* The text of a child; false where the entry has none of this name. */
bool entry_child(const Sheet *sheet, const Entry *entry, Str xml, size_t *at, size_t *length);

typedef struct {
    size_t at, length; /* what goes, in the text before any edit */
    Str text;          /* what comes */
} Edit;

enum { EDITS_MAX = 3, NOT_IN_EDIT = -1, WHOLE_FILE = -2 };

/* Edits by place, and the finding that must come of them. */
typedef struct {
    Edit edits[EDITS_MAX];
    int count;
    Rule rule, other; /* one of the two */
    Level level;
    int edit;  /* the finding points into what this edit brings, or is NOT_IN_EDIT, or WHOLE_FILE */
    size_t at; /* there; or in the text before any edit */
    Str mention; /* a part of the message, or empty */
} Mutant;

void mutant_edit(Mutant *m, size_t at, size_t length, Str text);
Str mutant_text(Arena *a, const Sheet *sheet, const Mutant *m);
size_t mutant_line(const Mutant *m, Str text); /* from 1; 0: the whole file */
size_t line_of(Str text, size_t at);

#endif
