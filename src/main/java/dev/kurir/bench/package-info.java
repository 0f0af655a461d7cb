/**
 * The measurements of {@code kurir bench}: a Kurir in a process of its own against a sink network,
 * alternating with plain JDBC pipelines on the same server. Nothing else depends on this room.
 */
@NullMarked
package dev.kurir.bench;

import org.jspecify.annotations.NullMarked;
