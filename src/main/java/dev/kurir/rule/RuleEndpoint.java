package dev.kurir.rule;

import dev.kurir.mapping.Rules.Matter;
import dev.kurir.mapping.Rules.Point;
import dev.kurir.message.InvalidFieldException;
import java.util.Set;
import org.apache.camel.Consumer;
import org.apache.camel.Processor;
import org.apache.camel.Producer;
import org.apache.camel.spi.UriEndpoint;
import org.apache.camel.support.DefaultConsumer;
import org.apache.camel.support.DefaultEndpoint;

/** A point where rules are asked, and about whose messages this one is. */
@UriEndpoint(scheme = "rule", syntax = "rule:point", title = "A rule", consumerOnly = true)
final class RuleEndpoint extends DefaultEndpoint {
  private static final Set<String> WRITERS = Set.of("", "owner", "partner");
  private final RuleComponent component;
  private final Point point;
  private String owner = "";
  private String network = "";
  private String writer = "";
  private int order = 100;

  RuleEndpoint(String uri, RuleComponent component, Point point) {
    super(uri, component);
    this.component = component;
    this.point = point;
  }

  /** Only for this owner; empty: for all. */
  public void setOwner(String owner) {
    this.owner = owner;
  }

  /** Only on this network; empty: on all. */
  public void setNetwork(String network) {
    this.network = network;
  }

  /** Only what the {@code owner}, or what a {@code partner} wrote; empty: both. */
  public void setWriter(String writer) {
    if (!WRITERS.contains(writer)) {
      throw new InvalidFieldException("writer", writer, "owner or partner");
    }
    this.writer = writer;
  }

  /** Rules of one point are asked in this order, then in that of their ids. */
  public void setOrder(int order) {
    this.order = order;
  }

  boolean concerns(Matter matter) {
    return (owner.isEmpty() || owner.equals(matter.owner()))
        && (network.isEmpty() || network.equals(matter.network().value()))
        && (writer.isEmpty() || writer.equals(matter.ownerWrote() ? "owner" : "partner"));
  }

  Point point() {
    return point;
  }

  int order() {
    return order;
  }

  @Override
  public Producer createProducer() {
    throw new InvalidFieldException("to", getEndpointBaseUri(), "from: " + getEndpointBaseUri());
  }

  @Override
  public Consumer createConsumer(Processor processor) throws Exception {
    RuleConsumer consumer = new RuleConsumer(this, processor);
    configureConsumer(consumer);
    return consumer;
  }

  /** A rule that is asked while it runs. */
  static final class RuleConsumer extends DefaultConsumer {
    private final RuleEndpoint rule;

    RuleConsumer(RuleEndpoint rule, Processor processor) {
      super(rule, processor);
      this.rule = rule;
    }

    RuleEndpoint rule() {
      return rule;
    }

    @Override
    protected void doStart() throws Exception {
      super.doStart();
      rule.component.routes().begin(this);
    }

    @Override
    protected void doStop() throws Exception {
      rule.component.routes().end(this);
      super.doStop();
    }
  }
}
