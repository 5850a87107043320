package dev.grok.bench;

import org.openjdk.jmh.annotations.AuxCounters;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/** What a benchmark has done, counted beside the time it took: rates by name in every result. */
@AuxCounters(AuxCounters.Type.OPERATIONS)
@State(Scope.Thread)
public class Work {
  /** Two for every fused multiply-add: FLOP/s. */
  public double flops;

  /** Bytes moved between memory of whatever level and arithmetic units: bytes/s. */
  public double bytes;

  /** Divisions and square roots. */
  public double divisions;

  /** Bytes of all operands, times operations: per operation it says which cache level they fit. */
  public double footprint;

  /** Training steps of single replicas, or cells of a sweep. */
  public double units;

  void add(WorkCount count) {
    flops += count.flops();
    bytes += count.bytes();
    divisions += count.divisions();
    footprint += count.footprint();
  }
}
