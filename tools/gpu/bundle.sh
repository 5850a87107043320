#!/usr/bin/env bash
# Makes grok-gpu.tar.gz: everything that a machine with an NVIDIA GPU needs to check and time the CUDA
# backend, without Java, Maven or this repository. Unpack it there and call grok-gpu/run.sh.
#
#   tools/gpu/bundle.sh [FOLDER]     the folder that gets the file; target/gpu by default
set -euo pipefail
root=$(cd "$(dirname "$0")/../.." && pwd)
out=${1:-$root/target/gpu}
bundle=$out/grok-gpu
limit=45000000

mkdir -p "$out"
out=$(cd "$out" && pwd)
bundle=$out/grok-gpu
rm -rf "$bundle"
mkdir -p "$bundle/lib" "$bundle/tests"

# JAVA_HOME must be a JDK with jmods: the runtime is cut out of it.
java_home=${JAVA_HOME:-$(dirname "$(dirname "$(readlink -f "$(command -v javac)")")")}
mvn="mvn -q -B -ntp ${MAVEN_ARGS:-}"

cd "$root"
# What an earlier build left there might be of other versions.
rm -rf grok-lab/target/modules
# Test classes of grok-models hold the PyTorch traces.
$mvn -DskipTests -Dspotless.check.skip=true -pl grok-lab -am package
cp grok-lab/target/modules/*.jar grok-lab/target/grok-lab-*.jar "$bundle/lib/"
rm -f "$bundle"/lib/*-tests.jar "$bundle"/lib/*-sources.jar "$bundle"/lib/jline-*.jar "$bundle"/lib/progressbar-*.jar
# Of the presets only what the backend calls is taken along.
strip=$out/strip
rm -rf "$strip"
mkdir -p "$strip"
for jar in "$bundle"/lib/cuda-*-linux-x86_64.jar; do
  (cd "$strip" && unzip -q "$jar" && find . -name 'libjni*.so' \
    ! -name libjnicudart.so ! -name libjnicublas.so ! -name libjninvrtc.so -delete \
    && rm "$jar" && zip -q -r -9 "$jar" .)
done
rm -rf "$strip"
$mvn org.apache.maven.plugins:maven-dependency-plugin:3.11.0:copy \
  -Dartifact=org.junit.platform:junit-platform-launcher:1.14.4 -DoutputDirectory="$bundle/lib" \
  -Dmdep.useBaseVersion=true
cp -r grok-models/target/test-classes/. "$bundle/tests/"

"$java_home/bin/javac" --release 17 -Xlint:all,-path -Werror -cp "$bundle/lib/*" -d "$bundle/session" tools/gpu/src/*.java
"$java_home/bin/jlink" --no-header-files --no-man-pages --strip-debug --compress=2 \
  --add-modules java.base,java.instrument,java.logging,java.management,java.xml,jdk.incubator.vector,jdk.management,jdk.unsupported \
  --output "$bundle/runtime"

git describe --always --dirty >"$bundle/commit" 2>/dev/null || echo unknown >"$bundle/commit"
cp tools/gpu/run.sh tools/gpu/peers.py "$bundle/"
chmod +x "$bundle/run.sh"
tar -C "$out" -czf "$out/grok-gpu.tar.gz" grok-gpu
size=$(stat -c %s "$out/grok-gpu.tar.gz")
echo "$out/grok-gpu.tar.gz: $((size / 1024)) KiB"
[ "$size" -le "$limit" ] || {
  echo "bundle.sh: it is larger than $limit bytes" >&2
  exit 1
}
