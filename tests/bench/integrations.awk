# Definitions for the benchmark: awk -v count=1000 -v folder=DIR -f integrations.awk
#
# Each integration has 30 object permissions and 200 field permissions. They go to DIR/integrations.yaml,
# or with -v files=1 each to a file of its own beside it. With -v changed=1 one field in 37 is the other of read
# and edit: what diff is to find.
BEGIN {
    file = folder "/integrations.yaml"
    print "company: {domain: example.org, email: ops@example.org}" >file
    print "environments: {production: {}, uat: {usernameSuffix: .uat}}" >file
    for (n = 1; n <= count; n++) {
        if (files) {
            close(file)
            file = sprintf("%s/tool_%05d.yaml", folder, n)
        }
        if (files || n == 1)
            print "integrations:" >file
        printf "  Bench %d:\n    description: What tool %d does with this access\n    objects:\n", n, n >file
        for (o = 0; o < 30; o++) {
            printf "      Object_%02d__c:\n        access: [create, read, edit]\n        fields:\n", o >file
            for (f = o; f < 200; f += 30)
                printf "          Field_%03d__c: %s\n", f, (f + n + (changed && (200 * n + f) % 37 == 0)) % 2 ? "edit" : "read" >file
        }
    }
}
