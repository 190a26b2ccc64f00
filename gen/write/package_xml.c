/* package.xml: members before name, the version last, and nothing but what is in the zip. */
#include "write/package_xml.h"

#include "write/text.h"
#include "write/write.h"

void package_start(Buf *out)
{
    buf_put(out, S("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
                   "<Package xmlns=\"http://soap.sforce.com/2006/04/metadata\">\n"));
}

void package_member(Buf *out, Str name, bool first)
{
    buf_put(out, first ? S("    <types>\n        <members>") : S("        <members>"));
    put_xml(out, name);
    buf_put(out, S("</members>\n"));
}

void package_type(Buf *out, const char *type)
{
    buf_format(out, "        <name>%s</name>\n    </types>\n", type);
}

void package_end(Buf *out, int api_version)
{
    if (api_version)
        buf_format(out, "    <version>%d.0</version>\n", api_version);
    buf_put(out, S("</Package>\n"));
}

void write_package_xml(PermissionSet *const *sets, size_t count, int api_version, Buf *out)
{
    package_start(out);
    for (size_t i = 0; i < count; i++)
        package_member(out, sets[i]->api_name.s, i == 0);
    if (count)
        package_type(out, "PermissionSet");
    package_end(out, api_version);
}

void write_destructive_changes(const Text *sets, size_t count, Buf *out)
{
    package_start(out);
    for (size_t i = 0; i < count; i++)
        package_member(out, sets[i].s, i == 0);
    package_type(out, "PermissionSet");
    package_end(out, 0);
}
