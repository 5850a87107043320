package dev.grok.lab.report;

import java.util.List;

/**
 * A figure with its caption.
 *
 * @param title a statement of what it is about
 * @param caption what is seen, in plain sentences
 * @param paper the figure of the paper that it corresponds to, for example {@code Fig. 4(a)}
 * @param panels side by side
 */
public record Figure(String title, String caption, String paper, List<Chart> panels) {
  public Figure {
    panels = List.copyOf(panels);
  }
}
