/* Damage to the form of a set: its heads, the order and the elements of its entries, its licence. */
#include "mutation.h"

#include <string.h>

/* --- entries ----------------------------------------------------------------------------------- */

static bool is_list(const Entry *e)
{
    return element_table[e->kind].shape == SHAPE_LIST;
}

static void doubled(Proposals *p)
{
    for (size_t i = 0; i < p->sheet->count; i++) {
        const Entry *e = &p->sheet->items[i];
        Mutant m = mutant_at(RULE_XML_DUPLICATE, e->key_at - e->start);
        if (!is_list(e) || !is_plain(e->key))
            continue;
        mutant_edit(&m, e->end, 0, str_slice(p->sheet->text, e->start, e->end));
        m.edit = 0;
        m.mention = e->key;
        propose(p, m);
    }
}

/* The first entry of a kind goes to the end, behind those of another kind. */
static void split(Proposals *p)
{
    const Sheet *s = p->sheet;
    for (size_t i = 0; i + 1 < s->count; i++) {
        const Entry *e = &s->items[i];
        Mutant m = mutant_at(RULE_XML_GROUPING, 4);
        bool first = i == 0 || s->items[i - 1].kind != e->kind;
        if (!is_list(e) || !first || s->items[i + 1].kind != e->kind ||
            s->items[s->count - 1].kind == e->kind)
            continue;
        mutant_edit(&m, e->start, e->end - e->start, S(""));
        mutant_edit(&m, s->close, 0, str_slice(s->text, e->start, e->end));
        m.edit = 1;
        propose(p, m);
    }
}

/* A line comes behind the first line of an entry, or a whole entry with it where there is none. */
static void profile_child(Proposals *p)
{
    const Str line = S("        <default>false</default>\n");
    const Str open = S("    <recordTypeVisibilities>\n");
    for (size_t i = 0; i < p->sheet->count; i++) {
        const Entry *e = &p->sheet->items[i];
        Mutant m = mutant_at(RULE_XML_ELEMENT, 8);
        if (e->kind != RECORD_TYPE_VISIBILITY)
            continue;
        mutant_edit(&m, e->start + open.n, 0, line);
        m.edit = 0;
        propose(p, m);
    }
    Mutant m = mutant_at(RULE_XML_ELEMENT, open.n + 8);
    Str text = str_join(p->arena, open, line);
    text = str_join(p->arena, text,
                    S("        <recordType>Account.A</recordType>\n"
                      "        <visible>true</visible>\n"
                      "    </recordTypeVisibilities>\n"));
    mutant_edit(&m, sheet_place(p->sheet, RECORD_TYPE_VISIBILITY, S("Account.A")), 0, text);
    m.edit = 0;
    propose(p, m);
}

static void hidden(Proposals *p)
{
    for (size_t i = 0; i < p->sheet->count; i++) {
        const Entry *e = &p->sheet->items[i];
        Mutant m = mutant_at(RULE_UNKNOWN_WORD, 0);
        if (e->kind != TAB_SETTING || !mutant_child(p, &m, e, S("visibility"), S("Hidden")))
            continue;
        m.edit = 0;
        m.mention = S("Hidden");
        propose(p, m);
    }
}

static void flag_yes(Proposals *p)
{
    static const char *const flags[] = {"allowRead", "editable", "enabled", "visible"};
    for (size_t i = 0; i < p->sheet->count; i++) {
        const Entry *e = &p->sheet->items[i];
        for (size_t k = 0; is_list(e) && k < sizeof flags / sizeof *flags; k++) {
            Mutant m = mutant_at(RULE_UNKNOWN_WORD, 0);
            if (!mutant_child(p, &m, e, str_of(flags[k]), S("yes")))
                continue;
            m.edit = 0;
            propose(p, m);
        }
    }
}

/* A switch left out. */
static void flag_gone(Proposals *p)
{
    static const Str flags[] = {{"allowRead", 9}, {"editable", 8}, {"enabled", 7}};
    for (size_t i = 0; i < p->sheet->count; i++) {
        const Entry *e = &p->sheet->items[i];
        for (size_t k = 0; is_list(e) && k < sizeof flags / sizeof *flags; k++) {
            Mutant m = mutant_at(RULE_XML_FLAG, e->key_at);
            size_t at, length;
            if (!entry_child(p->sheet, e, flags[k], &at, &length))
                continue;
            mutant_edit(&m, at - flags[k].n - 10, length + 2 * flags[k].n + 14, S(""));
            m.mention = flags[k];
            propose(p, m);
        }
    }
}

static void key_gone(Proposals *p)
{
    for (size_t i = 0; i < p->sheet->count; i++) {
        const Entry *e = &p->sheet->items[i];
        Mutant m = mutant_at(RULE_XML_ENTRY, e->start + 4);
        if (!is_list(e))
            continue;
        mutant_edit(&m, e->key_at, e->key.n, S(""));
        propose(p, m);
    }
}

static void foreign_element(Proposals *p)
{
    const Str entry = S("    <tabVisibilities>\n        <tab>standard-Account</tab>\n"
                        "        <visibility>DefaultOn</visibility>\n    </tabVisibilities>\n");
    for (int end = 0; end < 2; end++) {
        Mutant m = mutant_at(RULE_XML_ELEMENT, 4);
        mutant_edit(&m, end ? p->sheet->close : p->sheet->body, 0, entry);
        m.edit = 0;
        m.mention = S("tabVisibilities");
        propose(p, m);
    }
}

/* --- heads ------------------------------------------------------------------------------------- */

static void no_label(Proposals *p)
{
    const Entry *e = sheet_find(p->sheet, LABEL, S(""));
    Mutant m = mutant_at(RULE_XML_ENTRY, 0);
    if (!e)
        return;
    mutant_edit(&m, e->start, e->end - e->start, S(""));
    m.edit = WHOLE_FILE;
    propose(p, m);
}

/* A head takes this text, in place of its own or where it belongs. */
static void head(Proposals *p, Mutant m, ElementKind kind, Str text)
{
    const Entry *e = sheet_find(p->sheet, kind, S(""));
    const char *xml = element_table[kind].xml;
    Str line = str_format(p->arena, "    <%s>" STR_FMT "</%s>\n", xml, STR_ARG(text), xml);
    mutant_edit(&m, e ? e->start : sheet_place(p->sheet, kind, S("")), e ? e->end - e->start : 0,
                line);
    m.edit = 0;
    m.at = strlen(xml) + 6;
    propose(p, m);
}

static Str long_text(Proposals *p, size_t length)
{
    char *text = arena_alloc(p->arena, length + 1);
    memset(text, 'x', length);
    return (Str){text, length};
}

static void long_label(Proposals *p)
{
    head(p, mutant_at(RULE_TOO_LONG, 0), LABEL, long_text(p, 81));
}

static void long_description(Proposals *p)
{
    head(p, mutant_at(RULE_TOO_LONG, 0), DESCRIPTION, long_text(p, 256));
}

static void two_labels(Proposals *p)
{
    const Entry *e = sheet_find(p->sheet, LABEL, S(""));
    Mutant m = mutant_at(RULE_DUPLICATE_KEY, 4);
    if (!e)
        return;
    mutant_edit(&m, e->end, 0, str_slice(p->sheet->text, e->start, e->end));
    m.edit = 0;
    propose(p, m);
}

static void integration_license(Proposals *p)
{
    for (size_t i = 0; i < p->sheet->count; i++) {
        const Entry *e = &p->sheet->items[i];
        bool access = e->kind == OBJECT_PERMISSION || e->kind == FIELD_PERMISSION;
        if (!access || !e->on || str_search(e->key, S("__")) >= 0 ||
            sheet_find(p->sheet, USER_LICENSE, S("")))
            continue;
        head(p, mutant_at(RULE_LICENSE_OBJECTS, 0), LICENSE, S("Salesforce Integration"));
        return;
    }
}

const Kind form_kinds[] = {
    {"an entry twice", doubled},
    {"entries of one kind apart", split},
    {"default in recordTypeVisibilities", profile_child},
    {"a tab Hidden", hidden},
    {"a flag that says yes", flag_yes},
    {"a flag left out", flag_gone},
    {"an entry without its name", key_gone},
    {"an element of profiles", foreign_element},
    {"no label", no_label},
    {"two labels", two_labels},
    {"a label of 81 characters", long_label},
    {"a description of 256 characters", long_description},
    {"standard objects under the licence Salesforce Integration", integration_license},
    {NULL, NULL},
};
