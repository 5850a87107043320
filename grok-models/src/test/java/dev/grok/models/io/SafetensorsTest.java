package dev.grok.models.io;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.grok.api.GrokException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SafetensorsTest {
  @TempDir private Path folder;

  private Path file(long headerLength, String header, int dataBytes) throws IOException {
    byte[] json = header.getBytes(StandardCharsets.UTF_8);
    ByteBuffer bytes =
        ByteBuffer.allocate(8 + json.length + dataBytes).order(ByteOrder.LITTLE_ENDIAN);
    bytes.putLong(headerLength < 0 ? headerLength + 1 + json.length : headerLength).put(json);
    return Files.write(folder.resolve("x.safetensors"), bytes.array());
  }

  /** A file whose header length is right. */
  private Path file(String header, int dataBytes) throws IOException {
    return file(-1, header, dataBytes);
  }

  @Test
  void whatIsWrittenIsReadBack() {
    Map<String, HostTensor> tensors = new LinkedHashMap<>();
    tensors.put(
        "a \"quoted\" näme",
        HostTensor.floats(new int[] {2, 3}, new double[] {1, -2, 3.5, 0, -0.0, 1e-40}));
    tensors.put("ints", HostTensor.ints(new int[] {2}, new int[] {-7, 1 << 30}));
    tensors.put("empty", HostTensor.floats(new int[] {0, 4}, new double[0]));
    tensors.put("scalar", HostTensor.floats(new int[0], new double[] {2}));
    Path file = folder.resolve("round.safetensors");
    Safetensors.write(file, tensors);
    Map<String, HostTensor> read = Safetensors.read(file);
    assertThat(read.keySet()).containsExactlyInAnyOrderElementsOf(tensors.keySet());
    tensors.forEach(
        (name, tensor) -> {
          assertThat(read.get(name).shape()).as(name).isEqualTo(tensor.shape());
          for (int i = 0; i < tensor.values().length; i++) {
            assertThat(read.get(name).values()[i])
                .as(name)
                .isEqualTo((double) (float) tensor.values()[i]);
          }
        });
    assertThat(folder).isDirectoryNotContaining("glob:**.part");
  }

  @Test
  void theHeaderEndsOnEightBytesAsOtherReadersExpect() throws IOException {
    Path file = folder.resolve("aligned.safetensors");
    Safetensors.write(file, Map.of("x", HostTensor.floats(new int[] {1}, new double[] {1})));
    assertThat(
            ByteBuffer.wrap(Files.readAllBytes(file)).order(ByteOrder.LITTLE_ENDIAN).getLong() % 8)
        .isZero();
  }

  @ParameterizedTest(name = "{2}")
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "{                                                                  | 0 | not valid JSON",
        "[1]                                                                | 0 | is not a JSON object",
        "{}                                                                 | 4 | its tensors take 0 bytes, it holds 4",
        "{\"a\":{\"dtype\":\"F32\",\"shape\":[2],\"data_offsets\":[0,8]}}   | 4 | its tensors take 8 bytes, it holds 4",
        "{\"a\":{\"dtype\":\"F32\",\"shape\":[2],\"data_offsets\":[0,4]}}   | 4 | takes 8 bytes, its offsets are [0, 4]",
        "{\"a\":{\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[4,0]}}   | 4 | its offsets are [4, 0]",
        "{\"a\":{\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[-4,0]}}  | 4 | its offsets are [-4, 0]",
        "{\"a\":{\"dtype\":\"F32\",\"shape\":[-1],\"data_offsets\":[0,4]}}  | 4 | has shape [-1]",
        "{\"a\":{\"dtype\":\"F32\",\"shape\":[2147483647,2147483647,2147483647],\"data_offsets\":[0,4]}} | 4 | takes 9223372036854775807 bytes",
        "{\"a\":{\"dtype\":\"F32\",\"shape\":[1.5],\"data_offsets\":[0,4]}} | 4 | is not a list of at most 8 whole numbers",
        "{\"a\":{\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[0,4]},\"b\":{\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[2,6]}} | 6 | tensors overlap",
        "{\"a\":{\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[0,4]},\"b\":{\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[8,12]}} | 12 | tensors leave a gap",
        "{\"a\":{\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[0,4]},\"a\":{\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[4,8]}} | 8 | not valid JSON",
        "{\"a\":{\"dtype\":\"F8\",\"shape\":[1],\"data_offsets\":[0,4]}}    | 4 | supported are F32, F64, I32, I64",
        "{\"a\":{\"dtype\":\"F32\",\"data_offsets\":[0,4]}}                 | 4 | has shape [-1]",
        "{\"a\":{\"dtype\":\"F32\",\"shape\":[1]}}                          | 4 | no begin and end",
        "{\"a\":{\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[0,4],\"x\":1}} | 4 | has a key 'x'",
        "{\"a\":7}                                                          | 0 | is not an object",
        "{} {}                                                              | 0 | goes on after the JSON object",
        "{\"a\":{\"dtype\":\"F32\",\"shape\":[999999999999999999999999],\"data_offsets\":[0,4]}} | 4 | not valid JSON"
      })
  void unsoundHeadersAreOneSentence(String header, int dataBytes, String sentence)
      throws IOException {
    Path file = file(header.strip(), dataBytes);
    assertThatThrownBy(() -> Safetensors.read(file))
        .isInstanceOf(GrokException.class)
        .hasMessageContaining(sentence)
        .hasMessageContaining("x.safetensors");
  }

  @ParameterizedTest
  @CsvSource({"9223372036854775807", "-9223372036854775808", "99999999999", "100000001", "3"})
  void headerLengthsAreChecked(long claimed) throws IOException {
    byte[] bytes = new byte[40];
    ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).putLong(claimed);
    Path file = Files.write(folder.resolve("x.safetensors"), bytes);
    assertThatThrownBy(() -> Safetensors.read(file))
        .isInstanceOf(GrokException.class)
        .hasMessageContaining("is not a sound safetensors file");
  }

  @Test
  void everyTruncationIsNoticed() throws IOException {
    Path file = folder.resolve("whole.safetensors");
    Safetensors.write(file, Map.of("x", HostTensor.floats(new int[] {3}, new double[] {1, 2, 3})));
    byte[] whole = Files.readAllBytes(file);
    for (int length = 0; length < whole.length; length++) {
      Path cut = Files.write(folder.resolve("cut.safetensors"), Arrays.copyOf(whole, length));
      assertThatThrownBy(() -> Safetensors.read(cut))
          .as("%d bytes", length)
          .isInstanceOf(GrokException.class);
    }
  }

  @Test
  void metadataIsSkipped() throws IOException {
    String header =
        "{\"__metadata__\":{\"format\":\"pt\"},"
            + "\"a\":{\"dtype\":\"I64\",\"shape\":[],\"data_offsets\":[0,8]}}";
    assertThat(Safetensors.read(file(header, 8)).get("a").values()).containsExactly(0);
  }

  @Test
  void aMissingFileIsNamed() {
    assertThatThrownBy(() -> Safetensors.read(folder.resolve("none")))
        .hasMessageContaining("no such file");
  }

  @Test
  void anUnwritableFolderIsNamedAndNothingIsLeft() {
    Path file = folder.resolve("missing").resolve("x.safetensors");
    assertThatThrownBy(() -> Safetensors.write(file, Map.of()))
        .isInstanceOf(GrokException.class)
        .hasMessageContaining("cannot be written");
  }
}
