package dev.kurir.routes;

import java.nio.file.Path;

/**
 * One place where a route file breaks a rule, said as {@code file:line: rule: what to do}.
 *
 * @param line counted from 1
 * @param rule one word, by which a team can talk about it
 * @param advice what is wrong and what would be right
 */
public record Violation(Path file, int line, String rule, String advice) {
  @Override
  public String toString() {
    return file + ":" + line + ": " + rule + ": " + advice;
  }
}
