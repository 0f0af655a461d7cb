/**
 * Ordinary XMPP clients as clients of the messaging platform, through a component of their servers.
 */
@NullMarked
package dev.kurir.gateway;

import org.jspecify.annotations.NullMarked;
