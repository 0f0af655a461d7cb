package dev.kurir.api.community;

import dev.kurir.api.RequestBody;
import dev.kurir.community.Circle;
import dev.kurir.community.Circles;
import dev.kurir.community.Invitations.Invitation;
import dev.kurir.community.Members.Member;
import dev.kurir.community.Role;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Closed groups, as the routes of the module groups call them. Thread-safe. */
public final class GroupsDesk {
  private final Circles circles;

  public GroupsDesk(Circles circles) {
    this.circles = circles;
  }

  /** A group that somebody is invited to. */
  public record InvitationAnswer(
      String name, @Nullable String title, @Nullable String by, String at) {
    static InvitationAnswer of(Invitation invitation) {
      return new InvitationAnswer(
          invitation.name(), invitation.title(), invitation.by(), invitation.at().toString());
    }
  }

  /** Makes a group. */
  public Object createGroup(MemberRequest request) {
    RequestBody body = request.body("name", "title");
    return CircleAnswer.of(
        circles.create(
            request.caller(),
            CircleRequest.name(body),
            CircleRequest.title(body).orElse(null),
            false));
  }

  /** The groups that one is in. */
  public Object listGroups(MemberRequest request) {
    int limit = request.limit();
    List<Circle> groups = circles.groups(request.caller(), request.afterName(), limit + 1);
    return NamePage.of(groups.stream().map(CircleAnswer::of).toList(), limit, CircleAnswer::name);
  }

  /** One group. */
  public Object showGroup(MemberRequest request) {
    return CircleAnswer.of(circles.show(request.caller(), request.circle(), false));
  }

  /** Another title. */
  public Object renameGroup(MemberRequest request) {
    String title = CircleRequest.requiredTitle(request.body("title"));
    return CircleAnswer.of(circles.rename(request.caller(), request.circle(), title));
  }

  /** Ends a group. */
  public void dissolveGroup(MemberRequest request) {
    circles.dissolve(request.caller(), request.circle(), false);
  }

  /** Who is in a group. */
  public Object listGroupMembers(MemberRequest request) {
    int limit = request.limit();
    List<Member> members =
        circles
            .members()
            .list(request.caller(), request.circle(), false, request.afterName(), limit + 1);
    return NamePage.of(members.stream().map(MemberAnswer::of).toList(), limit, MemberAnswer::name);
  }

  /** Adds a friend. */
  public Object addGroupMember(MemberRequest request) {
    return MemberAnswer.of(
        circles.members().add(request.caller(), request.circle(), request.user()));
  }

  /** Another role. */
  public Object changeRole(MemberRequest request) {
    Role role = Role.of("role", request.body("role").text("role"));
    return MemberAnswer.of(
        circles.members().changeRole(request.caller(), request.circle(), request.user(), role));
  }

  /** Takes somebody out, or leaves. */
  public void removeGroupMember(MemberRequest request) {
    circles.members().remove(request.caller(), request.circle(), request.user());
  }

  /** Asks somebody to join. */
  public void inviteUser(MemberRequest request) {
    circles.invitations().invite(request.caller(), request.circle(), request.user());
  }

  /** The groups that one is invited to. */
  public Object listInvitations(MemberRequest request) {
    int limit = request.limit();
    List<Invitation> invitations =
        circles.invitations().list(request.caller(), request.afterName(), limit + 1);
    return NamePage.of(
        invitations.stream().map(InvitationAnswer::of).toList(), limit, InvitationAnswer::name);
  }

  /** Joins a group. */
  public Object acceptInvitation(MemberRequest request) {
    return CircleAnswer.of(circles.invitations().accept(request.caller(), request.circle()));
  }

  /** Takes an invitation as refused. */
  public void refuseInvitation(MemberRequest request) {
    circles.invitations().refuse(request.caller(), request.circle());
  }
}
