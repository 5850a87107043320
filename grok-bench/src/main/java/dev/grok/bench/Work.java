package dev.grok.bench;

import org.openjdk.jmh.annotations.AuxCounters;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/** What a benchmark has done; JMH reports each field as a rate beside the time. */
@AuxCounters(AuxCounters.Type.OPERATIONS)
@State(Scope.Thread)
public class Work {
  /** Floating-point operations: two for every fused multiply-add. */
  public double flops;

  /** Bytes moved between arithmetic units and memory of any level. */
  public double bytes;

  /** Divisions and square roots. */
  public double divisions;

  /** Bytes of all operands, summed over operations: they decide which cache holds an operation. */
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
