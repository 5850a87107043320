package dev.grok.backend.cpu;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.spi.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Loops that must be compiled by themselves are in methods that HotSpot does not inline. Whether
 * they make objects otherwise depends on what else a program does.
 */
class VectorLoopsTest {
  /** HotSpot's {@code FreqInlineSize}: the byte codes of the longest method that is inlined. */
  private static final int LONGEST_INLINED = 325;

  @ParameterizedTest
  @CsvSource({
    "SimdSoftmaxLoops, void expOfVectors(",
    "SimdActivationLoops, int tanhOfVectors(",
    "SimdActivationLoops, int geluOfVectors(",
    "SimdActivationLoops, void distributionOfVectors(",
    "SimdActivationLoops, void geluBackwardOfVectors(",
    "SimdSoftmaxLoops, void columnWeightsOfVectors(",
    "SimdTile, void byOne(",
    "SimdTile, void byFour("
  })
  void isTooLongToBeInlined(String type, String method) {
    assertThat(byteCodes(type, method)).isGreaterThan(LONGEST_INLINED);
  }

  @Test
  void shorterOnesAreSeenAsWell() {
    assertThat(byteCodes("SimdActivationLoops", "void relu(")).isBetween(10, LONGEST_INLINED);
  }

  /** The place of the last instruction of a method, as javap prints it. */
  private static int byteCodes(String type, String method) {
    StringWriter out = new StringWriter();
    int code =
        ToolProvider.findFirst("javap")
            .orElseThrow()
            .run(
                new PrintWriter(out),
                new PrintWriter(out),
                "-c",
                "-p",
                VectorLoopsTest.class
                    .getResource("/dev/grok/backend/cpu/internal/simd/" + type + ".class")
                    .toString());
    assertThat(code).as(out.toString()).isZero();
    String rest = out.toString();
    assertThat(rest).contains(method);
    rest = rest.substring(rest.indexOf(method));
    int last = 0;
    Matcher instruction = Pattern.compile("(?m)^ +(\\d+): [a-z]").matcher(body(rest));
    while (instruction.find()) {
      last = Integer.parseInt(instruction.group(1));
    }
    return last;
  }

  private static String body(String text) {
    int end = text.indexOf("\n\n");
    return end < 0 ? text : text.substring(0, end);
  }
}
