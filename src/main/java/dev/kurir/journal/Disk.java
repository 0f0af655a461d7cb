package dev.kurir.journal;

import java.io.IOException;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * The room on the disk of a directory, looked at four times a second at most. Its last part is kept
 * free: what was accepted still has to be mapped and delivered, and an embedded PostgreSQL that
 * can't write its log ends. Thread-safe.
 */
final class Disk {
  private static final long RESERVE = 64L << 20;

  /** Of a small disk only so much is kept free: one part in so many. */
  private static final int SHARE = 10;

  private static final long LOOK_NS = 250_000_000;

  private final Path directory;
  private volatile long lookedAt = System.nanoTime() - LOOK_NS;
  private volatile boolean full;

  Disk(Path directory) {
    this.directory = directory;
  }

  /** Whether nothing more should be taken. */
  boolean isFull() {
    long now = System.nanoTime();
    if (now - lookedAt >= LOOK_NS) {
      lookedAt = now;
      full = isShort();
    }
    return full;
  }

  private boolean isShort() {
    try {
      FileStore store = Files.getFileStore(directory);
      return store.getUsableSpace() < Math.min(RESERVE, store.getTotalSpace() / SHARE);
    } catch (IOException e) {
      return false; // the append itself will say what is wrong
    }
  }
}
