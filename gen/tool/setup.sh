#!/bin/sh
# Installs what is missing: setup.sh build | test | lint | judges (each brings the ones before it) | coverage.
#
# Debian and Ubuntu are tested. Fedora and Homebrew have their package names here, untested.
set -eu

level=${1:-build}

# what                   Debian            Fedora             Homebrew      how to see that it is there
# shellcheck disable=SC2016 # the last column is a command, run by sh -c
build_needs='
compiler                 gcc               gcc                -             command -v gcc
C-library                libc6-dev         glibc-devel        -             test -e /usr/include/stdio.h -o "$(uname)" = Darwin
pkg-config               pkg-config        pkgconf            pkg-config    command -v pkg-config
libyaml                  libyaml-dev       libyaml-devel      libyaml       pkg-config --exists yaml-0.1
libxml2                  libxml2-dev       libxml2-devel      libxml2       pkg-config --exists libxml-2.0
libzip                   libzip-dev        libzip-devel       libzip        pkg-config --exists libzip
libdeflate               libdeflate-dev    libdeflate-devel   libdeflate    pkg-config --exists libdeflate
zlib                     zlib1g-dev        zlib-devel         zlib          pkg-config --exists zlib
jansson                  libjansson-dev    jansson-devel      jansson       pkg-config --exists jansson
utf8proc                 libutf8proc-dev   utf8proc-devel     utf8proc      pkg-config --exists libutf8proc
libseccomp               libseccomp-dev    libseccomp-devel   -             pkg-config --exists libseccomp || test "$(uname)" != Linux
'
# shellcheck disable=SC2016
test_needs='
cmocka                   libcmocka-dev     libcmocka-devel    cmocka        pkg-config --exists cmocka
strace                   strace            strace             -             command -v strace || test "$(uname)" != Linux
'
lint_needs='
clang                    clang             clang              llvm          command -v clang
clang-format             clang-format      clang-tools-extra  clang-format  command -v clang-format
clang-tidy               clang-tidy        clang-tools-extra  llvm          command -v clang-tidy
shellcheck               shellcheck        ShellCheck         shellcheck    command -v shellcheck
cppcheck                 cppcheck          cppcheck           cppcheck      command -v cppcheck
'
judges_needs='
xmllint                  libxml2-utils     libxml2            libxml2       command -v xmllint
unzip                    unzip             unzip              unzip         command -v unzip
npm                      npm               npm                node          command -v npm
chromium                 chromium          chromium           -             command -v chromium || command -v chromium-browser || command -v google-chrome
'

coverage_needs='
gcovr                    gcovr             gcovr              gcovr         command -v gcovr
gcov                     gcc               gcc                gcc           command -v gcov
'

case $level in
build) needs=$build_needs ;;
test) needs=$build_needs$test_needs ;;
lint) needs=$build_needs$test_needs$lint_needs ;;
judges) needs=$build_needs$test_needs$judges_needs ;;
coverage) needs=$build_needs$test_needs$coverage_needs ;;
*)
    echo "usage: setup.sh build|test|lint|judges|coverage" >&2
    exit 2
    ;;
esac

if command -v apt-get >/dev/null 2>&1; then
    column=2
elif command -v dnf >/dev/null 2>&1; then
    column=3
elif command -v brew >/dev/null 2>&1; then
    column=4
else
    column=0
fi

# Names of what is missing, and the packages that bring it.
missing_names=
missing_packages=
while read -r name debian fedora brew test; do
    [ -n "$name" ] || continue
    if sh -c "$test" >/dev/null 2>&1; then
        continue
    fi
    missing_names="$missing_names $name"
    case $column in
    2) package=$debian ;;
    3) package=$fedora ;;
    4) package=$brew ;;
    *) package=- ;;
    esac
    [ "$package" = - ] || missing_packages="$missing_packages $package"
done <<EOF
$needs
EOF

[ -n "$missing_names" ] || exit 0

if [ "$column" = 0 ] || [ -z "$missing_packages" ]; then
    echo "apionly: missing:$missing_names" >&2
    echo "  help: no package manager is known here (apt-get, dnf, brew); install them and run this again" >&2
    exit 1
fi

root=
if [ "$column" != 4 ] && [ "$(id -u)" != 0 ]; then
    root=sudo
    if ! command -v sudo >/dev/null 2>&1; then
        echo "apionly: missing:$missing_names" >&2
        echo "  help: ask an administrator to install:$missing_packages" >&2
        exit 1
    fi
fi

echo "apionly: installing what is missing:$missing_packages"
case $column in
2)
    # shellcheck disable=SC2086 # a list of packages, and an empty or one-word prefix
    $root apt-get update -qq &&
        $root env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends $missing_packages >/dev/null
    ;;
3)
    # shellcheck disable=SC2086
    $root dnf install -y -q $missing_packages
    ;;
4)
    # shellcheck disable=SC2086
    brew install --quiet $missing_packages
    ;;
esac || {
    echo "apionly: the packages could not be installed:$missing_packages" >&2
    echo "  help: install them by hand and run this again" >&2
    exit 1
}
