# SPDX-FileCopyrightText: 2026 the spark-indexeddb authors
# SPDX-License-Identifier: Apache-2.0
#
# What the examples share, for a run script to source: the jars, an agent, the shop of the quick start and a browser in it.
# Before: $example (the name that lines begin with) and $records (orders in the shop). Whatever is started ends with the script.
root="$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)"
quickstart="$root/examples/01-quickstart"
cd "$root"

say() {
  echo "$example: $1"
}

work=''
pids=()

# Ends what was started, the browser first, and deletes what it wrote.
stop() {
  local at
  for ((at = ${#pids[@]} - 1; at >= 0; at--)); do
    kill "${pids[at]}" 2> /dev/null || true
    wait "${pids[at]}" 2> /dev/null || true
  done
  # Children of the browser may write for a moment longer.
  [[ -z "$work" ]] || rm -rf "$work" 2> /dev/null || { sleep 1; rm -rf "$work"; }
}
trap stop EXIT
trap 'exit 130' INT TERM

# Refuses, with the usage, what was given to an option: refuse WHY
refuse() {
  echo "$example: $1" >&2
  usage >&2
  exit 2
}

# fail PART WHY LOG…
fail() {
  local log
  echo "$example: failed at $1: $2" >&2
  for log in "${@:3}"; do
    [[ ! -s "$log" ]] || { echo "$example: the end of ${log##*/}:" && tail -n 25 "$log"; } >&2
  done
  exit 1
}

# The first line of a log that matches, as soon as it is there: first_line PID LOG PATTERN
first_line() {
  local tries
  for ((tries = 0; tries < 300; tries++)); do
    grep -m 1 -oE "$3" "$2" && return
    kill -0 "$1" 2> /dev/null || return 1
    sleep 0.1
  done
  return 1
}

# Maven resets the terminal's colours even when it prints nothing.
quiet_mvn() {
  mvn -q -B -ntp "$@" 2>&1 | sed $'s/\x1b\\[[0-9;]*m//g'
}

connector_jar() {
  find target -maxdepth 1 -name 'spark-indexeddb-*.jar' ! -name '*-agent.jar' ! -name '*-sources.jar' ! -name '*-javadoc.jar' 2> /dev/null | head -n 1
}

# Sets $jar and $agent_jar, and builds them if they are not there or older than their sources.
build() {
  jar="$(connector_jar)"
  if [[ -z "$jar" || -n "$(find pom.xml src/build src/main -path '*/node_modules' -prune -o -newer "${jar%.jar}-agent.jar" -type f -print -quit 2>&1)" ]]; then
    say 'building the jars'
    quiet_mvn -DskipTests -Dmaven.test.skip package || fail 'the build' 'mvn -DskipTests package did not succeed (see above).'
    jar="$(connector_jar)"
  fi
  agent_jar="${jar%.jar}-agent.jar"
}

# Writes the class path of a pom to a file, unless it is there: resolve WHAT POM FILE MAVEN_OPTION…
resolve() {
  [[ "$3" -nt "$2" ]] && return
  say "resolving $1"
  quiet_mvn -f "$2" "${@:4}" org.apache.maven.plugins:maven-dependency-plugin:3.8.1:build-classpath \
    -Dmdep.includeScope=runtime -Dmdep.outputFile="$root/$3" || fail "resolving $1" 'Maven did not succeed (see above).'
}

make_work_folder() {
  work="$(mktemp -d "$root/target/$example-XXXXXX")"
}

start_agent() {
  say 'starting the agent'
  java -Xmx128m -jar "$agent_jar" --port 0 --spool "$work/spool" "$@" > "$work/agent.log" 2>&1 &
  pids+=($!)
  endpoint="$(first_line $! "$work/agent.log" 'http://[0-9.]+:[0-9]+')" || fail 'the agent' 'it did not start.' "$work/agent.log"
}

start_shop() {
  say 'serving the shop'
  node "$quickstart/serve.js" "$quickstart/shop" target/classes/io/github/sparkindexeddb/browser > "$work/shop.log" 2>&1 &
  pids+=($!)
  shop="$(first_line $! "$work/shop.log" 'http://[0-9.]+:[0-9]+')" || fail 'the shop' 'its web server did not start.' "$work/shop.log"
}

# Opens a page in a browser with a new profile: open_browser URL
open_browser() {
  local name flags=(--headless --disable-gpu --disable-quic --no-first-run --disable-background-networking
    --disable-component-update --disable-sync "--user-data-dir=$work/profile")
  # Chromium refuses to run its sandbox as root.
  [[ $(id -u) != 0 ]] || flags+=(--no-sandbox)
  for name in "${CHROMIUM:-chromium}" chromium-browser google-chrome; do
    ! command -v "$name" > /dev/null || break
  done
  say "starting the browser on ${1%%/\?*}"
  "$name" "${flags[@]}" "$1" > "$work/browser.log" 2>&1 &
  pids+=($!)
}

start_browser() {
  open_browser "$shop/?records=$records&agent=$endpoint"
  browser="$(EXAMPLE="$example" node "$quickstart/wait.js" "$endpoint" "$records" $! $((60 + records / 500)))" \
    || fail 'the browser' 'it is not linked, or the shop is not stocked (see above).' "$work/browser.log" "$work/agent.log"
}
