#!/bin/sh
# Builds the simulated CUDA device into the folder named by the first argument, unless the folder has one
# built from the same sources, and prints "built" if it did. A second argument goes to the compiler of
# libnvrtc (a test builds one without a symbol). The presets' libraries ask for symbol versions named
# like the libraries, so each library has a version script.
set -eu
here=$(cd "$(dirname "$0")" && pwd)
out=$1
mkdir -p "$out"
{ cat "$here"/*; echo "${2:-}"; } >"$out/stamp.new"
if cmp -s "$out/stamp.new" "$out/stamp"; then
  rm "$out/stamp.new"
  exit 0
fi
rm -f "$out/stamp"
library() {
  name=$1
  shift
  printf '%s { global: *; };\n' "$name" >"$out/$name.map"
  g++ -std=c++17 -O2 -g1 -Wall -Wextra -Werror -fPIC -shared -I "$here" -Wl,-soname,"$name" \
    -Wl,--version-script="$out/$name.map" '-Wl,-rpath,$ORIGIN' -L "$out" -o "$out/$name" "$@"
  rm "$out/$name.map"
}
library libcuda.so.1 "$here/driver.cpp" "$here/blocks.cpp" -ldl
library libcudart.so.13 "$here/runtime.cpp" -l:libcuda.so.1 &
library libcublasLt.so.13 "$here/blaslt.cpp" &
library libnvrtc.so.13 "$here/nvrtc.cpp" ${2:-} -l:libcuda.so.1 &
library libcublas.so.13 "$here/blas.cpp" -O3 -march=native -l:libcuda.so.1 &
wait
for name in libcudart.so.13 libcublasLt.so.13 libnvrtc.so.13 libcublas.so.13; do
  [ -f "$out/$name" ] || exit 1
done
cp "$here/device.h" "$here/state.h" "$out"
head -c 512 /dev/zero >"$out/control"
mv "$out/stamp.new" "$out/stamp"
echo "built"
