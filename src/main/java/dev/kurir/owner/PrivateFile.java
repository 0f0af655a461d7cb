package dev.kurir.owner;

import dev.kurir.message.InvalidFieldException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/**
 * A small text file that only its user may read: mode 0600 from its first byte on, written once and
 * never overwritten. A crash while it is made leaves either no file or a whole one.
 *
 * <p>Where the file system has no POSIX permissions (Windows) they are neither set nor checked.
 */
public final class PrivateFile {
  private static final Set<PosixFilePermission> OWNER_ONLY =
      PosixFilePermissions.fromString("rw-------");

  private final String setting;
  private final Path path;

  /**
   * @param setting the setting that names the file, for complaints
   */
  public PrivateFile(String setting, Path path) {
    this.setting = setting;
    this.path = path.toAbsolutePath();
  }

  /** Where it is. */
  public Path path() {
    return path;
  }

  /**
   * The content without surrounding blanks; empty when there is no such file.
   *
   * @throws InvalidFieldException when others than its user may read it, or it can't be read
   */
  public Optional<String> read() {
    if (!Files.exists(path)) {
      return Optional.empty();
    }
    try {
      if (posix()) {
        refuseOthers();
      }
      return Optional.of(Files.readString(path, StandardCharsets.UTF_8).strip());
    } catch (IOException e) {
      throw new InvalidFieldException(
          setting, path + " can't be read: " + reason(e), "a file that Kurir's user may read");
    }
  }

  /**
   * Writes the file unless it exists.
   *
   * @return whether it was written; false: another process was faster, and its content stands
   */
  public boolean writeNew(String content) {
    Path folder = path.getParent();
    Path draft = path.resolveSibling(path.getFileName() + "." + UUID.randomUUID() + ".new");
    try {
      if (folder != null) {
        Files.createDirectories(folder);
      }
      try (FileChannel channel = FileChannel.open(draft, options(), ownerOnly())) {
        channel.write(ByteBuffer.wrap((content + "\n").getBytes(StandardCharsets.UTF_8)));
        channel.force(true);
      }
      Files.move(draft, path);
      return true;
    } catch (FileAlreadyExistsException e) {
      return false;
    } catch (IOException e) {
      throw new InvalidFieldException(
          setting, path + " can't be written: " + reason(e), "a place that Kurir may write to");
    } finally {
      discard(draft);
    }
  }

  private void refuseOthers() throws IOException {
    Set<PosixFilePermission> permissions = Files.getPosixFilePermissions(path);
    if (!OWNER_ONLY.containsAll(permissions)) {
      throw new InvalidFieldException(
          setting,
          path + " has mode " + PosixFilePermissions.toString(permissions),
          "readable by its user alone: chmod 600 " + path);
    }
  }

  private static Set<StandardOpenOption> options() {
    return Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
  }

  private static FileAttribute<?>[] ownerOnly() {
    return posix()
        ? new FileAttribute<?>[] {PosixFilePermissions.asFileAttribute(OWNER_ONLY)}
        : new FileAttribute<?>[0];
  }

  private static boolean posix() {
    return FileSystems.getDefault().supportedFileAttributeViews().contains("posix");
  }

  private static String reason(IOException e) {
    return e.getClass().getSimpleName().replace("Exception", "");
  }

  private static void discard(Path draft) {
    try {
      Files.deleteIfExists(draft);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
