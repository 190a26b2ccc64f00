/* For tests of the permission set reader: bytes to a set, its model and its findings. */
#ifndef UNIT_PERMSET_H
#define UNIT_PERMSET_H

#include "test.h"

#include "model/type.h"
#include "read/permset_xml.h"
#include "write/write.h"

#define NAMESPACE "http://soap.sforce.com/2006/04/metadata"
#define OPEN      "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<PermissionSet xmlns=\"" NAMESPACE "\">\n"
#define CLOSE     "</PermissionSet>\n"
#define INACTIVE  "    <hasActivationRequired>false</hasActivationRequired>\n"

typedef struct {
    Model model;
    Diag diag;
    Str bytes;
    PermissionSet set;
    bool good;
} Fixture;

HELPER int start(void **state)
{
    Fixture *f = calloc(1, sizeof *f);
    if (!f)
        return -1;
    diag_init(&f->diag);
    *state = f;
    return 0;
}

HELPER int end(void **state)
{
    Fixture *f = *state;
    arena_free(&f->model.arena);
    diag_free(&f->diag);
    free(f);
    return 0;
}

/* What was read before stays until the end of the test, for texts may lie in the same arena. */
HELPER void read_bytes(Fixture *f, Str bytes)
{
    diag_free(&f->diag);
    diag_init(&f->diag);
    f->set = (PermissionSet){.role = SET_FILE};
    f->bytes = bytes;
    uint32_t file = source_add(&f->diag.sources, &f->diag.arena, S("x"), bytes);
    f->good = permset_xml_read(&f->model, &f->diag, file, bytes, &f->set);
}

HELPER void read_text(Fixture *f, const char *xml)
{
    read_bytes(f, str_of(xml));
}

/* The same for what stands between the tags of the root. */
HELPER void read_body(Fixture *f, const char *body)
{
    read_bytes(f, str_format(&f->model.arena, OPEN "%s" CLOSE, body));
}

/* The one grant, of this element. */
HELPER const Grant *only_grant(Fixture *f, size_t kind)
{
    assert_int_equal(f->set.grants.count, 1);
    assert_int_equal(f->set.grants.items[0].kind, kind);
    return &f->set.grants.items[0];
}

/* A place: at `part`, which stands once in the bytes, and `length` bytes long. */
#define assert_place(f, loc, part, bytes_long)                                                     \
    do {                                                                                           \
        Loc place_ = (loc);                                                                        \
        assert_int_equal(place_.at, offset_of_part((f)->bytes, (part)));                           \
        assert_int_equal(place_.length, (bytes_long));                                             \
    } while (0)

/* One entry, or one head, of the type, in canonical form: switches on or off, the last word of a list
 * of words or the first. Nothing for what a retrieve never writes. */
HELPER void put_sample(Buf *out, const Element *element, bool on)
{
    if (element->shape == SHAPE_FILE_NAME || element->until)
        return;
    if (element->shape == SHAPE_TEXT) {
        buf_format(out, "    <%s>T</%s>\n", element->xml, element->xml);
        return;
    }
    if (element->shape == SHAPE_FLAG) {
        buf_format(out, "    <%s>%s</%s>\n", element->xml, on ? "true" : "false", element->xml);
        return;
    }
    if (element->shape == SHAPE_NESTED) {
        buf_format(out,
                   "    <%s>\n        <aiDescriptor>\n            <enrichedDescription>T"
                   "</enrichedDescription>\n        </aiDescriptor>\n    </%s>\n",
                   element->xml, element->xml);
        return;
    }
    buf_format(out, "    <%s>\n", element->xml);
    for (const Child *child = element->children; child->xml; child++) {
        const char *value = on ? "true" : "false";
        for (size_t i = 0; child->words && child->words[i]; i++)
            if (i == 0 || on)
                value = child->words[i];
        buf_format(out, "        <%s>%s</%s>\n", child->xml,
                   child->kind == CHILD_KEY ? "Key.Name" : value, child->xml);
    }
    buf_format(out, "    </%s>\n", element->xml);
}

#endif
