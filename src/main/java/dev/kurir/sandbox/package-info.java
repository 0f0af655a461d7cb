/**
 * The sandbox: LINE and Telegram on loopback, speaking their published HTTP interfaces, with the
 * people who use them, and a Prosody for XMPP. The demonstration, the tests and the benchmarks run
 * Kurir against it; Kurir itself never depends on it.
 */
@NullMarked
package dev.kurir.sandbox;

import org.jspecify.annotations.NullMarked;
