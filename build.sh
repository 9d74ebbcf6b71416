#!/usr/bin/env bash
# Builds, serves, tests and packs FeedSource. ./build.sh help lists what it does.
set -eu

cd "$(dirname "$0")"
root=$PWD
dist=$root/js/dist

# Budgets in bytes, gzip -9. Go's runtime alone is 570 KB; the rest is ours to keep small.
wasm_budget=$((900 * 1000))
shell_budget=$((6 * 1000))

help() {
  cat <<'EOF'
./build.sh            build js/dist/: the engine, the script and the module
./build.sh demo       build, then serve the console page with local feeds (PORT=8080)
./build.sh test       build, then run every check; needs node, npm and a Chromium
./build.sh bench      measure the framers and the way into the page
./build.sh package    build with type declarations and pack the npm tarball into js/dist/
./build.sh help       this list
EOF
}

fail() {
  printf '%s\n' "build.sh: $*" >&2
  exit 1
}

say() { printf '\n== %s\n' "$*"; }

# The engine and wasm_exec.js must come from one Go release, the one that go.mod names.
check_go() {
  command -v go >/dev/null || fail "Go is missing; install it from https://go.dev/dl/ and run this again."
  wanted=$(sed -n 's/^toolchain //p' go.mod)
  export GOTOOLCHAIN=$wanted
  found=$(go env GOVERSION 2>/dev/null || true)
  [ "$found" = "$wanted" ] || fail "Go ${found:-is too old and} cannot become $wanted, which go.mod asks for; install $wanted."
}

# The one version number is js/package.json's; engine and script both carry it.
read_version() { version=$(sed -n 's/^  "version": "\(.*\)",$/\1/p' js/package.json); }

build_wasm() {
  mkdir -p "$dist"
  GOOS=js GOARCH=wasm go build -trimpath -buildvcs=false \
    -ldflags "-s -w -buildid= -X main.version=$version" -o "$dist/feedsource.wasm" ./wasm
  chmod 644 "$dist/feedsource.wasm"
  gzip -9 -n -c "$dist/feedsource.wasm" >"$dist/feedsource.wasm.gz"
}

# wasm_exec.js becomes the body of a function, so that the Go runtime gets a global
# object of its own (js/src/engine.ts says why).
copy_wasm_exec() {
  {
    echo '/*! wasm_exec.js: Copyright 2018 The Go Authors. BSD-style license, https://go.dev/LICENSE */'
    echo 'export function wasmExec(globalThis) { let fs;'
    cat "$(go env GOROOT)/lib/wasm/wasm_exec.js"
    echo 'fs = globalThis.fs; return globalThis.Go; }'
  } >js/src/wasm_exec.js
}

bundle() { # entry format output [more options]
  entry=$1 format=$2 output=$3
  shift 3
  go tool esbuild "js/src/$entry" --bundle --minify --target=es2022 --log-level=warning \
    --format="$format" --define:VERSION="\"$version\"" --outfile="$output" "$@"
}

build_js() {
  copy_wasm_exec
  bundle index.ts esm "$dist/index.js" --sourcemap --sources-content=false
  bundle script.ts iife "$dist/feedsource.js" --sourcemap --sources-content=false
}

gzip_size() { gzip -9 -n -c "$1" | wc -c; }

# The shell is counted without wasm_exec.js, which is Go's and part of the engine.
print_sizes() {
  bare=$(mktemp)
  bundle index.ts esm "$bare" --external:./wasm_exec.js
  wasm_raw=$(wc -c <"$dist/feedsource.wasm")
  wasm_gzip=$(wc -c <"$dist/feedsource.wasm.gz")
  shell_gzip=$(gzip_size "$bare")
  script_gzip=$(gzip_size "$dist/feedsource.js")
  rm -f "$bare"
  printf '%-34s %10s\n' "feedsource $version" bytes \
    "engine, feedsource.wasm" "$wasm_raw" "engine, gzip (budget $wasm_budget)" "$wasm_gzip" \
    "shell, gzip (budget $shell_budget)" "$shell_gzip" "feedsource.js with wasm_exec, gzip" "$script_gzip"
  [ "$wasm_gzip" -le "$wasm_budget" ] || fail "the engine is $wasm_gzip bytes gzip, over its budget of $wasm_budget."
  [ "$shell_gzip" -le "$shell_budget" ] || fail "the shell is $shell_gzip bytes gzip, over its budget of $shell_budget."
}

build() {
  check_go
  read_version
  build_wasm
  build_js
  print_sizes
}

case ${1:-build} in
  build) build ;;
  help | -h | --help) help ;;
  *)
    help >&2
    fail "there is no command '$1'."
    ;;
esac
