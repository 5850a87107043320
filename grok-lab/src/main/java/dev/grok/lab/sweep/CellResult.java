package dev.grok.lab.sweep;

import dev.grok.models.train.Crossing;
import dev.grok.models.train.Crossings;
import dev.grok.models.train.Phase;
import dev.grok.models.train.PhaseRule;
import java.io.Serializable;
import java.util.Optional;

/**
 * What became of one cell: a function of its configuration and the kind of backend alone. Steps are
 * updates counted from 0, {@value #NEVER} if not reached within the cell's steps.
 *
 * @param cell its number in the sweep
 * @param id the hash of its configuration
 * @param status how it ended
 * @param train first update after which training accuracy had reached its threshold
 * @param validation the same for validation accuracy
 * @param diverged the same for a training loss that is NaN or infinite
 * @param reason why it failed; otherwise empty
 */
public record CellResult(
    int cell, String id, Status status, long train, long validation, long diverged, String reason)
    implements Serializable {
  /** A step that was not reached. */
  public static final long NEVER = -1;

  public enum Status {
    DONE,
    /** Training loss became NaN or infinite; nothing after that counts. */
    DIVERGED,
    /** It could not be trained. */
    FAILED
  }

  /**
   * The result of a trained cell. Nothing counts that comes after a divergence: how long a cell is
   * trained then depends on when the divergence is noticed.
   */
  public static CellResult of(int cell, String id, Crossings seen) {
    long diverged = step(seen.divergence());
    return new CellResult(
        cell,
        id,
        diverged == NEVER ? Status.DONE : Status.DIVERGED,
        before(diverged, step(seen.train())),
        before(diverged, step(seen.validation())),
        diverged,
        "");
  }

  /** The result of a cell that could not be trained. */
  public static CellResult failed(int cell, String id, Throwable error) {
    String reason = error.getMessage() == null ? error.toString() : error.getMessage();
    return new CellResult(
        cell, id, Status.FAILED, NEVER, NEVER, NEVER, reason.replaceAll("\\s+", " "));
  }

  private static long step(Crossing crossing) {
    return crossing instanceof Crossing.Reached reached ? reached.step() : NEVER;
  }

  private static long before(long diverged, long step) {
    return diverged != NEVER && step >= diverged ? NEVER : step;
  }

  /** Its phase; none if it failed. */
  public Optional<Phase> phase(PhaseRule rule) {
    return status == Status.FAILED
        ? Optional.empty()
        : Optional.of(rule.classify(crossing(train), crossing(validation)));
  }

  /** Why it diverged or failed. */
  public String explanation() {
    return status == Status.DIVERGED
        ? "training loss is not finite after update " + diverged
        : reason;
  }

  private static Crossing crossing(long step) {
    return step == NEVER ? Crossing.censored(Long.MAX_VALUE) : Crossing.reached(step);
  }
}
