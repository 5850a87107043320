package dev.grok.lab.report;

import dev.grok.lab.console.Names;
import dev.grok.models.train.Phase;

/**
 * Colors by their role, so that a page can show them on light and on dark. Train and validation are
 * from Okabe and Ito's palette, which color-blind people can tell apart; ordered quantities take a
 * place on the viridis scale; phases have the authors' colors.
 */
public final class Color {
  public static final String TRAIN = "train";
  public static final String VALIDATION = "validation";
  public static final String THEORY = "theory";
  public static final String NETWORK = "network";
  public static final String NEUTRAL = "neutral";

  private Color() {}

  /** A place on an ordered scale, from 0 to 1. */
  public static String scale(double place) {
    return "scale:" + Math.round(1000 * Math.max(0, Math.min(1, place))) / 1000.0;
  }

  public static String phase(Phase phase) {
    return Names.of(phase);
  }
}
