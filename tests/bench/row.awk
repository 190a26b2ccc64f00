# Prints one row of the table: awk -F '\t' -v name=NAME -v beside=ROW -v before=ROW -f row.awk COSTS
#
# COSTS has a line for each run: name, time, processor time, peak memory, exit status. Ratios are to the
# medians of the row `beside`, growth is from those of the row `before`; in brackets those of the processor
# times. A name starts with the size.
function median(values, row, n, i, j, sorted) {
    n = runs[row]
    for (i = 1; i <= n; i++) {
        for (j = i; j > 1 && sorted[j - 1] > values[row, i]; j--)
            sorted[j] = sorted[j - 1]
        sorted[j] = values[row, i]
    }
    return n % 2 ? sorted[(n + 1) / 2] : (sorted[n / 2] + sorted[n / 2 + 1]) / 2
}
function ratio(values, row, other) {
    other = median(values, row)
    return other ? median(values, name) / other : 0
}
function ratio_to(row, short) {
    short = row
    sub(/.*: /, "", short)
    return sprintf("%.2f (%.2f) x %s", ratio(time, row), ratio(cpu, row), short)
}
function growth_from(row) {
    return sprintf("x %.1f (%.1f) for x %.1f", ratio(time, row), ratio(cpu, row), name / row)
}
{
    run = ++runs[$1]
    time[$1, run] = $2
    cpu[$1, run] = $3
    if ($4 == "-" || $4 > peak[$1])
        peak[$1] = $4
    status[$1] = $5
}
END {
    if (!runs[name]) {
        printf "%-54s failed\n", name
        exit
    }
    printf "%-54s %9.4f s %9.4f s %12s  %-24s  %s%s\n", name, median(time, name), median(cpu, name), \
        peak[name] == "-" ? "-" : peak[name] " MiB", \
        runs[beside] ? ratio_to(beside) : "", runs[before] ? growth_from(before) : "", \
        status[name] ? "  exit status " status[name] : ""
}
