/** A domain of an XMPP server that Kurir serves itself (XEP-0114), over one TCP stream. */
@NullMarked
package dev.kurir.component;

import org.jspecify.annotations.NullMarked;
