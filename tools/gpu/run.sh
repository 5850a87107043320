#!/usr/bin/env bash
# On a machine with a GPU: the kernel contract, the PyTorch traces, CUDA beside the CPU, the timings,
# the peers; then a table. Everything goes into the folder named by --out as well (./results).
#
#   grok-gpu/run.sh [--out FOLDER] [--only contract,traces,agreement,law,bench,peers] [--quick]
set -uo pipefail
here=$(cd "$(dirname "$0")" && pwd)
out=results
only=contract,traces,agreement,law,bench,peers
quick=false
while [ $# -gt 0 ]; do
  case $1 in
    --out) out=$2; shift 2 ;;
    --only) only=$2; shift 2 ;;
    --quick) quick=true; shift ;;
    *) echo "run.sh: unknown option $1" >&2; exit 2 ;;
  esac
done
mkdir -p "$out"
python=$(command -v python3 || true)

# The CUDA libraries of a Python environment lie in nvidia/*/lib of its site-packages.
found=${GROK_CUDA_LIBRARIES:-}
if [ -n "$python" ]; then
  found=$found$("$python" -c 'import os, sys; print("".join(":" + p for p in sys.path if os.path.isdir(os.path.join(p, "nvidia"))))')
fi
export GROK_CUDA_LIBRARIES=$found
export GROK_CUDA_CACHE=${GROK_CUDA_CACHE:-$out/kernel-cache}

session() {
  "$here/runtime/bin/java" -Xmx8g -XX:+UseParallelGC --add-modules jdk.incubator.vector \
    -Dgrok.test.backend="${GROK_GPU_BACKEND:-cuda}" \
    -cp "$here/session:$here/tests:$here/lib/*" GpuSession "$@"
}

status=0
: >"$out/results.jsonl"
for part in ${only//,/ }; do
  [ "$part" != peers ] || continue
  session "$part" "$quick" "$out/results.jsonl" || status=1
done
case ,$only, in
  *,peers,*)
    steps=300
    [ "$quick" = false ] || steps=30
    if [ -n "$python" ]; then
      "$python" "$here/peers.py" --steps "$steps" | tee -a "$out/results.jsonl"
    else
      echo "the peers are not timed: there is no python3"
    fi
    ;;
esac
{
  echo "date $(date -u +%F), commit $(cat "$here/commit"), $(uname -r)"
  nvidia-smi --query-gpu=name,driver_version,memory.total --format=csv,noheader 2>/dev/null
  session table false "$out/results.jsonl"
} | tee "$out/table.md"
exit $status
