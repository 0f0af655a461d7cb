package dev.kurir.bench;

import java.net.URI;
import java.util.Map;

/**
 * A request as a network's server sends it.
 *
 * @param id the network's id of the one event in it
 * @param headers with what proves that it is the network's
 */
record Webhook(String id, URI url, Map<String, String> headers, byte[] body) {}
