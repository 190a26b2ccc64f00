/* The command line: one table of commands, one of options; help is printed from both. */
#include "base/memory.h"
#include "base/sandbox.h"
#include "base/work.h"
#include "command/say.h"
#include "command/writes.h"

#include <errno.h>
#include <getopt.h>
#include <jansson.h>
#include <libdeflate.h>
#include <libxml/parser.h>
#ifdef __GLIBC__
#include <malloc.h>
#endif
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define VERSION "0.1.0"

typedef struct {
    const char *name, *arguments, *summary, *details;
    int (*run)(const Options *options);
    const char *options; /* the keys of the options it takes, beside those that all take */
    Writes writes;
} Command;

static const Command commands[] = {
    {"build", "[PATH...]", "check definitions, then write the package, the users and the zip",
     "PATH is a definition, a folder of *.yaml files, or - for standard input; without one it is\n"
     "integrations.yaml or the folder integrations/. Nothing is written where anything is wrong.\n",
     command_build, "oCMTLjvfcqs", WRITES_BUILD},
    {"check", "[PATH...]", "check definitions and permission sets, write nothing",
     "PATH is a definition, a folder of *.yaml files, or - for standard input; without one it is\n"
     "integrations.yaml or the folder integrations/. It can also be a permission set (XML), a "
     "source\n"
     "or metadata folder, or a zip.\n",
     command_check, "MTLjfcqs", WRITES_NOTHING},
    {"import", "PATH...", "turn permission sets, and the users of an org, into definitions",
     "PATH is a permission set (XML), a source or metadata folder, a zip; or an answer of the org: "
     "a\n"
     "JSON file of the Salesforce CLI with API-only users, their assignments, licences or "
     "memberships,\n"
     "or a folder of them. With answers every active API-only user becomes an integration that "
     "holds\n"
     "what it holds now. The definition goes to standard output, or with -o to a new file "
     "NAME.yaml,\n"
     "or to a new file for each integration and set in DIR.\n",
     command_import, "OILfcs", WRITES_OUTPUT},
    {"diff", "OLD NEW", "tell who gains and who loses which access",
     "OLD and NEW are each a definition, a folder of *.yaml files, - for standard input, a\n"
     "permission set (XML), a source or metadata folder, or a zip. Order, layout and entries that\n"
     "grant nothing do not count.\n",
     command_diff, "EWMTKcQ", WRITES_NOTHING},
    {"verify", "[PATH...] ANSWER...", "tell what an org has too little and too much",
     "ANSWER is a JSON file of the Salesforce CLI (queries of verify/ENVIRONMENT, the result of a\n"
     "deploy), a retrieved zip of permission sets and profiles, or a folder of them. PATH is a\n"
     "definition, such as verify/definitions.yaml; without one it is integrations.yaml or the "
     "folder\n"
     "integrations/. A failed deploy is traced to the lines that caused it.\n",
     command_verify, "NXMTLKcqs", WRITES_NOTHING},
    {"templates", "[NAME...]", "list the templates of the catalogue, or print one",
     "NAME is a template, which is printed with its comments; without one all are listed: how sure "
     "each is\n"
     "(documented by the vendor, partly, inferred) and whether the tool is known to work on an "
     "API-only\n"
     "user.\n",
     command_templates, "ST", WRITES_NOTHING},
    {"init", "[DIR]", "write a definition to start from",
     "The definition becomes the new file DIR/integrations.yaml (default: here), with an "
     "integration for\n"
     "each template that --template names.\n",
     command_init, "tdeTQ", WRITES_START},
    {"explain", "[RULE...]", "list the rules, or tell what one finds and how to mend it",
     "RULE is an id such as api-name, as findings show it in brackets; without one all are "
     "listed.\n",
     command_explain, "F", WRITES_NOTHING},
    {"schema", "[NAME...]", "print the JSON Schema of definitions, or an XML Schema",
     "NAME is integrations.schema.json (the default), permissionset.xsd or package.xsd. Editors "
     "with a\n"
     "YAML language server complete and check definitions by the first.\n",
     command_schema, "", WRITES_NOTHING},
};
enum { COMMAND_COUNT = sizeof commands / sizeof *commands };

typedef struct {
    char key;        /* by which commands name it */
    char letter;     /* the value getopt_long gives */
    bool has_letter; /* can be written as -x */
    const char *name, *argument, *help;
} Option;

static const Option options_table[] = {
    {'o', 'o', true, "output", "DIR", "write to DIR (default: out)"},
    {'O', 'o', true, "output", "PATH", "write to a new file NAME.yaml, or to a folder"},
    {'I', 'I', false, "integration", "NAME=SET",
     "the set SET belongs to the tool NAME; may be repeated"},
    {'C', 'C', false, "check", NULL, "only compare; exit 1 and list what would change"},
    {'M', 'M', false, "metadata", "DIR", "the project's own source; may be repeated"},
    {'L', 'L', false, "rule", "RULE=LEVEL", "error, warning, note or off; may be repeated"},
    {'F', 'F', false, "facts", NULL, "print the commands that fetch the org's own answers"},
    {'f', 'f', false, "format", "FORM", "text, json, sarif or github (default: text)"},
    {'K', 'f', false, "format", "FORM", "text, json, markdown, sarif or github (default: text)"},
    {'N', 'N', false, "environment", "NAME", "whose org it is; default: what the answers tell"},
    {'X', 'X', false, "missing", NULL, "print what the org lacks as rows, for deploy.sh"},
    {'T', 'T', false, "templates", "DIR", "templates of your own; may be repeated"},
    {'t', 't', false, "template", "NAMES", "start from these, with commas between them"},
    {'d', 'd', false, "domain", "DOMAIN", "usernames become <tool>@DOMAIN"},
    {'e', 'e', false, "email", "ADDRESS", "a shared mailbox, where Salesforce writes to"},
    {'S', 'S', false, "search", "WORD", "only those whose name or purpose has WORD"},
    {'E', 'E', false, "exit-code", NULL, "exit 1 where anything differs"},
    {'W', 'W', false, "losses", NULL, "tell only what NEW takes away"},
    {'j', 'j', true, "jobs", "N", "how many threads work at once (default: the cores)"},
    {'c', 'c', false, "color", "WHEN", "auto, always or never (default: auto)"},
    {'v', 'v', true, "verbose", NULL, "also list what was added as a dependency, and why"},
    {'q', 'q', true, "quiet", NULL, "print findings only"},
    {'Q', 'q', true, "quiet", NULL, "print no report, for use with --exit-code"},
    {'s', 's', false, "strict", NULL, "warnings are errors"},
    {'B', 'B', false, "no-sandbox", NULL, "do not have the kernel refuse network and other writes"},
    {'h', 'h', true, "help", NULL, "print this help"},
};
enum { OPTION_COUNT = sizeof options_table / sizeof *options_table };

/* --- help -------------------------------------------------------------------------------------- */

static bool takes(const Command *command, const Option *option)
{
    return option->key == 'h' || option->key == 'B' || strchr(command->options, option->key);
}

static void print_options(const Command *command)
{
    for (size_t i = 0; i < OPTION_COUNT; i++) {
        const Option *option = &options_table[i];
        char name[40];
        if (!takes(command, option))
            continue;
        snprintf(name, sizeof name, "%s%s%s", option->name, option->argument ? " " : "",
                 option->argument ? option->argument : "");
        if (option->has_letter)
            printf("  -%c, --%-16s %s\n", option->letter, name, option->help);
        else
            printf("      --%-16s %s\n", name, option->help);
    }
}

static void print_command_help(const Command *command)
{
    printf("Usage: apionly %s [OPTION...] %s\n\n%s\nOptions:\n", command->name, command->arguments,
           command->details);
    print_options(command);
    printf("\nExit status: 0 fine, 1 findings, 2 wrong usage, 3 the system failed.\n");
}

static void print_help(void)
{
    printf("Usage: apionly COMMAND [OPTION...] [PATH...]\n\n"
           "API Only integration users for Salesforce, as code: definitions in, deployable package "
           "out.\n"
           "It reads and writes files, and never touches the network.\n\nCommands:\n");
    for (size_t i = 0; i < COMMAND_COUNT; i++)
        printf("  %-9s %s\n", commands[i].name, commands[i].summary);
    printf("\n  apionly COMMAND --help   the options of a command\n"
           "  apionly --version        the version\n");
}

/* --- wrong usage ------------------------------------------------------------------------------- */

static const Command *find_command(const char *name)
{
    for (size_t i = 0; i < COMMAND_COUNT; i++)
        if (strcmp(commands[i].name, name) == 0)
            return &commands[i];
    return NULL;
}

static int unknown_command(const char *name)
{
    say(stderr, "apionly: error: \"%s\" is not a command", name);
    for (size_t i = 0; i < COMMAND_COUNT; i++)
        if (str_distance(str_of(name), str_of(commands[i].name), 2) <= 2)
            fprintf(stderr, "  help: did you mean \"%s\"?\n", commands[i].name);
    fprintf(stderr, "  help: apionly --help lists the commands\n");
    return EXIT_USAGE;
}

static int wrong_usage(const Command *command, const char *what, const char *value)
{
    say(stderr, "apionly: error: %s\"%s\"", what, value);
    say(stderr, "  help: apionly %s --help lists the options", command->name);
    return EXIT_USAGE;
}

/* --- options ----------------------------------------------------------------------------------- */

static bool set_format(Options *options, const char *name)
{
    options->markdown =
        strcmp(name, "markdown") == 0; /* a report, beside which findings are no text */
    if (options->markdown)
        name = "text";
    options->renderer = NULL;
    for (size_t i = 0; i < renderer_count; i++)
        if (strcmp(renderers[i].name, name) == 0)
            options->renderer = &renderers[i];
    return options->renderer != NULL;
}

static bool terminal_has_color(int stream)
{
    const char *term = getenv("TERM"), *no_color = getenv("NO_COLOR");
    return isatty(stream) && !(no_color && *no_color) && !(term && strcmp(term, "dumb") == 0);
}

static bool set_color(Options *options, const char *when)
{
    bool always = strcmp(when, "always") == 0, asks = strcmp(when, "auto") == 0;
    options->color = always || (asks && terminal_has_color(STDERR_FILENO));
    options->color_report = always || (asks && terminal_has_color(STDOUT_FILENO));
    return always || asks || strcmp(when, "never") == 0;
}

static bool set_threads(Options *options, const char *count)
{
    size_t n = 0;
    for (; char_is_digit(*count) && n <= WORK_THREADS_MAX; count++)
        n = n * 10 + (size_t)(*count - '0');
    options->threads = n;
    return !*count && n > 0 && n <= WORK_THREADS_MAX;
}

/* Applies one option; false where its value is none of the known ones. */
static bool apply(Options *options, int letter, const char *value)
{
    switch (letter) {
    case 'o':
        options->output = value;
        return *value != '\0';
    case 'C':
        options->check = true;
        return true;
    case 'f':
        return set_format(options, value);
    case 'c':
        return set_color(options, value);
    case 'j':
        return set_threads(options, value);
    case 'I':
        if (!strchr(value, '=') || options->integration_count == INTEGRATIONS_MAX)
            return false;
        options->integrations[options->integration_count++] = value;
        return true;
    case 'M':
        if (!*value || options->metadata_count == METADATA_MAX)
            return false;
        options->metadata[options->metadata_count++] = value;
        return true;
    case 'L':
        if (options->level_count == RULE_COUNT)
            return false;
        options->levels[options->level_count++] = value;
        return true;
    case 'T':
        if (!*value || options->template_folder_count == METADATA_MAX)
            return false;
        options->template_folders[options->template_folder_count++] = value;
        return true;
    case 't':
        options->init_templates = value;
        return *value != '\0';
    case 'd':
        options->domain = value;
        return *value != '\0';
    case 'e':
        options->email = value;
        return *value != '\0';
    case 'S':
        options->search = value;
        return *value != '\0';
    case 'N':
        options->environment = value;
        return *value != '\0';
    case 'X':
        options->missing = true;
        return true;
    case 'F':
        options->facts = true;
        return true;
    case 'E':
        options->exit_code = true;
        return true;
    case 'W':
        options->losses = true;
        return true;
    case 'v':
        options->verbose = true;
        return true;
    case 'q':
        options->quiet = true;
        return true;
    case 's':
        options->strict = true;
        return true;
    case 'B': /* main has seen it, before anything else */
        return true;
    default:
        return false;
    }
}

static void make_getopt(const Command *command, char letters[2 * OPTION_COUNT + 2],
                        struct option table[OPTION_COUNT + 1])
{
    size_t n = 0, k = 0;
    letters[n++] = ':';
    for (size_t i = 0; i < OPTION_COUNT; i++) {
        const Option *option = &options_table[i];
        if (!takes(command, option))
            continue;
        table[k++] = (struct option){
            option->name, option->argument ? required_argument : no_argument, NULL, option->letter};
        if (option->has_letter)
            letters[n++] = option->letter;
        if (option->has_letter && option->argument)
            letters[n++] = ':';
    }
    letters[n] = '\0';
    table[k] = (struct option){0};
}

/* getopt tells the letter where it is none of ours, maybe one of several in a word, and else the word. */
static int unknown_option(const Command *command, const char *word)
{
    char name[] = {'-', (char)optopt, '\0'};
    bool is_letter = optopt != 0;
    for (size_t i = 0; i < OPTION_COUNT; i++)
        is_letter = is_letter && options_table[i].letter != optopt;
    return wrong_usage(command, "there is no option ", is_letter ? name : word);
}

static int run(const Command *command, int argc, char **argv)
{
    char letters[2 * OPTION_COUNT + 2];
    struct option table[OPTION_COUNT + 1];
    Options options = {.threads = work_cores()};
    make_getopt(command, letters, table);
    set_format(&options, "text");
    set_color(&options, "auto");
    for (int letter; (letter = getopt_long(argc, argv, letters, table, NULL)) != -1;) {
        if (letter == 'h') {
            print_command_help(command);
            return EXIT_FINE;
        }
        if (letter == ':')
            return wrong_usage(command, "a value is missing after ", argv[optind - 1]);
        if (letter == '?')
            return unknown_option(command, argv[optind - 1]);
        if (!apply(&options, letter, optarg))
            return wrong_usage(command, "that is not a value of this option: ", optarg);
    }
    if (options.markdown && !strchr(command->options, 'K'))
        return wrong_usage(command, "that is not a value of this option: ", "markdown");
    options.paths = argv + optind;
    options.path_count = argc - optind;
    limit_writes(&options, command->writes);
    return command->run(&options);
}

/* As getopt_long understands it: shortened too. */
static bool wants_no_sandbox(char **argv)
{
    for (char **word = argv + 1; *word && strcmp(*word, "--") != 0; word++)
        if (strlen(*word) >= strlen("--n") && str_starts(S("--no-sandbox"), str_of(*word)))
            return true;
    return false;
}

/* What a shell hands down must not decide who can read or change the output: we always can, everybody never. */
static void set_up_process(void)
{
    umask((umask(0) & 077) | 002);
    signal(SIGXFSZ, SIG_IGN); /* a limit on the size of files is an error like a full disk */
}

/* One allocator for all libraries, so that a lack of memory ends in one line and status 3. */
static void set_up_libraries(void)
{
#ifdef M_MMAP_THRESHOLD
    mallopt(M_MMAP_THRESHOLD, 128 << 10); /* large buffers go back to the system, always */
#endif
    setenv("TZ", "UTC0", 1); /* no time is shown, and libzip looks for a zone with every entry */
    xmlMemSetup(free, mem_alloc, mem_resize, mem_string);
    json_set_alloc_funcs(mem_alloc, free);
    libdeflate_set_memory_allocator(mem_alloc, free);
    xmlInitParser();
}

/* What a full disk, or a reader that went away, did to the report. */
static int flush_output(int status)
{
    bool failed = ferror(stdout);
    errno = 0;
    if (fflush(stdout) == 0 && !failed)
        return status;
    fprintf(stderr, "apionly: error: standard output cannot be written%s%s\n", errno ? ": " : "",
            errno ? strerror(errno) : "");
    return EXIT_SYSTEM;
}

int main(int argc, char **argv)
{
    if (!wants_no_sandbox(argv))
        sandbox_start();
    set_up_process();
    if (argc < 2) {
        fprintf(stderr, "apionly: error: a command is missing\n"
                        "  help: apionly --help lists the commands\n");
        return EXIT_USAGE;
    }
    if (strcmp(argv[1], "--help") == 0 || strcmp(argv[1], "-h") == 0) {
        print_help();
        return flush_output(EXIT_FINE);
    }
    if (strcmp(argv[1], "--version") == 0) {
        printf("apionly %s\n", VERSION);
        return flush_output(EXIT_FINE);
    }
    const Command *command = find_command(argv[1]);
    if (!command)
        return unknown_command(argv[1]);
    set_up_libraries();
    int status = run(command, argc - 1, argv + 1);
    xmlCleanupParser();
    return flush_output(status);
}
