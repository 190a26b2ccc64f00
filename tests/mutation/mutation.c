/* Damages permission sets in every way that a rule is for, and demands its finding at the damaged place.
 *
 *     mutation FOLDER_OR_FILE...
 *
 * A folder with an INDEX.tsv is a corpus: of its canonical sets every fifth small one is taken. Of one
 * kind of damage a file takes up to three: at the first, the middle and the last place. Speaks TAP, one
 * test a kind. */
#include "mutation.h"

#include "base/buf.h"
#include "base/file.h"
#include "command/set_files.h"
#include "facts/facts.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum { KINDS_MAX = 80, PLACES = 3, TOLD_MAX = 12, CORPUS_STEP = 5, CORPUS_BYTES = 300000 };

typedef struct {
    size_t done, found;
    Buf told;
} Tally;

typedef struct {
    char *path; /* of the file that holds each mutant */
    Tally tally[KINDS_MAX];
    size_t files;
} Test;

static const Kind *const groups[] = {object_kinds, permission_kinds, field_kinds, form_kinds};

/* --- proposals --------------------------------------------------------------------------------- */

Mutant mutant_at(Rule rule, size_t at)
{
    return (Mutant){
        .rule = rule, .other = rule, .level = rule_info[rule].level, .edit = NOT_IN_EDIT, .at = at};
}

void propose(Proposals *p, Mutant m)
{
    *LIST_ADD(p->arena, p->items, p->count, p->capacity) = m;
}

bool mutant_child(const Proposals *p, Mutant *m, const Entry *entry, Str xml, Str value)
{
    size_t at, length;
    if (!entry_child(p->sheet, entry, xml, &at, &length) ||
        str_is(str_slice(p->sheet->text, at, at + length), value))
        return false;
    mutant_edit(m, at, length, value);
    return true;
}

bool mutant_insert(const Proposals *p, Mutant *m, ElementKind kind, Str key, uint32_t on)
{
    const Element *element = &element_table[kind];
    Buf out = {0};
    if (sheet_find(p->sheet, kind, key))
        return false;
    buf_format(&out, "    <%s>\n", element->xml);
    for (const Child *child = element->children; child->xml; child++) {
        if (child->kind == CHILD_KEY) {
            m->at = out.n + strlen(child->xml) + 10;
            buf_format(&out, "        <%s>" STR_FMT "</%s>\n", child->xml, STR_ARG(key),
                       child->xml);
        } else if (child->kind == CHILD_WORD) {
            buf_format(&out, "        <%s>%s</%s>\n", child->xml, child->words[0], child->xml);
        } else if (child->written == WRITTEN_ALWAYS || (on & child_mask(child))) {
            buf_format(&out, "        <%s>%s</%s>\n", child->xml,
                       on & child_mask(child) ? "true" : "false", child->xml);
        }
    }
    buf_format(&out, "    </%s>\n", element->xml);
    mutant_edit(m, sheet_place(p->sheet, kind, key), 0, str_copy(p->arena, buf_str(&out)));
    m->edit = 0;
    buf_free(&out);
    return true;
}

bool is_plain(Str key)
{
    return key.n > 3 && str_find(key, '&') < 0;
}

/* --- checking ---------------------------------------------------------------------------------- */

static void check_bytes(Test *t, Diag *d, Str bytes)
{
    Model model = {.api.number = VERSION_DEFAULT};
    remove(t->path); /* a file that is cut and filled again waits for the disk */
    FILE *file = fopen(t->path, "w");
    diag_init(d);
    if (!file || fwrite(bytes.s, 1, bytes.n, file) != bytes.n || fclose(file)) {
        printf("Bail out! cannot write %s\n", t->path);
        exit(1);
    }
    read_set_files(&model, d, str_of(t->path), false, false);
    diag_settle(d);
    arena_free(&model.arena);
}

static size_t finding_line(Diag *d, const Finding *f)
{
    return loc_is_whole(f->at) ? 0 : source_position(&d->sources, f->at).line;
}

static size_t times(const Diag *d, const Finding *f)
{
    size_t count = 0;
    for (size_t i = 0; i < d->count; i++)
        count += d->items[i].rule == f->rule && str_is(d->items[i].message, f->message);
    return count;
}

/* What the same rule flags already says nothing new; an entry that stands again below is overridden. */
static bool flagged_before(Diag *before, const Sheet *sheet, const Mutant *m)
{
    size_t line = line_of(sheet->text, m->at);
    for (size_t i = 0; m->edit == NOT_IN_EDIT && i < before->count; i++) {
        const Finding *f = &before->items[i];
        if (f->rule == m->rule && finding_line(before, f) == line)
            return true;
        if (f->rule == RULE_XML_DUPLICATE &&
            source_position(&before->sources, f->related).line == line)
            return true;
    }
    return false;
}

/* A file that an old deploy may hold a part of: what a permission needs is then a warning at most. */
static bool is_level(const Sheet *sheet, const Mutant *m, Level level)
{
    bool partial =
        m->rule == RULE_PERMISSION_DEPENDENCY && !sheet_find(sheet, HAS_ACTIVATION_REQUIRED, S(""));
    return level == m->level || (partial && level == LEVEL_WARNING);
}

static bool is_found(Diag *before, Diag *after, const Sheet *sheet, const Mutant *m, size_t line)
{
    for (size_t i = 0; i < after->count; i++) {
        const Finding *f = &after->items[i];
        if ((f->rule == m->rule || f->rule == m->other) && is_level(sheet, m, f->level) &&
            finding_line(after, f) == line && times(after, f) > times(before, f) &&
            (!m->mention.n || str_search(f->message, m->mention) >= 0))
            return true;
    }
    return false;
}

static void tell_missed(Tally *tally, Diag *after, const char *path, const Mutant *m, size_t line)
{
    if (tally->done - tally->found > TOLD_MAX)
        return;
    buf_format(&tally->told, "# %s:%zu: no new %s", path, line, rule_info[m->rule].id);
    if (m->mention.n)
        buf_format(&tally->told, " about " STR_FMT, STR_ARG(m->mention));
    for (size_t i = 0; i < after->count; i++)
        if (finding_line(after, &after->items[i]) == line)
            buf_format(&tally->told, "; there: %s %s " STR_FMT, level_name(after->items[i].level),
                       rule_info[after->items[i].rule].id, STR_ARG(after->items[i].message));
    buf_byte(&tally->told, '\n');
}

static void try_mutant(Test *t, Tally *tally, const char *path, Diag *before, const Sheet *sheet,
                       const Mutant *m)
{
    Arena scratch = {0};
    Diag after;
    Str text = mutant_text(&scratch, sheet, m);
    size_t line = mutant_line(m, text);
    check_bytes(t, &after, text);
    tally->done++;
    if (is_found(before, &after, sheet, m, line))
        tally->found++;
    else
        tell_missed(tally, &after, path, m, line);
    diag_free(&after);
    arena_free(&scratch);
}

/* The first, the middle and the last. */
static void try_kind(Test *t, size_t number, const Kind *kind, const char *path, Diag *before,
                     const Sheet *sheet)
{
    Arena scratch = {0};
    Proposals p = {.arena = &scratch, .sheet = sheet};
    size_t last = SIZE_MAX;
    kind->propose(&p);
    for (size_t i = 0; p.count && i < PLACES; i++) {
        size_t place = (p.count - 1) * i / (PLACES - 1);
        if (place != last && !flagged_before(before, sheet, &p.items[place]))
            try_mutant(t, &t->tally[number], path, before, sheet, &p.items[place]);
        last = place;
    }
    arena_free(&scratch);
}

/* Of another namespace: nothing in it is looked at, so nothing is found either. */
static bool is_readable(const Diag *before)
{
    for (size_t i = 0; i < before->count; i++)
        if (before->items[i].rule == RULE_XML_ROOT)
            return false;
    return true;
}

static void try_file(Test *t, const char *path)
{
    Arena scratch = {0};
    Str text;
    Sheet sheet;
    size_t number = 0;
    if (file_read(&scratch, path, &text) == FILE_OK && sheet_read(&scratch, text, &sheet)) {
        Diag before;
        check_bytes(t, &before, text);
        for (size_t g = 0; is_readable(&before) && g < sizeof groups / sizeof *groups; g++)
            for (const Kind *kind = groups[g]; kind->what; kind++)
                try_kind(t, number++, kind, path, &before, &sheet);
        t->files += is_readable(&before);
        diag_free(&before);
    }
    arena_free(&scratch);
}

/* --- files ------------------------------------------------------------------------------------- */

/* Columns of the index: sha256, bytes, repo, commit, path, stored, root, class, … */
static void try_corpus(Test *t, Str folder, Str index)
{
    Arena scratch = {0};
    size_t number = 0;
    while (index.n) {
        Str line = str_cut(&index, '\n'), cell[8];
        for (size_t i = 0; i < 8; i++)
            cell[i] = str_cut(&line, '\t');
        bool canonical = str_starts(cell[7], S("A ")) || str_starts(cell[7], S("A-CR "));
        bool packed = str_find(cell[5], ':') >= 0;
        if (str_is(cell[6], S("PermissionSet")) && canonical && !packed &&
            atol(str_c(&scratch, cell[1])) < CORPUS_BYTES && number++ % CORPUS_STEP == 0)
            try_file(t, str_c(&scratch, str_format(&scratch, STR_FMT "/" STR_FMT, STR_ARG(folder),
                                                   STR_ARG(cell[5]))));
    }
    arena_free(&scratch);
}

static void try_path(Test *t, const char *path)
{
    Arena scratch = {0};
    FileList list = {0};
    Str index, folder = str_of(path);
    const char *name = str_c(&scratch, str_join(&scratch, folder, S("/INDEX.tsv")));
    if (!file_is_folder(path)) {
        try_file(t, path);
    } else if (file_exists(name) && file_read(&scratch, name, &index) == FILE_OK) {
        try_corpus(t, folder, index);
    } else if (file_list(&scratch, path, &list)) {
        for (size_t i = 0; i < list.count; i++)
            if (set_suffix(list.name[i]).n)
                try_file(t, str_c(&scratch, str_format(&scratch, STR_FMT "/" STR_FMT,
                                                       STR_ARG(folder), STR_ARG(list.name[i]))));
    }
    arena_free(&scratch);
}

/* --- what came of it --------------------------------------------------------------------------- */

static bool tell(Test *t)
{
    size_t number = 0;
    bool good = true;
    for (size_t g = 0; g < sizeof groups / sizeof *groups; g++) {
        for (const Kind *kind = groups[g]; kind->what; kind++) {
            Tally *tally = &t->tally[number++];
            bool fine = tally->found == tally->done;
            printf(STR_FMT "%s %zu - %s: %zu of %zu found%s\n", STR_ARG(buf_str(&tally->told)),
                   fine ? "ok" : "not ok", number, kind->what, tally->found, tally->done,
                   tally->done ? "" : " # SKIP no place for it");
            good = good && fine;
            buf_free(&tally->told);
        }
    }
    printf("%s %zu - files were read: %zu\n1..%zu\n", t->files ? "ok" : "not ok", number + 1,
           t->files, number + 1);
    return good && t->files;
}

int main(int argc, char **argv)
{
    static Test t;
    char folder[] = "/tmp/mutation.XXXXXX", path[64];
    if (!mkdtemp(folder)) {
        printf("Bail out! no temporary folder\n");
        return 1;
    }
    snprintf(path, sizeof path, "%s/Mutant.permissionset", folder);
    t.path = path;
    for (int i = 1; i < argc; i++)
        try_path(&t, argv[i]);
    remove(path);
    rmdir(folder);
    return tell(&t) ? 0 : 1;
}
