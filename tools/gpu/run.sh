#!/usr/bin/env bash
# Checks and times the CUDA backend on a machine with a GPU: the kernel contract, CUDA beside the CPU, the
# timings, the peers, Fig. 6(b) with ten seeds, the PyTorch traces, the law of replicas; then a table. The
# folder named by --out (./results) gets results.jsonl, table.md, log.txt, and the sweep's fig6b.html and
# fig6b-cells.csv.gz.
#
#   grok-gpu/run.sh [--out FOLDER] [--only contract,agreement,bench,peers,sweep,traces,law]
#                   [--minutes N] [--quick | --tiny]
#
# --quick takes some minutes; --tiny only shows that everything works, also on the simulated device.
# After N minutes (60) the running part is stopped, and the later ones are left out.
set -uo pipefail
here=$(cd "$(dirname "$0")" && pwd)
out=results
only=contract,agreement,bench,peers,sweep,traces,law
minutes=60
scale=full
while [ $# -gt 0 ]; do
  case $1 in
    --out) out=$2; shift 2 ;;
    --only) only=$2; shift 2 ;;
    --minutes) minutes=$2; shift 2 ;;
    --quick) scale=quick; shift ;;
    --tiny) scale=tiny; shift ;;
    *) echo "run.sh: unknown option $1" >&2; exit 2 ;;
  esac
done
mkdir -p "$out"
exec > >(tee "$out/log.txt") 2>&1
python=$(command -v python3 || true)

# The CUDA libraries of a Python environment lie in nvidia/*/lib of its site-packages.
found=${GROK_CUDA_LIBRARIES:-}
if [ -n "$python" ]; then
  found=$found$("$python" -c 'import os, sys; print("".join(":" + p for p in sys.path if os.path.isdir(os.path.join(p, "nvidia"))))')
fi
export GROK_CUDA_LIBRARIES=$found
# JavaCPP's libraries need a folder that allows execution, which /tmp often does not; ours runs Java.
cache=$here/cache
mkdir -p "$cache" 2>/dev/null && [ -w "$cache" ] || cache=${TMPDIR:-/tmp}/grok-gpu-$(id -u)
export GROK_CUDA_CACHE=${GROK_CUDA_CACHE:-$cache/kernels}

# The presets' JNI libraries name functions that may be missing: they must bind lazily.
unset LD_BIND_NOW

# Runs a command for as long as there is time; in the foreground, so that it can be interrupted.
limited() {
  local code=0
  timeout --foreground --kill-after=5 $((deadline > SECONDS ? deadline - SECONDS : 1)) "$@" || code=$?
  [ $code -ne 124 ] || echo "stopped: the $minutes minutes are over" >&2
  return $code
}

# Runs Java with more options, a class, and its arguments.
runs() {
  limited "$here/runtime/bin/java" -XX:MaxRAMPercentage=60 -XX:+UseParallelGC --add-modules jdk.incubator.vector \
    -Dorg.bytedeco.javacpp.cachedir="$cache/javacpp" -Dgrok.test.backend="$backend" \
    -cp "$here/session:$here/tests:$here/lib/*" "$@"
}

# Runs a part of the session, with more options of Java.
session() {
  local part=$1
  shift
  runs "$@" dev.grok.bench.gpu.GpuSession "$part" "$scale" "$out/results.jsonl"
}

# Fig. 6(b) as a user would run it.
sweep() {
  local options begun=$SECONDS directory=$cache/fig6b
  rm -rf "$directory"
  case $scale in
    full) options=(--seeds 0..9) ;;
    quick) options=(--seeds 0..1 --set base.steps=2000 --set base.phase.budget=2000) ;;
    tiny) options=(--seeds 0..0 --set base.steps=2 --set base.phase.budget=2) ;;
  esac
  local code=0
  runs dev.grok.lab.Main sweep run fig6b "${options[@]}" --backend "$backend" --out "$directory" || code=$?
  # A sweep that was stopped has a report too.
  cp "$directory/report.html" "$out/fig6b.html"
  if [ $code -eq 0 ]; then
    printf '{"check":"fig6b, %s","cells":%d,"seconds":%d}\n' \
      "${options[*]}" $(($(wc -l <"$directory/cells.csv") - 1)) $((SECONDS - begun)) >>"$out/results.jsonl"
    gzip -c "$directory/cells.csv" >"$out/fig6b-cells.csv.gz"
  fi
  return $code
}

deadline=$((SECONDS + minutes * 60))
backend=${GROK_GPU_BACKEND:-cuda}
status=0
: >"$out/results.jsonl"
session machine || { echo "run.sh: nothing was run: the backend cannot be opened"; exit 1; }
for part in ${only//,/ }; do
  begun=$SECONDS
  if [ $SECONDS -ge $deadline ]; then
    echo "$part: left out, the $minutes minutes are over"
    status=1
    continue
  fi
  case $part in
    peers)
      case $scale in
        full) options=(--replicas 1,64,256,1024,4096 --steps 300) ;;
        quick) options=(--replicas 1,64 --steps 30) ;;
        tiny) options=(--replicas 1,4 --steps 4 --toy-only) ;;
      esac
      if [ -n "$python" ]; then
        # Otherwise JAX takes three quarters of the memory and leaves PyTorch the rest.
        XLA_PYTHON_CLIENT_PREALLOCATE=false limited "$python" "$here/peers.py" "${options[@]}" | tee -a "$out/results.jsonl" || status=1
      else
        echo "the peers are not timed: there is no python3"
      fi
      ;;
    contract | bench | law)
      # By default cuBLAS does large products and our own kernels do the others; then the alternatives.
      session "$part" || status=1
      session "$part" -Dgrok.cuda.matmul=cublas || status=1
      [ "$part" != bench ] || session bench -Dgrok.cuda.matmul=exact || status=1
      ;;
    sweep) sweep || status=1 ;;
    *) session "$part" || status=1 ;;
  esac
  echo "$part: $((SECONDS - begun)) s"
done
{
  echo "date $(date -u +%F), commit $(cat "$here/commit"), $(uname -r)"
  nvidia-smi --query-gpu=name,driver_version,memory.total --format=csv,noheader 2>/dev/null
  deadline=$((SECONDS + 60))
  session table
} | tee "$out/table.md"
exit $status
