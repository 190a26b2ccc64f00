/* Sensitive fields: the table and its patterns, what the source says, and who outranks whom. */
#include "test.h"

#include "facts/access.h"
#include "facts_tables.h"
#include "read/source_xml.h"
#include "resolve/sensitive.h"

/* --- the table --------------------------------------------------------------------------------- */

static Str why_of(const char *name)
{
    Str why = S(""), evidence = S("");
    bool found = fact_sensitive_field(str_of(name), &why, &evidence);
    assert_row_true(name, found == (evidence.n > 0));
    return why;
}

static Str row_name(size_t row)
{
    return table_cell(&table_sensitive_fields, row, SENSITIVE_FIELDS_NAME);
}

/* No other field could stand in a permission set. */
static void rows_of_standard_fields_name_fields_that_take_permissions(void **state)
{
    (void)state;
    Arena a = {0};
    size_t count = 0;
    for (size_t i = 0; i < table_sensitive_fields.rows; i++) {
        const char *name = str_c(&a, row_name(i));
        FieldFact fact;
        if (name[0] == '*')
            continue;
        assert_row_true(name, fact_field(row_name(i), &fact));
        assert_row(name, fact.name, name);
        assert_row_true(name, fact.access == FIELD_EDITABLE || fact.access == FIELD_READABLE);
        count++;
    }
    assert_int_equal(count, 71);
    arena_free(&a);
}

/* A pattern that another one hides, or that is too short to be looked up, would never be found. */
static void every_pattern_is_found_by_its_own_words(void **state)
{
    (void)state;
    Arena a = {0};
    for (size_t i = 0; i < table_sensitive_fields.rows; i++) {
        Str name = row_name(i), why = S(""), evidence = S("");
        if (name.s[0] != '*')
            continue;
        Str words = str_from(name, name.s[1] == '.' ? 2 : 1);
        words = str_ends(words, S("*")) ? str_slice(words, 0, words.n - 1) : words;
        Str field = str_format(&a, "Fee__c." STR_FMT "__c", STR_ARG(words));
        assert_row_true(field.s, fact_sensitive_field(field, &why, &evidence));
        assert_ptr_equal(evidence.s,
                         table_cell(&table_sensitive_fields, i, SENSITIVE_FIELDS_EVIDENCE).s);
    }
    arena_free(&a);
}

static void standard_fields_have_rows(void **state)
{
    (void)state;
    static const struct {
        const char *name, *why;
    } rows[] = {{"Contact.Email", "contact data"},
                {"Contact.Birthdate", "birth date"},
                {"Lead.Address", "contact data"},
                {"Account.PersonMailingAddress", "home address"},
                {"Individual.ConvictionsCount", "criminal record"},
                {"Individual.ConsumerCreditScore", "credit data"},
                {"PaymentInstrument.BankAccountNumber", "bank or card data"},
                {"SOSSession.SessionToken", "password or key"},
                {"Employee.CurrentWellnessStatus", "health data"},
                {"ContactProfile.Income", "pay"},
                {"ContactProfile.Race", "protected attribute"},
                {"Contact.LastName", ""},
                {"Contact.OwnerId", ""},
                {"Account.Phone", ""},
                {"Account.BillingAddress", ""},
                {"Account.AccountNumber", ""},
                {"Opportunity.Amount", ""},
                {"PaymentInstrument.BankAccountType", ""},
                {"Contact", ""},
                {"Contact.", ""},
                {"", ""}};
    for (size_t i = 0; i < COUNT_OF(rows); i++)
        assert_row(rows[i].name, why_of(rows[i].name), rows[i].why);
}

static void names_are_read_by_their_words(void **state)
{
    (void)state;
    static const struct {
        const char *name, *why;
    } rows[] = {{"Fee__c.Date_of_Birth__c", "birth date"},
                {"Fee__c.DateOfBirth__c", "birth date"},
                {"Fee__c.dateofbirth__c", "birth date"},
                {"Fee__c.DATE_OF_BIRTH__c", "birth date"},
                {"Fee__c.Guest2_Birthdate_Text__c", "birth date"},
                {"Fee__c.Guest1DOB__c", "birth date"},
                {"Account.DoB__pc", "birth date"},
                {"Fee__c.Passport__c", "government ID"},
                {"Fee__c.Passport_2__c", "government ID"},
                {"Fee__c.Passport_Number__c", "government ID"},
                {"Fee__c.Passport_Photo_Seen__c", ""},
                {"Fee__c.SSNLast4__c", "government ID"},
                {"Fee__c.S_S_N__c", "government ID"},
                {"Fee__c.Driver_s_License_State__c", "government ID"},
                {"Fee__c.Session__c", ""},
                {"Fee__c.Process__c", ""},
                {"Fee__c.ProcessNumber__c", ""},
                {"Fee__c.Compass__c", ""},
                {"Fee__c.Swift_IBAN__c", "bank or card data"},
                {"Fee__c.IBANNumber__c", "bank or card data"},
                {"Fee__c.Card_Number__c", "bank or card data"},
                {"Fee__c.Card_Type__c", ""},
                {"Fee__c.Bank_Account_Type__c", ""},
                {"Fee__c.Gross_Salary__c", "pay"},
                {"Fee__c.API_Key__c", "password or key"},
                {"Fee__c.Sort_Key__c", ""},
                {"Fee__c.PasswordReset__c", ""},
                {"Fee__c.E_Mail__c", "contact data"},
                {"Fee__c.Email1__c", "contact data"},
                {"Fee__c.Last_Email__c", ""},
                {"Fee__c.Email_Sent__c", ""},
                {"Fee__c.Account_Health__c", ""},
                {"Fee__c.Medical_Condition__c", "health data"},
                {"Fee__c.Essex__c", ""},
                {"Fee__c.Trace__c", ""},
                {"Fee__c.Terrace__c", ""},
                {"Passport__c.Name__c", ""},
                {"ssn__Fee__c.Rate__c", ""},
                {"Fee__c.ssn__Rate__c", ""},
                {"Fee__c.ns__SSN__c", "government ID"},
                {"Fee__c.__c", ""},
                {"Fee__c._", ""},
                {"Fee__c.DoB", "birth date"}};
    for (size_t i = 0; i < COUNT_OF(rows); i++)
        assert_row(rows[i].name, why_of(rows[i].name), rows[i].why);
}

/* Longer than any field's name: what stands behind the first letters is not looked at. */
static void names_may_have_any_length(void **state)
{
    (void)state;
    char name[400] = "Fee__c.";
    memset(name + 7, 'x', sizeof name - 8);
    assert_str(why_of(name), "");
    memcpy(name + 200, "_SSN", 4);
    assert_str(why_of(name), "");
    memcpy(name + 100, "_SSN", 4);
    assert_str(why_of(name), "");
    name[104] = '_';
    assert_str(why_of(name), "government ID");
}

/* --- what the source says ---------------------------------------------------------------------- */

#define LEVEL(word)  "<securityClassification>" word "</securityClassification>"
#define GROUPS(text) "<complianceGroup>" text "</complianceGroup>"
#define TYPE(word)   "<type>" word "</type>"

typedef struct {
    Arena arena;
    Known known;
} Fixture;

static int start(void **state)
{
    *state = calloc(1, sizeof(Fixture));
    return *state ? 0 : -1;
}

static int stop(void **state)
{
    Fixture *f = *state;
    arena_free(&f->arena);
    free(f);
    return 0;
}

static void read_field(Fixture *f, const char *object, const char *name, const char *inside)
{
    SourceFile file = {.known = &f->known, .arena = &f->arena, .file = 1};
    file.object = str_of(object);
    file.name = str_of(name);
    file.bytes = str_format(&f->arena, "<CustomField>%s</CustomField>", inside);
    assert_row_true(inside, source_field_read(&file));
}

static void a_field_file_tells_its_classification(void **state)
{
    static const struct {
        const char *inside, *classification;
        bool is_public;
    } rows[] = {
        {TYPE("Text"), "", false},
        {LEVEL("Public"), "", true},
        {LEVEL("Internal"), "", false},
        {LEVEL("Confidential"), "classified Confidential", false},
        {LEVEL("Restricted"), "classified Restricted", false},
        {LEVEL("MissionCritical"), "classified MissionCritical", false},
        {LEVEL("confidential"), "", false},
        {LEVEL(" Confidential\n"), "classified Confidential", false},
        {GROUPS("PII"), "classified PII", false},
        {GROUPS("PII;GDPR"), "classified PII, GDPR", false},
        {GROUPS("; PII ;;GDPR;"), "classified PII, GDPR", false},
        {GROUPS(" ; "), "", false},
        {GROUPS("") LEVEL(""), "", false},
        {GROUPS("PII;GDPR") LEVEL("Confidential"), "classified Confidential, PII, GDPR", false},
        {LEVEL("Internal") GROUPS("HIPAA"), "classified Internal, HIPAA", false},
        {LEVEL("Public") GROUPS("GDPR"), "classified Public, GDPR", false},
        {TYPE("EncryptedText"), "encrypted text", false},
        {TYPE("EncryptedText") LEVEL("Internal"), "encrypted text", false},
        {TYPE("EncryptedText") LEVEL("Public"), "encrypted text", false},
        {TYPE("EncryptedText") GROUPS("PCI"), "classified PCI", false},
    };
    for (size_t i = 0; i < COUNT_OF(rows); i++) {
        Fixture *f = *state;
        f->known = (Known){0};
        read_field(f, "Fee__c", "F__c", rows[i].inside);
        const KnownField *field = known_field(&f->known, S("Fee__c.F__c"));
        assert_row(rows[i].inside, field->classification, rows[i].classification);
        assert_row_true(rows[i].inside, field->is_public == rows[i].is_public);
        assert_int_equal(field->sort, FIELD_PLAIN);
    }
}

static void the_fields_of_an_object_file_do_so_too(void **state)
{
    static const char bytes[] = "<CustomObject><fields><fullName>A__c</fullName>" LEVEL(
        "Restricted") GROUPS("PII;HIPAA")
        TYPE("Text") "</fields><fields><fullName>B__c</fullName>" TYPE(
            "EncryptedText") "</fields><fields><fullName>Email</fullName>" LEVEL("Public") "</"
                                                                                           "fields>"
                                                                                           "<fields"
                                                                                           "><"
                                                                                           "fullNam"
                                                                                           "e>C__c<"
                                                                                           "/fullNa"
                                                                                           "me></"
                                                                                           "fields>"
                                                                                           "</"
                                                                                           "CustomO"
                                                                                           "bject>";
    Fixture *f = *state;
    SourceFile file = {.known = &f->known, .arena = &f->arena, .file = 1};
    file.name = S("Fee__c");
    file.bytes = str_of(bytes);
    assert_true(source_object_read(&file));
    assert_str(field_sensitivity(&f->known, S("Fee__c.A__c"), &f->arena),
               "classified Restricted, PII, HIPAA");
    assert_str(field_sensitivity(&f->known, S("Fee__c.B__c"), &f->arena), "encrypted text");
    assert_str(field_sensitivity(&f->known, S("Fee__c.Email"), &f->arena), "");
    assert_str(field_sensitivity(&f->known, S("Fee__c.C__c"), &f->arena), "");
}

/* Custom fields of Activity are those of Task and Event. */
static void tasks_and_events_are_classified_as_activities(void **state)
{
    Fixture *f = *state;
    read_field(f, "Activity", "Topic__c", LEVEL("Confidential"));
    assert_str(field_sensitivity(&f->known, S("Task.Topic__c"), &f->arena),
               "classified Confidential");
    assert_str(field_sensitivity(&f->known, S("Event.Topic__c"), &f->arena),
               "classified Confidential");
}

/* Only the source tells a classification: the org's answer on the same field does not end it. */
static void the_org_does_not_undo_a_classification(void **state)
{
    static const struct {
        Speaker first, second;
        const char *classification;
        bool is_public;
    } rows[] = {{SAID_BY_SOURCE, SAID_BY_ORG, "classified PII", false},
                {SAID_BY_ORG, SAID_BY_SOURCE, "", true},
                {SAID_BY_SOURCE, SAID_BY_SOURCE, "", true}};
    for (size_t i = 0; i < COUNT_OF(rows); i++) {
        Fixture *f = *state;
        f->known = (Known){0};
        KnownField first = {.name = S("Fee__c.F__c"), .by = rows[i].first}, second = first;
        second.by = rows[i].second;
        second.sort = FIELD_CALCULATED;
        if (first.by == SAID_BY_SOURCE)
            first.classification = S("classified PII");
        second.is_public = second.by == SAID_BY_SOURCE;
        known_add_field(&f->known, &f->arena, first);
        known_add_field(&f->known, &f->arena, second);
        const KnownField *field = known_field(&f->known, S("Fee__c.F__c"));
        assert_str(field->classification, rows[i].classification);
        assert_int_equal(field->is_public, rows[i].is_public);
        assert_int_equal(field->by, first.by > second.by ? first.by : second.by);
        assert_int_equal(field->sort, first.by > second.by ? FIELD_PLAIN : FIELD_CALCULATED);
    }
}

/* --- both together ----------------------------------------------------------------------------- */

static void the_source_outranks_the_table(void **state)
{
    static const struct {
        const char *name, *why;
    } rows[] = {{"Contact.Email", ""},
                {"Contact.Birthdate", "classified Restricted, GDPR"},
                {"Contact.Phone", "contact data"},
                {"Contact.Description", "classified Confidential"},
                {"Contact.Salary__c", ""},
                {"Contact.Hobby__c", "encrypted text"},
                {"Contact.Title", ""},
                {"Contact.MobilePhone", "contact data"},
                {"Lead.Email", "contact data"},
                {"Lead.Title", ""}};
    Fixture *f = *state;
    read_field(f, "Contact", "Email", LEVEL("Public"));
    read_field(f, "Contact", "Birthdate", LEVEL("Restricted") GROUPS("GDPR"));
    read_field(f, "Contact", "Phone", LEVEL("Internal"));
    read_field(f, "Contact", "Description", LEVEL("Confidential"));
    read_field(f, "Contact", "Salary__c", LEVEL("Public") TYPE("Currency"));
    read_field(f, "Contact", "Hobby__c", TYPE("EncryptedText"));
    read_field(f, "Contact", "Title", LEVEL("Internal"));
    for (size_t i = 0; i < COUNT_OF(rows); i++)
        assert_row(rows[i].name, field_sensitivity(&f->known, str_of(rows[i].name), &f->arena),
                   rows[i].why);
}

static void a_person_account_is_classified_as_its_contact(void **state)
{
    static const struct {
        const char *name, *why;
    } rows[] = {{"Account.Hobby__pc", "classified PII"},
                {"Account.PersonEmail", ""},
                {"Account.PersonTitle", "classified Confidential"},
                {"Account.Salary__pc", "classified PCI"},
                {"Account.Person_Code__c", ""},
                {"Account.PersonBirthdate", "birth date"},
                {"Account.Hobby__c", ""},
                {"Account.Email", "contact data"},
                {"Lead.PersonTitle", ""}};
    Fixture *f = *state;
    read_field(f, "Contact", "Hobby__c", GROUPS("PII"));
    read_field(f, "Contact", "Email", LEVEL("Public"));
    read_field(f, "Contact", "Title", LEVEL("Confidential"));
    read_field(f, "Contact", "Salary__c", LEVEL("Public"));
    read_field(f, "Account", "Salary__pc", GROUPS("PCI"));
    for (size_t i = 0; i < COUNT_OF(rows); i++)
        assert_row(rows[i].name, field_sensitivity(&f->known, str_of(rows[i].name), &f->arena),
                   rows[i].why);
}

static void without_a_source_the_table_counts(void **state)
{
    Fixture *f = *state;
    assert_str(field_sensitivity(NULL, S("Contact.Birthdate"), &f->arena), "birth date");
    assert_str(field_sensitivity(NULL, S("Account.SSN__pc"), &f->arena), "government ID");
    assert_str(field_sensitivity(NULL, S("Contact.Title"), &f->arena), "");
    assert_str(field_sensitivity(&f->known, S("Fee__c.SSN__c"), &f->arena), "government ID");
    assert_str(field_sensitivity(&f->known, S(""), &f->arena), "");
}

#define FIXED(test) cmocka_unit_test_setup_teardown(test, start, stop)

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(rows_of_standard_fields_name_fields_that_take_permissions),
        cmocka_unit_test(every_pattern_is_found_by_its_own_words),
        cmocka_unit_test(standard_fields_have_rows),
        cmocka_unit_test(names_are_read_by_their_words),
        cmocka_unit_test(names_may_have_any_length),
        FIXED(a_field_file_tells_its_classification),
        FIXED(the_fields_of_an_object_file_do_so_too),
        FIXED(tasks_and_events_are_classified_as_activities),
        FIXED(the_org_does_not_undo_a_classification),
        FIXED(the_source_outranks_the_table),
        FIXED(a_person_account_is_classified_as_its_contact),
        FIXED(without_a_source_the_table_counts),
    };
    return cmocka_run_group_tests_name("sensitive", tests, NULL, NULL);
}
