#!/bin/sh
# What the proofs of the examples share. Each `prove` reads it first, and then stands in a scratch directory with a
# home of its own, yesterday.log and today.log (the halves of cluster.log) and node.mcm (yesterday's model).
#
# A proof ends with 0 if the example does what its README says, with 77 if a program that it needs is absent, and
# with anything else if it does not. Nothing that it starts or writes is there afterwards.

set -eu

# fail SENTENCE: the example does not do what it should.
fail() {
  echo "$example: $1" >&2
  exit 1
}

# need PROGRAM...: without one of them, nothing can be proven.
need() {
  for program; do
    command -v "$program" > /dev/null || skip "$program"
  done
}

# skip WHAT: ends the proof because that is absent.
skip() {
  echo "skipped: needs $1"
  exit 77
}

# await COMMAND...: until it succeeds, 20 seconds at most.
await() {
  tries=400
  until "$@" > /dev/null 2>&1; do
    tries=$((tries - 1))
    [ $tries -gt 0 ] || fail "waited in vain for: $*"
    sleep 0.05
  done
}

# own PID...: processes that end with the proof.
own() { children="$children $*"; }

clean_up() {
  status=$?
  trap - EXIT
  for child in $children; do
    # It may have gone by itself. One that the shell has only just forked misses the first signal, hence more of them.
    tries=0
    while kill -0 "$child" && ! grep -q '^State:.Z' "/proc/$child/status"; do
      [ $((tries % 20)) -ne 0 ] || kill "$child"
      tries=$((tries + 1))
      sleep 0.05
    done 2> /dev/null
    wait "$child" 2> /dev/null || true
  done
  cd / && rm -rf "$scratch"
  exit $status
}

example=$(cd "$(dirname "$0")" && pwd)
children=
scratch=$(mktemp -d)
trap clean_up EXIT
trap 'exit 1' HUP INT TERM
cd "$scratch"

# The caller's models and language must not matter.
export HOME="$scratch/home" LC_ALL=C
unset MCFILTER_MODEL XDG_DATA_HOME
mkdir "$HOME"

need mcfilter
head -n 2255 "$example/../cluster.log" > yesterday.log
tail -n +2256 "$example/../cluster.log" > today.log
mcfilter learn --seed=1 -o node.mcm yesterday.log 2> /dev/null
