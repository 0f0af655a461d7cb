/** The messenger as a network: its socket, and the owners' bots that its users write to. */
@NullMarked
package dev.kurir.network.udp;

import org.jspecify.annotations.NullMarked;
