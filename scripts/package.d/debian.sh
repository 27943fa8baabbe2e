# shellcheck shell=bash
# What makes a tree of files a Debian package. Sourced by scripts/package.

readonly maintainer='mlopsd developers <mlopsd@localhost.localdomain>'

# add_debian_parts TREE VERSION ARCHITECTURE
add_debian_parts() {
    local tree=$1 version=$2 architecture=$3 script
    add_documents "$tree" "$version"
    install -d -m 755 "$tree/DEBIAN"
    for script in postinst prerm postrm; do put 755 "scripts/package.d/$script" "$tree/DEBIAN/$script"; done
    find "$tree/etc" -type f -printf '/etc/%P\n' | sort >"$tree/DEBIAN/conffiles"
    (cd "$tree" && find . -path ./DEBIAN -prune -o -path ./etc -prune -o -type f -printf '%P\0' | sort -z |
        xargs -0 md5sum) >"$tree/DEBIAN/md5sums"
    write_control "$tree" "$version" "$architecture"
}

add_documents() {
    local tree=$1 version=$2 doc=$1/usr/share/doc/mlopsd
    put 644 scripts/package.d/copyright "$doc/copyright"
    put 644 scripts/package.d/lintian-overrides "$tree/usr/share/lintian/overrides/mlopsd"
    {
        printf 'mlopsd (%s) unstable; urgency=medium\n\n  * See the history of the sources.\n\n' "$version"
        printf ' -- %s  %s\n' "$maintainer" "$(date --rfc-email --date="@$SOURCE_DATE_EPOCH")"
    } | gzip -9n >"$doc/changelog.gz"
    chmod 644 "$doc/changelog.gz"
}

write_control() {
    local tree=$1 version=$2 architecture=$3
    {
        sed -e "s/@VERSION@/$version/" -e "s/@ARCHITECTURE@/$architecture/" -e "s/@MAINTAINER@/$maintainer/" \
            -e "s/@SHLIBS@/$(needed_libraries "$tree")/" -e "s/@SIZE@/$(installed_size "$tree")/" \
            scripts/package.d/control
    } >"$tree/DEBIAN/control"
}

# Kibibytes, as Debian counts them: each file rounded up, each directory one.
installed_size() {
    find "$1" -path "$1/DEBIAN" -prune -o -type f -printf '%s\n' -o -printf '1\n' |
        awk '{ total += int(($1 + 1023) / 1024) } END { print total }'
}

# The packages, with versions, whose libraries the programs are linked with.
needed_libraries() {
    local work
    work=$(mktemp -d)
    mkdir "$work/debian"
    printf 'Source: mlopsd\n\nPackage: mlopsd\nArchitecture: any\n' >"$work/debian/control"
    (cd "$work" && dpkg-shlibdeps -O -e"$1/usr/sbin/mlopsd" -e"$1/usr/bin/mlopsctl" \
        -e"$1/usr/libexec/mlopsd/mlopsd-profile" 2>/dev/null) | sed -n 's/^shlibs:Depends=//p'
    rm -r "$work"
}
