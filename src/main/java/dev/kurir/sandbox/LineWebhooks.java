package dev.kurir.sandbox;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;

/**
 * Delivers events to the bots' webhooks, signed: those of one chat to one bot one request after the
 * other, those of different chats at once. What is not answered 2xx is handled as {@link
 * LineRedelivery} says. Thread-safe.
 */
final class LineWebhooks {
  private final Vertx vertx;
  private final WebhookCaller caller;
  private final LineReplyTokens tokens;
  private final Map<String, Lane> lanes = new ConcurrentHashMap<>();
  private final LongAdder delivered = new LongAdder();
  private final LongAdder lost = new LongAdder();
  private final LongAdder open = new LongAdder();
  private volatile LineRedelivery redelivery = LineRedelivery.OFF;
  private volatile Duration pause = Duration.ofMillis(500);
  private volatile int eventsPerRequest = 1;
  private volatile @Nullable LineDisorder disorder;
  private final Set<String> overtakers = ConcurrentHashMap.newKeySet();

  LineWebhooks(Vertx vertx, WebhookCaller caller, LineReplyTokens tokens) {
    this.vertx = vertx;
    this.caller = caller;
    this.tokens = tokens;
  }

  private static final class Lane {
    final LineAccount account;
    final List<ObjectNode> waiting = new LinkedList<>();
    boolean busy;

    Lane(LineAccount account) {
      this.account = account;
    }
  }

  void redelivery(LineRedelivery redelivery, Duration pause) {
    this.redelivery = redelivery;
    this.pause = pause;
  }

  void eventsPerRequest(int most) {
    eventsPerRequest = most;
  }

  void disorder(@Nullable LineDisorder disorder) {
    this.disorder = disorder;
  }

  boolean overtook(String messageId) {
    return overtakers.contains(messageId);
  }

  long delivered() {
    return delivered.sum();
  }

  long lost() {
    return lost.sum();
  }

  /** Events that are neither delivered nor lost yet. */
  long open() {
    return open.sum();
  }

  void offer(LineAccount account, String chat, ObjectNode event) {
    open.increment();
    Lane lane = lanes.computeIfAbsent(account.bot.userId() + "/" + chat, key -> new Lane(account));
    synchronized (lane) {
      lane.waiting.add(event);
    }
    LineDisorder late = disorder;
    if (late == null) {
      advance(lane);
    } else {
      vertx.setTimer(late.delayMs(), timer -> advance(lane));
    }
  }

  private void advance(Lane lane) {
    List<ObjectNode> events = new ArrayList<>();
    synchronized (lane) {
      if (lane.busy || lane.waiting.isEmpty()) {
        return;
      }
      lane.busy = true;
      while (events.size() < eventsPerRequest && !lane.waiting.isEmpty()) {
        events.add(next(lane));
      }
    }
    post(lane.account, events)
        .onComplete(
            answer -> {
              if (answer.succeeded() && answer.result() / 100 == 2) {
                settle(events, delivered);
                repeat(lane.account, events);
                free(lane);
              } else {
                failed(lane, events);
              }
            });
  }

  private ObjectNode next(Lane lane) {
    LineDisorder chosen = disorder;
    int place = chosen == null ? 0 : chosen.next(lane.waiting.size());
    ObjectNode event = lane.waiting.remove(place);
    if (place > 0) {
      overtakers.add(event.path("message").path("id").asText());
    }
    return event;
  }

  /** LINE did not notice that they were taken. */
  private void repeat(LineAccount account, List<ObjectNode> events) {
    LineDisorder chosen = disorder;
    if (chosen != null && chosen.repeats()) {
      List<ObjectNode> again = events.stream().map(ObjectNode::deepCopy).toList();
      again.forEach(event -> event.putObject("deliveryContext").put("isRedelivery", true));
      post(account, again);
    }
  }

  private void failed(Lane lane, List<ObjectNode> events) {
    if (redelivery == LineRedelivery.OFF || lane.account.endpoint == null) {
      settle(events, lost);
      free(lane);
      return;
    }
    for (ObjectNode event : events) {
      event.putObject("deliveryContext").put("isRedelivery", true);
      tokens.redelivered(event.path("replyToken").asText());
    }
    if (redelivery == LineRedelivery.LATER) {
      vertx.setTimer(pause.toMillis(), timer -> again(lane, events, false));
      free(lane);
    } else {
      vertx.setTimer(pause.toMillis(), timer -> again(lane, events, true));
    }
  }

  private void again(Lane lane, List<ObjectNode> events, boolean wasHeld) {
    synchronized (lane) {
      for (int i = events.size() - 1; i >= 0; i--) {
        lane.waiting.add(0, events.get(i));
      }
    }
    if (wasHeld) {
      free(lane);
    } else {
      advance(lane);
    }
  }

  private void free(Lane lane) {
    synchronized (lane) {
      lane.busy = false;
    }
    advance(lane);
  }

  private void settle(List<ObjectNode> events, LongAdder end) {
    end.add(events.size());
    open.add(-events.size());
  }

  private Future<Integer> post(LineAccount account, List<ObjectNode> events) {
    String endpoint = account.endpoint;
    if (endpoint == null || !account.webhooksOn) {
      return Future.failedFuture("no webhook endpoint");
    }
    ObjectNode body = Json.object().put("destination", account.bot.userId());
    ArrayNode array = body.putArray("events");
    events.forEach(array::add);
    return post(account.bot, endpoint, Json.bytes(body));
  }

  /** Posts raw bytes with their right signature. */
  Future<Integer> post(LineBot bot, String endpoint, byte[] body) {
    Map<String, String> headers =
        Map.of(
            "Content-Type",
            "application/json; charset=utf-8",
            "User-Agent",
            "LineBotWebhook/2.0",
            "x-line-signature",
            bot.sign(body));
    return caller.post(endpoint, headers, body);
  }
}
