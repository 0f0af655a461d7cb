package dev.kurir.gateway;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.kurir.community.Place;

/**
 * Tells people what event streams are told without a number: presences, friends, groups,
 * footprints. Thread-safe; asks the database.
 */
final class Newsroom {
  private static final ObjectMapper JSON = new ObjectMapper();

  private final Roster roster;
  private final Rooms rooms;
  private final Trail trail;

  Newsroom(Roster roster, Rooms rooms, Trail trail) {
    this.roster = roster;
    this.rooms = rooms;
    this.trail = trail;
  }

  /**
   * Tells one.
   *
   * @param data as the platform's contract has it, whichever node it comes from
   */
  void tell(Link link, String event, Object data) {
    JsonNode news = JSON.convertValue(data, JsonNode.class);
    switch (event) {
      case "presence" ->
          roster.presenceNews(
              link,
              news.path("name").asText(),
              news.path("show").asText(),
              news.path("status").textValue());
      case "friend" ->
          roster.friendNews(link, news.path("name").asText(), news.path("state").asText());
      case "group" -> group(link, news.path("group").asText(), news.path("change").asText());
      case "footprint" -> footprint(link, news);
      default -> {}
    }
  }

  private void group(Link link, String group, String change) {
    switch (change) {
      case "removed" -> rooms.removed(link, group, false);
      case "dissolved" -> rooms.removed(link, group, true);
      case "invited" -> rooms.invited(link, group);
      default -> {}
    }
  }

  private void footprint(Link link, JsonNode news) {
    JsonNode place = news.path("place");
    JsonNode accuracy = place.path("accuracy");
    trail.footprintNews(
        link,
        news.path("id").asLong(),
        news.path("from").asText(),
        news.path("text").asText(),
        new Place(
            place.path("latitude").asDouble(),
            place.path("longitude").asDouble(),
            accuracy.isNumber() ? (Double) accuracy.asDouble() : null));
  }
}
