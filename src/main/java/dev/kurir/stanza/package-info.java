/** XMPP stanzas as XML, as values and as JSON; knows Java, Jackson and messages only. */
@NullMarked
package dev.kurir.stanza;

import org.jspecify.annotations.NullMarked;
