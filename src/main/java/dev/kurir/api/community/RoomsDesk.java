package dev.kurir.api.community;

import dev.kurir.api.RequestBody;
import dev.kurir.community.Circle;
import dev.kurir.community.Circles;
import dev.kurir.community.Members.Member;
import dev.kurir.message.InvalidFieldException;
import java.util.List;
import java.util.Optional;

/** Open rooms, as the routes of the module rooms call them. Thread-safe. */
public final class RoomsDesk {
  private static final int LONGEST_SEARCH = 32;

  private final Circles circles;

  public RoomsDesk(Circles circles) {
    this.circles = circles;
  }

  /** Makes a room. */
  public Object createRoom(MemberRequest request) {
    RequestBody body = request.body("name", "title");
    return CircleAnswer.of(
        circles.create(
            request.caller(),
            CircleRequest.name(body),
            CircleRequest.title(body).orElse(null),
            true));
  }

  /** All rooms, or those that begin so. */
  public Object listRooms(MemberRequest request) {
    int limit = request.limit();
    List<Circle> rooms =
        circles.rooms(
            request.caller(), search(request).orElse(null), request.afterName(), limit + 1);
    return NamePage.of(rooms.stream().map(CircleAnswer::of).toList(), limit, CircleAnswer::name);
  }

  private static Optional<String> search(MemberRequest request) {
    Optional<String> search = request.parameter("search");
    if (search.filter(RoomsDesk::isUnfit).isPresent()) {
      throw new InvalidFieldException(
          "search", "not searchable", "1 to " + LONGEST_SEARCH + " characters");
    }
    return search;
  }

  private static boolean isUnfit(String search) {
    return search.isEmpty()
        || search.codePointCount(0, search.length()) > LONGEST_SEARCH
        || search.indexOf('\0') >= 0;
  }

  /** One room. */
  public Object showRoom(MemberRequest request) {
    return CircleAnswer.of(circles.show(request.caller(), request.circle(), true));
  }

  /** Ends a room. */
  public void dissolveRoom(MemberRequest request) {
    circles.dissolve(request.caller(), request.circle(), true);
  }

  /** Goes in. */
  public Object joinRoom(MemberRequest request) {
    return CircleAnswer.of(circles.members().join(request.caller(), request.circle()));
  }

  /** Goes out. */
  public void leaveRoom(MemberRequest request) {
    circles.members().leaveRoom(request.caller(), request.circle());
  }

  /** Who is in a room. */
  public Object listRoomMembers(MemberRequest request) {
    int limit = request.limit();
    List<Member> members =
        circles
            .members()
            .list(request.caller(), request.circle(), true, request.afterName(), limit + 1);
    return NamePage.of(members.stream().map(MemberAnswer::of).toList(), limit, MemberAnswer::name);
  }
}
