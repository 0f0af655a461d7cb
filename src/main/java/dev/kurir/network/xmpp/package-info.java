/**
 * XMPP: one connection per bot on Smack, behind Camel's own {@code xmpp:} URIs.
 *
 * <pre>
 * XmppNetwork ── XmppBotsComponent ─┬─ BotsEndpoint      xmpp:bots            Arrivals, Dispatches
 *      │                            └─ AccountEndpoint   xmpp:host/someone    plain text, for own routes
 *      └─ BotLink (one account) ─┬─ BotConnection        the stream; acknowledges what is stored
 *                                ├─ Intake ── StanzaTranslator     inbound, in order, with catch-up
 *                                ├─ Delivery ─┬─ Unacknowledged   outbound, until the server has it
 *                                │            └─ Doubts           whether a lost server passed it on
 *                                └─ MessageArchive       XEP-0313
 * </pre>
 */
@NullMarked
package dev.kurir.network.xmpp;

import org.jspecify.annotations.NullMarked;
