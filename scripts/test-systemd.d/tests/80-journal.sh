# shellcheck shell=bash

test_that "every field that mlopsd.journal-fields(7) names can be read back from the journal" documented_fields_are_there
test_that "the manual has every page, and each is found" manual_is_there

# After the tests above, each kind of record has been written.
documented_fields_are_there() {
    sed -n '/^## Fields/,/^## Examples/s/^- `\([A-Z_]*\)`.*/\1/p' Sources/mlopsd/mlopsd.docc/journal-fields.md >"$work/fields"
    inside_sh 'journalctl -o json --no-pager -q SYSLOG_IDENTIFIER=mlopsd + SYSLOG_IDENTIFIER=mlopsd-step' >"$work/records"
    python3 - "$work/fields" "$work/records" <<'SCRIPT'
import json, sys
documented = set(open(sys.argv[1]).read().split())
written = set()
for line in open(sys.argv[2]):
    written |= {name for name in json.loads(line) if not name.startswith("_")}
assert len(documented) > 10, documented
own = {name for name in written if name.startswith("MLOPSD_")}
assert documented <= written, f"documented and not written: {sorted(documented - written)}"
assert own <= documented, f"written and not documented: {sorted(own - documented)}"
SCRIPT
}

manual_is_there() {
    local page
    for page in 1/mlopsctl.1 5/mlopsd.yaml.5 5/mlopsd.pipeline.5 7/mlopsd.journal-fields.7 7/mlopsd.api.7 8/mlopsd.8 8/mlopsd.service.8; do
        expect "man$page" inside test -s "/usr/share/man/man$page.gz"
    done
}
