package dev.grok.lab.run;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.io.Writer;

/** Writes text whose errors are unchecked. */
public record LineWriter(Writer writer) {
  public void print(String text) {
    try {
      writer.write(text);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Hands what was written to the operating system. */
  public void flush() {
    try {
      writer.flush();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
