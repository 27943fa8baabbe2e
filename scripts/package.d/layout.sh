# shellcheck shell=bash
# Where each file of an installation belongs. Sourced by scripts/package and scripts/install.

readonly user_units=(mlopsd.service mlopsd-step.socket mlopsd-step@.service)
readonly installed_units=(mlopsd.service mlopsd.socket mlopsd-step.socket mlopsd-step@.service mlopsd-jobs.slice)

# put MODE SOURCE DESTINATION
put() { install -D -m "$1" "$2" "$3"; }

# lay_out PROGRAMS TREE PREFIX: everything but what a packaging system adds of its own.
# A prefix other than /usr is written into what names programs.
lay_out() {
    local programs=$1 tree=$2 prefix=$3 below=$2$3
    lay_out_programs "$programs" "$below"
    lay_out_units "$below" "$prefix"
    lay_out_documentation "$programs" "$below"
    put 644 etc/mlopsd/mlopsd.yaml "$tree/etc/mlopsd/mlopsd.yaml"
    install -d -m 755 "$tree/etc/mlopsd/pipelines.d" "$tree/etc/mlopsd/mlopsd.yaml.d"
}

lay_out_programs() {
    local programs=$1 below=$2 program
    [ -x "$programs/mlopsd" ] || fail "cannot find the programs in \"$programs\"" "scripts/build --release makes them"
    put 755 "$programs/mlopsd" "$below/sbin/mlopsd"
    put 755 "$programs/mlopsctl" "$below/bin/mlopsctl"
    for program in mlopsd-shim mlopsd-profile; do put 755 "$programs/$program" "$below/libexec/mlopsd/$program"; done
    strip --strip-all --remove-section=.comment --remove-section=.note \
        "$below/sbin/mlopsd" "$below/bin/mlopsctl" "$below"/libexec/mlopsd/*
    for program in sbin/mlopsd bin/mlopsctl libexec/mlopsd/mlopsd-profile; do forget_paths "$below/$program"; done
}

# By .swift_modhash the compiler knows a module again; it is made of the paths of the sources too. Zeros come in its place:
# without the section the program would be laid out anew, and its relocations would not be read-only any more.
forget_paths() {
    local program=$1 size zeros
    size=$(readelf --section-headers --wide "$program" | sed -nE 's/.* \.swift_modhash +PROGBITS +\S+ \S+ (\S+) .*/\1/p')
    [ -n "$size" ] || return 0
    zeros=$(mktemp)
    head -c "$((16#$size))" /dev/zero >"$zeros"
    objcopy --update-section ".swift_modhash=$zeros" "$program"
    rm "$zeros"
}

lay_out_units() {
    local below=$1 prefix=$2 unit
    for unit in "${installed_units[@]}"; do put_unit "$unit" "$below/lib/systemd/system/$unit" "$prefix"; done
    for unit in "${user_units[@]}"; do put_unit "user/$unit" "$below/lib/systemd/user/$unit" "$prefix"; done
    put 755 systemd/mlopsd-generator "$below/lib/systemd/system-generators/mlopsd-generator"
    sed -i "s|/usr/bin/|$prefix/bin/|" "$below/lib/systemd/system-generators/mlopsd-generator"
    put 644 systemd/mlopsd.catalog "$below/lib/systemd/catalog/mlopsd.catalog"
    put 644 systemd/mlopsd.sysusers "$below/lib/sysusers.d/mlopsd.conf"
    put 644 systemd/mlopsd.tmpfiles "$below/lib/tmpfiles.d/mlopsd.conf"
}

# put_unit UNIT DESTINATION PREFIX
put_unit() {
    put 644 "systemd/$1" "$2"
    sed -i "s|^\(Exec[A-Za-z]*=[+!]\?\)/usr/|\1$3/|" "$2"
}

lay_out_documentation() {
    local programs=$1 below=$2 pages page said
    pages=$(mktemp -d)
    said=$(scripts/manual --programs "$programs" "$pages" 2>&1) || fail "cannot make the manual: $said"
    for page in "$pages"/*; do
        install -D -m 644 "$page" "$below/share/man/man${page##*.}/$(basename "$page")"
    done
    rm -r "$pages"
    find "$below/share/man" -type f -exec gzip -9n {} +
    complete_for bash "$programs" "$below/share/bash-completion/completions/mlopsctl"
    complete_for zsh "$programs" "$below/share/zsh/vendor-completions/_mlopsctl"
    complete_for fish "$programs" "$below/share/fish/vendor_completions.d/mlopsctl.fish"
    put 644 README.md "$below/share/doc/mlopsd/README.md"
    put 644 etc/mlopsd/pipelines.d/example.yaml.sample "$below/share/doc/mlopsd/examples/example.yaml"
    put 644 etc/mlopsd/pipelines.d/serve.py.sample "$below/share/doc/mlopsd/examples/serve.py"
}

complete_for() {
    mkdir -p "$(dirname "$3")"
    # A completion is read by a shell and never run.
    "$2/mlopsctl" --generate-completion-script "$1" | sed '1{/^#!/d}' >"$3"
    chmod 644 "$3"
}
