/**
 * Camel's {@code irc:} and {@code ircs:} with its URIs and options, which hears again after a lost
 * connection, and whose sends end when the server has taken them.
 */
@NullMarked
package dev.kurir.network.irc;

import org.jspecify.annotations.NullMarked;
