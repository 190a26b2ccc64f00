# A source project for the benchmark: awk -v objects=50 -v fields=100 -v sets=1000 -v folder=DIR -f project.awk
# Every set grants fields of ten of the objects; the first field of each object is its formula, the second
# its master-detail to the object before it, the third required.
function put(file, text) {
    printf "%s", text >file
    close(file)
}
function field_file(o, f, body) {
    put(sprintf("%s/objects/Bench_%02d__c/fields/F_%03d__c.field-meta.xml", folder, o, f), head "CustomField" space \
        sprintf("    <fullName>F_%03d__c</fullName>\n    <label>F %d</label>\n", f, f) body "</CustomField>\n")
}
BEGIN {
    head = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<"
    space = " xmlns=\"http://soap.sforce.com/2006/04/metadata\">\n"
    for (o = 0; o < objects; o++) {
        system(sprintf("mkdir -p %s/objects/Bench_%02d__c/fields", folder, o))
        put(sprintf("%s/objects/Bench_%02d__c/Bench_%02d__c.object-meta.xml", folder, o, o), \
            head "CustomObject" space "    <label>Bench</label>\n</CustomObject>\n")
        field_file(o, 0, "    <formula>1 + 1</formula>\n    <type>Number</type>\n")
        field_file(o, 1, sprintf("    <referenceTo>Bench_%02d__c</referenceTo>\n    <type>MasterDetail</type>\n", o - (o > 0)))
        field_file(o, 2, "    <required>true</required>\n    <type>Text</type>\n")
        for (f = 3; f < fields; f++)
            field_file(o, f, "    <required>false</required>\n    <length>80</length>\n    <type>Text</type>\n")
    }
    system("mkdir -p " folder "/permissionsets")
    for (s = 0; s < sets; s++) {
        text = head "PermissionSet" space "    <description>What set " s " of the benchmark lets its tool do</description>\n"
        for (o = 0; o < 10; o++)
            for (f = 3; f < 20; f++)
                text = text sprintf("    <fieldPermissions>\n        <editable>%s</editable>\n" \
                    "        <field>Bench_%02d__c.F_%03d__c</field>\n        <readable>true</readable>\n" \
                    "    </fieldPermissions>\n", f % 3 ? "true" : "false", o, f)
        text = text "    <hasActivationRequired>false</hasActivationRequired>\n    <label>Bench " s "</label>\n"
        for (o = 0; o < 10; o++)
            text = text sprintf("    <objectPermissions>\n        <allowCreate>true</allowCreate>\n" \
                "        <allowDelete>false</allowDelete>\n        <allowEdit>true</allowEdit>\n" \
                "        <allowRead>true</allowRead>\n        <modifyAllRecords>false</modifyAllRecords>\n" \
                "        <object>Bench_%02d__c</object>\n        <viewAllFields>false</viewAllFields>\n" \
                "        <viewAllRecords>false</viewAllRecords>\n    </objectPermissions>\n", o)
        put(sprintf("%s/permissionsets/Bench_%04d.permissionset-meta.xml", folder, s), text "</PermissionSet>\n")
    }
}
