#include "write/review.h"
#include "write/templates.h"
#include "write/text.h"

void write_review_page(const Model *m, Buf *out)
{
    Buf title = {0}, data = {0};
    put_xml(&title, m->company.domain.s);
    write_review_json(m, &data);
    const Slot slots[] = {{"title", buf_str(&title)}, {"data", buf_str(&data)}};
    put_skeleton(out, template_index_html, slots, sizeof slots / sizeof *slots);
    buf_free(&title);
    buf_free(&data);
}
