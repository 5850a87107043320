#!/usr/bin/env bash
# Kills a sweep with -9 at twenty random moments, fills its disk once, and sets its clock back and forth. Compares
# every table with those of an undisturbed run; each cell must be in the journal exactly once.
# The clock needs faketime and the disk needs root (a tmpfs); without them these tests are left out, and it says so.
set -euo pipefail
grok=${GROK:-$(cd "$(dirname "$0")/../.." && pwd -P)/grok}
work=$(mktemp -d)
trap 'umount "$work/small" 2>/dev/null || true; rm -rf "$work"' EXIT
sweep=$work/sweep.json
cat >"$sweep" <<'END'
{"name": "torture", "description": "Killed again and again", "source": "none", "base": "toy",
 "set": {"steps": 6000, "experiment.model.hidden_widths": [50, 50], "phase.budget": 6000, "phase.delay": 300, "seeds": [1, 2, 3]},
 "axes": [
  {"kind": "logarithmic", "keys": ["experiment.decoder.learning_rate"], "from": 1e-4, "to": 1e-1, "points": 7},
  {"kind": "listed", "keys": ["experiment.decoder.weight_decay"], "values": [0, 1, 3, 5, 20]}],
 "refine": {"stride": 1, "share": 1}}
END
tables="cells.csv cells.jsonl map.csv boundaries.csv sweep.npz"

"$grok" sweep run "$sweep" --quiet --out "$work/calm" >/dev/null
cells=$(($(wc -l <"$work/calm/journal.jsonl") - 1))

check() {
  for table in $tables; do
    cmp "$work/calm/$table" "$2/$table"
  done
  [ "$(wc -l <"$2/journal.jsonl")" -eq $((cells + 1)) ] || { echo "$1: a cell was computed twice"; exit 1; }
  [ "$(cut -c10- "$2/journal.jsonl" | sort | uniq -d | wc -l)" -eq 0 ]
  echo "$1: all tables are byte-identical, each of $cells cells computed once"
}

kills=0
"$grok" sweep run "$sweep" --quiet --out "$work/killed" >/dev/null 2>&1 &
while [ $kills -lt 20 ]; do
  pid=$!
  sleep "$((RANDOM % 7 + 1)).$((RANDOM % 1000))"
  if kill -9 "$pid" 2>/dev/null; then
    kills=$((kills + 1))
    wait "$pid" 2>/dev/null || true
  else
    break
  fi
  "$grok" sweep run "$sweep" --quiet --out "$work/killed" >/dev/null 2>&1 &
done
wait
"$grok" sweep run "$sweep" --quiet --out "$work/killed" >/dev/null
check "killed with -9 $kills times" "$work/killed"

mkdir "$work/small"
if mount -t tmpfs -o size=16k tmpfs "$work/small" 2>/dev/null; then
  if "$grok" sweep run "$sweep" --quiet --out "$work/small/full" >/dev/null 2>"$work/message"; then
    echo "the disk was not full"
    exit 1
  fi
  tail -n 1 "$work/message"
  mount -o remount,size=16m "$work/small"
  "$grok" sweep resume "$work/small/full" --quiet >/dev/null
  check "disk full" "$work/small/full"
else
  echo "disk full: left out, a tmpfs cannot be mounted here"
fi

if command -v faketime >/dev/null; then
  # The clock of the running sweep goes back and forth between years; Java's own log shows that it sees that.
  preload=$(faketime -m -f '+0' printenv LD_PRELOAD)
  set_clock() { echo "$1" >"$work/clock.new" && mv "$work/clock.new" "$work/now"; }
  set_clock '+0'
  LD_PRELOAD=$preload FAKETIME_TIMESTAMP_FILE=$work/now FAKETIME_NO_CACHE=1 FAKETIME_DONT_FAKE_MONOTONIC=1 \
    JAVA_OPTS="-Xlog:safepoint:file=$work/java.log:time" "$grok" sweep run "$sweep" --workers 1 --quiet --out "$work/clock" >/dev/null 2>&1 &
  pid=$!
  for offset in -400d +400d -800d; do
    sleep 4
    kill -0 "$pid" 2>/dev/null || { echo "the sweep ended before its clock was set"; exit 1; }
    set_clock "$offset"
  done
  wait "$pid"
  years=$(grep -oE '^\[[0-9]{4}' "$work/java.log" | tr -d '[' | uniq | paste -sd' ')
  [ "$(wc -w <<<"$years")" -ge 3 ] || { echo "the clock was not set: $years"; exit 1; }
  check "clock set back and forth in the middle (years $years)" "$work/clock"
else
  echo "clock set back: left out, faketime is not installed"
fi
