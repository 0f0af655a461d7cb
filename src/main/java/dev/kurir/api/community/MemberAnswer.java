package dev.kurir.api.community;

import dev.kurir.community.Members.Member;

/** Somebody in a group or room, in an answer. */
public record MemberAnswer(String name, String role, String since) {
  static MemberAnswer of(Member member) {
    return new MemberAnswer(member.name(), member.role().written(), member.since().toString());
  }
}
