package dev.kurir.api.community;

import dev.kurir.community.Circle;
import dev.kurir.community.Role;
import org.jspecify.annotations.Nullable;

/** A group or room in an answer. */
public record CircleAnswer(
    String name, @Nullable String title, int members, @Nullable String role, String createdAt) {
  static CircleAnswer of(Circle circle) {
    Role role = circle.role();
    return new CircleAnswer(
        circle.name(),
        circle.title(),
        circle.members(),
        role == null ? null : role.written(),
        circle.createdAt().toString());
  }
}
