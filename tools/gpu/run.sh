#!/usr/bin/env bash
# On a machine with a GPU: the kernel contract, the PyTorch traces, CUDA beside the CPU, the timings,
# the peers; then a table. The folder named by --out (./results) gets results.jsonl, table.md, log.txt.
#
#   grok-gpu/run.sh [--out FOLDER] [--only contract,traces,agreement,law,bench,peers] [--quick | --tiny]
#
# --quick takes some minutes; --tiny only shows that everything works, also on the simulated device.
set -uo pipefail
here=$(cd "$(dirname "$0")" && pwd)
out=results
only=contract,traces,agreement,law,bench,peers
scale=full
while [ $# -gt 0 ]; do
  case $1 in
    --out) out=$2; shift 2 ;;
    --only) only=$2; shift 2 ;;
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

# The presets' JNI libraries name functions that need not be there: they must bind lazily.
unset LD_BIND_NOW

# A part, and options of Java.
session() {
  local part=$1
  shift
  "$here/runtime/bin/java" "$@" -XX:MaxRAMPercentage=60 -XX:+UseParallelGC --add-modules jdk.incubator.vector \
    -Dorg.bytedeco.javacpp.cachedir="$cache/javacpp" -Dgrok.test.backend="${GROK_GPU_BACKEND:-cuda}" \
    -cp "$here/session:$here/tests:$here/lib/*" GpuSession "$part" "$scale" "$out/results.jsonl"
}

status=0
: >"$out/results.jsonl"
session machine || { echo "run.sh: nothing was run: the backend cannot be opened"; exit 1; }
for part in ${only//,/ }; do
  begun=$SECONDS
  case $part in
    peers)
      case $scale in
        full) options=(--replicas 1,64,256,1024,4096 --steps 300) ;;
        quick) options=(--replicas 1,64 --steps 30) ;;
        tiny) options=(--replicas 1,4 --steps 4 --toy-only) ;;
      esac
      if [ -n "$python" ]; then
        # JAX would take three quarters of the memory and leave PyTorch the rest.
        XLA_PYTHON_CLIENT_PREALLOCATE=false "$python" "$here/peers.py" "${options[@]}" | tee -a "$out/results.jsonl"
      else
        echo "the peers are not timed: there is no python3"
      fi
      ;;
    contract)
      session contract || status=1
      # By default small products, and so most of the contract's, go to a kernel of our own.
      session contract -Dgrok.cuda.matmul=cublas || status=1
      ;;
    *) session "$part" || status=1 ;;
  esac
  echo "$part: $((SECONDS - begun)) s"
done
{
  echo "date $(date -u +%F), commit $(cat "$here/commit"), $(uname -r)"
  nvidia-smi --query-gpu=name,driver_version,memory.total --format=csv,noheader 2>/dev/null
  session table
} | tee "$out/table.md"
exit $status
