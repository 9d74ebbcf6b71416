#!/usr/bin/env bash
# Builds, serves, tests and packs FeedSource. ./build.sh help lists what it does.
set -eu

cd "$(dirname "$0")"
root=$PWD
module=github.com/feedsource/feedsource
dist=$root/js/dist
# Each is an entry of the package. It imports the package by its name, and so has no copy of it, nor of its framework.
hooks="react vue svelte solid angular observable"

# Budgets in bytes, gzip -9 but where another is named. Go's runtime alone is 440 KB; the rest is ours to keep small.
# The code of page and host is budgeted together, so that neither is squeezed for the other; the
# interim reader is a twin of the engine's, and must stay one that can be read in a sitting. What
# the presets stand for is data, which was the engine's once. The recorder is 3.3 KB of page and host, ring, redaction, file and
# HAR together: a page with one script tag has to have it, and one that is about to report a bug may have no network for more.
# What developer tools find feeds by, have them recorded by and cut them by is 0.27 KB: it has to be there before they are.
# What says outside browsers what a fetch died of, where to find an engine, and keeps a process alive for its feeds, is 0.25 KB.
# What a refusal says of where to look (is the URL right?), and an event whose text is no JSON, is 0.33 KB of the engine and 0.02 of the page.
# What hands cursors over when a process exits is 0.04 KB of the page, what refuses a password in a URL ahead of fetch, whose own error
# quotes it, 0.07, and what knows a port that fetch never asks, 0.04.
# That who listens to '*' and who sets a handler hears in each runtime, whose EventTargets differ, each record once, is 0.2 KB.
# That each tab knows how many share its feed is 0.06 KB.
# That a feed's connection, its requests and the reading of its bodies are a file each, and so are the ways in which records go to
# listeners and to loops, is 0.25 KB: what they ask of each other has names that no bundler shortens.
# That Node's words for a certificate that it does not trust, and for a server without TLS, come with what helps is 0.11 KB.
# That a recording is without secrets also in texts, in JSON and in values that lie in others, asks the page about URLs in messages and
# outlives what a page answers is 0.38 KB, and that a feed can be made with its options whatever was taken out of them 0.07.
wasm_budget=729100
brotli_budget=552000
code_budget=37875
interim_budget=2520

# What of test/browser every test runs in Firefox, in WebKitGTK, in a whole Chromium and with feeds in a worker: one test or two of
# each thing that is done there in ways of its own. ./build.sh browsers runs all that there is, in an hour.
core='^Test(ChunksMeanNothing|StatesAndHandlers|Listeners|Presets|RefusalsCarryStatusAndBody|UnreachableAndUnreadable|CutLineIsResumed|LineCutAHundredTimes|RawFeedResumesByItsOwnCursor|ReconnectDropsTheWait|CursorIsSavedAfterTheEnd|FeedInAWorker|RecordsOfBytesInAWorker|PostIsNotSentAgainByAPageThatComesBack|StagesAsTransformStreams)$'
in_browsers="./test/browser ./test/conformance ./test/equality ./test/faults ./test/share ./test/soak"

help() {
  cat <<'EOF'
./build.sh            build js/dist/: the engine, the script and the module
./build.sh demo       build, then serve the console page with local feeds (PORT=8080)
./build.sh test       build, then run every check; needs node, npm and a Chromium, and takes its headless shell, Firefox and
                      WebKitGTK if they are there; on Debian, root installs all four
./build.sh browsers   build, then run all tests of pages in Firefox, in WebKitGTK, in a whole Chromium, and with feeds in a
                      worker, in an hour; test runs a core of them
./build.sh servers    install the real servers that test/servers reads, as far as this machine can, and read all of
                      them; test reads those that install in seconds, and says which are missing
./build.sh platforms  install, build and open an app of each bundler and framework, run the hooks in theirs, and read feeds
                      in every runtime and test runner that npm has; test does so with those that take seconds, and says
                      which it does not
./build.sh relay      build, then serve the console as demo does, with the relay (web/relay) between it and a local Gitter feed, on the
                      ports that web/relay/relay.toml names (8080, 8081, 8787)
./build.sh relay-test build, then run the tests of the relay (web/relay), and have its nodes fail: in each way once, or with
                      RELAY_CHAOS=1 twenty times for each thing that a node does, in an hour; test runs the short form.
                      As root it has disks that are full, and with a Chromium readers in it
./build.sh relay-bench  put thousands of readers to the relay, and to Nchan and Centrifugo where they can be installed, in half an
                      hour; options such as -turns 1 -load 1000x100 go to web/relay/bench. Linux only
./build.sh soak       the long forms: feeds by the thousand and by the gigabyte, in some ten minutes, and
                      every target of the engine fuzzed for SOAK_MINUTES (5) each, an hour and a half in all
./build.sh bench      compare with other libraries and say which targets are met, in a quarter of an hour;
                      bench --quick: the targets alone, in two; bench all: every dimension, in an hour or two;
                      bench --start: new pages alone, by cache, processor and network, in twenty-five minutes;
                      with --quick those cells alone that say most, in three;
                      bench --browsers: first records and memory in every browser that is installed, in fifteen
./build.sh docs       write what js/docs and README.md have from the sources: options, events, formats, waits, presets,
                      differences from the standard, recordings, a page of the names of each entry, and llms.txt; test says
                      when they are stale
./build.sh format     format all Go, TypeScript and JavaScript
./build.sh sizes      count the bytes of what was built last
./build.sh package    build with type declarations and pack the npm tarball into js/dist/, and beside it
                      feedsource.cdx.json, the bill of materials (CycloneDX) that is in it as well
./build.sh audit      ask vuln.go.dev and npm for known weaknesses of what ships and of what builds it;
                      ends with 1 if there are any, with 2 if one of them could not be asked
./build.sh help       this list
EOF
}

fail() {
  printf '%s\n' "build.sh: $*" >&2
  exit 1
}

# What comes next, and how long it has taken to get there.
say() { printf '\n== %s (at %d:%02d)\n' "$*" $((SECONDS / 60)) $((SECONDS % 60)); }

# The engine and wasm_exec.js must come from one Go release, the one that go.mod names.
# Any Go from 1.21 on downloads that release once, as a module.
check_go() {
  command -v go >/dev/null || fail "Go is missing; install any release from 1.21 on from https://go.dev/dl/ and run this again."
  wanted=$(sed -n 's/^toolchain //p' go.mod)
  export GOTOOLCHAIN=$wanted
  found=$(go env GOVERSION || true)
  [ "$found" = "$wanted" ] || fail "this needs $wanted, which any Go from 1.21 on downloads; Go here is ${found:-without it}."
}

# The one version number is js/package.json's; engine and script both carry it.
read_version() { version=$(sed -n 's/^  "version": "\(.*\)",$/\1/p' js/package.json); }

# The engine is built without package fmt (wasm/patch says how) and without two of Go 1.27's
# ways to allocate and collect, which pay off in heaps larger than its own. With fmt it is
# 91 KB gzip larger, with the two 18 KB. A page starts it in 0.77 of the time that it took
# with fmt and without inlining. (Medians of 9 new browsers each, in turn.) Inlining is 7.4 KB gzip
# larger within packages that no record passes through, or only where decode or lag asks for it:
# there, three runs in turn showed no difference above noise. What wasm/strip takes away after the
# linker it says itself.
build_wasm() {
  mkdir -p "$dist"
  go run ./wasm/patch js/build/safejs
  GOEXPERIMENT=nosizespecializedmalloc,nogreenteagc GOOS=js GOARCH=wasm go build \
    -modfile js/build/safejs/engine.mod -trimpath -buildvcs=false \
    -gcflags=strings=-l -gcflags=strconv=-l -gcflags=time=-l -gcflags=syscall/js=-l \
    -gcflags="$module/wasm/internal/lag=-l" -gcflags="$module/wasm/internal/payload=-l" \
    -ldflags "-s -w -buildid= -X main.version=$version" -o "$dist/feedsource.wasm" ./wasm
  go run ./wasm/strip "$dist/feedsource.wasm"
  chmod 644 "$dist/feedsource.wasm"
  gzip -9 -n -c "$dist/feedsource.wasm" >"$dist/feedsource.wasm.gz"
}

# wasm_exec.js becomes the body of a function, so that the Go runtime gets a global
# object of its own (js/src/host/engine.ts says why).
copy_wasm_exec() {
  {
    echo '/*! wasm_exec.js: Copyright 2018 The Go Authors. BSD-style license, https://go.dev/LICENSE */'
    echo 'export function wasmExec(globalThis) { let fs;'
    cat "$(go env GOROOT)/lib/wasm/wasm_exec.js"
    echo 'fs = globalThis.fs; return globalThis.Go; }'
  } >js/src/host/wasm_exec.js
}

bundle() { # entry format output [more options]
  entry=$1 format=$2 output=$3
  shift 3
  go tool esbuild "js/src/$entry" --bundle --minify --target=es2022 --log-level=warning \
    --format="$format" --define:VERSION="\"$version\"" --outfile="$output" "$@"
}

build_js() {
  copy_wasm_exec
  bundle index.ts esm "$dist/index.js" --sourcemap
  sums=$(go run ./wasm/pack sums "$dist/feedsource.wasm.gz" "$dist/feedsource.wasm")
  bundle script.ts iife "$dist/feedsource.js" --sourcemap --define:INTEGRITY="\"$sums\""
  bundle host/worker.ts esm "$dist/worker.js" --sourcemap
  bundle stages/index.ts esm "$dist/stages.js" --sourcemap
  bundle presets.ts esm "$dist/presets.js"
  bundle recorder/index.ts esm "$dist/recorder.js" --sourcemap
  bundle devtools/index.ts esm "$dist/devtools.js" --sourcemap --alias:feedsource=./index.js --external:./index.js
  bundle trace/index.ts esm "$dist/trace.js" --sourcemap
  bundle testing/index.ts esm "$dist/testing.js" --sourcemap
  bundle testing/script-tag.ts iife "$dist/testing-global.js" --sourcemap
  for hook in $hooks; do
    bundle "hooks/$hook.ts" esm "$dist/$hook.js" --sourcemap --packages=external --tsconfig-raw='{}'
  done
  bundle compat/index.ts esm "$dist/compat.js" --sourcemap --packages=external --tsconfig-raw='{}'
  # For Node and its like alone; the program takes the package itself for what it reads feeds with.
  bundle node/index.ts esm "$dist/node.js" --platform=node
  bundle node/cli.ts esm "$dist/cli.js" --platform=node --external:feedsource --tsconfig-raw={}
  chmod 755 "$dist/cli.js"
}

# npm brings the TypeScript compiler, which makes the type declarations, and the formatter
# and linter. Building and looking at the demo do without.
install_npm() { # folder [more options]
  folder=$1
  shift
  (cd "$folder" && npm ci --no-audit --no-fund --loglevel=error "$@")
}

install_js_tools() {
  [ js/node_modules/.package-lock.json -nt js/package-lock.json ] || install_npm js
}

build_types() {
  install_js_tools
  find "$dist" -name '*.d.ts' -delete
  js/node_modules/.bin/tsc -p js
  js/node_modules/.bin/tsc -p js/src/node
}

gzip_size() { gzip -9 -n -c "$1" | wc -c; }

# Page and host are counted without wasm_exec.js, which is Go's and part of the engine.
print_sizes() {
  bare=$(mktemp)
  bundle index.ts esm "$bare" --external:./wasm_exec.js
  whole_gzip=$(gzip_size "$bare")
  bundle index.ts esm "$bare" --external:./wasm_exec.js --loader:.json=empty
  read_gzip=$(gzip_size "$bare")
  bundle index.ts esm "$bare" --external:./wasm_exec.js --loader:.json=empty --external:./interim/interim.js
  wasm_raw=$(wc -c <"$dist/feedsource.wasm")
  wasm_gzip=$(wc -c <"$dist/feedsource.wasm.gz")
  code_gzip=$(gzip_size "$bare")
  script_gzip=$(gzip_size "$dist/feedsource.js")
  rm -f "$bare"
  printf '%-36s %10s\n' "feedsource $version" bytes \
    "engine, feedsource.wasm" "$wasm_raw" "engine, gzip (budget $wasm_budget)" "$wasm_gzip" \
    "page and host, gzip (budget $code_budget)" "$code_gzip" \
    "interim reader, gzip (budget $interim_budget)" "$((read_gzip - code_gzip))" \
    "presets' options, gzip" "$((whole_gzip - read_gzip))" "feedsource.js with wasm_exec, gzip" "$script_gzip" \
    "stages, gzip" "$(gzip_size "$dist/stages.js")" "feedsource/recorder, gzip" "$(gzip_size "$dist/recorder.js")" \
    "feedsource/devtools, gzip" "$(gzip_size "$dist/devtools.js")" "feedsource/trace, gzip" "$(gzip_size "$dist/trace.js")" \
    "feedsource/react, gzip" "$(gzip_size "$dist/react.js")" "feedsource/compat, gzip" "$(gzip_size "$dist/compat.js")"
  [ "$wasm_gzip" -le "$wasm_budget" ] || fail "the engine is $wasm_gzip bytes gzip, over its budget of $wasm_budget."
  [ $((read_gzip - code_gzip)) -le "$interim_budget" ] || fail "the interim reader is $((read_gzip - code_gzip)) bytes gzip, over its budget of $interim_budget."
  [ "$code_gzip" -le "$code_budget" ] || fail "page and host are $code_gzip bytes gzip, over their budget of $code_budget."
}

build() {
  check_go
  read_version
  build_wasm
  build_js
  print_sizes
}

build_all() {
  build
  if command -v npm >/dev/null; then
    build_types
  else
    echo 'npm is missing: js/dist has no type declarations (.d.ts).'
  fi
}

# What the demo has of others is in web/vendor, so that it needs no npm; js/package.json pins the versions.
build_console() {
  go tool esbuild web/src/console.ts --bundle --minify --target=es2022 --format=esm --log-level=warning \
    '--external:/feedsource/*' --alias:uplot=./web/vendor/uplot/uPlot.esm.js --outfile=web/dist/console.js
}

demo() {
  build
  build_console
  exec go run ./web "$@"
}

# The package is laid out in a folder of its own (wasm/pack): npm packs only what lies beside
# package.json.
package() {
  command -v npm >/dev/null || fail "npm is missing; install Node.js from https://nodejs.org/ to pack the package."
  build
  build_types
  scratch=$(mktemp -d)
  folder=$scratch/package
  go run ./wasm/pack layout "$folder"
  go run ./wasm/sbom "$folder/dist" >"$dist/feedsource.cdx.json"
  cp "$dist/feedsource.cdx.json" "$folder/"
  (cd "$folder" && npm pack --pack-destination "$dist" --loglevel=error)
  print_package "$folder/dist"
  rm -rf "$scratch"
}

# Of the three copies of the engine a page loads one.
print_package() { # folder
  br=$(wc -c <"$1/feedsource.wasm.br")
  printf '%-36s %10s\n' "engine, brotli (budget $brotli_budget)" "$br" "tarball" "$(wc -c <"$dist/feedsource-$version.tgz")"
  [ "$br" -le "$brotli_budget" ] || fail "the engine is $br bytes brotli, over its budget of $brotli_budget."
}

# Needs the network, and so is no part of the tests. GOVULNDB names another database.
audit() {
  check_go
  unasked=
  checker=$(go tool -n govulncheck)
  say "govulncheck: the engine"
  GOOS=js GOARCH=wasm check_vulnerable ./wasm
  say "govulncheck: what builds, serves and tests it"
  check_vulnerable ./... tool
  say "govulncheck: the relay"
  check_vulnerable -C web/relay ./...
  say "npm audit: the package, and what compiles and checks it"
  check_npm js
  [ -z "$unasked" ] || { echo "build.sh: NOT AUDITED:$unasked could not be asked; run this again where it can be reached." >&2; exit 2; }
  echo "no known weaknesses"
}

# govulncheck ends with 3 if it found something, and with another code if it could not look.
check_vulnerable() {
  code=0
  "$checker" ${GOVULNDB:+-db "$GOVULNDB"} "$@" || code=$?
  case $code in
    0) ;;
    3) fail "govulncheck knows of weaknesses in $*; see above." ;;
    *) unasked="$unasked ${GOVULNDB:-vuln.go.dev} ($*)" ;;
  esac
}

# npm ends with 1 for both; a report has a version.
check_npm() {
  command -v npm >/dev/null || fail "npm is missing; install Node.js from https://nodejs.org/ to audit the package."
  code=0
  report=$(cd "$1" && npm audit --json 2>/dev/null) || code=$?
  case $report in
    *'"auditReportVersion"'*)
      [ $code -eq 0 ] || { printf '%s\n' "$report"; fail "npm knows of weaknesses in $1; see above."; }
      echo "none in $1"
      ;;
    *) unasked="$unasked npm ($1)" ;;
  esac
}

bench() {
  find_chromium
  build
  case " $* " in
    *" --quick "* | *" -quick "* | *" --start "* | *" -start "* | *" --browsers "* | *" -browsers "*) ;;
    *)
      say "framers, native"
      go test -run '^$' -bench . -benchtime "${BENCHTIME:-300ms}" ./wasm/internal/framing ./wasm/internal/sse
      ;;
  esac
  command -v npm >/dev/null || fail "the other libraries come from npm; install Node.js from https://nodejs.org/."
  [ -d test/bench/node_modules ] || install_npm test/bench --ignore-scripts
  say "beside other libraries"
  go run ./test/bench "$@"
}

# An installed Chromium, Chrome or Edge; on Debian and Ubuntu, root installs one, and the headless shell of the
# same release, in which most pages are tested: test/harness/chromium.go says why.
find_chromium() {
  [ -z "${CHROME_BIN:-}" ] || return 0
  whole_chromium >/dev/null || install_debian chromium
  install_debian chromium-headless-shell
  whole_chromium >/dev/null || fail "no Chromium found: install Chromium, Chrome or Edge, or set CHROME_BIN to one."
}

whole_chromium() {
  [ -z "${CHROME_BIN:-}" ] || { echo "$CHROME_BIN"; return 0; }
  for name in chromium chromium-browser google-chrome google-chrome-stable chrome microsoft-edge; do
    command -v "$name" && return 0
  done
  application="/Applications/Google Chrome.app/Contents/MacOS/Google Chrome"
  [ -x "$application" ] && echo "$application"
}

# Root installs there what Debian has. Whoever needs something that is missing all the same says so.
install_debian() {
  command -v apt-get >/dev/null || return 0
  dpkg -s "$@" >/dev/null 2>&1 && return 0
  [ "$(id -u)" = 0 ] || return 0
  say "installing $*"
  apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "$@" >/dev/null ||
    echo "build.sh: apt-get could not install all of $*." >&2
}

# What Debian has of the servers that test/servers reads in the short form, in some forty seconds with
# nothing cached. A server that is missing is named by its test, which is skipped; none of them has to
# run as a service.
install_servers() {
  folder=test/servers/npm
  [ $folder/node_modules/.package-lock.json -nt $folder/package-lock.json ] || install_npm $folder --ignore-scripts
  install_debian etcd-server nginx libnginx-mod-nchan systemd-journal-remote ruby ruby-eventmachine ruby-sinatra thin \
    pushpin condure zurl
}

# The test runners under which users test, for test/testing.
install_runners() {
  folder=test/testing/runners
  [ $folder/node_modules/.package-lock.json -nt $folder/package-lock.json ] || install_npm $folder --ignore-scripts
}

# Other releases of Node, Deno, Bun and test runners, in some forty seconds with nothing cached. What there is not for
# this machine is named by its test, which is skipped.
install_runtimes() {
  folder=test/runtimes/app
  [ $folder/node_modules/.package-lock.json -nt $folder/package-lock.json ] || install_npm $folder --ignore-scripts
}

# Those that are Go modules, which take minutes to build.
build_servers() {
  build_server pocketbase
  build_server centrifuge
  build_server etcd
  build_server kube-apiserver
  build_server grpcweb
  build_ollama
}

build_server() { # folder [package]
  say "building $1"
  (cd "test/servers/$1" && go build -trimpath -ldflags '-s -w' -o "../build/$1" "${2:-.}")
}

build_ollama() {
  install_debian g++ nlohmann-json3-dev libstb-dev
  [ -f /usr/include/nlohmann/json.hpp ] && [ -f /usr/include/stb/stb_image.h ] || {
    echo "build.sh: Ollama needs the headers of nlohmann-json3-dev and libstb-dev to build." >&2
    return 0
  }
  folder=$PWD/test/servers/ollama # headers.go there says what it needs headers of
  (cd "$folder" && go mod download github.com/gen2brain/malgo)
  headers=$(cd "$folder" && go list -m -f '{{.Dir}}' github.com/gen2brain/malgo)
  CGO_CPPFLAGS="-I$folder/include -I$headers" build_server ollama
}

servers() {
  check_go
  check_tools
  build
  install_servers
  install_debian docker.io ffmpeg
  build_servers
  say "real servers"
  go test -count=1 -timeout 30m ./test/servers -v
}

# The apps are installed in folders of their own, one at a time, from what npm has cached or fetches.
platforms() {
  check_go
  check_tools
  build
  build_types
  install_runners
  install_runtimes
  say "bundlers and frameworks, hooks, runtimes and test runners"
  PLATFORMS=all go test -count=1 -p 1 -timeout 60m ./test/platforms ./test/hooks ./test/runtimes ./test/testing -v
  echo "go run ./test/platforms/table writes js/docs/bundlers.md anew"
}

check_tools() {
  command -v npm >/dev/null || fail "the tests need Node.js with npm; install it from https://nodejs.org/."
  command -v "$(go env CC)" >/dev/null || fail "the race detector needs a C compiler; install gcc or clang."
  find_chromium
}

# A second build, in another folder, must give the same bytes.
check_reproducible() {
  say "reproducible build"
  copy=$(mktemp -d)
  mkdir "$copy/js"
  cp -r go.mod go.sum wasm "$copy/"
  cp -r js/src js/package.json js/tsconfig.json "$copy/js/"
  (
    cd "$copy"
    dist=$copy/js/dist
    build_wasm
    build_js
  )
  for file in feedsource.wasm feedsource.wasm.gz feedsource.js index.js worker.js stages.js presets.js recorder.js devtools.js trace.js compat.js testing.js testing-global.js node.js cli.js $(printf '%s.js ' $hooks); do
    cmp "$dist/$file" "$copy/js/dist/$file" || fail "two builds of the same source differ in $file."
  done
  rm -rf "$copy"
  echo "two builds in two folders are byte-equal"
}

check_source() {
  say "go mod tidy, gofmt, vet, staticcheck"
  go mod tidy -diff || fail "go mod tidy would change go.mod or go.sum."
  unformatted=$(gofmt -l wasm web test)
  [ -z "$unformatted" ] || fail "gofmt would change: $unformatted"
  go vet ./...
  GOOS=js GOARCH=wasm go vet ./wasm/...
  go tool staticcheck ./...
  staticcheck_wasm
  check_relay
  say "actionlint"
  go tool actionlint -shellcheck= -pyflakes= .github/workflows/*.yml # its own rules, whatever else is installed
  say "tsc --strict"
  build_types
  js/node_modules/.bin/tsc -p js/test
  js/node_modules/.bin/tsc -p web
  say "biome: format and lint of TypeScript and JavaScript"
  js/node_modules/.bin/biome ci --error-on-warnings .
}

# The relay is a module of its own. A node of it is a process, which its tests end and stop.
relay_test() {
  check_go
  say "the relay"
  (
    cd web/relay
    go test -count=1 -p 1 -timeout 3h "$@" ./...
  )
}

relay() {
  build
  build_console
  cd web/relay
  exec go run ./demo
}

# Centrifugo is a Go module; Nchan is in Debian.
relay_bench() {
  check_go
  install_debian nginx libnginx-mod-nchan
  rival=test/servers/build/centrifugo
  [ -x $rival ] || {
    build_server centrifugo github.com/centrifugal/centrifugo/v6
  }
  mkdir -p web/dist
  cd web/relay
  go run ./bench -centrifugo "$root/$rival" -json "$root/web/dist/relay-bench.json" "$@"
}

check_relay() {
  say "the relay: go mod tidy, vet, staticcheck"
  tool=$(go tool -n staticcheck)
  (
    cd web/relay
    go mod tidy -diff || fail "go mod tidy would change go.mod or go.sum of web/relay."
    go vet ./...
    "$tool" ./...
  )
}

docs() {
  check_go
  install_js_tools
  node js/reference/main.js
  go test -count=1 ./wasm/internal/preset -run Table -update
  go test -count=1 ./wasm/internal/retry -run WrittenDown -update
  go test -count=1 ./test/conformance -run Differences -update
}

format() {
  check_go
  install_js_tools
  gofmt -w wasm web test
  js/node_modules/.bin/biome format --write .
}

# The tool must run here while it looks at code for there.
staticcheck_wasm() {
  tool=$(go tool -n staticcheck)
  GOOS=js GOARCH=wasm "$tool" ./wasm/...
}

# What needs no browser: esbuild takes the types off, since node 20 does not.
test_typescript() {
  say "node --test"
  bundles=$(mktemp -d)
  go tool esbuild js/test/*.test.ts --bundle --platform=node --format=esm --target=node20 --sourcemap=inline \
    --main-fields=module,main --out-extension:.js=.mjs --outdir="$bundles" --log-level=warning
  node --enable-source-maps --test --test-timeout=10000 "$bundles"/*.mjs
  rm -rf "$bundles"
}

# The framers' assembly runs in WebAssembly only, and the bridge only where JavaScript is.
test_wasm() {
  say "go test in WebAssembly, by node"
  PATH=$PATH:$(go env GOROOT)/lib/wasm GOOS=js GOARCH=wasm go test -modfile js/build/safejs/engine.mod \
    ./wasm/internal/framing ./wasm/internal/sse ./wasm/internal/bridge
}

# The race detector looks where there are goroutines: in what serves and steers. The engine has none, and its
# tests take ten times as long with it. Three packages at a time, since some of them wait for most of theirs;
# those that take longest begin, so that none of them is left to run alone.
test_go() {
  longest="./test/browser ./test/equality ./test/share ./test/faults ./test/packaging"
  say "go test, with -race but for the engine"
  (
    set -o pipefail
    { go test -json $(go list ./wasm/... | grep -v 'feedsource$') && go test -race -p 3 -timeout 20m -json $longest ./wasm/feedsource ./web/... ./test/...; } | go run ./test/proof/watch
  )
}

# Long enough to try the inputs that are known to reach something, and some new ones.
fuzz_briefly() {
  say "fuzzing, 1 s each"
  go run ./test/fuzz -time 1s
}

# The long forms: minutes of fuzzing for every target; ten thousand feeds opened and closed, a
# hundred read at once, a gigabyte through one, three hundred engines killed.
soak() {
  check_go
  check_tools
  build
  rm -rf web/dist/proof
  say "soak and leaks"
  SOAK=1 go test -count=1 -timeout 2h ./test/soak -run TestSoakAndLeaks -v
  say "the engine takes over, in bodies at random"
  SOAK=1 go test -count=1 -timeout 2h ./test/equality -run TestHandover -v
  say "fuzzing, ${SOAK_MINUTES:-5} min each"
  go run ./test/fuzz -time "${SOAK_MINUTES:-5}m" "$@"
  go run ./test/proof/join
}

# The same tests, where a page's feeds run in a worker; what only a page can do is skipped.
test_in_worker() { # packages and more options of go test
  say "go test, with feeds in a worker"
  FEEDSOURCE_HOST=worker go test -timeout 20m "$@"
}

# Nodes of the relay wait for one another for most of their time, and so its tests run beside those of pages, one after
# another, that keep a core each. What they tell comes in one piece.
beside_the_relay() { # command and its options
  told=$(mktemp)
  set -m # a process group of its own, which can be ended whole
  relay_test >"$told" 2>&1 &
  set +m
  relay_tests=$!
  trap 'kill -- -$relay_tests 2>/dev/null; cat "$told"' EXIT
  "$@"
  trap - EXIT
  wait $relay_tests || { cat "$told"; fail "tests of the relay failed; see above."; }
  cat "$told"
  rm "$told"
}

# In a Chromium as users have it, where other tests are run in its headless shell.
test_in_whole_chromium() { # packages and more options of go test
  say "go test, in a whole Chromium"
  CHROME_BIN=$(whole_chromium) go test -p 1 -timeout 60m "$@"
}

test_shared() {
  say "the matrix of faults, with feeds that are shared"
  FEEDSOURCE_HOST=shared go test -timeout 20m ./test/faults
}

# The same tests in the other browsers, one after the other: WebKitGTK's driver takes one command at a
# time, and all of them time what two cores share. js/docs/browsers.md says what each cannot pass.
test_in_browsers() { # packages and more options of go test
  install_debian firefox-esr webkit2gtk-driver xvfb
  failed=
  if command -v firefox-esr >/dev/null || command -v firefox >/dev/null; then
    test_in firefox "$@" || failed="$failed Firefox"
  else
    say "NOT RUN in Firefox: it is not installed"
  fi
  if command -v WebKitWebDriver >/dev/null && command -v Xvfb >/dev/null; then
    test_in webkit "$@" || failed="$failed WebKitGTK"
  else
    say "NOT RUN in WebKitGTK: WebKitWebDriver and Xvfb are not installed"
  fi
  [ -z "$failed" ] || fail "tests failed in$failed; see above."
}

browsers() {
  check_go
  check_tools
  build
  test_in_browsers $in_browsers
  test_in_whole_chromium $in_browsers
  test_in_worker ./test/browser ./test/faults
}

test_in() { # browser, packages and more options of go test
  say "go test, in $1"
  (
    set -o pipefail
    export FEEDSOURCE_BROWSER=$1
    shift
    go test -p 1 -timeout 60m -json "$@" | go run ./test/proof/watch
  )
}

test_core() {
  test_in_worker -run "$core" ./test/browser
  test_shared
  test_in_whole_chromium -run "$core" ./test/browser
  test_in_browsers -run "$core" ./test/browser
}

test_all() {
  check_go
  check_tools
  build
  build_types
  build_console
  install_servers
  rm -rf web/dist/proof
  check_reproducible
  check_source
  test_typescript
  test_wasm
  test_go
  beside_the_relay test_core
  fuzz_briefly
  say "what was shown; web/proof.html draws it"
  go run ./test/proof/join
}

command=${1:-build}
[ $# -eq 0 ] || shift
case $command in
  build) build_all ;;
  demo) demo "$@" ;;
  docs) docs ;;
  format) format ;;
  sizes) read_version && print_sizes ;;
  test) test_all ;;
  servers) servers ;;
  browsers) browsers ;;
  platforms) platforms ;;
  relay) relay ;;
  relay-test) build; relay_test "$@" ;;
  relay-bench) relay_bench "$@" ;;
  soak) soak "$@" ;;
  bench) bench "$@" ;;
  package) package ;;
  audit) audit ;;
  help | -h | --help) help ;;
  *)
    help >&2
    fail "there is no command '$command'."
    ;;
esac
