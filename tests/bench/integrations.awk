# A definition for the benchmark, to standard output: awk -v count=1000 -f integrations.awk
BEGIN {
    print "company: {domain: example.org, email: ops@example.org}"
    print "environments: {production: {}, uat: {usernameSuffix: .uat}}"
    print "integrations:"
    for (n = 1; n <= count; n++) {
        printf "  Bench %d:\n    description: What tool %d does with this access\n    objects:\n", n, n
        for (o = 0; o < 6; o++) {
            printf "      Object_%d__c:\n        access: [create, read, edit]\n        fields:\n", o
            for (f = 0; f < 5; f++)
                printf "          Field_%d__c: %s\n", f, f % 2 ? "edit" : "read"
        }
    }
}
