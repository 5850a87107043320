package dev.grok.backend.cpu.internal.memory;

/** An operand of a prepared call: a replica's elements begin at {@link #at}. */
public abstract class Operand {
  /** Elements of one replica. */
  public final int length;

  private final int offset;
  private final int stride;
  private final Footprint footprint;

  Operand(Footprint footprint) {
    this.footprint = footprint;
    offset = (int) footprint.offset();
    stride = (int) footprint.stride();
    length = (int) footprint.length();
  }

  /** Index of a replica's first element. */
  public final int at(int replica) {
    return offset + replica * stride;
  }

  public final Footprint footprint() {
    return footprint;
  }
}
