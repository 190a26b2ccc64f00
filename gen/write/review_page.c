#include "write/review.h"
#include "write/templates.h"
#include "write/text.h"

/* What stands before a slot; *page becomes what stands behind it. */
static Str before(Str *page, Str slot)
{
    size_t at = (size_t)str_search(*page, slot);
    Str part = str_slice(*page, 0, at);
    *page = str_from(*page, at + slot.n);
    return part;
}

/* No skeleton that is filled in: the data is by far the larger part, and is written where it belongs. */
void write_review_page(const Model *m, Buf *out)
{
    Str page = str_of(template_index_html);
    buf_put(out, before(&page, S("{{title}}")));
    put_xml(out, m->company.domain.s);
    buf_put(out, before(&page, S("{{data}}")));
    write_review_json(m, out);
    buf_put(out, page);
}
