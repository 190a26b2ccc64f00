/* apionly explain: the rules, or one of them in full. */
#include "command/command.h"
#include "command/say.h"
#include "facts/facts.h"

#include <stdio.h>

static void print_all(void)
{
    for (size_t i = 0; i < RULE_COUNT; i++)
        printf("%-24s %-7s  %s\n", rule_info[i].id, level_name(rule_info[i].level),
               rule_info[i].text);
}

static void print_part(const char *what, Str text)
{
    if (text.n)
        printf("  %-8s " STR_FMT "\n", what, STR_ARG(text));
}

static void print_rule(Rule rule)
{
    const RuleInfo *info = &rule_info[rule];
    Str why = S(""), answer = S(""), evidence = S("");
    fact_rule(str_of(info->id), &why, &answer, &evidence);
    printf("%s: %s%s\n\n", info->id, level_name(info->level),
           info->locked ? ", cannot be lowered nor accepted" : "");
    print_part("Finds:", str_of(info->text));
    print_part("Why:", why);
    print_part("Answer:", answer);
    print_part("Mend:", str_of(info->mend));
    print_part("Source:", evidence);
}

static int unknown(Str id)
{
    Str ids[RULE_COUNT];
    for (size_t i = 0; i < RULE_COUNT; i++)
        ids[i] = str_of(rule_info[i].id);
    const Str *closest = str_closest(id, ids, RULE_COUNT);
    say(stderr, "apionly: error: there is no rule \"" STR_FMT "\"", STR_ARG(id));
    if (closest)
        say(stderr, "  help: did you mean \"" STR_FMT "\"?", STR_ARG(*closest));
    else
        say(stderr, "  help: apionly explain lists the rules");
    return EXIT_USAGE;
}

/* The org's own answers, which `facts:` takes. ORG is an alias or username of the CLI. */
static void print_fetching(void)
{
    printf(
        "The org's own answers outrank the tables of apionly. Save them, and name the files:\n\n"
        "  facts: [answers/Account.json, answers/dependencies.json, answers/licence.json]\n\n"
        "Fields of an object, one file for each object that the definitions name:\n\n"
        "  sf sobject describe --sobject Account --target-org ORG --json > answers/Account.json\n\n"
        "What permissions depend on (needs the permission View Setup):\n\n"
        "  sf data query --use-tooling-api --target-org ORG --json --query \\\n"
        "    \"SELECT Permission, PermissionType, RequiredPermission, RequiredPermissionType FROM "
        "PermissionDependency\" \\\n    > answers/dependencies.json\n\n"
        "What the licence holds:\n\n"
        "  sf data query --target-org ORG --json --query \\\n"
        "    \"SELECT FIELDS(ALL) FROM PermissionSetLicense WHERE DeveloperName = "
        "'" STR_FMT "' LIMIT 1\" \\\n    > answers/licence.json\n",
        STR_ARG(fact_integration_license().name));
}

int command_explain(const Options *options)
{
    int status = EXIT_FINE;
    if (options->facts) {
        print_fetching();
        return EXIT_FINE;
    }
    if (!options->path_count)
        print_all();
    for (int i = 0; i < options->path_count; i++) {
        Rule rule;
        Str id = str_of(options->paths[i]);
        if (i)
            putchar('\n');
        if (rule_find(id, &rule))
            print_rule(rule);
        else
            status = unknown(id);
    }
    return status;
}
