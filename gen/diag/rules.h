/* Every rule of the program, once. A row is
 *
 *     RULE(NAME, "id", level, lock, "what it looks for", "how to mend it")
 *
 * The level is the one it has until `company.rules` says otherwise. LOCKED rules cannot be lowered:
 * without them the input cannot be read, or Salesforce always refuses what comes out. The mend is
 * printed under a finding that brings no better one of its own. The README's table of rules is
 * compared with this list by `make lint`. */
#ifndef DIAG_RULES_H
#define DIAG_RULES_H

#define RULES(RULE)                                                                                \
    /* reading files */                                                                            \
    RULE(FILE_UNREADABLE, "file-unreadable", ERROR, LOCKED, "a file or folder cannot be read",     \
         "check the path and its permissions")                                                     \
    RULE(FILE_EMPTY, "file-empty", ERROR, LOCKED, "a definition file that says nothing",           \
         "write a definition, or take the file away")                                              \
    RULE(FILE_TOO_LARGE, "file-too-large", ERROR, LOCKED, "a file over the size limit of 128 MiB", \
         "split the definitions into several files of one folder")                                 \
    RULE(NOT_UTF8, "not-utf8", ERROR, LOCKED, "bytes that are not UTF-8",                          \
         "save the file as UTF-8")                                                                 \
    RULE(CONTROL_CHARACTER, "control-character", ERROR, LOCKED,                                    \
         "control characters, which XML cannot carry", "take the character out")                   \
    RULE(SECRET, "secret", ERROR, LOCKED, "a password, token or private key",                      \
         "take it out, and revoke it: whoever could read this file may have it")                   \
    /* YAML */                                                                                     \
    RULE(YAML_SYNTAX, "yaml-syntax", ERROR, LOCKED, "text that is not YAML",                       \
         "put quotes around a value that holds \": \" or \" #\", and check the indentation")       \
    RULE(YAML_TAB, "yaml-tab", ERROR, LOCKED, "a tab in the indentation", "use spaces")            \
    RULE(YAML_RESERVED, "yaml-reserved-character", ERROR, LOCKED,                                  \
         "a value that starts with a character YAML keeps for itself",                             \
         "put quotes around the value")                                                            \
    RULE(YAML_DIRECTIVE, "yaml-directive", ERROR, LOCKED, "a line that starts with %",             \
         "take the directive out: definitions need none")                                          \
    RULE(YAML_TAG, "yaml-tag", ERROR, LOCKED, "a YAML tag such as !Ref",                           \
         "take the tag out: every value is text until its key says otherwise")                     \
    RULE(YAML_DOCUMENTS, "yaml-documents", ERROR, LOCKED, "a second document in one file",         \
         "keep one document in a file: put the second into a file of its own")                     \
    RULE(YAML_DEPTH, "yaml-depth", ERROR, LOCKED, "values nested deeper than 64 levels",           \
         "definitions need five levels")                                                           \
    RULE(YAML_ALIAS, "yaml-alias", ERROR, LOCKED, "an alias without its anchor",                   \
         "an alias (*name) repeats a value that was marked (&name) before it")                     \
    RULE(YAML_BUDGET, "yaml-budget", ERROR, LOCKED,                                                \
         "aliases that expand to more than a million values",                                      \
         "write the values out, or share them through `permissionSets` and `assign`")              \
    RULE(DUPLICATE_KEY, "duplicate-key", ERROR, LOCKED, "a key that is said twice",                \
         "keep one of the two")                                                                    \
    RULE(MERGE_CONFLICT, "merge-conflict", WARNING, OPEN,                                          \
         "two maps merged by << that say the same key", "the earlier one is taken")                \
    RULE(MERGE_OVERRIDE, "merge-override", NOTE, OPEN, "a key that hides the one merged by <<",    \
         "nothing to do if this is meant")                                                         \
    /* the shape of a definition */                                                                \
    RULE(UNKNOWN_KEY, "unknown-key", ERROR, LOCKED, "a key that does not exist",                   \
         "keys of your own start with x-")                                                         \
    RULE(UNKNOWN_WORD, "unknown-word", ERROR, LOCKED,                                              \
         "a value that is not one of the known words", "take one of the known words")              \
    RULE(WRONG_KIND, "wrong-kind", ERROR, LOCKED,                                                  \
         "a list, a map or a single value where another of them is needed",                        \
         "see the table of keys in the README")                                                    \
    RULE(EMPTY_VALUE, "empty-value", ERROR, LOCKED, "a key with nothing behind it",                \
         "say something, or take the key out")                                                     \
    RULE(MISSING_KEY, "missing-key", ERROR, LOCKED, "a key that has to be there", "add the key")   \
    RULE(SAID_TWICE, "said-twice", ERROR, LOCKED,                                                  \
         "something that may be said once in all files of a run", "keep one of the two")           \
    RULE(DUPLICATE_ENTRY, "duplicate-entry", ERROR, LOCKED, "the same name twice in one list",     \
         "keep one of the two")                                                                    \
    RULE(UNKNOWN_TEMPLATE, "unknown-template", ERROR, LOCKED, "a template that nobody has",        \
         "`apionly templates` lists them")                                                         \
    RULE(UNKNOWN_OPTION, "unknown-option", ERROR, LOCKED,                                          \
         "an option that the template does not have",                                              \
         "`apionly templates NAME` shows its options")                                             \
    RULE(TEMPLATE_HIDDEN, "template-hidden", NOTE, OPEN,                                           \
         "a template of yours in place of a built-in one",                                         \
         "give it another name where that is not meant")                                           \
    RULE(TEMPLATE_GRANTS_MORE, "template-grants-more", WARNING, OPEN,                              \
         "a statement that says less than the template",                                           \
         "take it out, or say under `without:` what is to go")                                     \
    RULE(WITHOUT_UNUSED, "without-unused", WARNING, OPEN,                                          \
         "something taken away that the template does not grant",                                  \
         "take it out; the template may have changed")                                             \
    RULE(NO_GRANTS, "no-grants", ERROR, LOCKED, "an integration or set that grants nothing",       \
         "say what it may do (`objects:`, `permissions:` …), or what it shares (`assign:`)")       \
    RULE(EMPTY_SET, "empty-set", WARNING, OPEN,                                                    \
         "a set under `permissionSets` that grants nothing", "say what it may do, or take it out") \
    RULE(NO_INTEGRATIONS, "no-integrations", ERROR, LOCKED,                                        \
         "definitions without any integration or permission set",                                  \
         "add at least one under `integrations:` or `permissionSets:`")                            \
    /* what is gone */                                                                             \
    RULE(RETIRED_EXISTS, "retired-exists", ERROR, LOCKED,                                          \
         "a retired integration that still is one",                                                \
         "take it out of `retired:`, or out of `integrations:`")                                   \
    RULE(RETIRED_IN_USE, "retired-in-use", ERROR, LOCKED,                                          \
         "a retired integration whose user another one has",                                       \
         "take it out of `retired:`: a user that is needed cannot be deactivated")                 \
    RULE(INTEGRATION_GONE, "integration-gone", ERROR, OPEN,                                        \
         "an integration of the last build that is neither defined nor retired",                   \
         "name it under `retired:`, or define it again")                                           \
    RULE(USER_GONE, "user-gone", WARNING, OPEN,                                                    \
         "a user of the last build that no definition has any more",                               \
         "deactivate it in the org, or let the definition name it again")                          \
    RULE(SET_GONE, "set-gone", WARNING, OPEN,                                                      \
         "a permission set of the last build that no definition has any more",                     \
         "delete it in the org once nobody is assigned, or define it again")                       \
    /* the proof */                                                                                \
    RULE(ORG_WRONG, "org-wrong", ERROR, LOCKED, "answers of an org that is not the environment's", \
         "ask the right org, or mend `orgId:`")                                                    \
    RULE(ANSWER_UNREADABLE, "answer-unreadable", ERROR, LOCKED,                                    \
         "a file that is no answer of an org", "save what `sf data query --json` prints")          \
    RULE(ANSWER_MISSING, "answer-missing", WARNING, OPEN,                                          \
         "a question of the proof without an answer",                                              \
         "run verify/ask.sh, which asks them all; with --strict this is an error")                 \
    RULE(ANSWER_INCOMPLETE, "answer-incomplete", ERROR, OPEN,                                      \
         "an answer that does not hold all it should",                                             \
         "ask again; what is not answered is not proven")                                          \
    RULE(USER_MISSING, "user-missing", ERROR, OPEN, "a user that the org does not have",           \
         "run users.apex, or step 5 of deploy.sh")                                                 \
    RULE(USER_INACTIVE, "user-inactive", ERROR, OPEN, "a user that is not active",                 \
         "activate it; `adopt: true` lets users.apex do it")                                       \
    RULE(USER_PROFILE, "user-profile", ERROR, OPEN, "a user with another profile or user licence", \
         "`adopt: true` lets users.apex move it to the profile of the definition")                 \
    RULE(USER_VALUES, "user-values", WARNING, OPEN, "a user whose other values differ",            \
         "users.apex puts them right")                                                             \
    RULE(USER_UNDEFINED, "user-undefined", NOTE, OPEN,                                             \
         "an API-only user that no definition holds",                                              \
         "define it (apionly import), or deactivate it")                                           \
    RULE(USER_RETIRED, "user-retired", ERROR, OPEN,                                                \
         "a retired user that still is active or holds something",                                 \
         "run retire.apex, or step 8 of deploy.sh")                                                \
    RULE(ASSIGNMENT_MISSING, "assignment-missing", ERROR, OPEN,                                    \
         "a set, group or licence that a user should hold",                                        \
         "run users.apex, or steps 6 and 7 of deploy.sh")                                          \
    RULE(ASSIGNMENT_EXTRA, "assignment-extra", ERROR, OPEN,                                        \
         "a set, group or licence that a user holds beyond its definition",                        \
         "run revoke.apex, or say it under `assign:`")                                             \
    RULE(ACCESS_MISSING, "access-missing", ERROR, OPEN, "access that the org does not give",       \
         "deploy the package again; something changed the set in the org")                         \
    RULE(ACCESS_EXTRA, "access-extra", ERROR, OPEN, "access beyond the definition",                \
         "deploy the package again, or say it in the definition")                                  \
    RULE(DEPLOY_REFUSED, "deploy-refused", ERROR, LOCKED, "something that a deploy refused",       \
         "mend the line, build and deploy again")                                                  \
    /* permission set XML */                                                                       \
    RULE(XML_SYNTAX, "xml-syntax", ERROR, LOCKED, "text that is not well-formed XML",              \
         "retrieve the file again, or mend it")                                                    \
    RULE(XML_ROOT, "xml-root", ERROR, LOCKED, "an XML file that is not a permission set",          \
         "name files that end in .permissionset or .permissionset-meta.xml")                       \
    RULE(XML_DOCTYPE, "xml-doctype", ERROR, LOCKED, "a document type declaration",                 \
         "take it out: no file of Salesforce has one")                                             \
    RULE(XML_ELEMENT, "xml-element", ERROR, LOCKED, "an element that the type does not have",      \
         "take it out")                                                                            \
    RULE(XML_ENTRY, "xml-entry", ERROR, LOCKED, "an entry without an element that it needs",       \
         "add the element")                                                                        \
    RULE(XML_FLAG, "xml-flag", WARNING, OPEN, "an entry that does not say one of its switches",    \
         "say it: what is left out counts as false")                                               \
    RULE(XML_GROUPING, "xml-grouping", ERROR, LOCKED,                                              \
         "entries of one kind that do not stand together", "put them next to each other")          \
    RULE(XML_DUPLICATE, "xml-duplicate", WARNING, OPEN, "an entry that stands twice in one set",   \
         "keep one of the two")                                                                    \
    RULE(XML_FORM, "xml-form", NOTE, OPEN, "a file that is not written as Salesforce writes it",   \
         "build or retrieve it again; nothing is lost by it")                                      \
    RULE(NOT_INTEGRATION, "not-integration", WARNING, OPEN,                                        \
         "a set that was named as that of an integration, but cannot be",                          \
         "it stays under `permissionSets`; name its user with `assign` there")                     \
    RULE(XML_NAME, "xml-name", WARNING, OPEN, "a fullName that differs from the file name",        \
         "take fullName out: the file name counts")                                                \
    RULE(XML_DECOMPOSED, "xml-decomposed", ERROR, LOCKED,                                          \
         "a permission set in the CLI's decomposed layout",                                        \
         "compose it: sf project convert source --source-dir force-app --output-dir composed")     \
    /* names */                                                                                    \
    RULE(INVISIBLE_CHARACTER, "invisible-character", ERROR, LOCKED,                                \
         "a zero-width or no-break character in a name", "type the name again")                    \
    RULE(LABEL_CHARACTER, "label-character", WARNING, OPEN,                                        \
         "a zero-width or no-break character in a label", "type the label again")                  \
    RULE(LINE_BREAK, "line-break", ERROR, LOCKED, "a line break or tab where one line is needed",  \
         "write the value on one line")                                                            \
    RULE(API_NAME, "api-name", ERROR, LOCKED, "an API name that Salesforce refuses",               \
         "set `apiName:`")                                                                         \
    RULE(ENTRY_NAME, "entry-name", ERROR, LOCKED, "an entry whose name cannot be one",             \
         "write the API name as Setup shows it")                                                   \
    RULE(TOO_LONG, "too-long", ERROR, LOCKED, "a value over the length Salesforce stores",         \
         "shorten it")                                                                             \
    RULE(DUPLICATE_API_NAME, "duplicate-api-name", ERROR, LOCKED,                                  \
         "two permission sets with one API name (upper and lower case are the same)",              \
         "set `apiName:` on one of them")                                                          \
    RULE(DUPLICATE_LABEL, "duplicate-label", WARNING, OPEN, "two permission sets with one label",  \
         "set `label:` on one of them, so that people can tell them apart in Setup")               \
    RULE(NO_DESCRIPTION, "no-description", WARNING, OPEN, "a permission set without description",  \
         "say what the tool does with this access: `description:`")                                \
    /* versions */                                                                                 \
    RULE(API_VERSION, "api-version", ERROR, LOCKED,                                                \
         "an API version that does not exist or is too old", "write a version such as \"67.0\"")   \
    RULE(API_VERSION_NEW, "api-version-new", WARNING, OPEN,                                        \
         "an API version newer than the newest known one",                                         \
         "an org of an older release refuses it: \"Invalid version specified\"")                   \
    RULE(ELEMENT_GONE, "element-gone", WARNING, OPEN,                                              \
         "an element that the version of the package no longer has",                               \
         "raise the `apiVersion:` of the set, or take it out")                                     \
    RULE(ELEMENT_VERSION, "element-version", ERROR, LOCKED,                                        \
         "an entry that the chosen API version does not have", "raise `apiVersion:`")              \
    /* licences and profiles */                                                                    \
    RULE(LICENSE_NAME, "license-name", ERROR, LOCKED, "a licence name that is nearly right",       \
         "write the name exactly")                                                                 \
    RULE(LICENSE_UNKNOWN, "license-unknown", WARNING, OPEN, "a licence that is not in our table",  \
         "it is written as it stands; check it in Setup, Company Information")                     \
    RULE(LICENSE_OBJECTS, "license-objects", ERROR, LOCKED,                                        \
         "object access under the user licence Salesforce Integration",                            \
         "write \"Salesforce API Integration\", or leave `license:` out: it is the default")       \
    RULE(LICENSE_ACCESS, "license-access", WARNING, OPEN,                                          \
         "classes, pages, flows, custom permissions, apps or credentials under a permission set "  \
         "licence",                                                                                \
         "move them to a set with `license: none`")                                                \
    RULE(PROFILE_PERMISSION, "profile-permission", NOTE, OPEN,                                     \
         "a permission that the API-only profile brings",                                          \
         "take it out: it is not repeated in the set")                                             \
    RULE(PROFILE_NAME, "profile-name", WARNING, OPEN,                                              \
         "a profile name that is old or nearly right",                                             \
         "leave `profile:` out: the newer one of the org is taken")                                \
    RULE(VENDOR_LICENSE, "vendor-license", WARNING, OPEN,                                          \
         "a tool whose vendor asks for a full Salesforce licence",                                 \
         "try it in a sandbox; then accept it under `allow:` with the reason")                     \
    RULE(LICENSE_CHANGED, "license-changed", ERROR, OPEN,                                          \
         "a permission set that exists already, with another licence",                             \
         "keep the licence, or give the set a new `apiName:`: a deploy cannot change it")          \
    RULE(LICENSE_PERMISSION, "license-permission", ERROR, OPEN,                                    \
         "a user permission that the licence is not known to hold",                                \
         "try it in a sandbox first, or take it out")                                              \
    RULE(LICENSE_PACKAGE, "license-package", NOTE, OPEN, "a licence that comes with a package",    \
         "install the package first")                                                              \
    RULE(API_USER_ONLY, "api-user-only", WARNING, OPEN,                                            \
         "ApiUserOnly in a set that is not tied to an integration user",                           \
         "take it out: whoever gets the set can no longer log in to the user interface")           \
    RULE(PROFILE_LICENSE, "profile-license", ERROR, OPEN,                                          \
         "a profile and a permission set whose licences do not fit together",                      \
         "leave `profile:` out, or give the set the licence of the profile")                       \
    /* access: objects */                                                                          \
    RULE(OBJECT_LADDER, "object-ladder", ERROR, LOCKED,                                            \
         "object access without the access it builds on", "add what is missing")                   \
    RULE(OBJECT_NOT_GRANTABLE, "object-not-grantable", ERROR, OPEN,                                \
         "object permissions of an object that takes none", "take the object out")                 \
    RULE(OBJECT_FLAG, "object-flag", ERROR, OPEN, "access that this object never has",             \
         "take the access out")                                                                    \
    RULE(OBJECT_UNKNOWN, "object-unknown", WARNING, OPEN, "a standard object that is not known",   \
         "check the API name in Setup, Object Manager")                                            \
    RULE(PARENT_ACCESS, "parent-access", ERROR, OPEN,                                              \
         "access to an object without that to its parent", "grant the parent in the same set")     \
    RULE(NEEDS_FEATURE, "needs-feature", NOTE, OPEN, "access that needs a feature of the org",     \
         "switch the feature on first")                                                            \
    RULE(NEEDS_PACKAGE, "needs-package", NOTE, OPEN, "names of a managed package",                 \
         "install the package first")                                                              \
    /* access: fields */                                                                           \
    RULE(FIELD_PATTERN, "field-pattern", ERROR, LOCKED, "a pattern that stands for no field",      \
         "write the fields out")                                                                   \
    RULE(FIELD_LADDER, "field-ladder", ERROR, LOCKED, "a field that can be edited but not read",   \
         "grant it for reading, too")                                                              \
    RULE(FIELD_NOT_GRANTABLE, "field-not-grantable", ERROR, OPEN,                                  \
         "a field that takes no field permissions",                                                \
         "take it out: whoever may read the object sees it")                                       \
    RULE(FIELD_PART, "field-part", ERROR, OPEN, "a part of a compound field",                      \
         "grant the compound field in its place")                                                  \
    RULE(FIELD_READ_ONLY, "field-read-only", WARNING, OPEN,                                        \
         "the right to edit a field that nobody can edit", "grant it for reading")                 \
    RULE(FIELD_UNKNOWN, "field-unknown", WARNING, OPEN, "a standard field that is not known",      \
         "check the API name in Setup, Object Manager")                                            \
    RULE(ACTIVITY_FIELD, "activity-field", ERROR, OPEN, "a field of Activity",                     \
         "write it for Task, for Event, or for both")                                              \
    RULE(FIELD_WITHOUT_OBJECT, "field-without-object", WARNING, OPEN,                              \
         "fields of an object that no set of the user opens",                                      \
         "grant the object, or take them out")                                                     \
    RULE(FIELD_WITHOUT_EDIT, "field-without-edit", WARNING, OPEN,                                  \
         "fields to edit, of an object that no set of the user lets it write",                     \
         "grant edit or create on the object, or the fields for reading")                          \
    RULE(NO_FIELDS, "no-fields", WARNING, OPEN, "an object to write, without any of its fields",   \
         "name the fields: without them only those are seen that take no permissions")             \
    RULE(PERSON_ACCOUNT, "person-account", WARNING, OPEN,                                          \
         "record types of person accounts, named for Account", "write them for PersonAccount")     \
    /* access: user permissions, tabs, names */                                                    \
    RULE(PERMISSION_NAME, "permission-name", ERROR, OPEN,                                          \
         "a label, or a nearly right name, where the API name of a user permission is needed",     \
         "write the API name")                                                                     \
    RULE(PERMISSION_UNKNOWN, "permission-unknown", WARNING, OPEN,                                  \
         "a user permission that is not known",                                                    \
         "check the API name: an org that has it not answers \"Unknown user permission\"")         \
    RULE(PERMISSION_DEPENDENCY, "permission-dependency", ERROR, OPEN,                              \
         "a user permission without what it depends on", "add what is missing")                    \
    RULE(TAB_NAME, "tab-name", WARNING, OPEN, "a standard tab that is not known",                  \
         "standard tabs are called standard-Account and the like")                                 \
    RULE(NO_SCREEN, "no-screen", WARNING, OPEN, "tabs and apps of an API-only user",               \
         "take them out: the user never sees a screen")                                            \
    RULE(                                                                                          \
        SOURCE_NAME, "source-name", ERROR, OPEN,                                                   \
        "a name that the project's own source does not have",                                      \
        "correct the name, or add its source; a deploy refuses what the org does not have either") \
    RULE(ANSWERS, "answers", ERROR, LOCKED, "an answer of the org that cannot be read",            \
         "save it again; `apionly explain --facts` prints the commands")                           \
    /* least privilege */                                                                          \
    RULE(MODIFY_ALL_DATA, "modify-all-data", ERROR, OPEN,                                          \
         "the right to change every record of the org",                                            \
         "name the objects the tool needs; or accept it under `allow:` with the reason")           \
    RULE(VIEW_ALL_DATA, "view-all-data", ERROR, OPEN, "the right to read every record of the org", \
         "name the objects the tool needs; or accept it under `allow:` with the reason")           \
    RULE(MANAGE_USERS, "manage-users", ERROR, OPEN,                                                \
         "rights over users and their permissions, up to giving itself more",                      \
         "take it out; or accept it under `allow:` with the reason")                               \
    RULE(AUTHOR_APEX, "author-apex", ERROR, OPEN,                                                  \
         "rights to change the code or the configuration of the org",                              \
         "take it out; or accept it under `allow:` with the reason")                               \
    RULE(MODIFY_ALL_RECORDS, "modify-all-records", ERROR, OPEN,                                    \
         "the right to change all records of an object, whoever they are shared with",             \
         "grant create and edit, and share the records; or accept it under `allow:` with the "     \
         "reason")                                                                                 \
    RULE(VIEW_ALL_RECORDS, "view-all-records", WARNING, OPEN,                                      \
         "the right to read all records of an object, whoever they are shared with",               \
         "grant read, and share the records; or accept it under `allow:` with the reason")         \
    RULE(VIEW_ALL_FIELDS, "view-all-fields", WARNING, OPEN,                                        \
         "the right to read all fields of an object, also those that come later",                  \
         "name the fields; or accept it under `allow:` with the reason")                           \
    RULE(BULK_ACCESS, "bulk-access", WARNING, OPEN,                                                \
         "rights that read, move or destroy much at once, or weaken the sign-in",                  \
         "take it out; or accept it under `allow:` with the reason")                               \
    /* users and environments */                                                                   \
    RULE(ENVIRONMENT_NAME, "environment-name", ERROR, LOCKED,                                      \
         "an environment whose name cannot be a folder",                                           \
         "use letters, digits, - and _, beginning with a letter or digit")                         \
    RULE(NAME_NEEDED, "name-needed", ERROR, LOCKED, "a name that cannot be derived", "say it")     \
    RULE(USERNAME_FORM, "username-form", ERROR, LOCKED,                                            \
         "a username that has not the form of an email address",                                   \
         "write it like marketo@mycompany.com")                                                    \
    RULE(USERNAME_CASE, "username-case", WARNING, OPEN, "upper case in a username",                \
         "write it in lower case: that is how Salesforce stores it")                               \
    RULE(DUPLICATE_USERNAME, "duplicate-username", ERROR, LOCKED,                                  \
         "two users with one username in one environment", "set `user: {username: …}` on one")     \
    RULE(EMAIL_FORM, "email-form", ERROR, LOCKED, "an email address that is none",                 \
         "write it like salesops@mycompany.com")                                                   \
    RULE(CSV_FORMULA, "csv-formula", WARNING, OPEN,                                                \
         "a value that a spreadsheet would take for a formula",                                    \
         "begin it with a letter: people open users.csv in spreadsheets")                          \
    RULE(ORG_ID, "org-id", ERROR, LOCKED, "an organization Id that is none",                       \
         "take it from Setup, Company Information: it starts with 00D")                            \
    RULE(SEATS, "seats", ERROR, LOCKED, "a number of licences that is none",                       \
         "write a whole number such as 8")                                                         \
    RULE(PICKLIST_VALUE, "picklist-value", ERROR, OPEN,                                            \
         "a time zone, locale, language or encoding that users cannot have",                       \
         "write the API value, such as GMT, en_US, UTF-8")                                         \
    RULE(SEATS_SHORT, "seats-short", ERROR, OPEN, "more users than licences",                      \
         "free or buy licences, or give up a user")                                                \
    RULE(UNKNOWN_REFERENCE, "unknown-reference", ERROR, LOCKED,                                    \
         "a name that is defined nowhere in this run", "define it, or correct the name")           \
    /* accepted risks and levels */                                                                \
    RULE(UNKNOWN_RULE, "unknown-rule", WARNING, OPEN, "a rule id that does not exist",             \
         "see the table of rules in the README")                                                   \
    RULE(ALLOW_UNUSED, "allow-unused", WARNING, OPEN, "an accepted risk that nothing is about",    \
         "take the entry out, or correct its rule or its name")                                    \
    RULE(RULE_LOCKED, "rule-locked", ERROR, LOCKED, "a rule that cannot be lowered or accepted",   \
         "mend what the rule finds")                                                               \
    /* the output */                                                                               \
    RULE(DEPLOY_LIMIT, "deploy-limit", ERROR, LOCKED, "a package over the limits of a deploy",     \
         "split the definitions into several runs, each with its own output folder")               \
    RULE(FOREIGN_FILE, "foreign-file", ERROR, LOCKED,                                              \
         "a file in the way that apionly did not write",                                           \
         "move it away, or build into another folder")                                             \
    RULE(LEFT_ALONE, "left-alone", NOTE, OPEN,                                                     \
         "files in the output folder that apionly did not write",                                  \
         "nothing to do: they stay, and are not deployed by the zip")                              \
    RULE(ACCESS_GAINED, "access-gained", NOTE, OPEN,                                               \
         "access that the new side has and the old had not",                                       \
         "make sure that the integration needs it")                                                \
    RULE(ACCESS_LOST, "access-lost", NOTE, OPEN,                                                   \
         "access that the old side had and the new has not",                                       \
         "make sure that the integration can do without it")                                       \
    RULE(ACCESS_CHANGED, "access-changed", NOTE, OPEN,                                             \
         "what is neither gain nor loss, and matters to who reviews access",                       \
         "make sure that it is meant")                                                             \
    RULE(OUT_OF_DATE, "out-of-date", ERROR, OPEN,                                                  \
         "generated files that differ from the definitions",                                       \
         "run the build again and commit what it writes")                                          \
    RULE(LAYOUT_DIFFERS, "layout-differs", WARNING, OPEN,                                          \
         "generated XML that says the same in another layout",                                     \
         "keep formatters away from it (list it in .prettierignore), then run `apionly build`")    \
    RULE(OUTPUT_LOCKED, "output-locked", ERROR, LOCKED,                                            \
         "another build that writes to the same folder", "wait for it to end")                     \
    RULE(OUTPUT_SOURCE, "output-source", ERROR, LOCKED,                                            \
         "a folder for the project's source that a build must not write to",                       \
         "name a folder of the project: below that of this file, outside of the output folder")    \
    RULE(WRITE_FAILED, "write-failed", ERROR, LOCKED, "a file that cannot be written",             \
         "check the disk and the permissions of the output folder")                                \
    RULE(SELF_CHECK, "self-check", ERROR, LOCKED,                                                  \
         "a finished zip that does not read back as it was written",                               \
         "this is a defect of apionly: please report it")

#endif
