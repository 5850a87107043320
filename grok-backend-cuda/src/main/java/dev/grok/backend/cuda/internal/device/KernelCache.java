package dev.grok.backend.cuda.internal.device;

import dev.grok.backend.cuda.internal.library.CacheFolder;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;

/**
 * Compiled kernels on disk, named by the hash of everything they are made from: source, headers,
 * options, compiler. Files are renamed when they are complete, so any number of processes may share
 * the folder. A file ends in the hash of its contents, so a damaged one is noticed and made again.
 */
final class KernelCache {
  private static final int DIGEST_BYTES = 32;

  private final Path folder = CacheFolder.path();

  /** The name of code that is made from the given parts. */
  static String key(List<String> parts) {
    MessageDigest digest = sha256();
    for (String part : parts) {
      digest.update(part.getBytes(StandardCharsets.UTF_8));
      digest.update((byte) 0);
    }
    return HexFormat.of().formatHex(digest.digest());
  }

  /** The code stored under the name, if it is there and undamaged. */
  Optional<byte[]> find(String key) {
    try {
      byte[] file = Files.readAllBytes(path(key));
      int length = file.length - DIGEST_BYTES;
      if (length <= 0) {
        return Optional.empty();
      }
      byte[] content = Arrays.copyOf(file, length);
      byte[] digest = Arrays.copyOfRange(file, length, file.length);
      return MessageDigest.isEqual(sha256().digest(content), digest)
          ? Optional.of(content)
          : Optional.empty();
    } catch (NoSuchFileException absent) {
      return Optional.empty();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Stores code. If two processes do so at once, either may win: the contents are the same. */
  void store(String key, byte[] content) {
    try {
      Files.createDirectories(folder);
      Path part = Files.createTempFile(folder, key.substring(0, 8), ".part");
      try {
        byte[] file = Arrays.copyOf(content, content.length + DIGEST_BYTES);
        System.arraycopy(sha256().digest(content), 0, file, content.length, DIGEST_BYTES);
        Files.write(part, file);
        Files.move(
            part, path(key), StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
      } finally {
        Files.deleteIfExists(part);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private Path path(String key) {
    return folder.resolve(key + ".cubin");
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}
