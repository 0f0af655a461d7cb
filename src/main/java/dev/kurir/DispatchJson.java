package dev.kurir;

import com.fasterxml.jackson.annotation.JsonAutoDetect;
import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import com.fasterxml.jackson.annotation.PropertyAccessor;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.MapperFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import dev.kurir.message.Dispatch;
import dev.kurir.message.Outcome;
import java.io.IOException;

/** How a dispatch and its outcome travel between nodes of the same build: as JSON. Thread-safe. */
final class DispatchJson {
  private static final ObjectMapper JSON =
      JsonMapper.builder()
          .addModule(new JavaTimeModule())
          .addMixIn(Outcome.class, Kinds.class)
          .disable(MapperFeature.AUTO_DETECT_GETTERS, MapperFeature.AUTO_DETECT_IS_GETTERS)
          .visibility(PropertyAccessor.FIELD, JsonAutoDetect.Visibility.ANY)
          .build();

  @JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "outcome")
  @JsonSubTypes({
    @JsonSubTypes.Type(value = Outcome.Delivered.class, name = "delivered"),
    @JsonSubTypes.Type(value = Outcome.RetryLater.class, name = "retry-later"),
    @JsonSubTypes.Type(value = Outcome.Rejected.class, name = "rejected"),
    @JsonSubTypes.Type(value = Outcome.Uncertain.class, name = "uncertain"),
    @JsonSubTypes.Type(value = Outcome.Moved.class, name = "moved"),
    @JsonSubTypes.Type(value = Outcome.OverQuota.class, name = "over-quota")
  })
  private interface Kinds {}

  private DispatchJson() {}

  static byte[] of(Dispatch dispatch) {
    return bytes(dispatch);
  }

  static byte[] of(Outcome outcome) {
    return bytes(outcome);
  }

  private static byte[] bytes(Object value) {
    try {
      return JSON.writeValueAsBytes(value);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(value.getClass().getSimpleName() + " has no JSON", e);
    }
  }

  /**
   * @throws IOException without the text, when it is no dispatch
   */
  static Dispatch dispatch(byte[] json) throws IOException {
    return read(json, Dispatch.class);
  }

  /**
   * @throws IOException when it is no outcome
   */
  static Outcome outcome(byte[] json) throws IOException {
    return read(json, Outcome.class);
  }

  private static <T> T read(byte[] json, Class<T> type) throws IOException {
    try {
      return JSON.readValue(json, type);
    } catch (JsonProcessingException e) {
      e.clearLocation();
      throw new IOException(
          type.getSimpleName() + " of another node: unreadable (expected: the same build there)");
    }
  }
}
