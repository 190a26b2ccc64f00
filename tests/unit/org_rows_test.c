/* read/org_rows: what each kind of row says, in every form that it comes in. */
#include "org.h"

static void settle(Fixture *f)
{
    org_settle(&f->org, &f->names, &f->arena);
}

/* --- the org and its users --------------------------------------------------------------------- */

static void an_organization_tells_its_id_and_kind(void **state)
{
    Fixture *f = *state;
    assert_true(take_typed(f, "Organization",
                           "{~,'Id':'00D000000000001AAA','IsSandbox':true,'Name':'My'}"));
    assert_str(f->org.organization_id, "00D000000000001");
    assert_int_equal(f->org.sandbox, SAID_YES);
    assert_true(take_rows(f, "{'Id':'00D000000000001','IsSandbox':'false'}"));
    assert_int_equal(f->org.sandbox, SAID_NO);
    assert_str(answers_text(f), "organization whole 1/1 Organization\n"
                                "organization whole 1/1 Organization\n");
    assert_str(f->org.other_organization_id, "");
    assert_true(take_rows(f, "{'Id':'00D000000000002','IsSandbox':true}"));
    assert_str(f->org.organization_id, "00D000000000001");
    assert_str(f->org.other_organization_id, "00D000000000002");
}

static void users_are_read(void **state)
{
    Fixture *f = *state;
    assert_true(take_typed(
        f, "User",
        "{'IsActive':true,'Username':'hubspot@my.com',~,'Id':'005000000000001AAA',"
        "'Email':'a@b.c','Profile':{~,'Name':'Minimum','UserLicense':{'Name':'Salesforce "
        "Integration'}},'UserRole':{'Name':'Sales Ops','DeveloperName':'Sales_Ops'}},"
        "{~,'Username':'outreach@my.com','Profile':null,'UserRole':null,'IsActive':null}"));
    const OrgUser *user = org_user(&f->org, S("hubspot@my.com"));
    assert_str(user->id, "005000000000001");
    assert_str(user->email, "a@b.c");
    assert_str(user->profile, "Minimum");
    assert_str(user->user_license, "Salesforce Integration");
    assert_str(user->role, "Sales Ops");
    assert_int_equal(user->active, SAID_YES);
    assert_int_equal(user->at.file, 7);
    user = org_user(&f->org, S("outreach@my.com"));
    assert_str(user->profile, "");
    assert_int_equal(user->active, SAID_NOTHING);
    assert_true(take_rows(f, "{'Username':'x@my.com','Profile.Name':'Flat',"
                             "'Profile.UserLicense.Name':'L','UserRole.DeveloperName':'R'}"));
    user = org_user(&f->org, S("x@my.com"));
    assert_str(user->profile, "Flat");
    assert_str(user->user_license, "L");
    assert_str(user->role, "R");
}

static void assignments_name_their_set_in_many_ways(void **state)
{
    static const struct {
        const char *row, *set;
    } rows[] = {
        {"'PermissionSet':{'Name':'Sync','NamespacePrefix':null,'IsOwnedByProfile':false,"
         "'Profile':null}",
         "|Sync|||\n"},
        {"'PermissionSet':{'Name':'Sync','NamespacePrefix':'ns'}", "|ns__Sync|||\n"},
        {"'PermissionSet':{'Name':'ns__Sync','NamespacePrefix':'ns'}", "|ns__Sync|||\n"},
        {"'PermissionSet':{'Id':'0PS000000000001AAA','Name':'Sync'}", "0PS000000000001|Sync|||\n"},
        {"'PermissionSetId':'0PS000000000001AAA'", "0PS000000000001||||\n"},
        {"'PermissionSetId':'0PS000000000001'", "0PS000000000001||||\n"},
        {"'PermissionSet':{'Name':'X00','IsOwnedByProfile':true,'Profile':{'Name':'Minimum'}}",
         "||Minimum||\n"},
        {"'PermissionSet':{'Name':'X00','IsOwnedByProfile':'true','Profile':{'Name':'Minimum'}}",
         "||Minimum||\n"},
        {"'PermissionSet':{'Name':'X00','Profile':{'Name':'Minimum'}}", "||Minimum||\n"},
        {"'PermissionSetId':'0PS000000000001AAA','PermissionSet':{'Name':'X00','Type':'Profile'}",
         "0PS000000000001||||\n"},
        {"'PermissionSet.Name':'Sync','PermissionSet.NamespacePrefix':'ns'", "|ns__Sync|||\n"},
        {"'PermissionSet.Profile.Name':'Minimum','PermissionSet.Name':'X00'", "||Minimum||\n"},
        {"'PermissionSet':{'Profile.Name':'Minimum'}", "||Minimum||\n"},
    };
    Fixture *f = *state;
    for (size_t i = 0; i < COUNT_OF(rows); i++) {
        anew(f);
        assert_row_true(
            rows[i].row,
            take_rows(
                f,
                str_format(&f->arena, "{'Assignee':{'Username':'u@my.com'},%s}", rows[i].row).s));
        assert_row(rows[i].row, sets_text(f), rows[i].set);
        assert_row(rows[i].row, assignments_text(f), "u@my.com > 0 ?\n");
        assert_row(rows[i].row, answers_text(f), "assignments whole 1/1 PermissionSetAssignment\n");
    }
}

static void assignments_tell_user_group_and_end(void **state)
{
    Fixture *f = *state;
    assert_true(take_typed(
        f, "PermissionSetAssignment",
        "{~,'Assignee':{'Username':'a'},'PermissionSet':{'Name':'Team_Sum'},'IsActive':true,"
        "'PermissionSetGroup':{'DeveloperName':'Team','NamespacePrefix':'ns'},"
        "'ExpirationDate':'2026-12-31T00:00:00.000+0000'},"
        "{~,'Assignee.Username':'b','PermissionSetGroup.DeveloperName':'Team',"
        "'PermissionSetGroup.NamespacePrefix':'ns','IsActive':false,'ExpirationDate':null},"
        "{~,'AssigneeId':'005000000000001AAA','PermissionSet':{'Name':'S','PermissionSetGroup':"
        "{'DeveloperName':'Other'}},'PermissionSetGroup':null}"));
    assert_str(assignments_text(f), "a > 0 of ns__Team yes until 2026-12-31T00:00:00.000+0000\n"
                                    "b > 0 of ns__Team no\n"
                                    "#005000000000001 > 1 of Other ?\n");
    assert_str(sets_text(f), "|Team_Sum||ns__Team|\n|S||Other|\n");
}

static void licences_and_seats_are_read(void **state)
{
    Fixture *f = *state;
    assert_true(take_typed(f, "PermissionSetLicenseAssign",
                           "{~,'Assignee':{'Username':'a'},'PermissionSetLicense':"
                           "{'DeveloperName':'ApiPsl','MasterLabel':'Salesforce API'}},"
                           "{~,'Assignee.Username':'b','PermissionSetLicense.MasterLabel':'L'}"));
    assert_str(licenses_text(f), "a ApiPsl|Salesforce API\nb |L\n");
    assert_true(take_typed(f, "PermissionSetLicense",
                           "{~,'DeveloperName':'ApiPsl','MasterLabel':'Salesforce API',"
                           "'Status':'Active','TotalLicenses':5,'UsedLicenses':'4'},"
                           "{~,'MasterLabel':'L','TotalLicenses':2.0,'UsedLicenses':null}"));
    assert_true(take_rows(f, "{'Name':'Salesforce Integration','Status':'Active',"
                             "'TotalLicenses':'5','UsedLicenses':'x'}"));
    assert_int_equal(f->org.seat_count, 3);
    const OrgSeats *seats = f->org.seats;
    assert_str(seats[0].name, "ApiPsl");
    assert_str(seats[0].label, "Salesforce API");
    assert_str(seats[0].status, "Active");
    assert_false(seats[0].user);
    assert_int_equal(seats[0].total, 5);
    assert_int_equal(seats[0].used, 4);
    assert_str(seats[1].name, "");
    assert_int_equal(seats[1].total, 2);
    assert_int_equal(seats[1].used, -1);
    assert_true(seats[2].user);
    assert_str(seats[2].name, "Salesforce Integration");
    assert_str(seats[2].label, "Salesforce Integration");
    assert_int_equal(seats[2].total, 5);
    assert_int_equal(seats[2].used, -1);
    assert_str(answers_text(f), "licenses whole 2/2 PermissionSetLicenseAssign\n"
                                "seats whole 2/2 PermissionSetLicense\n"
                                "user-licenses whole 1/1 UserLicense\n");
}

static void groups_keep_their_status(void **state)
{
    Fixture *f = *state;
    assert_true(take_typed(f, "PermissionSetGroup",
                           "{~,'DeveloperName':'Team','Status':'Outdated'},{~,'DeveloperName':'A',"
                           "'NamespacePrefix':'ns','Status':'Updated'}"));
    assert_int_equal(f->org.group_status_count, 2);
    assert_str(f->org.group_status[0].name, "Team");
    assert_str(f->org.group_status[0].status, "Outdated");
    assert_int_equal(f->org.group_status[0].at.file, 7);
    assert_str(f->org.group_status[1].name, "ns__A");
    assert_str(answers_text(f), "groups whole 2/2 PermissionSetGroup\n");
}

static void members_are_joined_to_users(void **state)
{
    Fixture *f = *state;
    assert_true(take_typed(f, "GroupMember",
                           "{~,'Group':{'Name':'Sync Queue','DeveloperName':'Sync_Queue','Type':"
                           "'Queue'},'UserOrGroupId':'005000000000001AAA'},"
                           "{~,'Group':{'DeveloperName':'All','Type':'Regular'},"
                           "'UserOrGroupId':'00G000000000001AAA'},"
                           "{~,'Group.Name':'G','UserOrGroup.Username':'b'},"
                           "{~,'Group.Name':'G','Member':{'Username':'c'}}"));
    assert_true(take_rows(f, "{'Id':'005000000000001AAA','Username':'a@my.com'}"));
    settle(f);
    const OrgMember *members = f->org.members;
    assert_int_equal(f->org.member_count, 4);
    assert_str(members[0].username, "");
    assert_str(members[0].user_id, "00G000000000001");
    assert_str(members[0].group, "All");
    assert_false(members[0].queue);
    assert_str(members[1].username, "a@my.com");
    assert_str(members[1].group, "Sync Queue");
    assert_str(members[1].developer_name, "Sync_Queue");
    assert_true(members[1].queue);
    assert_str(members[2].username, "b");
    assert_str(members[3].username, "c");
}

/* --- grants ------------------------------------------------------------------------------------ */

static void object_rows_tell_their_bits(void **state)
{
    Fixture *f = *state;
    assert_true(take_typed(
        f, "ObjectPermissions",
        "{~,'Id':'110000000000001AAA','Parent':{~,'Name':'Sync','IsOwnedByProfile':false,"
        "'Profile':null},'SobjectType':'Account','PermissionsRead':true,'PermissionsCreate':false,"
        "'PermissionsEdit':true,'PermissionsDelete':false,'PermissionsViewAllRecords':true,"
        "'PermissionsModifyAllRecords':false,'PermissionsViewAllFields':true},"
        "{~,'Id':'000000000000000AAA','Parent':{'Name':'Sync'},'SobjectType':'Case',"
        "'PermissionsRead':true},"
        "{~,'ParentId':'0PS000000000002AAA','SobjectType':'Fee__c','PermissionsRead':'true',"
        "'PermissionsCreate':null,'PermissionsDelete':'false','PermissionsModifyAllRecords':true},"
        "{~,'Parent':{'Profile':{'Name':'Minimum'},'IsOwnedByProfile':true,'Name':'X'},"
        "'SobjectType':'Lead','PermissionsRead':true}"));
    assert_str(sets_text(f), "|Sync|||\n objectPermissions Account 6c/7f\n"
                             "0PS000000000002||||\n objectPermissions Fee__c 18/1a\n"
                             "||Minimum||\n objectPermissions Lead 8/8\n");
    assert_str(answers_text(f), "objects whole 4/4 ObjectPermissions\n");
}

static void field_rows_tell_their_bits(void **state)
{
    Fixture *f = *state;
    assert_true(take_rows(f,
                          "{'Parent.Name':'Sync','SobjectType':'Account','Field':'Account.Phone',"
                          "'PermissionsRead':true,'PermissionsEdit':false},"
                          "{'Parent.Name':'Sync','SobjectType':'Account','Field':'Fax',"
                          "'PermissionsEdit':true,'PermissionsRead':true},"
                          "{'Parent.Name':'Sync','Field':'Account.Site','PermissionsRead':true}"));
    settle(f);
    assert_str(sets_text(f), "|Sync|||\n fieldPermissions Account.Fax 3/3\n"
                             " fieldPermissions Account.Phone 2/3\n"
                             " fieldPermissions Account.Site 2/2\n");
}

static void set_rows_tell_user_permissions(void **state)
{
    Fixture *f = *state;
    assert_true(take_typed(
        f, "PermissionSet",
        "{~,'Id':'0PS000000000001AAA','Name':'Sync','Label':'Sync','Type':'Regular','License':"
        "{~,'Name':'Salesforce API Integration'},'PermissionsApiEnabled':true,"
        "'PermissionsViewAllData':false,'PermissionsEditTask':null,'Permissions':true},"
        "{~,'Id':'0PS000000000002AAA','Name':'X0','IsOwnedByProfile':true,'License':null,"
        "'Profile':{'Name':'Minimum'},'PermissionsApiEnabled':'true'},"
        "{~,'Name':'Team','PermissionSetGroup':{'DeveloperName':'Team'},"
        "'License.DeveloperName':'L'}"));
    assert_str(sets_text(f), "0PS000000000001|Sync|||Salesforce API Integration\n"
                             " userPermissions ApiEnabled 1/1\n"
                             "0PS000000000002||Minimum||\n userPermissions ApiEnabled 1/1\n"
                             "|Team||Team|L\n");
    assert_non_null(map_find(&f->org.permissions_told, S("ApiEnabled")));
    assert_non_null(map_find(&f->org.permissions_told, S("ViewAllData")));
    assert_null(map_find(&f->org.permissions_told, S("EditTask")));
    assert_null(map_find(&f->org.permissions_told, S("")));
    assert_str(answers_text(f), "permissions whole 3/3 PermissionSet\n");
}

static void tabs_are_told_in_the_words_of_metadata(void **state)
{
    Fixture *f = *state;
    assert_true(take_typed(f, "PermissionSetTabSetting",
                           "{~,'Parent':{'Name':'S'},'Name':'Fee__c','Visibility':'DefaultOff'},"
                           "{~,'Parent':{'Name':'S'},'Name':'standard-Account',"
                           "'Visibility':'DefaultOn'},"
                           "{~,'Parent':{'Name':'S'},'Name':'Odd','Visibility':'Sometimes'}"));
    assert_str(sets_text(f), "|S|||\n tabSettings Fee__c 1/3\n tabSettings standard-Account 2/3\n");
    assert_str(answers_text(f),
               "tabs partial 3/3 PermissionSetTabSetting: 1 of 3 rows are of no use: they do not "
               "tell a tab and whether it is DefaultOn or DefaultOff: select Name, Visibility\n");
}

/* --- setup entities and their names -------------------------------------------------------------- */

static void names_are_found_by_id_in_any_order(void **state)
{
    static const struct {
        const char *type, *row, *sobject, *grant;
    } rows[] = {
        {"ApexClass", "'Id':'01p000000000001AAA','Name':'C','NamespacePrefix':null", "ApexClass",
         "classAccesses C"},
        {"ApexClass", "'Id':'01p000000000001','Name':'C','NamespacePrefix':'ns'", "ApexClass",
         "classAccesses ns__C"},
        {"ApexPage", "'Id':'066000000000001AAA','Name':'P'", "ApexPage", "pageAccesses P"},
        {"CustomPermission", "'Id':'0CP000000000001AAA','DeveloperName':'X','MasterLabel':'Y'",
         "CustomPermission", "customPermissions X"},
        {"FlowDefinition",
         "'DurableId':'300000000000001AAA','ApiName':'ns__F','Label':'L',"
         "'NamespacePrefix':'ns'",
         "FlowDefinitionView", "flowAccesses ns__F"},
        {"FlowDefinition", "'Id':'300000000000001AAA','DeveloperName':'F'", "FlowDefinition",
         "flowAccesses F"},
        {"TabSet",
         "'Id':'0DS000000000001AAA','ApplicationId':'02u000000000001AAA','Name':"
         "'standard__Sales','Label':'Sales'",
         "AppMenuItem", "applicationVisibilities standard__Sales"},
        {"TabSet",
         "'DurableId':'02u000000000001AAA','DeveloperName':'Sales','NamespacePrefix':"
         "'standard'",
         "AppDefinition", "applicationVisibilities standard__Sales"},
        {"CustomEntityDefinition",
         "'DurableId':'01I000000000001','QualifiedApiName':'S__mdt',"
         "'DeveloperName':'S'",
         "EntityDefinition", "customMetadataTypeAccesses S__mdt"},
        {"CustomEntityDefinition",
         "'DurableId':'01I000000000001','QualifiedApiName':'ns__S__c',"
         "'NamespacePrefix':'ns'",
         "EntityDefinition", "customSettingAccesses ns__S__c"},
        {"ExternalDataSource", "'Id':'0XC000000000001AAA','DeveloperName':'D'",
         "ExternalDataSource", "externalDataSourceAccesses D"},
        {"ExternalCredentialParameter",
         "'Id':'11E000000000001AAA','ParameterName':'Main',"
         "'ExternalCredential':{'DeveloperName':'Api'}",
         "ExternalCredentialParameter", "externalCredentialPrincipalAccesses Api-Main"},
    };
    Fixture *f = *state;
    for (size_t i = 0; i < 2 * COUNT_OF(rows); i++) {
        size_t at = i / 2;
        Str id = str_from(str_of(rows[at].row),
                          (size_t)str_search(str_of(rows[at].row), S("Id':'")) + 5);
        if (str_search(str_of(rows[at].row), S("ApplicationId")) >= 0)
            id = S("02u000000000001");
        Str entity = str_format(&f->arena,
                                "{~,'Parent':{'Name':'S'},'SetupEntityType':'%s',"
                                "'SetupEntityId':'" STR_FMT "AAA'}",
                                rows[at].type, STR_ARG(str_slice(id, 0, 15)));
        Str name = str_format(&f->arena, "{~,%s}", rows[at].row);
        anew(f);
        if (i % 2)
            assert_row_true(rows[at].row, take_typed(f, rows[at].sobject, name.s));
        assert_row_true(rows[at].row, take_typed(f, "SetupEntityAccess", entity.s));
        if (i % 2 == 0)
            assert_row_true(rows[at].row, take_typed(f, rows[at].sobject, name.s));
        settle(f);
        assert_row(rows[at].row, sets_text(f),
                   str_format(&f->arena, "|S|||\n %s 1/1\n", rows[at].grant).s);
        assert_row_true(rows[at].row, f->org.entities[0].named);
        assert_int_equal(org_answer(&f->org, ASK_NAMES), ANSWER_WHOLE);
        assert_int_equal(org_answer(&f->org, ASK_SETUP), ANSWER_WHOLE);
    }
}

static void standard_objects_need_no_id(void **state)
{
    Fixture *f = *state;
    assert_true(take_typed(f, "EntityDefinition",
                           "{~,'DurableId':'Account','QualifiedApiName':'Account'}"));
    assert_null(map_find(&f->org.entity_names, S("Account")));
    assert_str(answers_text(f), "names whole 1/1 EntityDefinition\n");
}

/* --- rows without attributes, rows inside rows ------------------------------------------------------ */

static void columns_tell_what_a_row_is(void **state)
{
    static const struct {
        const char *row, *answer;
    } rows[] = {
        {"'Id':'1','Username':'u'", "users whole 1/1 User\n"},
        {"'PermissionsEdit':true,'Field':'A.B','ParentId':'1'",
         "fields whole 1/1 FieldPermissions\n"},
        {"'SobjectType':'A','PermissionsCreate':true,'ParentId':'1'",
         "objects whole 1/1 ObjectPermissions\n"},
        {"'SetupEntityId':'1','SetupEntityType':'T','ParentId':'1'",
         "setup whole 1/1 SetupEntityAccess\n"},
        {"'Name':'T','Visibility':'DefaultOn','Parent.Name':'S'",
         "tabs whole 1/1 PermissionSetTabSetting\n"},
        {"'PermissionSetGroup':{'DeveloperName':'G'},'Assignee':{'Username':'u'}",
         "assignments whole 1/1 PermissionSetAssignment\n"},
        {"'DeveloperName':'G','Status':'Updated'", "groups whole 1/1 PermissionSetGroup\n"},
        {"'Id':'0PS000000000001','Name':'S','PermissionsApiEnabled':false",
         "permissions whole 1/1 PermissionSet\n"},
        {"'DeveloperName':'L','UsedLicenses':1", "seats whole 1/1 PermissionSetLicense\n"},
        {"'ApplicationId':'02u000000000001','Name':'A'", "names whole 1/1 AppMenuItem\n"},
        {"'Id':'01p000000000001','Name':'A'", "names whole 1/1 \n"},
    };
    Fixture *f = *state;
    for (size_t i = 0; i < COUNT_OF(rows); i++) {
        anew(f);
        assert_row_true(rows[i].row, take_rows(f, str_format(&f->arena, "{%s}", rows[i].row).s));
        assert_row(rows[i].row, answers_text(f), rows[i].answer);
    }
}

static void rows_inside_a_user_are_his(void **state)
{
    Fixture *f = *state;
    assert_true(take_typed(
        f, "User",
        "{~,'Id':'005000000000001AAA','Username':'a','PermissionSetAssignments':{'totalSize':2,"
        "'done':true,'records':[{'PermissionSet':{'Name':'S'}},{'PermissionSet':{'Name':'T'}}]},"
        "'PermissionSetLicenseAssignments':null},"
        "{~,'Username':'b','PermissionSetAssignments':null,'PermissionSetLicenseAssignments':"
        "{'totalSize':2,'done':false,'records':[{'PermissionSetLicense':{'DeveloperName':'L'}}]}},"
        "{~,'Username':'c','PermissionSetAssignments':5,'PermissionSetLicenseAssignments':[]}"));
    assert_str(assignments_text(f), "a#005000000000001 > 0 ?\na#005000000000001 > 1 ?\n");
    assert_str(licenses_text(f), "b L|\n");
    assert_str(answers_text(f), "users whole 3/3 User\n"
                                "assignments whole 2/2 PermissionSetAssignment\n"
                                "licenses partial 1/2 PermissionSetLicenseAssign: 1 of 2 rows\n");
}

/* The user is no permission set, though he has an Id and a profile. */
static void an_assignment_inside_a_user_must_name_its_set(void **state)
{
    Fixture *f = *state;
    assert_false(take_typed(f, "User",
                            "{~,'Id':'005000000000001AAA','Username':'a','Profile':{'Name':'P'},"
                            "'PermissionSetAssignments':{'records':[{'IsActive':true}]}}"));
    assert_str(f->wrong.s,
               "rows of PermissionSetAssignments are of no use: they do not tell which permission "
               "set they are of: select the Id of the set, or its Name, and Profile.Name of the "
               "set of a profile");
}

static void rows_inside_a_set_are_its_own(void **state)
{
    Fixture *f = *state;
    assert_true(take_typed(
        f, "PermissionSet",
        "{~,'Id':'0PS000000000001AAA','Name':'S','ObjectPerms':{'records':[{'SobjectType':'A',"
        "'PermissionsRead':true}]},'FieldPerms':{'records':[{'Field':'A.B','PermissionsRead':true}]"
        "},'SetupEntityAccessItems':{'records':[{'SetupEntityType':'ApexClass','SetupEntityId':"
        "'01p000000000001AAA'}]},'Assignments':{'records':[{'Assignee':{'Username':'a'}}]}}"));
    assert_str(sets_text(f), "0PS000000000001|S|||\n objectPermissions A 8/8\n"
                             " fieldPermissions A.B 2/2\n");
    assert_str(assignments_text(f), "a > 0 ?\n");
    assert_int_equal(f->org.entities[0].set, 0);
    assert_int_equal(f->org.answer_count, 5);
}

/* --- rows of no use ---------------------------------------------------------------------------- */

static void a_row_of_no_use_makes_the_answer_partial(void **state)
{
    Fixture *f = *state;
    assert_true(take_typed(f, "FieldPermissions",
                           "{~,'Parent':{'Name':'S'},'Field':'A.B','PermissionsRead':true},"
                           "{~,'Parent':null,'Field':'A.C','PermissionsRead':true},7,"
                           "{'Field':'A.D'}"));
    assert_str(sets_text(f), "|S|||\n fieldPermissions A.B 2/2\n");
    assert_str(answers_text(f),
               "fields partial 4/4 FieldPermissions: 3 of 4 rows are of no use: they do not tell "
               "which permission set they are of: select the Id of the set, or its Name, and "
               "Profile.Name of the set of a profile\n");
}

static void rows_that_lack_their_columns_are_refused(void **state)
{
    static const struct {
        const char *type, *row, *wrong;
    } rows[] = {
        {"User", "'Id':'1'", "they do not name the user: select Username"},
        {"User", "'Username':null", "they do not name the user: select Username"},
        {"User", "'Username':5", "they do not name the user: select Username"},
        {"PermissionSetAssignment", "'PermissionSetId':'1'",
         "they do not tell whose they are: select Assignee.Username"},
        {"PermissionSetLicenseAssign", "'Assignee':{'Username':'a'}",
         "they do not name the licence: select PermissionSetLicense.DeveloperName"},
        {"PermissionSetLicense", "'TotalLicenses':1", "they do not name the licence"},
        {"ObjectPermissions", "'ParentId':'1'", "they do not name the object: select SobjectType"},
        {"FieldPermissions", "'ParentId':'1','Field':'B'",
         "they do not name the field: select SobjectType, Field"},
        {"PermissionSet", "'Label':'L'",
         "they do not name the permission set: select Id, Name, Profile.Name"},
        {"SetupEntityAccess", "'ParentId':'1','SetupEntityId':'1'",
         "they do not tell what they open: select SetupEntityType, SetupEntityId"},
        {"ApexClass", "'Id':'01p000000000001'", "they do not tell a name"},
        {"ApexClass", "'Name':'A'", "they do not tell the Id that the name belongs to"},
        {"ApexClass", "'Id':'01p','Name':'A'", "they do not tell the Id that the name belongs to"},
        {"ExternalCredentialParameter", "'Id':'01p000000000001','ParameterName':'A'",
         "they do not tell ExternalCredential.DeveloperName, ParameterName"},
        {"PermissionSetGroup", "'Status':'Updated'",
         "they do not name the group: select DeveloperName"},
        {"GroupMember", "'UserOrGroupId':'1'",
         "they do not name the group: select Group.DeveloperName"},
        {"GroupMember", "'Group':{'Name':'G'}",
         "they do not name the member: select UserOrGroupId"},
    };
    Fixture *f = *state;
    for (size_t i = 0; i < COUNT_OF(rows); i++) {
        Str row = str_format(&f->arena, "{~,%s}", rows[i].row);
        assert_row_true(rows[i].row, !take_typed(f, rows[i].type, row.s));
        assert_row(
            rows[i].row, f->wrong.s,
            str_format(&f->arena, "rows of %s are of no use: %s", rows[i].type, rows[i].wrong).s);
    }
    assert_int_equal(f->org.answer_count, 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(an_organization_tells_its_id_and_kind),
        TEST(users_are_read),
        TEST(assignments_name_their_set_in_many_ways),
        TEST(assignments_tell_user_group_and_end),
        TEST(licences_and_seats_are_read),
        TEST(groups_keep_their_status),
        TEST(members_are_joined_to_users),
        TEST(object_rows_tell_their_bits),
        TEST(field_rows_tell_their_bits),
        TEST(set_rows_tell_user_permissions),
        TEST(tabs_are_told_in_the_words_of_metadata),
        TEST(names_are_found_by_id_in_any_order),
        TEST(standard_objects_need_no_id),
        TEST(columns_tell_what_a_row_is),
        TEST(rows_inside_a_user_are_his),
        TEST(an_assignment_inside_a_user_must_name_its_set),
        TEST(rows_inside_a_set_are_its_own),
        TEST(a_row_of_no_use_makes_the_answer_partial),
        TEST(rows_that_lack_their_columns_are_refused),
    };
    return cmocka_run_group_tests_name("org_rows", tests, NULL, NULL);
}
