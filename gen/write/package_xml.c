/* package.xml: members before name, the version last, and nothing but what is in the zip. */
#include "write/text.h"
#include "write/write.h"

void write_package_xml(PermissionSet *const *sets, size_t count, int api_version, Buf *out)
{
    buf_put(out, S("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
                   "<Package xmlns=\"http://soap.sforce.com/2006/04/metadata\">\n"));
    if (count)
        buf_put(out, S("    <types>\n"));
    for (size_t i = 0; i < count; i++) {
        buf_put(out, S("        <members>"));
        put_xml(out, sets[i]->api_name.s);
        buf_put(out, S("</members>\n"));
    }
    if (count)
        buf_put(out, S("        <name>PermissionSet</name>\n    </types>\n"));
    buf_format(out, "    <version>%d.0</version>\n</Package>\n", api_version);
}

void write_destructive_changes(const Text *sets, size_t count, Buf *out)
{
    buf_put(out, S("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
                   "<Package xmlns=\"http://soap.sforce.com/2006/04/metadata\">\n"
                   "    <types>\n"));
    for (size_t i = 0; i < count; i++) {
        buf_put(out, S("        <members>"));
        put_xml(out, sets[i].s);
        buf_put(out, S("</members>\n"));
    }
    buf_put(out, S("        <name>PermissionSet</name>\n    </types>\n</Package>\n"));
}
