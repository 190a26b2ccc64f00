/* read/source_tree and read/source_xml: what a project's files say. */
#include "folder.h"
#include "known.h"

#include "read/project_json.h"
#include "read/source_tree.h"

#define HEAD           "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
#define XMLNS          " xmlns=\"http://soap.sforce.com/2006/04/metadata\""
#define FIELD(inside)  HEAD "<CustomField" XMLNS ">\n" inside "</CustomField>\n"
#define OBJECT(inside) HEAD "<CustomObject" XMLNS ">\n" inside "</CustomObject>\n"

/* --- paths ------------------------------------------------------------------------------------- */

static Str item_text(Arena *a, const char *path)
{
    SourceItem item = source_item(a, str_of(path));
    if (!item.known)
        return S("-");
    return str_format(a, "%s%s " STR_FMT "%s" STR_FMT, item.read ? "read " : "",
                      element_table[item.kind].xml, STR_ARG(item.object), item.object.n ? ": " : "",
                      STR_ARG(item.name));
}

static void paths_tell_what_a_file_is(void **state)
{
    static const struct {
        const char *path, *item;
    } rows[] = {
        {"f/main/default/classes/Rate.cls-meta.xml", "classAccesses Rate"},
        {"f/main/default/classes/deep/er/Rate.cls", "classAccesses Rate"},
        {"elsewhere/Rate.cls-meta.xml", "classAccesses Rate"},
        {"thesis/Rate.cls", "-"},
        {"classes/Rate.cls.bak", "-"},
        {"classes/.cls", "-"},
        {"src/pages/Home.page", "pageAccesses Home"},
        {"flows/Do_It.flow-meta.xml", "flowAccesses Do_It"},
        {"flows/Do_It-12.flow", "flowAccesses Do_It"},
        {"flows/12.flow", "flowAccesses 12"},
        {"flows/-12.flow", "flowAccesses -12"},
        {"flowDefinitions/Do_It.flowDefinition-meta.xml", "flowAccesses Do_It"},
        {"customPermissions/May.customPermission-meta.xml", "customPermissions May"},
        {"applications/Desk.app-meta.xml", "applicationVisibilities Desk"},
        {"components/Desk/Desk.app-meta.xml", "-"},
        {"tabs/Fee__c.tab-meta.xml", "tabSettings Fee__c"},
        {"dataSources/Erp.dataSource-meta.xml", "externalDataSourceAccesses Erp"},
        {"servicePresenceStatuses/On.servicePresenceStatus-meta.xml",
         "servicePresenceStatusAccesses On"},
        {"externalCredentials/Erp.externalCredential-meta.xml",
         "read externalCredentialPrincipalAccesses Erp"},
        {"permissionsets/A%2Eb.permissionset-meta.xml", "read license A.b"},
        {"permissionsets/%zz%4.permissionset-meta.xml", "read license %zz%4"},
        {"permissionsets/A%00.permissionset-meta.xml", "-"},
        {"permissionsets/%ff.permissionset-meta.xml", "-"},
        {"objects/Fee__c/Fee__c.object-meta.xml", "read objectPermissions Fee__c"},
        {"src/objects/Fee__c.object", "read objectPermissions Fee__c"},
        {"objects/Fee__c/fields/A__c.field-meta.xml", "read fieldPermissions Fee__c: A__c"},
        {"fields/A__c.field-meta.xml", "-"},
        {"objects/Fee__c/A__c.field-meta.xml", "-"},
        {"objects/Fee__c/recordTypes/R.recordType-meta.xml",
         "recordTypeVisibilities Fee__c: Fee__c.R"},
        {"objects/Fee__c/listViews/All.listView-meta.xml", "-"},
        {"objectTranslations/Fee__c-de/A__c.fieldTranslation-meta.xml", "-"},
        {"mutingpermissionsets/M.mutingpermissionset-meta.xml", "-"},
        {"Rate.cls-meta.xml", "classAccesses Rate"},
        {"", "-"},
        {"/", "-"},
        {"-meta.xml", "-"},
    };
    Fixture *f = *state;
    for (size_t i = 0; i < COUNT_OF(rows); i++)
        assert_row(rows[i].path, item_text(&f->arena, rows[i].path), rows[i].item);
}

/* --- one file ---------------------------------------------------------------------------------- */

/* Reads bytes that end where the sanitizer sees it. */
static bool read_one(Fixture *f, Known *known, SourceReader *reader, Str bytes, SourceFile *out)
{
    *out = (SourceFile){.known = known,
                        .arena = &f->arena,
                        .file = 3,
                        .bytes = str_copy(&f->arena, bytes),
                        .object = S("Fee__c"),
                        .name = S("F__c")};
    return reader(out);
}

static void a_field_file_tells_its_sort(void **state)
{
    static const struct {
        const char *bytes, *field, *at; /* the element that says it; NULL: the whole file */
    } rows[] = {
        {FIELD("<fullName>F__c</fullName><type>Text</type>"), "plain", NULL},
        {FIELD("<fullName>F</fullName>"), "plain", NULL},
        {FIELD("<required>true</required><type>Text</type>"), "required", "required>"},
        {FIELD("<required> true\r\n</required>\r\n<type>Text</type>"), "required", "required>"},
        {FIELD("<required>false</required><type>Text</type>"), "plain", NULL},
        {FIELD("<required/><type>Text</type>"), "plain", NULL},
        {FIELD("<referenceTo>Account</referenceTo><type>MasterDetail</type>"), "master Account",
         "type>"},
        {FIELD("<type>MasterDetail</type>"), "master", "type>"},
        {FIELD("<required>true</required><type>MasterDetail</type>"), "master", "type>"},
        {FIELD("<referenceTo>Account</referenceTo><type>Lookup</type>"), "plain", NULL},
        {FIELD("<formula>A__c &gt; 1</formula><type>Checkbox</type>"), "calculated", "formula>"},
        {FIELD("<formula><![CDATA[1 < 2]]></formula><type>Checkbox</type>"), "calculated",
         "formula>"},
        {FIELD("<type>Summary</type>"), "calculated", "type>"},
        {FIELD("<type>AutoNumber</type>"), "calculated", "type>"},
        {FIELD("<valueSet><type>Summary</type></valueSet><type>Picklist</type>"), "plain", NULL},
        {FIELD("<type>Sum<!-- no -->mary</type>"), "calculated", "type>"},
        {FIELD("<type>Text<x>Summary</x></type>"), "plain", NULL},
        {FIELD("<type>Text</type><type>Summary</type>"), "calculated", NULL},
        {"\xef\xbb\xbf" FIELD("<required>true</required>"), "required", "required>"},
        {"<CustomField>\r\n<required>1</required>\r\n</CustomField>", "required", "required>"},
        {"<m:CustomField xmlns:m=\"x\"><m:type>Summary</m:type></m:CustomField>", "calculated",
         NULL},
    };
    Fixture *f = *state;
    for (size_t i = 0; i < COUNT_OF(rows); i++) {
        Known known = {0};
        SourceFile file;
        assert_row_true(rows[i].bytes,
                        read_one(f, &known, source_field_read, str_of(rows[i].bytes), &file));
        Str expected = str_format(&f->arena, "Fee__c.F__c %s\n", rows[i].field);
        assert_row(rows[i].bytes, fields_text(&f->arena, &known), expected.s);
        assert_int_equal(known.fields[0].by, SAID_BY_SOURCE);
        assert_int_equal(known.fields[0].at.file, 3);
        assert_row_true(rows[i].bytes, file.points == !loc_is_whole(known.fields[0].at));
        if (rows[i].at)
            assert_int_equal(known.fields[0].at.at,
                             str_search(str_of(rows[i].bytes), str_of(rows[i].at)));
    }
}

static void fields_of_activities_are_those_of_tasks_and_events(void **state)
{
    Fixture *f = *state;
    Known known = {0};
    SourceFile file = {.known = &known,
                       .arena = &f->arena,
                       .file = 1,
                       .bytes = S(FIELD("<required>true</required>")),
                       .object = S("Activity"),
                       .name = S("F__c")};
    assert_true(source_field_read(&file));
    assert_str(fields_text(&f->arena, &known),
               "Activity.F__c required\nEvent.F__c required\nTask.F__c required\n");
    assert_str(objects_text(&f->arena, &known), "Activity Task Event");
}

static void a_metadata_object_holds_fields_and_record_types(void **state)
{
    static const char bytes[] =
        OBJECT("<actionOverrides><type>Default</type></actionOverrides>\n"
               "<fields>\n<fullName>B__c</fullName>\n<required>true</required>\n</fields>\n"
               "<fields><type>Summary</type></fields>\n"
               "<fields><fullName>A__c</fullName><label>A</label><type>Text</type></fields>\n"
               "<fields><fullName>A__c</fullName><type>MasterDetail</type>"
               "<referenceTo>Order</referenceTo></fields>\n"
               "<nameField><label>N</label><type>AutoNumber</type></nameField>\n"
               "<recordTypes><fullName>R</fullName><active>true</active></recordTypes>\n"
               "<recordTypes><fullName>R</fullName></recordTypes>\n"
               "<recordTypes></recordTypes>\n");
    Fixture *f = *state;
    Known known = {0};
    SourceFile file;
    assert_true(read_one(f, &known, source_object_read, str_of(bytes), &file));
    assert_str(fields_text(&f->arena, &known), "F__c.A__c master Order\nF__c.B__c required\n");
    assert_str(objects_text(&f->arena, &known), "F__c");
    assert_str(names_text(&f->arena, &known.names[RECORD_TYPE_VISIBILITY]), "F__c.R");
    assert_true(file.points);
    assert_int_equal(known_field(&known, S("F__c.B__c"))->at.at,
                     offset_of_part(str_of(bytes), "required>true"));
}

static void a_custom_setting_says_so(void **state)
{
    Fixture *f = *state;
    Known known = {0};
    SourceFile file;
    assert_true(read_one(f, &known, source_field_read, S(FIELD("<type>Text</type>")), &file));
    assert_str(objects_text(&f->arena, &known), "Fee__c");
    file.name = S("Fee__c");
    file.bytes = S(OBJECT("<customSettingsType>Hierarchy</customSettingsType>"));
    assert_true(source_object_read(&file));
    assert_str(objects_text(&f->arena, &known), "Fee__c*");
    assert_true(read_one(f, &known, source_field_read, S(FIELD("<type>Text</type>")), &file));
    assert_str(objects_text(&f->arena, &known), "Fee__c*");
}

static void a_credential_gives_its_principals(void **state)
{
#define PARAMETER(name, type)                                                                      \
    "<externalCredentialParameters><parameterGroup>G</parameterGroup><parameterName>" name         \
    "</parameterName><parameterType>" type "</parameterType></externalCredentialParameters>"
    static const char bytes[] =
        HEAD "<ExternalCredential" XMLNS ">" PARAMETER("Custom", "AuthProtocolVariant")
            PARAMETER("Erp User", "NamedPrincipal") PARAMETER("x-key", "AuthHeader")
                PARAMETER("Own", "PerUserPrincipal") PARAMETER("Role", "AwsStsPrincipal") PARAMETER(
                    "", "NamedPrincipal") "<principals><principalName>Old</principalName>"
                                          "<principalType>NamedPrincipal</principalType></"
                                          "principals></ExternalCredential>";
    Fixture *f = *state;
    Known known = {0};
    SourceFile file;
    assert_true(read_one(f, &known, source_credential_read, str_of(bytes), &file));
    assert_str(names_text(&f->arena, &known.names[EXTERNAL_CREDENTIAL_PRINCIPAL_ACCESS]),
               "F__c-Erp User, F__c-Own, F__c-Role, F__c-Old");
}

static void a_set_gives_its_licence(void **state)
{
    static const struct {
        const char *inside, *license;
    } rows[] = {{"<label>L</label>", ""},
                {"<license>SalesforceAPIIntegrationPsl</license>", "SalesforceAPIIntegrationPsl"},
                {"<userLicense>Salesforce</userLicense>", "Salesforce"},
                {"<classAccesses><license>no</license></classAccesses>", ""},
                {"<license>A &amp; B</license>", "A & B"}};
    Fixture *f = *state;
    Known known = {0};
    for (size_t i = 0; i < COUNT_OF(rows); i++) {
        SourceFile file;
        Str bytes = str_format(&f->arena, HEAD "<PermissionSet" XMLNS ">%s</PermissionSet>",
                               rows[i].inside);
        assert_true(read_one(f, &known, source_set_license_read, bytes, &file));
        assert_int_equal(known.set_count, 1);
        assert_row(rows[i].inside, known.sets[0].license, rows[i].license);
    }
    assert_str(known.sets[0].name, "F__c");
}

/* --- broken files ------------------------------------------------------------------------------- */

static void what_is_not_well_formed_is_refused(void **state)
{
    static const struct {
        const char *bytes, *wrong;
        bool whole;
    } rows[] = {
        {"", "the file says nothing", true},
        {"\r\n ", "the file says nothing", true},
        {"\xef\xbb\xbf", "the XML is not well-formed: ", false},
        {"x", "the XML is not well-formed: ", false},
        {FIELD("<type>Text"), "the XML is not well-formed: ", false},
        {FIELD("&nbsp;"), "the XML is not well-formed: ", false},
        {FIELD("<type>\xff</type>"), "the file is not UTF-8", false},
        {FIELD("") "<b/>", "the XML is not well-formed: ", false},
        {OBJECT(""), "the root element is CustomObject, not CustomField", false},
        {"<!DOCTYPE x [<!ENTITY a \"b\">]>" FIELD(""), "a document type declaration, ", false},
        {"<!DOCTYPE CustomField><CustomField/>", "a document type declaration, ", false},
    };
    Fixture *f = *state;
    for (size_t i = 0; i < COUNT_OF(rows); i++) {
        Known known = {0};
        SourceFile file;
        assert_row_true(rows[i].bytes,
                        !read_one(f, &known, source_field_read, str_of(rows[i].bytes), &file));
        assert_row_true(rows[i].bytes, str_starts(file.wrong.s, str_of(rows[i].wrong)));
        assert_int_equal(file.wrong.at.file, 3);
        assert_int_equal(loc_is_whole(file.wrong.at), rows[i].whole);
        assert_true(file.wrong.at.at <= strlen(rows[i].bytes));
        assert_str(fields_text(&f->arena, &known), "Fee__c.F__c plain\n");
    }
}

static void every_beginning_of_a_file_is_refused(void **state)
{
    static const char whole[] =
        "\xef\xbb\xbf" HEAD "<CustomObject" XMLNS "><!-- c --><fields><fullName>\xc3\xa9</fullName>"
        "<formula><![CDATA[1]]>&#65;&lt;</formula></fields><recordTypes><fullName>R</fullName>"
        "</recordTypes><?p i?></CustomObject>";
    Fixture *f = *state;
    SourceFile file;
    for (size_t n = 0; n < sizeof whole - 1; n++) {
        Known known = {0};
        assert_false(read_one(f, &known, source_object_read, (Str){whole, n}, &file));
        assert_true(file.wrong.s.n > 0 && file.wrong.at.at <= n);
        assert_str(objects_text(&f->arena, &known), "F__c");
    }
    Known known = {0};
    assert_true(read_one(f, &known, source_object_read, str_of(whole), &file));
    assert_str(fields_text(&f->arena, &known), "F__c.\xc3\xa9 calculated\n");
}

static void other_encodings_are_refused(void **state)
{
    static const Str rows[] = {STR("\xff\xfe<\0C\0u\0s\0t\0o\0m\0F\0i\0e\0l\0d\0/\0>\0"),
                               STR("\xfe\xff\0<\0C\0u\0s\0t\0o\0m\0F\0i\0e\0l\0d\0/\0>"),
                               STR("\0\0\0<"),
                               STR("<\0\0\0"),
                               STR("<CustomField>\0</CustomField>"),
                               STR("\x4c\x6f\xa7\x94")};
    Fixture *f = *state;
    for (size_t i = 0; i < COUNT_OF(rows); i++) {
        Known known = {0};
        SourceFile file;
        assert_false(read_one(f, &known, source_field_read, rows[i], &file));
        assert_str(file.wrong.s, "the file is not UTF-8");
        assert_true(file.wrong.at.at < rows[i].n);
    }
}

static void huge_nesting_is_refused(void **state)
{
    Fixture *f = *state;
    Known known = {0};
    SourceFile file;
    Buf deep = {0};
    buf_put(&deep, S("<CustomField>"));
    for (int i = 0; i < 100000; i++)
        buf_put(&deep, S("<type>"));
    assert_false(read_one(f, &known, source_field_read, buf_str(&deep), &file));
    assert_str(fields_text(&f->arena, &known), "Fee__c.F__c plain\n");
    buf_free(&deep);
}

/* --- folders ----------------------------------------------------------------------------------- */

/* Reads a folder below base/; findings stay in f->d. */
static void read_tree(Fixture *f, Known *known, const char *path)
{
    diag_free(&f->d);
    diag_init(&f->d);
    *known = (Known){0};
    Str name = str_of(at(f, path));
    source_tree_read(
        known, &f->arena, &f->d,
        (Text){name,
               {.file = source_add(&f->d.sources, &f->d.arena, S("a.yaml"), S("metadata: x\n"))}});
}

/* "rule place: message" of all findings, with paths as from base/. */
static Str findings_text(Fixture *f)
{
    Str all = S("");
    for (size_t i = 0; i < f->d.count; i++) {
        const Finding *one = &f->d.items[i];
        Str name = source_of(&f->d.sources, one->at)->name;
        if (str_starts(name, f->base))
            name = str_from(name, f->base.n + 1);
        all = str_format(&f->arena, STR_FMT "%s " STR_FMT ": " STR_FMT "\n", STR_ARG(all),
                         rule_info[one->rule].id, STR_ARG(name), STR_ARG(one->message));
    }
    return str_replace(&f->arena, all, f->base, S("BASE"));
}

static void make_path(Fixture *f, const char *path)
{
    for (const char *c = path; *c; c++)
        if (*c == '/')
            mkdir(at(f, str_c(&f->arena, (Str){path, (size_t)(c - path)})), 0777);
}

static void make_deep(Fixture *f, const char *path, const char *bytes)
{
    make_path(f, path);
    make_file(f, path, bytes);
}

#define MAIN "p/force-app/main/default/"

static void make_project(Fixture *f)
{
    make_deep(f, MAIN "classes/Rate.cls", "class Rate {}");
    make_deep(f, MAIN "classes/Rate.cls-meta.xml", "not read");
    make_deep(f, MAIN "objects/Fee__c/Fee__c.object-meta.xml", OBJECT("<label>Fee</label>"));
    make_deep(f, MAIN "objects/Fee__c/fields/A__c.field-meta.xml",
              FIELD("<required>true</required>"));
    make_deep(f, MAIN "objects/Fee__c/recordTypes/R.recordType-meta.xml", "not read");
    make_deep(f, MAIN "objects/Rate__mdt/Rate__mdt.object-meta.xml", OBJECT(""));
    make_deep(f, MAIN "aura/Desk/Desk.app-meta.xml", "aura");
    make_deep(f, MAIN "staticresources/zip/classes/No.cls", "a resource");
    make_deep(f, "p/.sf/classes/No.cls-meta.xml", "");
    make_deep(f, "p/node_modules/x/classes/No.cls-meta.xml", "");
}

static void a_project_gives_its_components(void **state)
{
    Fixture *f = *state;
    Known known;
    make_project(f);
    read_tree(f, &known, "p");
    assert_str(findings_text(f), "");
    assert_true(known.from_source);
    assert_false(known.from_org);
    assert_str(objects_text(&f->arena, &known), "Fee__c Rate__mdt");
    assert_str(fields_text(&f->arena, &known), "Fee__c.A__c required\n");
    assert_str(names_text(&f->arena, &known.names[CLASS_ACCESS]), "Rate");
    assert_str(names_text(&f->arena, &known.names[APPLICATION_VISIBILITY]), "");
    assert_str(names_text(&f->arena, &known.names[RECORD_TYPE_VISIBILITY]), "Fee__c.R");
}

/* A finding may point into the file long after it was read. */
static void places_of_fields_can_be_shown(void **state)
{
    Fixture *f = *state;
    Known known;
    make_project(f);
    read_tree(f, &known, "p/");
    Loc place = known_field(&known, S("Fee__c.A__c"))->at;
    Position position = source_position(&f->d.sources, place);
    assert_int_equal(position.line, 3);
    assert_int_equal(position.column, 2);
    assert_str(source_line(source_of(&f->d.sources, place), 3), "<required>true</required>"
                                                                "</CustomField>");
    assert_true(str_ends(source_of(&f->d.sources, place)->name, S("A__c.field-meta.xml")));
}

static void package_directories_are_honoured(void **state)
{
    Fixture *f = *state;
    Known known;
    make_deep(f, "p/one/classes/A.cls-meta.xml", "");
    make_deep(f, "p/two/classes/B.cls-meta.xml", "");
    make_deep(f, "p/three/classes/C.cls-meta.xml", "");
    make_file(f, "p/sfdx-project.json",
              "{\"packageDirectories\":[{\"path\":\"./two\"},{\"path\":\"one/\"},5,{\"path\":1}]}");
    read_tree(f, &known, "p");
    assert_str(findings_text(f), "");
    assert_str(names_text(&f->arena, &known.names[CLASS_ACCESS]), "B, A");
    make_file(f, "p/sfdx-project.json", "{\"packageDirectories\":[{\"path\":\".\"}]}");
    read_tree(f, &known, "p");
    assert_str(names_text(&f->arena, &known.names[CLASS_ACCESS]), "A, C, B");
    make_file(f, "p/sfdx-project.json", "{\"packageDirectories\":{}");
    read_tree(f, &known, "p");
    assert_str(names_text(&f->arena, &known.names[CLASS_ACCESS]), "A, C, B");
    make_file(f, "p/sfdx-project.json", "{\"packageDirectories\":[{\"path\":\"gone\"}]}");
    read_tree(f, &known, "p");
    assert_str(findings_text(f),
               "file-unreadable p/gone: cannot be read: No such file or directory\n");
}

static void a_metadata_folder_gives_its_components(void **state)
{
    Fixture *f = *state;
    Known known;
    make_deep(f, "src/objects/Fee__c.object",
              OBJECT("<fields><fullName>A__c</fullName><type>AutoNumber</type></fields>"));
    make_deep(f, "src/classes/Rate.cls", "");
    make_deep(f, "src/flows/Go-3.flow", "");
    make_deep(f, "src/permissionsets/Tool.permissionset",
              "<PermissionSet><license>Salesforce</license></PermissionSet>");
    read_tree(f, &known, "src");
    assert_str(findings_text(f), "");
    assert_str(fields_text(&f->arena, &known), "Fee__c.A__c calculated\n");
    assert_str(names_text(&f->arena, &known.names[CLASS_ACCESS]), "Rate");
    assert_str(names_text(&f->arena, &known.names[FLOW_ACCESS]), "Go");
    assert_int_equal(known.set_count, 1);
    assert_str(known.sets[0].name, "Tool");
    assert_str(known.sets[0].license, "Salesforce");
}

static void a_folder_without_metadata_is_a_finding(void **state)
{
    Fixture *f = *state;
    Known known;
    make_folder(f, "p");
    make_file(f, "p/notes.txt", "x");
    read_tree(f, &known, "p");
    assert_str(findings_text(f), "file-empty a.yaml: the folder holds no metadata\n");
    assert_false(known.from_source);
    read_tree(f, &known, "gone");
    assert_str(findings_text(f),
               "file-unreadable a.yaml: \"BASE/gone\" cannot be read: No such file "
               "or directory\n");
    read_tree(f, &known, "p/notes.txt");
    assert_str(findings_text(f),
               "file-unreadable a.yaml: \"BASE/p/notes.txt\" cannot be read: Not a directory\n");
}

static void what_cannot_be_read_is_a_finding(void **state)
{
    Fixture *f = *state;
    Known known;
    make_path(f, "p/objects/Fee__c/fields/A__c.field-meta.xml/");
    make_file(f, "p/objects/Fee__c/Fee__c.object-meta.xml", "<CustomObject>\n  <fields>");
    read_tree(f, &known, "p");
    assert_str(findings_text(f),
               "xml-syntax p/objects/Fee__c/Fee__c.object-meta.xml: the XML is not well-formed: "
               "Premature end of data in tag fields line 2\n"
               "file-unreadable p/objects/Fee__c/fields/A__c.field-meta.xml: cannot be read: Is a "
               "directory\n");
    assert_str(objects_text(&f->arena, &known), "Fee__c");
    assert_int_equal(source_position(&f->d.sources, f->d.items[0].at).line, 2);
}

/* Nobody but root may list a folder without rights. */
static void a_closed_folder_is_a_finding(void **state)
{
    Fixture *f = *state;
    Known known;
    make_folder(f, "p");
    make_folder(f, "p/closed");
    make_deep(f, "p/classes/A.cls-meta.xml", "");
    assert_int_equal(chmod(at(f, "p/closed"), 0), 0);
    read_tree(f, &known, "p");
    assert_int_equal(chmod(at(f, "p/closed"), 0700), 0);
    assert_str(findings_text(f),
               geteuid() ? "file-unreadable p/closed: cannot be read: Permission denied\n" : "");
}

static void a_link_to_a_folder_above_ends(void **state)
{
    Fixture *f = *state;
    Known known;
    make_deep(f, "p/classes/A.cls-meta.xml", "");
    assert_int_equal(symlink("..", at(f, "p/classes/loop")), 0);
    read_tree(f, &known, "p");
    assert_str(findings_text(f), "");
    assert_str(names_text(&f->arena, &known.names[CLASS_ACCESS]), "A");
}

static void project_paths_are_tolerant(void **state)
{
    static const struct {
        const char *json;
        size_t count;
    } rows[] = {{"", 0},
                {"[]", 0},
                {"{\"packageDirectories\":null}", 0},
                {"{\"packageDirectories\":[[],{},null,{\"path\":\"a\"}]}", 1},
                {"{\"packageDirectories\":[{\"path\":\"a\"},{\"path\":\"a\"}]}", 2}};
    Fixture *f = *state;
    for (size_t i = 0; i < COUNT_OF(rows); i++) {
        Str *paths = NULL;
        size_t count = project_package_paths(&f->arena, str_of(rows[i].json), &paths);
        assert_int_equal(count, rows[i].count);
        if (count)
            assert_str(paths[0], "a");
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        FIXED(paths_tell_what_a_file_is),
        FIXED(a_field_file_tells_its_sort),
        FIXED(fields_of_activities_are_those_of_tasks_and_events),
        FIXED(a_metadata_object_holds_fields_and_record_types),
        FIXED(a_custom_setting_says_so),
        FIXED(a_credential_gives_its_principals),
        FIXED(a_set_gives_its_licence),
        FIXED(what_is_not_well_formed_is_refused),
        FIXED(every_beginning_of_a_file_is_refused),
        FIXED(other_encodings_are_refused),
        FIXED(huge_nesting_is_refused),
        FIXED(a_project_gives_its_components),
        FIXED(places_of_fields_can_be_shown),
        FIXED(package_directories_are_honoured),
        FIXED(a_metadata_folder_gives_its_components),
        FIXED(a_folder_without_metadata_is_a_finding),
        FIXED(what_cannot_be_read_is_a_finding),
        FIXED(a_closed_folder_is_a_finding),
        FIXED(a_link_to_a_folder_above_ends),
        FIXED(project_paths_are_tolerant),
    };
    return cmocka_run_group_tests_name("source_tree", tests, NULL, NULL);
}
