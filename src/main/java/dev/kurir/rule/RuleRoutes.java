package dev.kurir.rule;

import dev.kurir.mapping.Rules;
import dev.kurir.message.InvalidFieldException;
import dev.kurir.metrics.Meters;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import org.apache.camel.Component;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The rules that run. Each is asked with the text as the body and what it may want to know in
 * headers, and says what it wants with the body and headers. Thread-safe.
 */
public final class RuleRoutes implements Rules {
  static final String NETWORK = "KurirNetwork";
  static final String OWNER = "KurirOwner";
  static final String WRITER = "KurirWriter";
  static final String WHO = "KurirWho";
  static final String KIND = "KurirKind";
  static final String MESSAGE_ID = "KurirMessageId";

  /** A rule says with it that the message goes no further. */
  static final String DROP = "KurirDrop";

  /** A rule's text for who wrote. */
  static final String ANSWER = "KurirAnswer";

  /** A rule's further recipients, such as {@code telegram darma, irc budi}. */
  static final String COPY_TO = "KurirCopyTo";

  /** Before a delivery: when it may go. */
  static final String HOLD_UNTIL = "KurirHoldUntil";

  private static final Logger LOG = LoggerFactory.getLogger(RuleRoutes.class);
  private final Map<Point, List<RuleEndpoint.RuleConsumer>> rules = new ConcurrentHashMap<>();
  private final @Nullable Meters meters;

  /**
   * @param meters counts what rules are asked and how often they fail; null: nobody counts
   */
  public RuleRoutes(@Nullable Meters meters) {
    this.meters = meters;
    for (Point point : Point.values()) {
      rules.put(point, new CopyOnWriteArrayList<>());
    }
  }

  /** To be bound as {@code rule}; a new one for each context. */
  public Component component() {
    return new RuleComponent(this);
  }

  void begin(RuleEndpoint.RuleConsumer rule) {
    List<RuleEndpoint.RuleConsumer> all = at(rule.rule().point());
    synchronized (all) {
      all.add(rule);
      all.sort(
          Comparator.<RuleEndpoint.RuleConsumer>comparingInt(one -> one.rule().order())
              .thenComparing(RuleEndpoint.RuleConsumer::getRouteId));
    }
  }

  void end(RuleEndpoint.RuleConsumer rule) {
    at(rule.rule().point()).remove(rule);
  }

  private List<RuleEndpoint.RuleConsumer> at(Point point) {
    return rules.getOrDefault(point, List.of());
  }

  @Override
  public boolean any(Point point) {
    return !at(point).isEmpty();
  }

  @Override
  public Ruling ask(Point point, Matter matter) {
    Ruling ruling = Ruling.unchanged(matter.text());
    for (RuleEndpoint.RuleConsumer rule : at(point)) {
      if (!ruling.dropped() && rule.rule().concerns(matter)) {
        ruling = together(ruling, ask(rule, matter.with(ruling.text())));
      }
    }
    return ruling;
  }

  /**
   * Asks every rule about the same message, whomever it concerns.
   *
   * @return what those threw that failed, by the route's id
   */
  public Map<String, Exception> askAll(Matter matter) {
    Map<String, Exception> failures = new TreeMap<>();
    for (Point point : Point.values()) {
      for (RuleEndpoint.RuleConsumer rule : at(point)) {
        try {
          outcome(rule, matter);
        } catch (Exception e) {
          failures.put(rule.getRouteId(), e);
        }
      }
    }
    return failures;
  }

  private Ruling ask(RuleEndpoint.RuleConsumer rule, Matter matter) {
    try {
      Ruling ruling = outcome(rule, matter);
      count(rule, "asked");
      return ruling;
    } catch (Exception e) {
      count(rule, "failed");
      LOG.warn(
          "rule {}: failed on {}, which goes on unchanged: {}",
          rule.getRouteId(),
          matter,
          e instanceof InvalidFieldException ? e.getMessage() : e.getClass().getSimpleName());
      return Ruling.unchanged(matter.text());
    }
  }

  private static Ruling outcome(RuleEndpoint.RuleConsumer rule, Matter matter) throws Exception {
    Exchange exchange = rule.createExchange(false);
    try {
      Message message = exchange.getMessage();
      message.setHeader(NETWORK, matter.network().value());
      message.setHeader(OWNER, matter.owner());
      message.setHeader(WRITER, matter.ownerWrote() ? "owner" : "partner");
      message.setHeader(WHO, matter.who());
      message.setHeader(KIND, matter.kind());
      message.setHeader(MESSAGE_ID, matter.id().value());
      message.setBody(matter.text());
      rule.getProcessor().process(exchange);
      if (exchange.getException() != null) {
        throw exchange.getException();
      }
      return said(exchange.getMessage(), matter.text());
    } finally {
      rule.releaseExchange(exchange, false);
    }
  }

  private void count(RuleEndpoint.RuleConsumer rule, String what) {
    if (meters != null) {
      meters.rule(rule.getRouteId(), what);
    }
  }

  private static Ruling said(Message message, String before) {
    String text = message.getBody(String.class);
    return new Ruling(
        text == null ? before : text,
        message.getHeader(DROP, false, Boolean.class),
        texts(message, ANSWER),
        texts(message, COPY_TO).stream()
            .flatMap(all -> Arrays.stream(all.split(",")))
            .map(String::strip)
            .filter(one -> !one.isEmpty())
            .toList(),
        time(message));
  }

  private static List<String> texts(Message message, String header) {
    String text = message.getHeader(header, String.class);
    return text == null || text.isBlank() ? List.of() : List.of(text);
  }

  private static @Nullable Instant time(Message message) {
    Object until = message.getHeader(HOLD_UNTIL);
    if (until == null || until.toString().isBlank()) {
      return null;
    }
    try {
      return until instanceof Instant instant ? instant : Instant.parse(until.toString());
    } catch (DateTimeParseException e) {
      throw new InvalidFieldException(HOLD_UNTIL, "malformed", "2026-11-22T09:00:00Z");
    }
  }

  private static Ruling together(Ruling first, Ruling second) {
    List<String> answers = new ArrayList<>(first.answers());
    answers.addAll(second.answers());
    List<String> copies = new ArrayList<>(first.copies());
    copies.addAll(second.copies());
    Instant held = first.heldUntil();
    Instant longer = second.heldUntil();
    return new Ruling(
        second.text(),
        second.dropped(),
        answers,
        copies,
        held == null || (longer != null && longer.isAfter(held)) ? longer : held);
  }
}
