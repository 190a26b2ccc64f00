# Permission sets for the benchmark: awk -v files=1000 -v folder=DIR -f sets.awk
# Each has 230 grants, in the shares that real ones have, sorted as Salesforce sorts.
function flag(name, on) {
    return "        <" name ">" (on ? "true" : "false") "</" name ">\n"
}
function entry(element, body) {
    return "    <" element ">\n" body "    </" element ">\n"
}
function text(name, value) {
    return "        <" name ">" value "</" name ">\n"
}
BEGIN {
    for (f = 1; f <= files; f++) {
        file = sprintf("%s/Bench_%04d.permissionset-meta.xml", folder, f)
        out = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<PermissionSet xmlns=\"http://soap.sforce.com/2006/04/metadata\">\n"
        for (i = 0; i < 20; i++)
            out = out entry("classAccesses", text("apexClass", sprintf("Bench_%d_Class_%02d", f % 50, i)) flag("enabled", 1))
        out = out "    <description>What set " f " of the benchmark lets its tool do</description>\n"
        for (i = 0; i < 170; i++)
            out = out entry("fieldPermissions", flag("editable", i % 3) \
                text("field", sprintf("Object_%02d__c.Field_%03d__c", i / 17, i)) flag("readable", 1))
        out = out "    <hasActivationRequired>false</hasActivationRequired>\n    <label>Bench " f "</label>\n"
        for (i = 0; i < 10; i++)
            out = out entry("objectPermissions", flag("allowCreate", 1) flag("allowDelete", 0) flag("allowEdit", 1) \
                flag("allowRead", 1) flag("modifyAllRecords", 0) text("object", sprintf("Object_%02d__c", i)) \
                flag("viewAllFields", 0) flag("viewAllRecords", 0))
        for (i = 0; i < 10; i++)
            out = out entry("pageAccesses", text("apexPage", sprintf("Bench_Page_%02d", i)) flag("enabled", 1))
        for (i = 0; i < 10; i++)
            out = out entry("tabSettings", text("tab", sprintf("Object_%02d__c", i)) text("visibility", "Visible"))
        for (i = 0; i < 10; i++)
            out = out entry("userPermissions", flag("enabled", 1) text("name", sprintf("Permission%02d", i)))
        printf "%s</PermissionSet>\n", out >file
        close(file)
    }
}
