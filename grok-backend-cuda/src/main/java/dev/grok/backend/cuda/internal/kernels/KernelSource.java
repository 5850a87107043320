package dev.grok.backend.cuda.internal.kernels;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * A file of CUDA C++, as every compiler gets it.
 *
 * @param name by which others include it, and by which errors name it
 */
public record KernelSource(String name, String text) {
  /** The headers that a family includes. */
  private static final List<KernelSource> HEADERS =
      List.of(resource("grok.cuh"), new KernelSource("constants.cuh", KernelConstants.header()));

  /** The source of a family of kernels. */
  public static KernelSource family(String family) {
    return resource(family + ".cu");
  }

  public static List<KernelSource> headers() {
    return HEADERS;
  }

  private static KernelSource resource(String name) {
    try (InputStream in = KernelSource.class.getResourceAsStream(name)) {
      if (in == null) {
        throw new IllegalStateException("no kernel source " + name);
      }
      return new KernelSource(name, new String(in.readAllBytes(), StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
