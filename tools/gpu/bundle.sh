#!/usr/bin/env bash
# Makes grok-gpu.tar.gz: all that it takes to check and time the CUDA backend on a machine with an NVIDIA
# GPU but without Java, Maven and this repository. Unpack it there and call grok-gpu/run.sh.
#
#   tools/gpu/bundle.sh [FOLDER]     the folder that gets the file; target/gpu by default
set -euo pipefail
root=$(cd "$(dirname "$0")/../.." && pwd)
out=${1:-$root/target/gpu}
limit=45000000

mkdir -p "$out"
out=$(cd "$out" && pwd)
bundle=$out/grok-gpu
rm -rf "$bundle"
mkdir -p "$bundle/lib" "$bundle/tests" "$bundle/session"

# JAVA_HOME must be a JDK with jmods: the runtime is linked from it.
java_home=${JAVA_HOME:-$(dirname "$(dirname "$(readlink -f "$(command -v javac)")")")}
mvn="mvn -q -B -ntp ${MAVEN_ARGS:-}"

cd "$root"
# An earlier build may have left other versions there.
rm -rf grok-bench/target/gpu-session
# Test classes of grok-models hold the PyTorch traces.
$mvn -DskipTests -Dspotless.check.skip=true -pl grok-lab,grok-bench -am package
# The command needs no more than the session does: without a terminal it draws no progress bar.
cp grok-bench/target/gpu-session/*.jar grok-lab/target/grok-lab-*.jar "$bundle/lib/"
rm -f "$bundle"/lib/*-tests.jar "$bundle"/lib/*-sources.jar
# Of the presets' libraries only those that the backend calls are taken along.
strip=$out/strip
rm -rf "$strip"
mkdir -p "$strip"
for jar in "$bundle"/lib/cuda-*-linux-x86_64.jar; do
  (cd "$strip" && unzip -q "$jar" && find . -name 'libjni*.so' \
    ! -name libjnicudart.so ! -name libjnicublas.so ! -name libjninvrtc.so -delete \
    && rm "$jar" && zip -q -r -9 "$jar" .)
done
rm -rf "$strip"
cp -r grok-models/target/test-classes/. "$bundle/tests/"
# The session needs no JMH: what JMH runs is left out, and so is the provider that counts.
cp -r grok-bench/target/classes/dev "$bundle/session/"
rm -rf "$bundle/session/dev/grok/bench/jmh_generated"

"$java_home/bin/jlink" --no-header-files --no-man-pages --strip-debug --compress=2 \
  --add-modules java.base,java.instrument,java.logging,java.management,java.xml,jdk.incubator.vector,jdk.management,jdk.unsupported \
  --output "$bundle/runtime"

git describe --always --dirty >"$bundle/commit" 2>/dev/null || echo unknown >"$bundle/commit"
cp tools/gpu/run.sh grok-bench/src/main/python/{models,peers}.py "$bundle/"
chmod +x "$bundle/run.sh"
tar -C "$out" -czf "$out/grok-gpu.tar.gz" grok-gpu
size=$(stat -c %s "$out/grok-gpu.tar.gz")
echo "$out/grok-gpu.tar.gz: $((size / 1024)) KiB"
[ "$size" -le "$limit" ] || {
  echo "bundle.sh: it is larger than $limit bytes" >&2
  exit 1
}
