package dev.kurir.routes;

/**
 * A way that messages take from one node of the graph to another.
 *
 * @param from a route's id or the key of an {@link Outside}
 * @param to the same
 */
public record Flow(String from, String to) {}
