/* Permission set text to elements by its indentation alone, so that no reader of ours is trusted. */
#include "sheet.h"

#include "base/buf.h"

/* --- reading ----------------------------------------------------------------------------------- */

bool entry_child(const Sheet *sheet, const Entry *entry, Str xml, size_t *at, size_t *length)
{
    Str inside = str_slice(sheet->text, entry->start, entry->end);
    size_t from = 0;
    for (;;) {
        ptrdiff_t open = str_search(str_from(inside, from), S("        <"));
        if (open < 0)
            return false;
        from += (size_t)open + 9;
        Str rest = str_from(inside, from);
        if (!str_starts(rest, xml) || rest.n <= xml.n || rest.s[xml.n] != '>')
            continue;
        rest = str_from(rest, xml.n + 1);
        ptrdiff_t close = str_find(rest, '<');
        *at = entry->start + from + xml.n + 1;
        *length = close < 0 ? 0 : (size_t)close;
        return close >= 0;
    }
}

static void read_children(const Sheet *sheet, const Element *element, Entry *entry)
{
    for (const Child *child = element->children; child->xml; child++) {
        size_t at, length;
        if (!entry_child(sheet, entry, str_of(child->xml), &at, &length))
            continue;
        Str value = str_slice(sheet->text, at, at + length);
        if (child->kind == CHILD_KEY) {
            entry->key = value;
            entry->key_at = at;
        } else if (child->kind == CHILD_FLAG && str_is(value, S("true"))) {
            entry->on |= child_mask(child);
        }
    }
}

/* The end of an element that starts here, or 0. */
static size_t element_end(Arena *a, Str text, size_t at, Str name, bool list)
{
    Str tag = str_format(a, "%s</" STR_FMT ">\n", list ? "\n    " : "", STR_ARG(name));
    ptrdiff_t close = str_search(str_from(text, at), tag);
    return close < 0 ? 0 : at + (size_t)close + tag.n;
}

bool sheet_read(Arena *a, Str text, Sheet *sheet)
{
    Arena scratch = {0};
    size_t capacity = 0;
    ptrdiff_t root = str_search(text, S("/metadata\">\n"));
    *sheet = (Sheet){.text = text, .body = (size_t)root + 12};
    size_t at = sheet->body;
    bool good = root >= 0;
    while (good && !str_is(str_from(text, at), S("</PermissionSet>\n"))) {
        Str rest = str_from(text, at);
        ptrdiff_t close = str_find(rest, '>');
        good = str_starts(rest, S("    <")) && close > 5;
        if (!good)
            break;
        Str name = str_slice(rest, 5, (size_t)close);
        size_t behind = (size_t)close + 1;
        bool list = behind < rest.n && rest.s[behind] == '\n';
        const Element *element = element_by_xml(name);
        Entry entry = {.start = at, .end = element_end(&scratch, text, at, name, list)};
        good = element && entry.end > at;
        if (!good)
            break;
        entry.kind = element_kind(element);
        entry.key_at = at + behind;
        if (element->shape == SHAPE_LIST)
            read_children(sheet, element, &entry);
        else
            entry.key = str_slice(text, at + behind, entry.end - name.n - 4);
        *LIST_ADD(a, sheet->items, sheet->count, capacity) = entry;
        at = entry.end;
    }
    sheet->close = at;
    arena_free(&scratch);
    return good;
}

const Entry *sheet_find(const Sheet *sheet, ElementKind kind, Str key)
{
    for (size_t i = 0; i < sheet->count; i++)
        if (sheet->items[i].kind == kind && (!key.n || str_is(sheet->items[i].key, key)))
            return &sheet->items[i];
    return NULL;
}

uint32_t sheet_bits(const Sheet *sheet, ElementKind kind, Str key)
{
    const Entry *entry = sheet_find(sheet, kind, key);
    return entry ? entry->on : 0;
}

size_t sheet_place(const Sheet *sheet, ElementKind kind, Str key)
{
    for (size_t i = 0; i < sheet->count; i++) {
        const Entry *entry = &sheet->items[i];
        if (entry->kind > kind || (entry->kind == kind && str_compare(entry->key, key) > 0))
            return entry->start;
    }
    return sheet->close;
}

/* --- editing ----------------------------------------------------------------------------------- */

void mutant_edit(Mutant *m, size_t at, size_t length, Str text)
{
    int i = m->count++;
    for (; i > 0 && m->edits[i - 1].at > at; i--)
        m->edits[i] = m->edits[i - 1];
    m->edits[i] = (Edit){at, length, text};
}

Str mutant_text(Arena *a, const Sheet *sheet, const Mutant *m)
{
    Buf out = {0};
    size_t at = 0;
    for (int i = 0; i < m->count; i++) {
        buf_put(&out, str_slice(sheet->text, at, m->edits[i].at));
        buf_put(&out, m->edits[i].text);
        at = m->edits[i].at + m->edits[i].length;
    }
    buf_put(&out, str_from(sheet->text, at));
    Str text = str_copy(a, buf_str(&out));
    buf_free(&out);
    return text;
}

size_t line_of(Str text, size_t at)
{
    size_t line = 1;
    for (size_t i = 0; i < at && i < text.n; i++)
        line += text.s[i] == '\n';
    return line;
}

size_t mutant_line(const Mutant *m, Str text)
{
    if (m->edit == WHOLE_FILE)
        return 0;
    size_t before = m->edit == NOT_IN_EDIT ? m->at : m->edits[m->edit].at;
    size_t at = m->edit == NOT_IN_EDIT ? m->at : m->edits[m->edit].at + m->at;
    for (int i = 0; i < m->count; i++)
        if (m->edits[i].at < before && i != m->edit)
            at = at + m->edits[i].text.n - m->edits[i].length;
    return line_of(text, at);
}
